"""The proof of a workbook, planned: the native twin and the difference of every call.

Calls of the main family of rows stand on the same row numbers as what they prove; the twins of
panels, small tables and spills stand below.
"""

from collections.abc import Iterator
from dataclasses import replace

from betahedge.sheets import theme
from betahedge.sheets.blocks import Block, Leaf, Panel, Sheet, Spill, SpillTwin, Table
from betahedge.sheets.formulas import has_twin
from betahedge.sheets.items import Call, Column, Difference, Here, Twin, Working
from betahedge.sheets.layout import Layout, Place, every
from betahedge.sheets.names import Names

ASSET, NATIVE, GAP = 17.0, 12.5, 12.5
LEAST = 5  # columns, for the title beside the state of the checks


def home(sheet: Sheet, block: str, family: str = "") -> Here:
    """Tell where the formulas of a block stand."""
    keys = [each.key for each in every((*sheet.blocks, *sheet.below))]
    return Here(sheet.name, block, family, tuple(keys))


def words(form: str) -> bool:
    """Tell a form of words."""
    return form in theme.WORDS


def all_blocks(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Sheet, Leaf]]:
    """Run through the blocks of all sheets."""
    for sheet in sheets:
        for block in every((*sheet.blocks, *sheet.below)):
            yield sheet, block


def plan(sheet: Sheet, sheets: tuple[Sheet, ...], family: str, first: str) -> Sheet:
    """Fill the proof's sheet; `first` is the item that names the rows of the main family.

    The sheet's own tracks are the widths of its first columns, where it says them.
    """
    if not family:
        return _without_rows(sheet, sheets)
    named = next(b.columns[0] for _, b in all_blocks(sheets) if isinstance(b, Table) and b.room)
    columns = [Column("asset", named.heading, named.unit, ASSET, f"{{{first}}}", named.form, "link",
                      "largest", align="left")]  # fmt: skip
    small: list[Block] = []
    for other, block in all_blocks(sheets):
        if isinstance(block, Table) and block.rows == family:
            columns += _columns(other, block, family)
        elif isinstance(block, Spill):
            small.append(SpillTwin(f"proof_{block.key}", block, home(other, block.key)))
        elif isinstance(block, Panel | Table):
            small += _small(other, block)
    groups = {f"{b.key}_{_first(b)}": f"{s.name}: native forms, differences, tests"
              for s, b in all_blocks(sheets)
              if isinstance(b, Table) and b.rows == family and _first(b)}  # fmt: skip
    for number, width in enumerate(sheet.tracks.values()):
        columns[number] = replace(columns[number], width=width)
    main = Table("proof", tuple(columns), family, groups=groups)
    return replace(sheet, blocks=(main,), below=(*small, *sheet.below), tracks={})


def _without_rows(sheet: Sheet, sheets: tuple[Sheet, ...]) -> Sheet:
    """Fill the proof's sheet of a workbook that has no list."""
    blocks: list[Block] = []
    for other, block in all_blocks(sheets):
        if isinstance(block, Spill):
            blocks.append(SpillTwin(f"proof_{block.key}", block, home(other, block.key)))
        elif isinstance(block, Panel | Table):
            blocks += _small(other, block)
    blocks += sheet.below
    wide = max((len(b.columns) for b in blocks if isinstance(b, Table)), default=1)
    tracks = {"proof.asset": ASSET, **{f"t{n}": NATIVE for n in range(2, max(wide, LEAST) + 1)}}
    return replace(sheet, blocks=tuple(blocks), below=(), tracks={**tracks, **sheet.tracks})


def _first(table: Table) -> str:
    """Give the first column that a table has on the proof's sheet."""
    called = [f"{c.key}_native" for c in table.columns if isinstance(c.what, Call)
              and has_twin(c.what)]  # fmt: skip
    return next(iter([*called, *(c.key for c in table.workings)]), "")


def _columns(sheet: Sheet, table: Table, family: str) -> list[Column]:
    """Give the columns that a list has on the proof's sheet."""
    here, found = home(sheet, table.key, family), []
    for column in table.columns:
        if isinstance(column.what, Call) and has_twin(column.what):
            found += _pair(table.key, column, column.what, here)
    for working in table.workings:
        item = f"{table.key}.{working.key}"
        what = Working(item, str(working.what), here)
        found.append(replace(working, key=f"{table.key}_{working.key}", what=what, width=NATIVE))
    return found


