"""Native forms asked over columns: they lift as the functions do, or become values and are listed.

Oracle: the cell function in Python for what is stored, LibreOffice for the native formulas.
"""

import io

import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter

from betahedge.engine import calculate
from betahedge.hosts.export import export
from hosts.cases import call, declarations
from hosts.exported import WISH, cells

SCALED = 1.25
# A native IF does not look at the branch that it does not take: one value for the whole column.
ONE_VALUE = {
    ("HEDGE_CONTRACTS", "rounding"),
    ("HEDGE_CONTRACTS_BETA", "rounding"),
    ("HEDGE_REBALANCE", "rounding"),
    ("HEDGE_CONTRACT_VALUE", "settle_price"),
    ("HEDGE_CONTRACT_VALUE", "entry_price"),
    ("HEDGE_LIQUIDATION", "taker_fee"),
    ("HEDGE_SURVIVAL", "price"),
}
TOO_LONG = {("HEDGE_REBALANCE", "all")}  # for a formula: each of nine columns with its default


def elementwise():
    return [each for each in declarations() if each.native and each.args and not each.whole]


def rows_of(declared):
    """Arguments that the function has an answer for: its examples, and the first one scaled."""
    width = len(declared.args)
    found = [(*each.args, *[None] * width)[:width] for each in declared.examples]
    scaled = [value * SCALED if type(value) in (int, float) else value for value in found[0]]
    return [*found, tuple(scaled)]


def asked(declared):
    """Which arguments are columns: all of them, and each alone; with the rows that are fine."""
    rows = rows_of(declared)
    for name in ("all", *(arg.name for arg in declared.args)):
        mixed = [
            tuple(
                value if name in ("all", arg.name) else first
                for arg, value, first in zip(declared.args, row, rows[0], strict=True)
            )
            for row in rows
        ]
        answers = [call(declared.name, row)[0][0] for row in mixed]
        fine = [row for row, answer in zip(mixed, answers) if not str(answer).startswith("#")]
        if len(fine) > 1:
            yield name, fine


@pytest.fixture(scope="module")
def lifted():
    """A sheet a question: arguments in columns, and the call in the row above."""
    stream, places = io.BytesIO(), {}
    made = xlsxwriter.Workbook(stream)
    for declared in elementwise():
        for name, rows in asked(declared):
            sheet = made.add_worksheet(f"S{len(places)}")
            arguments = []
            for column, arg in enumerate(declared.args):
                letter = get_column_letter(column + 1)
                alone = name not in ("all", arg.name)
                arguments.append(f"{letter}2" if alone else f"{letter}2:{letter}{len(rows) + 1}")
                for row, values in enumerate(rows, start=1):
                    if values[column] is not None:
                        sheet.write(row, column, values[column])
            text = f"={declared.name}({','.join(arguments)})"
            sheet.write_dynamic_array_formula("Z2", text, None, 0)
            places[f"{sheet.name}!Z2"] = (declared.name, name, rows)
    made.close()
    return places, calculate(stream.getvalue())


def test_what_is_stored_is_the_answer_of_the_function(lifted):
    places, result = lifted
    for place, (function, name, rows) in places.items():
        sheet = place.partition("!")[0]
        found = [result.values.get(f"{sheet}!Z{row}") for row in range(2, len(rows) + 2)]
        assert found == [call(function, row)[0][0] for row in rows], (function, name)


def test_native_forms_lift_or_become_values(lifted, convert, tmp_path):
    places, result = lifted
    done = export(result.data, "native", WISH)
    assert {places[place][:2] for place in done.plain.frozen} <= ONE_VALUE | TOO_LONG
    assert {*done.plain.replaced, *done.plain.frozen} == places.keys()
    assert done.plain.unproved == done.plain.valueless == []
    (tmp_path / "native.xlsx").write_bytes(done.data)
    again = cells(convert(tmp_path / "native.xlsx", "xlsx").read_bytes(), values=True)
    for place, (function, name, rows) in places.items():
        sheet = place.partition("!")[0]
        found = [again[f"{sheet}!Z{row}"].value for row in range(2, len(rows) + 2)]
        assert found == pytest.approx([call(function, row)[0][0] for row in rows]), (function, name)
