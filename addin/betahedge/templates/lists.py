"""What a list of inputs may hold, by the rules of its columns: what does not fit is counted."""

from betahedge.sheets.blocks import Table
from betahedge.sheets.items import Check, Column, Given


def unfit(table: str, column: Column) -> str:
    """Count the texts of a column of numbers, and what its rule leaves out."""
    place = f"{{{table}.{column.key}:all}}"
    if not isinstance(column.what, Given) or column.what.rule.kind not in ("number", "date"):
        return ""
    rule = column.what.rule
    least = "<=" if rule.above else "<"
    low = "" if rule.minimum is None else f'+COUNTIF({place},"{least}{rule.minimum:g}")'
    high = "" if rule.maximum is None else f'+COUNTIF({place},">{rule.maximum:g}")'
    return f"COUNTA({place})-COUNT({place}){low}{high}"


def gaps(table: Table) -> str:
    """Count the cells of lines without a name, and the lines that lack what is needed."""
    name, *others = (f"{{{table.key}.{column.key}:all}}" for column in table.columns)
    counts = [f'SUMPRODUCT(--({name}=""),--({other}<>""))' for other in others]
    counts += [
        f'SUMPRODUCT(--({name}<>""),--({other}=""))'
        for column, other in zip(table.columns[1:], others)
        if isinstance(column.what, Given) and column.what.rule.required
    ]
    return "+".join(counts)


def complete(table: Table) -> Check:
    """Check that each line of a list has what is needed, and nothing outside its rule."""
    numbers = filter(None, (unfit(table.key, column) for column in table.columns))
    return Check("The list has what is needed, within its rules",
                 "+".join((gaps(table), *numbers)),
                 "Inputs: complete the line, or clear it; type texts again as numbers")  # fmt: skip
