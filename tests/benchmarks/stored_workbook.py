"""A workbook as its file has it: what is stored in its cells, and what its formulas refer to."""

import io
import itertools
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils.cell import column_index_from_string, get_column_letter

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CORNER = r"(\$?)([A-Z]{1,3})?(\$?)(\d+)?"
_AREA = re.compile(rf"{_CORNER}(?::{_CORNER})?#?", re.IGNORECASE)

Place = tuple[str, int, int]  # sheet, row, column


class ErrorValue(str):
    """An error in a cell, such as #N/A; a text that reads the same is none."""


Value = float | bool | str
Area = tuple[str, int, int, int, int]  # sheet, top, left, bottom, right


@dataclass(frozen=True)
class Formula:
    """The text of a formula, and how far it was copied from where the text was written."""

    text: str
    down: int = 0
    right: int = 0


@dataclass
class StoredWorkbook:
    """The values and formulas of a workbook, its names and tables."""

    values: dict[Place, Value] = field(default_factory=dict)
    formulas: dict[Place, Formula] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # in capitals; a sheet's own: Sheet!Name
    tables: dict[str, Area] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    program: str = ""
    calculates_on_load: bool = False

    @cached_property
    def sheet_by_capitals(self) -> dict[str, str]:
        """Sheets are found without regard to case."""
        return {sheet.upper(): sheet for sheet in self.sheets}


def address(place: Place) -> str:
    """Write a place as Sheet!A1."""
    sheet, row, column = place
    return f"{sheet}!{get_column_letter(column)}{row}"


def read_workbook(data: bytes) -> StoredWorkbook:
    """Read a package, whether its dialect is Transitional or Strict."""
    parts = read_parts(data)
    book = StoredWorkbook(program=_program(parts))
    workbook_part = next(iter(_related(parts, "", "officeDocument").values()))
    root = etree.fromstring(parts[workbook_part])
    texts = _shared_texts(parts, workbook_part)
    targets = _related(parts, workbook_part, "worksheet")
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        name, part = sheet.get("name", ""), targets.get(_relation_id(sheet), "")
        book.sheets.append(name)
        if part in parts:
            _read_sheet(book, name, etree.fromstring(parts[part]), texts)
            _read_tables(book, name, parts, part)
    for name in root.iterfind("{*}definedNames/{*}definedName"):
        own = name.get("localSheetId")
        scope = f"{book.sheets[int(own)]}!" if own and int(own) < len(book.sheets) else ""
        book.names[f"{scope}{name.get('name', '')}".upper()] = name.text or ""
    settings = root.find("{*}calcPr")
    book.calculates_on_load = settings is not None and settings.get("fullCalcOnLoad") in _TRUE
    return book


def without_stored_results(data: bytes) -> bytes:
    """Take the stored values away from every cell that a formula fills."""
    parts = read_parts(data)
    for part in [name for name in parts if _is_sheet(name)]:
        root = etree.fromstring(parts[part])
        filled = list(_filled_by_formulas(root))
        for cell in filled:
            for value in cell.findall("{*}v"):
                cell.remove(value)
            cell.attrib.pop("t", None)
        if filled:
            parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read_parts(data: bytes) -> dict[str, bytes]:
    """Unpack a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.replace("\\", "/"): archive.read(name) for name in archive.namelist()}


_TRUE = ("1", "true")


def _is_sheet(part: str) -> bool:
    folder, name = posixpath.split(part.lower())
    return folder.endswith("worksheets") and name.endswith(".xml")


def _program(parts: dict[str, bytes]) -> str:
    if "docProps/app.xml" not in parts:
        return ""
    root = etree.fromstring(parts["docProps/app.xml"])
    return " ".join(root.findtext(f"{{*}}{name}") or "" for name in ("Application", "AppVersion"))


def _related(parts: dict[str, bytes], owner: str, kind: str) -> dict[str, str]:
    """Give the parts that a part is related to in one way, by the relation's id."""
    folder, name = posixpath.split(owner)
    listed = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    by_capitals = {part.upper(): part for part in parts}
    found = {}
    for relation in etree.fromstring(listed) if listed else ():
        if relation.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
            target = posixpath.normpath(target).lstrip("/")
            found[relation.get("Id", "")] = by_capitals.get(target.upper(), target)
    return found


def _relation_id(element: etree._Element) -> str:
    return next((value for name, value in element.items() if name.endswith("}id")), "")


def _shared_texts(parts: dict[str, bytes], workbook_part: str) -> list[str]:
    for part in _related(parts, workbook_part, "sharedStrings").values():
        if part in parts:
            return [_text(item) for item in etree.fromstring(parts[part]).iterfind("{*}si")]
    return []


