"""The one place that knows formulon: a workbook in, the values of its cells out.

formulon is Excel's arithmetic in WebAssembly.  What is known of release 0.18, and met here: its
WebAssembly takes two seconds to compile, so that is cached; reading a cell costs 0.1 ms, so many
are read from what it saves; there, errors newer than #GETTING_DATA are written as #VALUE!.
"""

import contextlib
import datetime
import io
import weakref
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import formulon
from formulon import _c as binding

from betahedge.cells import ErrorValue
from betahedge.cells.errors import VALUE
from betahedge.engine.values import Place, Values
from betahedge.errors import EngineError
from betahedge.xlsx.cells import CELL, DATA, FORMULA, ROW, Value, place_of, value_of
from betahedge.xlsx.xml import Element, run_through

_LARGE = 36 << 20  # bytes of the engine's memory; it starts with 32 MiB
_NOT_LOCAL = 3  # formulon's word for a function that it knows and does not have


_PROFILES: dict[str, Any] = {
    "": "win-365-en_US",
    "zh": "win-365-zh_CN",
    "ja": "win-365-ja_JP",
    "ko": "win-365-ko_KR",
}


@lru_cache(maxsize=1)
def functions() -> frozenset[str]:
    """Name the functions that the engine has."""
    start()
    names = map(formulon.Workbook.function_name_at, range(formulon.Workbook.function_count()))
    found = ((name, formulon.Workbook.function_metadata(name)) for name in names)
    return frozenset(name for name, data in found if data and data.availability != _NOT_LOCAL)


@lru_cache(maxsize=1)
def error_codes() -> dict[str, int]:
    """Give the error values that the engine knows, with its number for each."""
    return {formulon.error_display_name(code): code for code in range(17)}


def start() -> None:
    """Start the engine, from compiled code where an earlier process has left it."""
    if binding.LIB._instance is not None:
        return
    library: Any = binding.wasmtime  # type: ignore[attr-defined]
    plain = library.Engine
    with contextlib.suppress(Exception):  # no home, no room: it is compiled again
        settings = library.Config()
        settings.cache = True
        cached = plain(settings)
        library.Engine = lambda: cached
    try:
        binding.LIB._ensure()
    finally:
        library.Engine = plain


def _forget() -> None:
    """Let the engine start anew when it is needed again; its workbooks are gone with it."""
    for each in _alive:
        each._book._handle = 0  # type: ignore[attr-defined]  # which the next engine has not
    type(binding.LIB).__init__(binding.LIB)


_alive: "weakref.WeakSet[Spreadsheet]" = weakref.WeakSet()


class Spreadsheet:
    """A workbook in the engine.  Places are sheets from 0, rows and columns from 1."""

    def __init__(self, data: bytes, now: datetime.datetime, language: str) -> None:
        """Load a package; `now` is what the clock shows in it, `language` how texts are sorted."""
        start()
        with failing():
            self._book = formulon.Workbook.load(data)
            _alive.add(self)
            self._book.set_excel_profile_id(_PROFILES[language])
            self._book.set_pinned_now(*now.timetuple()[:6])

    def close(self) -> None:
        """Give its room back; an engine that has grown goes with it, for it never shrinks."""
        with failing():
            self._book.close()
        _alive.discard(self)
        if (
            not _alive
            and binding.LIB._instance
            and binding.LIB.memory.data_len(binding.LIB.store) > _LARGE
        ):
            _forget()

    def recalculate(self) -> None:
        """Calculate what has changed."""
        with failing():
            self._book.recalc()

    def value(self, place: Place) -> Value:
        """Give the value of one cell."""
        sheet, row, column = place
        with failing():
            return _value(self._book.get_value(sheet, row - 1, column - 1))

    def width(self, place: Place, text: str) -> int:
        """Tell how many columns a formula would fill."""
        sheet, row, column = place
        with failing():
            ((found,),) = self._book.evaluate_formula_array(
                sheet, row - 1, column - 1, f"=COLUMNS({text})"
            )
        width = _value(found)
        return int(width) if isinstance(width, float) else 1

    def put(self, place: Place, value: Value) -> None:
        """Put a constant into a cell."""
        sheet, row, column = place
        at = (sheet, row - 1, column - 1)
        with failing():
            if isinstance(value, ErrorValue):
                self._book.set_error(*at, error_codes()[value])
            elif isinstance(value, bool):
                self._book.set_bool(*at, value)
            elif isinstance(value, str):
                self._book.set_text(*at, value)
            elif value is None:
                self._book.set_text(*at, "")
            else:
                self._book.set_number(*at, value)

    def define(self, name: str, reference: str) -> None:
        """Let a name stand for another range."""
        with failing():
            self._book.set_defined_name(name, reference)

    def values(self, sheets: int) -> Values:
        """Give the values of the cells of the first sheets, all at once."""
        with failing():
            saved = self._book.save()
        values = Values()
        with zipfile.ZipFile(io.BytesIO(saved)) as archive:
            for number in range(sheets):
                with archive.open(f"xl/worksheets/sheet{number + 1}.xml") as part:
                    for row in run_through(part, ROW, DATA):
                        self._read(number, row, values)
        return values

    def _read(self, sheet: int, row: Element, values: Values) -> None:
        for cell in row.iterchildren(CELL):
            if cell.get("t") == "s":  # a constant
                continue
            place = (sheet, *place_of(cell.get("r", "")))
            value = value_of(cell)
            values.cells[place] = self.value(place) if value == VALUE else value
            formula = cell.find(FORMULA)
            extent = formula.get("ref") if formula is not None else None
            if extent and ":" in extent and formula is not None and formula.get("t") == "array":
                values.extents[place] = extent


def _value(value: Any) -> Value:
    kind = value.kind.name
    if kind == "ERROR":
        return ErrorValue(formulon.error_display_name(value.error_code))
    if kind in ("BLANK", "NUMBER", "TEXT", "BOOL"):
        plain: Value = value.to_python()
        return plain
    return ErrorValue("#CALC!")  # a LAMBDA that is not called


@contextlib.contextmanager
def failing() -> Iterator[None]:
    """Turn a failure of the engine, which no workbook should cause, into an error of ours."""
    try:
        yield
    except formulon.FormulonError as error:
        _forget()  # what has been trapped once answers no more
        raise EngineError(f"the engine failed ({error})") from error


def reads(text: str) -> bool:
    """Tell whether the engine can read a formula."""
    start()
    with failing(), formulon.Workbook.create_default() as book:
        try:
            book.set_formula(0, 0, 0, f"={text}")
        except formulon.FormulonError:
            return False
    return True
