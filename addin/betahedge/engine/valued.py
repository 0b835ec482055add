"""The long lists of a workbook of our own, written with the values of their formulas."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from betahedge.cells import ErrorValue
from betahedge.engine.built import Block, incoming
from betahedge.formula.calls import mentions
from betahedge.sheets.rows import Form
from betahedge.xlsx.cells import NUMBER, Value, address, number_text, write_value

_HOLE = "\0"  # in a row's text: where the kind of a value goes, and where the value does


@dataclass
class Valued(Form):
    """The form of the cells of one list.

    columns: those with a formula.  mark: of a dynamic array.  texts: the places of the shared
    texts.  errors: by address, as far as rows are written.
    """

    sheet: str
    block: Block
    columns: list[int]
    mark: str
    texts: Mapping[str, int]
    errors: dict[str, ErrorValue]

    def formula(self, ref: str, style: int, text: str) -> str:
        """Write a cell with a formula, and room for its value; a call is a dynamic array."""
        mark = array = ""
        if mentions(text):
            mark, array = f' cm="{self.mark}"', f' t="array" ref="{ref}"'
        return f'<c r="{ref}" s="{style}"{mark}{_HOLE}><f{array}>{text}</f>{_HOLE}</c>'

    def text(self, ref: str, style: int, text: str) -> str:
        """Write a cell with a text that is shared."""
        return f'<c r="{ref}" s="{style}" t="s"><v>{self.texts[text]}</v></c>'

    def fill(self, row: str, number: int) -> str:
        """Put the values into a row's text."""
        line, parts = self.block[number - 1], row.split(_HOLE)
        values = [line[column - 1] for column in self.columns]
        try:
            pairs = list(map(_written, values))
        except TypeError:  # an error, as the engine has it
            noted = (self._noted(each, n, number) for each, n in zip(values, self.columns))
            pairs = list(map(_written, noted))
        filled = [""] * (2 * len(parts) - 1)
        filled[::2] = parts
        filled[1::4] = [kind for kind, _ in pairs]
        filled[3::4] = [held for _, held in pairs]
        return "".join(filled)

    def _noted(self, value: Any, column: int, row: int) -> Value:
        """Give a value of the engine as a cell's, and note an error."""
        found: Value = incoming(value)
        if isinstance(found, ErrorValue):
            self.errors[f"{self.sheet}!{address(row, column)}"] = found
        return found


@lru_cache(maxsize=1 << 14, typed=True)
def _written(value: Any) -> tuple[str, str]:
    """Give what a value makes of a cell: its kind, and the element that holds it."""
    if type(value) is float:  # as most are
        return "", f"<v>{number_text(value)}</v>"
    found = incoming(value)
    if found is None:
        return "", ""
    kind, text = write_value(found)
    held = f"<v>{escape(text, quote=False)}</v>" if text else "<v/>"
    return ("" if kind == NUMBER else f' t="{kind}"'), held
