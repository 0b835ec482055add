"""Any file at all: never an exception of Python's, never a number that the file does not hold."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from betahedge.books.faults import Unclear
from betahedge.books.numbers import amount
from betahedge.books.text import is_hidden
from betahedge.errors import InputError
from books.files import lines, number_cell, ods, raw_sheet, read, text_cell, xls, xlsx

# Numbers as programs of these places write them: the mark of thousands, and the decimal sign.
LOCALES = {
    "en": (",", "."),
    "de": (".", ","),
    "fr": ("\u202f", ","),
    "fr of LibreOffice": ("\u00a0", ","),
    "ch": ("’", "."),
    "ch of LibreOffice": ("'", "."),
    "in": ("in", "."),
    "Python": ("", "."),
    "de without groups": ("", ","),
}


def written(number: float, decimals: int, place: str) -> str:
    mark, point = LOCALES[place]
    whole, _, rest = f"{abs(number):.{decimals}f}".partition(".")
    groups = []
    step = 3
    while len(whole) > step and mark:
        whole, group = whole[:-step], whole[-step:]
        groups.insert(0, group)
        step = 2 if mark == "in" else 3
    text = ("," if mark == "in" else mark).join([whole, *groups]) if mark else whole
    return ("-" if number < 0 else "") + text + (point + rest if rest else "")


def as_file(rows: list[list[str]], delimiter: str = ";") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


numbers = st.tuples(st.floats(-1e9, 1e9), st.integers(0, 6))


@pytest.mark.parametrize("place", LOCALES)
@given(values=st.lists(numbers, min_size=1, max_size=6), delimiter=st.sampled_from(";\t,|"))
@example(values=[(1250.0, 0), (3500.0, 0)], delimiter="\t")
def test_numbers_are_read_as_they_were_meant_or_asked_about(place, values, delimiter):
    rows = [
        [f"C{n}", written(value, decimals, place), "1"]
        for n, (value, decimals) in enumerate(values)
    ]
    try:
        found = read(as_file([["asset", "quantity", "price"], *rows], delimiter))
    except Unclear:
        return
    assert not found.faults
    assert [line.quantity for line in found.book.lines] == [
        float(f"{value:.{decimals}f}") for value, decimals in values
    ]


@pytest.mark.parametrize("place", LOCALES)
@given(value=numbers)
def test_with_the_sign_said_there_is_no_doubt(place, value):
    text = written(*value, place)
    found = read(
        as_file([["asset", "quantity", "price"], ["C", text, "1"]]), decimal=LOCALES[place][1]
    )
    assert lines(found)[0][1] == float(f"{value[0]:.{value[1]}f}")


cell = st.one_of(
    st.text(max_size=12),
    st.text("0123456789.,-+()%$€ ' eEkBTC\u00a0", max_size=12),
    st.sampled_from(["BTC", "XXBT", "Total", "USDT", "1.250", "1,5", "(3)", "60 %", "-", "CME:MBT", "SOL03.S", "", "\x00"]),
)  # fmt: skip
heads = st.sampled_from(
    ["asset", "Coin", "quantity", "Amount", "price", "Price (USD)", "hedge ratio", "Target %", "contract", "wallet",
     "value", "beta", "note", "", "total", "expiry", "side", "currency"]
)  # fmt: skip
tables = st.tuples(
    st.lists(heads, max_size=7),
    st.lists(st.lists(cell, max_size=8), max_size=8),
    st.sampled_from(",;\t|"),
)


@given(table=tables)
def test_any_table_of_any_text(table):
    header, rows, delimiter = table
    text = as_file([["asset", "quantity", "price", *header], *rows], delimiter)
    check(text.encode("utf-8", "surrogatepass"), "h.csv", [value for row in rows for value in row])


@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))),
       name=st.sampled_from(["h.csv", "h.xlsx", "h.xls", "h.ods", "h.parquet", "h.tsv", "h.pdf"]))  # fmt: skip
def test_any_bytes(data, name):
    check(data, name, None)


@given(rows=st.lists(st.lists(st.one_of(st.none(), st.floats(), st.booleans(), st.dates(),
       st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)), max_size=5), max_size=5))  # fmt: skip
def test_any_workbook(rows):
    rows = [[None if value != value else value for value in row] for row in rows]
    check(xlsx(["asset", "quantity", "price", "contract size"], *rows), "h.xlsx", None)


PACKAGES = {
    "h.xlsx": xlsx(["asset", "quantity", "price"], ["BTC", 3, 65000], ["ETH", "=1+2", "#N/A"]),
    "h.xls": xls(["asset", "quantity", "price"], ["BTC", 3.0, 65000.0], ["ETH", "=1+2", 5.0]),
    "h.ods": ods("".join(map(text_cell, ["asset", "quantity", "price"])),
                 text_cell("BTC") + number_cell(3) + number_cell(65000)),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKAGES)
@given(data=st.data())
def test_any_damage_to_a_workbook(name, data):
    package = bytearray(PACKAGES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        package[data.draw(st.integers(0, len(package) - 1))] = data.draw(st.integers(0, 255))
    check(
        bytes(package[: data.draw(st.sampled_from([len(package), len(package) // 2]))]), name, None
    )


@given(data=st.data())
def test_any_damage_to_the_xml_of_a_sheet(data):
    sheet = bytearray(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>asset</t></is></c><c r="B1" t="inlineStr"><is><t>quantity</t></is>'
        b'</c></row><row r="2"><c r="A2" t="inlineStr"><is><t>BTC</t></is></c><c r="B2"><f>1+2</f><v>3</v></c></row>'
    )  # fmt: skip
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(sheet) - 1))
        sheet[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from(
            [b"", b"9", b"Z", b'"', b"<", b"1048577", b"-1", b"&#27;", b"t=", b"e"]
        ))  # fmt: skip
    check(raw_sheet(bytes(sheet)), "h.xlsx", None)


def check(data: bytes, name: str, cells: list[str] | None) -> None:
    """Read a file: nothing but a refusal is raised, and every quantity stands in the file."""
    try:
        found = read(data, name)
    except InputError as error:
        assert not any(map(is_hidden, str(error)))
        return
    assert not any(is_hidden(each) for fault in found.faults for each in str(fault))
    counts = found.counts
    assert counts.read == counts.good + counts.rejected
    if cells is None:
        return
    there = {0.0}
    for each in (amount(value.strip()) for value in cells):
        for number in (each.with_point, each.with_comma) if each else ():
            there |= {number} if number is not None else set()
    for line in found.book.lines:
        assert len(line.numbers) > 1 or line.quantity in there
