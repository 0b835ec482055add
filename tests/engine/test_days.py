"""Days written as texts in a workbook that counts from 1904: Excel reads them so, the engine not.

Oracle: the days between two dates of Python's.
"""

import datetime

import pytest

from betahedge.engine import calculate
from betahedge.engine.days import is_day
from engine.case_books import changed, sheet

DAY = (datetime.date(2026, 3, 31) - datetime.date(1904, 1, 1)).days
TEXT = '=LEFT("31-Mar-2026x",11)'
CELLS = {"A1": DAY, "A2": "2026-03-31", "A3": TEXT, "A4": "BTC", "A5": DAY + 9}
LEFT = (
    *("A2+0", "VALUE(A2)", 'VALUE("3/31/2026")', "EOMONTH(A2,0)", "A3*1", "SUMPRODUCT(A2:A3+0)"),
    *('COUNTIF(A1:A5,"2026-03-31")', 'SUMIF(A1:A5,">2026-04-01")', "HEDGE_BASIS(A2+0,1)"),
)
RIGHT = {
    **{"DATEVALUE(A2)": DAY, 'DATEVALUE("2026-03-31")+1': DAY + 1, "DATE(2026,3,31)-A1": 0},
    **{"A2": "2026-03-31", "A3": "31-Mar-2026", 'A4&"-1"': "BTC-1", "SUM(A4:A5)": DAY + 9},
    **{'TEXT(A1,"yyyy-mm-dd")': "2026-03-31", 'COUNTIF(A4:A5,">"&A1)': 1, "YEAR(A1)": 2026},
}


def result_of(formula):
    data = sheet({**CELLS, "B1": f"={formula}"})
    old, new = b"<workbookPr/>", b'<workbookPr date1904="1"/>'
    return calculate(changed(data, "xl/workbook.xml", old, new))


@pytest.mark.parametrize("formula", LEFT)
def test_a_day_in_a_text_is_left_where_days_count_from_1904(formula):
    assert list(result_of(formula).left) == ["S!B1"]


@pytest.mark.parametrize(("formula", "value"), RIGHT.items())
def test_what_reads_no_day_in_a_text_is_calculated(formula, value):
    assert result_of(formula).values["S!B1"] == value


def test_days_in_texts_count_from_1900_elsewhere():
    value = calculate(sheet({**CELLS, "B1": "=A2+0"})).values["S!B1"]
    assert value == (datetime.date(2026, 3, 31) - datetime.date(1899, 12, 30)).days


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-31", "3/31/2026 4:30 PM", ">=31-Mar-26", "Mar 2026", "1/2", "5 May"),
        *("March 5, 2026", "2026/3/31 12:00"),
    ],
)
def test_a_day_is_told_by_its_signs(text):
    assert is_day(text)


@pytest.mark.parametrize("text", ["", "7", "-5", "5-", "12:30", "BTC-1", "1.5", "a"])
def test_other_texts_are_no_days(text):
    assert not is_day(text)
