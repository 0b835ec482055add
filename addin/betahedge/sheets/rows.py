"""The long lists of a workbook, written as text: a row is one template, filled row by row.

openpyxl makes an object of every cell, which takes most of the time and memory of a large book.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import to_excel

from betahedge.sheets.names import opened
from betahedge.xlsx.cells import escaped, number_text

CHUNK = 500  # rows written at a time
# What stands for the fields of a row, and in no cell; replaced in a third of the time of `format`.
_SIGNS = [chr(number) for number in range(1, 32) if chr(number) not in "\t\n\r"]
_ROW = re.compile(rb'<row r="(\d+)"')
_SIZE = re.compile(rb'<dimension ref="A1(?::([A-Z]+)[0-9]+)?"/>')


@dataclass(frozen=True, slots=True)
class Values:
    """A column of the user's values: its style, and that of text that begins like a formula."""

    values: Sequence[Any]
    default: Any
    style: int
    quoted: int

    def cell(self, letter: str, row: int, number: int) -> str:
        """Write the cell of the nth row."""
        value = self.values[number] if number < len(self.values) else self.default
        style = self.style
        if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
            style = self.quoted
        return cell_text(f"{letter}{row}", style, value)


@dataclass
class LongList:
    """Rows of a sheet that stand in no object: formulas by column, and columns of values."""

    first: int
    last: int
    formulas: dict[int, tuple[int, str]] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=dict)

    def rows(self) -> Iterator[bytes]:
        """Write the rows, some at a time."""
        template, firsts, columns = self._template()
        signs = _SIGNS[: len(firsts) + len(columns)]
        signed = template.format(*signs)
        many: list[str] = []
        for number in range(self.last - self.first + 1):
            cells = (self.values[n].cell(get_column_letter(n), self.first + number, number)
                     for n in columns)  # fmt: skip
            row = signed
            for sign, text in zip(signs, (*(str(n + number) for n in firsts), *cells), strict=True):
                row = row.replace(sign, text)
            many.append(row)
            if len(many) == CHUNK:
                yield "".join(many).encode("ascii", "xmlcharrefreplace")
                many.clear()
        yield "".join(many).encode("ascii", "xmlcharrefreplace")

    def _template(self) -> tuple[str, list[int], list[int]]:
        firsts, texts = [self.first], {}
        for column, (style, formula) in self.formulas.items():
            text = opened(escape(formula.removeprefix("="), quote=False), firsts)
            texts[column] = (
                f'<c r="{get_column_letter(column)}{{0}}" s="{style}"><f>{text}</f><v/></c>'
            )
        columns = sorted(self.values)
        for place, column in enumerate(columns, start=len(firsts)):
            texts[column] = f"{{{place}}}"
        row = "".join(text for _, text in sorted(texts.items()))
        return f'<row r="{{0}}">{row}</row>', firsts, columns


def cell_text(ref: str, style: int, value: Any) -> str:
    """Write a cell with a value that is no formula."""
    if value is None:
        return f'<c r="{ref}" s="{style}"/>'
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() else ""
        text = escape(escaped(value), quote=False)
        return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'
    number = value if isinstance(value, int | float) else to_excel(value)
    return f'<c r="{ref}" s="{style}"><v>{number_text(number)}</v></c>'


def complete(
    data: bytes, lists: Sequence[LongList | None], pictures: Sequence[Sequence[str]]
) -> bytes:
    """Put each sheet's long list, and the texts of its pictures, into what openpyxl has written."""
    stream = io.BytesIO()
    parts = {f"xl/worksheets/sheet{n}.xml": each for n, each in enumerate(lists, start=1) if each}
    drawn = enumerate(filter(None, pictures), start=1)
    texts = {f"xl/drawings/drawing{number}.xml": each for number, each in drawn}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for info in old.infolist():
            part = _with_texts(old.read(info), texts.get(info.filename, ()))
            pieces = _with_list(part, parts[info.filename]) if info.filename in parts else [part]
            with new.open(info.filename, "w") as out:
                for piece in pieces:
                    out.write(piece)
    return stream.getvalue()


def _with_texts(part: bytes, texts: Sequence[str]) -> bytes:
    """Write a drawing's part with what its pictures say to a reader of screens."""
    for number, text in enumerate(texts, start=1):
        name = f'name="Chart {number}"'.encode()
        part = part.replace(name + b"/>", name + f" descr={quoteattr(text)}/>".encode())
    return part


def _with_list(part: bytes, long: LongList) -> Iterable[bytes]:
    """Write a sheet's part with the rows in their place."""
    numbers = [(int(found[1]), found.start()) for found in _ROW.finditer(part)]
    place = next((at for number, at in numbers if number > long.last), 0)
    place = place or part.index(b"</sheetData>")
    last = max([long.last, *(number for number, _ in numbers)])
    end = _SIZE.search(part)
    wide = column_index_from_string(end[1].decode()) if end else 1
    wide = max(wide, *long.formulas, *long.values)
    size = f'<dimension ref="A1:{get_column_letter(wide)}{last}"/>'.encode()
    yield _SIZE.sub(size, part[:place])
    yield from long.rows()
    yield part[place:]
