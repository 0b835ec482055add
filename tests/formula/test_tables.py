"""The parts of a table, as Excel stores them and as they are typed or written by a library."""

import io

import openpyxl
import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.formula.tables import Table

BOOK = Table("S", 2, 2, 5, 5, ("Coin", "Units", "Mark Price", "Value"), totals=1)


@pytest.mark.parametrize(
    ("part", "cell"),
    [
        ("[[#This Row],[Units]]", "'S'!$C$3"),
        ("[@Units]", "'S'!$C$3"),
        ("[[#This Row],Units]", "'S'!$C$3"),
        ("[[#this row], mark price ]", "'S'!$D$3"),
        ("[[#This Row],Nothing]", None),
    ],
)
def test_a_column_of_this_row_may_stand_without_brackets(part, cell):
    assert BOOK.reference(part, 3) == cell
    assert BOOK.reference(part, 9) is None


def test_a_table_of_xlsxwriter_is_calculated():
    """Oracle: 2 x 60,000 and 10 x 2,500 by hand; half of 120,000 in contracts of 6,000 is 10."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        columns = [
            *({"header": name} for name in ("Coin", "Units", "Price")),
            {"header": "Value", "formula": "=[@Units]*[@Price]", "total_function": "sum"},
            {"header": "Sold", "formula": "=HEDGE_CONTRACTS([@Value],[@Price]/10,0.5)"},
        ]
        data = [["BTC", 2, 60_000], ["ETH", 10, 2_500]]
        options = {"name": "Pos", "total_row": True, "columns": columns, "data": data}
        book.add_worksheet("S").add_table("B2:F5", options)
    found = openpyxl.load_workbook(io.BytesIO(calculate(stream.getvalue()).data), data_only=True)
    shown = [found["S"][place].value for place in ("E3", "E4", "E5", "F3", "F4")]
    assert shown == [120_000, 25_000, 145_000, 10, 50]
