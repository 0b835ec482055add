"""What is calculated beside a workbook's formulas is no cell of its user's."""

from itertools import cycle
from types import SimpleNamespace

import pytest
from openpyxl.utils import get_column_letter

from betahedge.engine import calculate
from betahedge.engine.room import Room
from betahedge.formula.references import COLUMNS
from engine.case_books import column, sheet


@pytest.mark.parametrize("formula", ["SUM(D1:ZZ1)", "COUNT(D:ZZ)", "COUNTA(D1:ZZ3)", "XFA1+BO1"])
@pytest.mark.parametrize("argument", ["A1*2", "A1:A3*2", "A1:C1*2", "SEQUENCE(2,A1)"])
def test_what_reads_beyond_the_used_columns_reads_nothing(formula, argument):
    """Oracle: nothing stands in D1 or to its right."""
    calls = {"B9": f"=SUM(HEDGE_BASIS({argument},1))", "B1": f"=SUM(HEDGE_BASIS({argument},1))"}
    found = calculate(sheet({"C9": f"={formula}"} | column("A", [4, 5, 6]) | calls)).values
    assert found["S!C9"] == 0


def test_any_number_of_arguments_is_calculated_on_one_row():
    """Oracle: 3n - 1 for each alone, and 3n - 1 + 5n - 1 for each range, which needs room."""
    calls = {
        f"{get_column_letter(n + 1)}1": f"=HEDGE_BASIS($A1*{n},1)+SUM(HEDGE_BASIS($A1:$A2*{n},1))"
        for n in range(1, 301)
    }
    values = calculate(sheet(column("A", [3, 5]) | calls)).values
    assert list(values.values()) == [11 * n - 3 for n in range(1, 301)]


def test_a_call_that_calculates_more_than_a_sheet_has_room_for_is_left_alone():
    cells = {"A1": 1, "B2": "=SUM(HEDGE_BASIS(A1:XFA1*1,1))", "B3": "=SUM(HEDGE_BASIS(A1:C1*3,1))"}
    result = calculate(sheet(cells | {"B1": 1, "C1": 1, "B4": "=SUM(HEDGE_BASIS(A1:C1*4,1))"}))
    assert [result.values[f"S!B{row}"] for row in (3, 4)] == [3 * 2, 3 * 3]
    assert result.left == {"S!B2": "calculates a range within a call, for which there is no room"}


def test_no_cell_is_taken_twice_and_none_that_is_used():
    """Blocks and cells by turns, until there is no more room on a sheet of 5 columns in use."""
    book = SimpleNamespace(used=[(10, 5)], reads_row=lambda *_: False)
    room, taken, widths = Room(book), [], cycle((700, 1, 33, 2_000))
    while block := room.block((0, 3, 1), width := next(widths)):
        sheet, row, column = block
        taken += [(sheet, row, column + n) for n in range(width)]
        taken += [room.cell(0, 3), room.cell(0, 4)]
    taken += iter(lambda: room.cell(0, 3), None)
    assert len(taken) == len(set(taken)) > 10_000
    assert all(5 < column <= COLUMNS for _, _, column in taken)
    assert {row for _, row, _ in taken} == {3, 4}
