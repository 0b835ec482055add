"""The native twin of a function that fills a block, cell by cell."""

import re

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from betahedge.cells.native import on
from betahedge.sheets.blocks import Spill
from betahedge.sheets.items import Here
from betahedge.sheets.names import Names

_NAME = re.compile(r"\{([\w.]+)\}")
_RANGE = re.compile(r"(.*!)?(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)")


def native_cells(
    block: Spill, here: Here, names: Names, abroad: str = ""
) -> dict[tuple[str, str], str]:
    """Write the native form of each cell, by its column and row; the row "" is the head.

    abroad: the sheet on which the forms stand, if it is not the block's own.
    """
    where = Here(abroad or here.sheet, here.block, here.family, here.siblings)
    declared, native = block.call.declared, block.native
    texts = declared.texts(*(names.text(each, where) for each in block.call.arguments))
    cells = {(column, ""): heading for column, heading in native.head.items()}
    for number, row in enumerate(block.row_keys):
        for column, form in zip(native.head, native.rows.get(row, native.each), strict=True):
            known = {}
            for name in _NAME.findall(form):
                known[name.replace(".", "__")] = _known(block, name, row, number, texts, where,
                                                        names)  # fmt: skip
            marked = _NAME.sub(lambda found: f"{{{found[1].replace('.', '__')}}}", form)
            cells[column, row] = f"={on(marked, known)}"
    return cells


def _known(
    block: Spill,
    name: str,
    row: str,
    number: int,
    texts: dict[str, str],
    here: Here,
    names: Names,
) -> str:
    """Give an argument, or a cell of this row or of another."""
    other, _, there = name.rpartition(".")
    place = names.natives.get(f"{block.key}.{there}.{other or row}")
    if place is None:
        return nth(texts[name], number)
    return place.range(abroad=place.sheet != here.sheet)


def nth(text: str, number: int) -> str:
    """Give a cell of a column or row that stands in a formula; what is none stays."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return text
    left, top, right, _ = (number or 0 for number in range_boundaries(found[2]))
    across, down = (number, 0) if right > left else (0, number)
    return f"{found[1] or ''}${get_column_letter(left + across)}${top + down}"
