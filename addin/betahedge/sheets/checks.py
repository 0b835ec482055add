"""The checks of a workbook: those declared beside what they check, and those that follow."""

from collections.abc import Iterator
from dataclasses import dataclass

from betahedge.sheets.blocks import Panel, Series, Sheet, Spill, Table
from betahedge.sheets.formulas import loaded
from betahedge.sheets.items import Call, Check, Column, Given, Here, Rule, Working
from betahedge.sheets.layout import TOP, Layout, Place, every
from betahedge.sheets.names import NOT_AVAILABLE, Names
from betahedge.sheets.paper import Paper
from betahedge.sheets.proofs import home

NAMED = 2  # functions that a check names; of more it gives the count
BELOW = 1000  # rows under a list in which a line that nobody reads may stand


@dataclass(frozen=True, slots=True)
class Placed:
    """A check of a sheet, and from where its names are read."""

    sheet: str
    check: Check
    here: Here


def declared(sheets: tuple[Sheet, ...]) -> Iterator[Placed]:
    """Take the checks that stand beside what they check."""
    for sheet in sheets:
        for check in sheet.checks:
            yield Placed(sheet.name, check, home(sheet, ""))


def twins(sheets: tuple[Sheet, ...], names: Names) -> Iterator[Placed]:
    """Check that every function equals its native twin."""
    for sheet in sheets:
        for block in every((*sheet.blocks, *sheet.below)):
            functions, places = _called(block, names)
            if places:
                where = ",".join(place.range() for place in places)
                few = len(functions) <= NAMED
                which = ", ".join(functions) if few else f"{len(functions)} functions"
                test = f"{which}: as by native formulas"
                advice = "do not sign: reinstall the add-in, or export for no add-in"
                check = Check(test, loaded(f"MAX({where})"), advice)
                yield Placed(sheet.name, check, home(sheet, ""))


def _called(block: object, names: Names) -> tuple[list[str], list[Place]]:
    if isinstance(block, Spill):
        return [block.call.declared.name], [names.differences[block.key]]
    items: tuple[object, ...] = ()
    if isinstance(block, Table):
        items = block.columns
    elif isinstance(block, Panel):
        items = block.items
    called: dict[str, None] = {}
    places = []
    for item in items:
        what = getattr(item, "what", None)
        place = names.differences.get(f"{block.key}.{item.key}")  # type: ignore[attr-defined]
        if isinstance(what, Call) and place is not None:
            called[what.declared.name] = None
            places.append(place)
    return list(called), places


def blanks(layouts: dict[str, Layout]) -> Iterator[Placed]:
    """Check that each input that is needed is there and within its rule, however many there are."""
    for layout in layouts.values():
        rules = dict(_ruled(layout.sheet))
        unfit = [_unfit(p.range(), rules[key]) for key, p in layout.places.items() if key in rules]
        unfit = [each for each in unfit if each]
        if unfit:
            advice = "type what the cell asks for; it says so when it is chosen"
            check = Check("No input that is needed is blank or outside its rule", "+".join(unfit),
                          advice)  # fmt: skip
            yield Placed(layout.sheet.name, check, home(layout.sheet, ""))


def _unfit(cell: str, rule: Rule) -> str:
    """Tell an input that is blank and needed, or that was pasted over its validation."""
    fits = _fits(cell, rule)
    if not fits:
        return f"ISBLANK({cell})" if rule.required else ""
    return f"NOT({fits})" if rule.required else f"NOT(OR(ISBLANK({cell}),{fits}))"


def _fits(cell: str, rule: Rule) -> str:
    """Tell a word of a list, or a number within its limits; of a text nothing is asked."""
    if rule.words.startswith('"'):
        words = (f'{cell}="{word}"' for word in rule.words.strip('"').split(","))
        return f"IF(ISERROR({cell}),FALSE,OR({','.join(words)}))"
    if rule.kind not in ("number", "date"):
        return ""
    low = "" if rule.minimum is None else f",{cell}{'>' if rule.above else '>='}{rule.minimum:g}"
    high = "" if rule.maximum is None else f",{cell}<={rule.maximum:g}"
    return f"IF(ISNUMBER({cell}),AND(TRUE{low}{high}),FALSE)"


