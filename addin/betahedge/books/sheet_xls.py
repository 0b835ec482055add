"""A look over the sheets of an XLS: the records of its cells, as [MS-XLS] has them."""

import io
import struct
from collections.abc import Iterator

import olefile

from betahedge.books.extent import Extent, error_in_cell
from betahedge.books.faults import BadFile
from betahedge.books.formats import BUILT_IN_SHARES, unit_shown
from betahedge.books.text import escaped

_FORMULA, _BOOLERR, _BOUNDSHEET, _EOF, _FILEPASS = 0x0006, 0x0205, 0x0085, 0x000A, 0x002F
_NUMBERS = 0x00BD  # several numbers in a record, of six bytes each
_ONE = {0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6, _BOOLERR, _FORMULA}
_DIMENSIONS, _SST = 0x0200, 0x00FC
_STYLE, _FORMAT = 0x00E0, 0x041E
_ROW, _IS_HIDDEN = 0x0208, 0x20
_LAST_ROW, _LAST_COLUMN = 65_536, 256
_CALC_ON_LOAD = 2
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}


class Looks:
    """The sheets of an old workbook by name, all looked over at once."""

    def __init__(self, name: str, data: bytes) -> None:
        self.found: dict[str, Extent] = {}
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as file:
                stream = next((s for s in ("Workbook", "Book") if file.exists(s)), "")
                if not stream:
                    raise BadFile(
                        f"{escaped(name)}: is encrypted, or no workbook; save it as a plain .xlsx"
                    )
                book = file.openstream(stream).read()
            units = _units(book) if stream == "Workbook" else {}
            for sheet, start in _sheets(name, book):
                self.found[sheet] = _extent(book, start, units)
        except (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError):
            raise BadFile(
                f"{escaped(name)}: is a damaged .xls workbook; save it as .xlsx"
            ) from None

    def get(self, sheet: str) -> Extent:
        """Give what was found of a sheet."""
        return self.found.get(sheet, Extent())


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size


def _sheets(name: str, book: bytes) -> Iterator[tuple[str, int]]:
    for kind, body in _records(book, 0):
        if kind == _FILEPASS:
            raise BadFile(f"{escaped(name)}: is encrypted; save it without a password")
        if kind == _SST and struct.unpack_from("<I", body, 4)[0] > len(book):
            raise ValueError("strings")  # more than there is room for
        if kind == _BOUNDSHEET:
            wide = body[7] & 1
            text = body[8 : 8 + body[6] * (1 + wide)]
            yield text.decode("utf-16-le" if wide else "latin-1"), struct.unpack_from("<I", body)[0]


def _units(book: bytes) -> dict[int, str]:
    """Give what number formats show, by style: % or a currency."""
    forms, styles = dict.fromkeys(BUILT_IN_SHARES, "0%"), []
    for kind, body in _records(book, 0):
        number = struct.unpack_from("<H", body, 2 if kind == _STYLE else 0) if body else (0,)
        if kind == _STYLE:
            styles.append(number[0])
        elif kind == _FORMAT:
            letters = "utf-16-le" if body[4] & 1 else "latin-1"
            forms[number[0]] = body[5:].decode(letters, "ignore")
    units = ((style, unit_shown(forms.get(form, ""))) for style, form in enumerate(styles))
    return {style: unit for style, unit in units if unit}


def _extent(book: bytes, start: int, units: dict[int, str]) -> Extent:
    extent = Extent()
    for kind, body in _records(book, start):
        if kind == _DIMENSIONS:
            _check_dimensions(body)
        if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _IS_HIDDEN:
            extent.hidden.add(struct.unpack_from("<H", body)[0] + 1)
        if kind == _NUMBERS:
            row, first = struct.unpack_from("<HH", body)
            extent.reach(row + 1, first + (len(body) - 6) // 6)
            for place, (style, _) in enumerate(struct.iter_unpack("<HI", body[4:-2]), first):
                extent.show(row + 1, place, units.get(style))
        elif kind in _ONE:
            row, column, style = struct.unpack_from("<HHH", body)
            extent.reach(row + 1, column + 1)
            extent.show(row + 1, column, units.get(style))
            if kind == _BOOLERR and body[7]:
                extent.problems[row + 1, column] = error_in_cell(_ERRORS.get(body[6], "?"))
            elif kind == _FORMULA:
                _formula(extent, row + 1, column, body)
    return extent.close()


def _check_dimensions(body: bytes) -> None:
    """Refuse a size that no sheet has: calamine takes as much memory as is written here."""
    first, last, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    if not first <= last <= _LAST_ROW or not left <= right <= _LAST_COLUMN:
        raise ValueError("dimensions")


def _formula(extent: Extent, row: int, column: int, body: bytes) -> None:
    """Note a formula by its stored result: a number, or a word on what else it is."""
    flags = struct.unpack_from("<H", body, 14)[0]
    if body[12:14] != b"\xff\xff":
        number = struct.unpack_from("<d", body, 6)[0]
        stale = number == 0 and flags & _CALC_ON_LOAD
        extent.formula(row, column, None if stale else repr(number))
    elif body[6] == 2:
        extent.problems[row, column] = error_in_cell(_ERRORS.get(body[8], "?"))
    elif body[6] == 3:
        extent.zeros.append((row, column))  # an empty text, which a library stores for all
    else:
        extent.calculated = True
