"""Workbooks that would fill the memory or go over the edge of a sheet: a line, or an answer."""

import pytest

from betahedge.engine import calculate
from betahedge.engine.book import Book
from betahedge.engine.calls import Calls
from betahedge.errors import InputError
from betahedge.xlsx.package import Package
from books.files import raw_sheet
from command import refused, run
from engine.case_books import changed, column, sheet
from hostile.large_files import entities, lying_zip, rows_of, sparse

CALL = b"<f>HEDGE_BASIS(7,2)</f>"
HOSTILE = {
    "a row numbered 99999999999": (
        lambda path: path.write_bytes(
            raw_sheet(b'<row r="99999999999"><c r="A99999999999">' + CALL + b"</c></row>")
        ),
        "row 99999999999, column 1 is on no sheet",
    ),
    "a column beyond the last": (
        lambda path: path.write_bytes(
            raw_sheet(b'<row r="1"><c r="ABCDE1">' + CALL + b"</c></row>")
        ),
        "'ABCDE' is not a valid column name",
    ),
    "50 million empty rows": (
        lambda path: rows_of(path, 50_000_000),
        "has more than 1,048,576 rows or 5,000,000 cells; it is not read",
    ),
    "a zip that lies": (lying_zip, "cannot be unpacked"),
    "entities in entities": (entities, "has a damaged part"),
    "3 gigabytes": (lambda path: sparse(path, 3 << 30), "has more than 256 MiB; it is not read"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_within_bounds(tmp_path, case):
    make, message = HOSTILE[case]
    path = tmp_path / "h.xlsx"
    make(path)
    assert refused(run("calc", path, "-o", tmp_path / "out.xlsx"), message)
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_read_no_further_than_the_limit(tmp_path):
    done = run("calc", "/dev/zero", "-o", tmp_path / "out.xlsx")
    assert refused(done, "/dev/zero: has more than 256 MiB; it is not read")


FAR = {"A1": 7, "A2": 8, "XFD1048576": "=1+1"}


@pytest.mark.parametrize("area", ["A:XFD", "A1:XFD1048576", "B:D"])
def test_a_range_of_too_many_cells_is_no_argument(area):
    result = calculate(sheet(FAR | {"B1": f"=SUM(HEDGE_BASIS({area},1))", "B2": "=COUNT(A:A)"}))
    assert result.values == {"S!B1": "#VALUE!", "S!B2": 2, "S!XFD1048576": 2}


def test_a_formatted_cell_far_out_is_no_value():
    """Its row and column are not read: a call of the whole column fills two rows."""
    data = sheet(
        {
            "A1": 7,
            "A2": 8,
            "B1": "=HEDGE_BASIS(A:A,1)",
        }
    )
    row = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    result = calculate(changed(data, "xl/worksheets/sheet1.xml", b"</sheetData>", row))
    assert result.values == {"S!B1": 6, "S!B2": 7}


def test_a_call_on_a_sheet_used_to_its_edge_is_left_if_it_calculates_within():
    """It is calculated below all cells, unless the sheet is used to its last row too."""
    cells = {"A1": 1, "XFD1": 2, "B1": "=HEDGE_BASIS(A1,3)", "B2": "=HEDGE_BASIS(SUM(A1:A2),3)"}
    assert calculate(sheet(cells)).values == {"S!B1": -2, "S!B2": -2}
    result = calculate(sheet(cells | {"XFD1048576": 2}))
    assert result.values == {"S!B1": -2}
    assert list(result.left) == ["S!B2"]
    assert "its sheet has no room" in result.left["S!B2"]


def test_any_number_of_calls_may_calculate_ranges():
    """Each has room of its own behind the sheet's cells; 300 took more columns than there are."""
    rows = range(1, 301)
    calls = {f"B{row}": "=SUM(HEDGE_BASIS(A$1:A$3*ROW(),1))" for row in rows}
    result = calculate(sheet(column("A", [1, 2, 3]) | calls))
    assert result.values == {f"S!B{row}": 6 * row - 3 for row in rows}


def test_answers_together_may_be_longer_than_a_sheet():
    data = sheet({"A1": 1} | {f"B{n}": "=SUM(HEDGE_BASIS(A1:A2,1))" for n in range(1, 5)})
    calls = Calls(Book(Package.read(data)))
    for formula in calls.book.formulas:
        calls.add(formula)
    taken = []
    for call, size in zip(calls.calls, (600_000, 600_000, 1_048_576, 3)):
        call.given, call.answer = [], [[1.0, 2.0]] * size
        taken.append(calls.area(call)[1:])
    slots = (1, 1, 1, len(calls.calls))
    for n, one in enumerate([slots, *taken]):
        assert 1 <= one[0] <= one[2]
        assert 1 <= one[1] <= one[3] <= 1_048_576
        for other in taken[n:]:
            across = one[0] <= other[2] and other[0] <= one[2]
            assert not (across and one[1] <= other[3] and other[1] <= one[3])


@pytest.mark.parametrize("name", ["", "S", "s", "x" * 32, "a/b", "[a]", "'a'"])
def test_a_sheets_name_that_none_can_have_is_refused(name):
    data = sheet({"A1": "=HEDGE_BASIS(7,2)"}, more=[("T", {"A1": 1})])
    data = changed(data, "xl/workbook.xml", b'name="T"', f'name="{name}"'.encode())
    with pytest.raises(InputError, match="no sheet can have this name, or two have"):
        calculate(data)


def test_an_error_without_its_type_is_one_and_other_words_are_damage():
    data = sheet({"A1": 123456, "B1": "=IFERROR(A1,7)+HEDGE_BASIS(7,2)"})
    part = "xl/worksheets/sheet1.xml"
    assert calculate(changed(data, part, b"123456", b"#N/A")).values == {"S!B1": 12}
    for odd in (b"#N/B", b"1_000", b"text", b"0x10"):
        with pytest.raises(InputError, match=f'A1 holds "{odd.decode()}"'):
            calculate(changed(data, part, b"123456", odd))