def _pair(block: str, column: Column, call: Call, here: Here) -> list[Column]:
    item = f"{block}.{column.key}"
    heading = column.heading.removesuffix(" fx").removesuffix('&" fx"')
    style = "calculation"
    twin = Twin(item, call, here)
    return [
        Column(f"{block}_{column.key}_native", heading, "native", NATIVE,
               twin, column.form, style),
        Column(f"{block}_{column.key}_gap", "Difference", "0 = same", GAP,
               _difference(twin, column.form), "difference", style,
               f"=MAX({{{block}_{column.key}_gap:all}})"),
    ]  # fmt: skip


def _difference(twin: Twin, form: str) -> Difference:
    """Compare a call with its twin, which may show a word in place of a number."""
    either = bool(twin.call.error) or '"' in twin.call.otherwise
    return Difference(twin.item, words(form), either)


def _small(sheet: Sheet, block: Panel | Table) -> list[Block]:
    """Give the twins of a panel's or a small table's calls."""
    if isinstance(block, Panel):
        return _small_panel(sheet, block)
    here = home(sheet, block.key, block.family)
    pairs = [
        pair
        for column in block.columns
        if isinstance(column.what, Call) and has_twin(column.what)
        for pair in _pair(block.key, column, column.what, here)
    ]
    label = Column("label", "Row", "", ASSET, f"{{{block.key}.{block.columns[0].key}}}",
                   block.columns[0].form, "link")  # fmt: skip
    return _table(block, [label, *pairs], block.rows) if pairs else []


def _small_panel(sheet: Sheet, block: Panel) -> list[Block]:
    here = home(sheet, block.key)
    items = [
        (item, Twin(f"{block.key}.{item.key}", item.what, here))
        for item in block.items
        if isinstance(item.what, Call) and has_twin(item.what)
    ]
    columns = [
        Column("label", "Figure", "", ASSET, tuple(i.label for i, _ in items), "text"),
        Column("native", "Native", "", NATIVE,
               tuple(twin for _, twin in items), "general", align="right"),
        Column("gap", "Difference", "0 = same", GAP,
               tuple(_difference(twin, i.form) for i, twin in items),
               "difference"),
    ]  # fmt: skip
    return _table(block, columns, len(items)) if items else []


def _table(block: Panel | Table, columns: list[Column], rows: str | int) -> list[Block]:
    tracks = ("proof.asset", *(f"#{n}" for n in range(2, len(columns) + 1)))
    like = block.like or block.key if isinstance(block, Table) else ""
    title = block.title or block.key.capitalize()
    return [Table(f"proof_{block.key}", tuple(columns), rows, title, tracks=tracks, total=False,
                  like=like)]  # fmt: skip


def alias(layout: Layout, names: Names) -> None:
    """Let names lead to what stands on the proof's sheet: twins, differences, workings."""
    for block in every((*layout.sheet.blocks, *layout.sheet.below)):
        if isinstance(block, SpillTwin):
            _alias_spill(block, layout, names)
        elif isinstance(block, Table):
            for column in block.columns:
                _alias(column, layout.places[f"{block.key}.{column.key}"], names)


def _alias(column: Column, place: Place, names: Names) -> None:
    kinds = column.what if isinstance(column.what, tuple) else (column.what,)
    for down, what in enumerate(kinds):
        at = place if len(kinds) == 1 else replace(place, first=place.first + down,
                                                   last=place.first + down)  # fmt: skip
        if isinstance(what, Twin):
            names.natives[what.item] = at
        elif isinstance(what, Difference):
            names.differences[what.item] = at
        elif isinstance(what, Working):
            names.places[what.item] = at


def _alias_spill(block: SpillTwin, layout: Layout, names: Names) -> None:
    keys = block.spill.row_keys
    for column in block.spill.native.head:
        cells = {row: layout.places[f"{block.key}.{column}.{row}"] for row in ("", *keys)}
        for row, place in cells.items():
            names.natives[f"{block.spill.key}.{column}.{row}"] = place
        whole = replace(cells[keys[0]], last=cells[keys[-1]].last, head=cells[""].first)
        names.natives[f"{block.spill.key}.{column}"] = whole
    places = [p for n, p in layout.places.items() if n.startswith(f"{block.key}.gap.")]
    names.differences[block.spill.key] = Place(
        layout.sheet.name, min(p.column for p in places), min(p.first for p in places),
        max(p.last for p in places),
    )  # fmt: skip
