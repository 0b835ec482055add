"""The long lists of a workbook, written as text: a row is one template, filled row by row.

openpyxl makes an object of every cell, which takes most of the time and memory of a large book.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from betahedge.sheets.names import opened
from betahedge.xlsx.cells import address, bounds, escaped, number_text

CHUNK = 500  # rows written at a time
# What stands for the fields of a row, and in no cell; replaced in a third of the time of `format`.
_SIGNS = [chr(number) for number in range(1, 32) if chr(number) not in "\t\n\r"]
_ROW = re.compile(rb'<row r="(\d+)"')
SIZE = re.compile(rb'(?<=<dimension ref=")[^"]*')  # the used range


@dataclass(frozen=True, slots=True)
class Values:
    """A column of the user's values: its style, and that of text that begins like a formula."""

    values: Sequence[Any]
    default: Any
    style: int
    quoted: int

    def at(self, number: int) -> Any:
        """Give the value of the nth row."""
        return self.values[number] if number < len(self.values) else self.default

    def cell(self, letter: str, row: int, number: int, form: "Form") -> str:
        """Write the cell of the nth row."""
        value, style = self.at(number), self.style
        if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
            style = self.quoted
        return form.value(f"{letter}{row}", style, value)


class Form:
    """How the cells of a list are written: here without values beside the formulas."""

    def formula(self, ref: str, style: int, text: str) -> str:
        """Write a cell with a formula."""
        return f'<c r="{ref}" s="{style}"><f>{text}</f><v/></c>'

    def value(self, ref: str, style: int, value: Any) -> str:
        """Write a cell with a value that is no formula."""
        if value is None:
            return f'<c r="{ref}" s="{style}"/>'
        if isinstance(value, str):
            return self.text(ref, style, escaped(value))
        number = value if isinstance(value, int | float) else to_excel(value)
        return f'<c r="{ref}" s="{style}"><v>{number_text(number)}</v></c>'

    def text(self, ref: str, style: int, text: str) -> str:
        """Write a cell with a text."""
        space = ' xml:space="preserve"' if text != text.strip() else ""
        held = f"<is><t{space}>{escape(text, quote=False)}</t></is>"
        return f'<c r="{ref}" s="{style}" t="inlineStr">{held}</c>'

    def fill(self, row: str, _: int) -> str:
        """Put what a row still lacks into its text."""
        return row


@dataclass
class LongList:
    """Rows of a sheet that stand in no object: formulas by column, and columns of values."""

    first: int
    last: int
    formulas: dict[int, tuple[int, str]] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=dict)

    def rows(self, form: Form) -> Iterator[str]:
        """Write the rows, some at a time."""
        template, firsts, columns = self._template(form)
        signs = _SIGNS[: len(firsts) + len(columns)]
        signed = template.format(*signs)
        many: list[str] = []
        for number in range(self.last - self.first + 1):
            cells = (self.values[n].cell(get_column_letter(n), self.first + number, number, form)
                     for n in columns)  # fmt: skip
            row = signed
            for sign, text in zip(signs, (*(str(n + number) for n in firsts), *cells), strict=True):
                row = row.replace(sign, text)
            many.append(form.fill(row, self.first + number))
            if len(many) == CHUNK:
                yield "".join(many)
                many.clear()
        yield "".join(many)

    def _template(self, form: Form) -> tuple[str, list[int], list[int]]:
        firsts, texts = [self.first], {}
        for column, (style, formula) in self.formulas.items():
            text = opened(escape(formula.removeprefix("="), quote=False), firsts)
            texts[column] = form.formula(f"{get_column_letter(column)}{{0}}", style, text)
        columns = sorted(self.values)
        for place, column in enumerate(columns, start=len(firsts)):
            texts[column] = f"{{{place}}}"
        row = "".join(text for _, text in sorted(texts.items()))
        return f'<row r="{{0}}">{row}</row>', firsts, columns

    def texts(self) -> Iterator[str]:
        """Run through the texts among the values, as cells hold them."""
        for number in range(self.last - self.first + 1):
            for column in sorted(self.values):
                value = self.values[column].at(number)
                if isinstance(value, str):
                    yield escaped(value)

    def used(self, range_: str) -> str:
        """Give the used range of the sheet, with that of its other cells."""
        _, _, right, bottom = bounds(range_)
        right = max(right, *self.formulas, *self.values)
        return f"A1:{address(max(bottom, self.last), right)}"

    def within(self, part: bytes, form: Form) -> Iterator[bytes]:
        """Write a sheet's part with the rows in their place."""
        rows = ((int(found[1]), found.start()) for found in _ROW.finditer(part))
        place = next((at for number, at in rows if number > self.last), 0)
        place = place or part.index(b"</sheetData>")
        yield SIZE.sub(lambda found: self.used(found[0].decode()).encode(), part[:place], count=1)
        for text in self.rows(form):
            yield text.encode()
        yield part[place:]
