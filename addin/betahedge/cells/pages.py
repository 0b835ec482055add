"""The function reference, derived from the declarations: tables and pages in Markdown."""

from typing import get_args

from betahedge.cells.declaration import (
    CATALOGUE,
    Category,
    Cell,
    Example,
    declaration,
)
from betahedge.cells.native import literal

CATEGORIES: tuple[str, ...] = get_args(Category)


def by_category() -> dict[str, list[Cell]]:
    """Give the declarations under their categories, both in the order of the catalogue."""
    declared = [declaration(function) for function in CATALOGUE.values()]
    groups = {name: [cell for cell in declared if cell.category == name] for name in CATEGORIES}
    return {name: cells for name, cells in groups.items() if cells}


def summary() -> str:
    """Write a table of the functions for each category."""
    tables = []
    for category, cells in by_category().items():
        rows = [f"| `{cell.signature}` | {cell.help} |" for cell in cells]
        tables.append(
            "\n".join([f"**{category}**", "", "| function | result |", "|---|---|", *rows])
        )
    return "\n\n".join(tables)


def argument_text(value: object) -> str:
    """Write an argument of an example as it stands in a formula; a block as an array constant."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        rows = value if value and isinstance(value[0], list | tuple) else [value]
        return "{" + ";".join(",".join(literal(cell) for cell in row) for row in rows) + "}"
    return literal(value)


def call_text(cell: Cell, example: Example) -> str:
    """Write an example as a formula."""
    return f"={cell.call(*map(argument_text, example.args))}"
