"""A file of holdings, CSV or XLSX, read into rows of which every value is checked."""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from betahedge.cells.errors import Refused
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, NOT_NEGATIVE, Number, is_blank, shown
from betahedge.templates.book import HIGHEST_RATIO, HoldingRow

LIMIT = 10_000  # holdings in one workbook
NAME_LIMIT = 100  # characters of an asset's name

RATIO = Number(f"a share from 0 to {HIGHEST_RATIO:g}, like 0.6", low=0.0, high=HIGHEST_RATIO)
COLUMNS: dict[str, Number | None] = {
    "asset": None,
    "quantity": ANY_NUMBER,
    "price": ABOVE_ZERO,
    "futures_price": ABOVE_ZERO,
    "contract_size": ABOVE_ZERO,
    "lot_size": NOT_NEGATIVE,
    "beta": ANY_NUMBER,
    "hedge_ratio": RATIO,
    "contract": None,
    "expiry_days": NOT_NEGATIVE,
    "funding_rate": ANY_NUMBER,
    "funding_hours": ABOVE_ZERO,
    "held": ANY_NUMBER,
    "entry_price": ABOVE_ZERO,
    "collateral": ANY_NUMBER,
}
WRITE_IT = ", written like 4000.5"
REQUIRED = ("asset", "quantity", "price")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")


class BadHoldings(Exception):  # noqa: N818 - it is the file's fault, not the program's
    """A file of holdings cannot be used; the message is one line that says where and why."""


def read_holdings(path: Path, data: bytes) -> tuple[HoldingRow, ...]:
    """Read the bytes of a holdings file; `path` names it in messages and tells its kind."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        lines = _from_xlsx(path, data)
    elif path.suffix.lower() in (".csv", ".txt", ".tsv"):
        lines = _from_csv(path, data)
    else:
        raise BadHoldings(f"{path}: is neither .csv nor .xlsx")
    number, header = next(lines, (1, []))
    columns = _columns(path, header)
    rows: list[HoldingRow] = []
    seen: dict[str, int] = {}
    for number, values in lines:
        if all(is_blank(value) for value in values):
            continue
        row = _row(f"{path}, line {number}", columns, values)
        first = seen.setdefault(row.asset.casefold(), number)
        if first != number:
            raise BadHoldings(f"{path}, line {number}, asset: {row.asset} is in line {first} too")
        rows.append(row)
        if len(rows) > LIMIT:
            raise BadHoldings(f"{path}: has more than {LIMIT:,} holdings, the limit of a workbook")
    if not rows:
        raise BadHoldings(f"{path}: has no holdings; must have a line or more under the header")
    return tuple(rows)


def _from_csv(path: Path, data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1:,}"
        raise BadHoldings(f"{path}: is not UTF-8 text ({where}); save it as CSV UTF-8") from None
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for values in reader:
            yield reader.line_num, [CsvText(value.strip(), delimiter) for value in values]
    except csv.Error as error:
        raise BadHoldings(f"{path}, line {reader.line_num}: is not CSV ({error})") from None


class CsvText(str):
    """A text between two delimiters: a number only where a column wants one."""

    delimiter: str

    def __new__(cls, text: str, delimiter: str) -> "CsvText":
        """Make the text of one value."""
        value = super().__new__(cls, text)
        value.delimiter = delimiter
        return value


def number_or_text(text: str, delimiter: str = ",") -> float | str:
    """Read a number as a file or a command line holds it, 60% too; else give the text.

    4.000 between semicolons is not read: it may be four thousand, and it may be four.
    """
    if text.casefold().lstrip("+-") in ("nan", "inf", "infinity"):
        return math.nan
    if delimiter == ";" and _THOUSANDS.fullmatch(text):
        return text
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1].rstrip()):
        return float(text[:-1]) / 100
    return float(text) if _NUMBER.fullmatch(text) else text


def _from_xlsx(path: Path, data: bytes) -> Iterator[tuple[int, list[Any]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [v.strip() if isinstance(v, str) else v for v in values]
    except Exception:  # openpyxl raises many types for a bad file
        raise BadHoldings(f"{path}: is not a spreadsheet (.xlsx)") from None


def _columns(path: Path, header: Sequence[Any]) -> list[str]:
    names = ["_".join(str(name or "").lower().replace("_", " ").split()) for name in header]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in COLUMNS:
            known = ", ".join(column.replace("_", " ") for column in COLUMNS)
            shown_name = shown(name.replace("_", " "))
            raise BadHoldings(f"{path}, header: {shown_name} is no column; line 1 names {known}")
        if names.count(name) > 1:
            raise BadHoldings(f"{path}, header: {name} is there twice")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadHoldings(f"{path}, header: has no column {' and '.join(missing)}")
    return names


def _row(place: str, columns: list[str], values: list[Any]) -> HoldingRow:
    if any(not is_blank(value) for value in values[len(columns) :]):
        raise BadHoldings(f"{place}: has {len(values)} values; the header has {len(columns)}")
    read: dict[str, Any] = {}
    for name, value in zip(columns, values, strict=False):
        kind = COLUMNS[name]
        written = isinstance(value, CsvText)  # and no cell of a workbook
        if kind is not None and isinstance(value, CsvText):
            value = number_or_text(str(value), value.delimiter)
        if kind is None and name in REQUIRED:
            read[name] = _asset(place, value)
        elif kind is None:
            read[name] = _contract(place, value)
        elif not is_blank(value) or name in REQUIRED:
            assert kind is not None  # noqa: S101 - texts are read above
            try:
                read[name] = kind.coerce(value, name.replace("_", " "))
            except Refused as refused:
                hint = "; the cell holds a text" if not written else WRITE_IT
                hint = hint if isinstance(value, str) and value else ""
                raise BadHoldings(f"{place}, {refused.error.reason}{hint}") from None
    for name in REQUIRED:
        if name not in read:
            raise BadHoldings(f"{place}: has no {name}")
    return HoldingRow(**read)


def _contract(place: str, value: Any) -> str | None:
    if is_blank(value):
        return None
    check_label(f"{place}, contract", str(value))
    return str(value)


def check_label(place: str, text: str) -> None:
    """Refuse a text that cannot stand in a cell and in a printed header."""
    if _UNPRINTABLE.search(text) or len(text) > NAME_LIMIT or not text.isprintable():
        limit = f"must be up to {NAME_LIMIT} printable characters"
        raise BadHoldings(f"{place}: was {shown(ascii(text))}; {limit}")


def _asset(place: str, value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    name = "" if is_blank(value) else str(value)
    if not name or _UNPRINTABLE.search(name) or len(name) > NAME_LIMIT:
        limit = f"must be a name of up to {NAME_LIMIT} printable characters"
        raise BadHoldings(f"{place}, asset: was {shown(value)}; {limit}")
    return name