def _ruled(sheet: Sheet) -> Iterator[tuple[str, Rule]]:
    for block in every(sheet.blocks):
        if isinstance(block, Panel):
            for item in block.items:
                if isinstance(item.what, Given):
                    yield f"{block.key}.{item.key}", item.what.rule
        elif isinstance(block, Series):
            for number in range(block.count):
                yield f"{block.key}.{number + 1}", block.given.rule


def errors(layouts: dict[str, Layout]) -> Iterator[Placed]:
    """Check that no cell shows an error value, on the sheets that do not read the checks."""
    for layout in layouts.values():
        if layout.sheet.reads_checks or layout.sheet.lists_checks:
            continue
        ends = (
            Place(layout.sheet.name, 1, TOP, TOP),
            Place(layout.sheet.name, len(layout.widths), layout.last, layout.last),
        )
        area = ":".join(end.range(abroad=not n) for n, end in enumerate(ends))
        check = Check("No cell shows an error value", f"--ISERROR(SUM({area}))",
                      "find the cell that shows #: the input that it reads is wrong")  # fmt: skip
        yield Placed(layout.sheet.name, check, home(layout.sheet, ""))


def printed(papers: dict[str, Paper], source: Place, family: str) -> Iterator[Placed]:
    """Check that every filled row is printed, and that none stands below the list."""
    rows = [source.last - source.first + 1]
    for paper in papers.values():
        rows += [
            paper.shown - place.first + 1
            for name, place in paper.layout.places.items()
            if place.family == family and not name.startswith("proof.")
        ]
    seen = source.first + min(rows)
    column = f"{source.sheet}!${source.letter}"
    beyond = f"COUNTA({column}${seen}:${source.letter}${source.last + BELOW})"
    advice = "rebuild the workbook from the file of holdings, or enlarge the print area"
    check = Check("Every filled row is printed", beyond, advice)
    yield Placed(source.sheet, check, Here(source.sheet))


def check_table(placed: list[Placed]) -> Table:
    """List the checks: a line each, with its result and what to do."""
    rows = len(placed)

    def lines(*texts: str) -> tuple[str, ...]:
        return texts

    values = tuple(Working("", _value(each), each.here) for each in placed)
    expected = tuple(Working("", str(each.check.expected), each.here) for each in placed)
    tolerance = tuple(Working("", str(each.check.tolerance), each.here) for each in placed)
    result = (
        f'IF(ISERROR({{value}}),"FAIL",IF({{value}}={NOT_AVAILABLE},{NOT_AVAILABLE},'
        'IF(ABS({value}-{expected})<={tolerance},"OK","FAIL")))'
    )
    order = 'IF({result}="FAIL",COUNTIF({result:first}:{result},"FAIL"),0)'
    columns = (
        Column("id", "Id", "", 6, lines(*(f"C{n:02}" for n in range(1, rows + 1))), "text"),
        Column("test", "Test", "", 50, lines(*(each.check.test for each in placed)), "text"),
        Column("sheet", "Sheet", "link", 10, lines(*(each.sheet for each in placed)), "text"),
        Column("value", "Value", "number", 14, values, "value"),
        Column("expected", "Expected", "number", 12, expected, "value"),
        Column("tolerance", "Tolerance", "+ or -", 10, tolerance, "difference"),
        Column("result", "Result", "word", 9, result, "word", "check"),
        Column("advice", "What to do where it fails", "", 62,
               lines(*(each.check.advice for each in placed)), "text"),
        Column("order", "Alarm", "number", 7, order, "0;-0;"),
    )  # fmt: skip
    return Table("checks", columns, rows, "Every promise of this workbook", total=False)


def _value(placed: Placed) -> str:
    check = placed.check
    return f"IF({check.when},{check.what},{NOT_AVAILABLE})" if check.when else check.what