def _text(item: etree._Element) -> str:
    """Join the runs of a text, without its phonetic spelling."""
    pieces = item.iterfind("{*}t"), item.iterfind("{*}r/{*}t")
    return _plain("".join(piece.text or "" for some in pieces for piece in some))


def _plain(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _read_sheet(book: StoredWorkbook, sheet: str, root: etree._Element, texts: list[str]) -> None:
    shared: dict[str, tuple[str, int, int]] = {}
    ranges: list[tuple[Area | None, str]] = []
    for row, column, cell in _cells(root):
        place = sheet, row, column
        value = _value(cell, texts)
        if value is not None:
            book.values[place] = value
        written = cell.find("{*}f")
        if written is None:
            continue
        text, kind = written.text or "", written.get("t")
        if kind == "shared":
            if text:
                shared[written.get("si", "")] = text, row, column
            text, top, left = shared.get(written.get("si", ""), ("", row, column))
            book.formulas[place] = Formula(text, row - top, column - left)
            continue
        if kind in ("array", "dataTable") and ":" in written.get("ref", ""):
            text = text or f"TABLE({written.get('r1')},{written.get('r2', '')})"
            ranges.append((area_of(written.get("ref", ""), sheet), text))
        if text:  # some writers mark the other cells of an array by a formula of no text
            book.formulas[place] = Formula(text)
    for area, text in ranges:
        for row, column in _places(area):
            if (sheet, row, column) in book.values:
                book.formulas.setdefault((sheet, row, column), Formula(text))


def _cells(root: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Run through the cells; those without an address follow the one before."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row, column = int(line.get("r") or row + 1), 0
        for cell in line.iterfind("{*}c"):
            found = re.fullmatch(r"([A-Za-z]+)(\d+)", cell.get("r") or "")
            column = column_index_from_string(found[1]) if found else column + 1
            yield row, column, cell


def _value(cell: etree._Element, texts: list[str]) -> Value | None:
    kind, text = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "inlineStr":
        item = cell.find("{*}is")
        return None if item is None else _text(item)
    if kind == "str":
        return None if text is None else _plain(text)
    if not text:
        return None
    if kind == "s":
        return texts[int(text)] if int(text) < len(texts) else None
    if kind == "b":
        return text in _TRUE
    if kind == "e":
        return ErrorValue(text)
    return text if kind == "d" else float(text)


def _filled_by_formulas(root: etree._Element) -> Iterator[etree._Element]:
    cells = {(row, column): cell for row, column, cell in _cells(root)}
    filled = set()
    for place, cell in cells.items():
        formula = cell.find("{*}f")
        if formula is not None:
            filled.add(place)
            if formula.get("t") in ("array", "dataTable"):
                filled.update(_places(area_of(formula.get("ref", ""), "")))
    return (cells[place] for place in filled if place in cells)


def _places(area: Area | None) -> Iterator[tuple[int, int]]:
    """Run through the rows and columns of an area."""
    _, top, left, bottom, right = area or ("", 1, 1, 0, 0)
    return itertools.product(range(top, bottom + 1), range(left, right + 1))


def _read_tables(book: StoredWorkbook, sheet: str, parts: dict[str, bytes], part: str) -> None:
    for table_part in _related(parts, part, "table").values():
        if table_part in parts:
            table = etree.fromstring(parts[table_part])
            area = area_of(table.get("ref", ""), sheet)
            book.tables[(table.get("displayName") or table.get("name", "")).upper()] = area


@lru_cache(maxsize=200_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Take a formula apart; one that cannot be read has no parts."""
    try:
        return tuple(Tokenizer(f"={text}").items)
    except (TokenizerError, IndexError):
        return ()


def area_of(ref: str, sheet: str, down: int = 0, right: int = 0) -> Area | None:
    """Read A1, A1:B2, A:B or 1:2, moved as a copied formula moves it; None if it is none."""
    found = _AREA.fullmatch(ref)
    if not found or not any(found.groups()):
        return None
    first, second = found.groups()[:4], found.groups()[4:]
    if not any(second):
        if not (first[1] and first[3]):
            return None
        second = first
    rows = [_moved(corner[2], corner[3], down, LAST_ROW) for corner in (first, second)]
    columns = [
        _moved(
            corner[0], corner[1] and column_index_from_string(corner[1].upper()), right, LAST_COLUMN
        )
        for corner in (first, second)
    ]
    top, bottom = (1, LAST_ROW) if None in rows else sorted(rows)
    left, far = (1, LAST_COLUMN) if None in columns else sorted(columns)
    return sheet, top, left, bottom, far


def _moved(fixed: str, place: str | int | None, by: int, last: int) -> int | None:
    """Move a row or a column unless it is fixed; off one edge, it comes back at the other."""
    if not place:
        return None
    return int(place) if fixed else (int(place) + by - 1) % last + 1
