"""The engine itself: let go when it has failed or grown, and started anew with no trace of that.

And numbers shown as texts; the oracle is what Excel's documentation says of TEXT and its formats.
"""

import formulon
import pytest
from formulon import _c as binding

from betahedge.engine import calculate
from betahedge.engine.evaluate import evaluate
from betahedge.errors import EngineError
from engine.case_books import library, sheet

BOOK = sheet({"A1": 7, "A2": "=A1*6", "A3": "=HEDGE_CONTRACTS(A2,2)"})
RIGHT = {"S!A2": 42.0, "S!A3": 21.0}


def test_after_failures_it_calculates_as_before(monkeypatch):
    """Workbooks of an engine that is gone are not taken from the next one."""

    def fail(_):
        raise formulon.FormulonError(1, op="recalc")

    with monkeypatch.context() as patched:
        patched.setattr(formulon.Workbook, "recalc", fail)
        for _ in range(5):
            with pytest.raises(EngineError, match=r"^the engine failed \(recalc: "):
                calculate(BOOK)
    assert calculate(BOOK).values == RIGHT


def test_an_engine_that_has_grown_is_let_go(monkeypatch):
    monkeypatch.setattr("betahedge.engine.spreadsheet._LARGE", 0)
    for _ in range(3):
        assert calculate(BOOK).values == RIGHT
        assert binding.LIB._instance is None
        assert evaluate("=6*7")[0] == [[42.0]]


def test_one_that_has_not_grown_stays():
    assert calculate(BOOK).values == RIGHT
    before = binding.LIB._instance
    assert before is not None
    assert calculate(BOOK).values == RIGHT
    assert binding.LIB._instance is before


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('TEXT(DATE(2024,2,1),"DD/MM/YYYY")', "01/02/2024"),
        ('TEXT(14.5/24,"h:mm AM/PM")', "2:30 PM"),
        ('TEXT(-A1/1000,"0.0%;[Red]-0.0%")', "-1.0%"),
        ("TEXT(A1,B1)", "10.00"),
        ('TEXT(A1/4,"$0.0#")', "$2.5"),
        ('TEXT(A1,"mm:ss.0")', "00:00.0"),
        ('TEXT(A1/4,".00")', None),  # 2.50, where the engine has .50
        ('TEXT(A1,"$.00")', None),
        ('TEXT(A1,"0.0,0")', None),
        ('TEXT(A1,"0:00")', None),  # 0:10, where it has an error
        ("TEXT(A1,C1)", None),
        ("TEXT(A1,D1)", None),
        ("TEXT(A1,IF(A1>5,B1,C1))", None),
        ("TEXT(A1,B1:D1)", None),
    ],
)
def test_a_format_is_one_that_is_known(formula, text):
    """It may stand in a cell; what a formula finds may be any."""
    cells = {"A1": 10, "B1": "0.00", "C1": "[>5]0/3", "D1": '="0"&".0"', "A2": f"={formula}"}
    result = calculate(sheet(cells))
    assert result.values.get("S!A2") == text
    assert ("S!A2" in result.left) == (text is None)


@pytest.mark.parametrize(("text", "left"), [("Preis", []), ("価格、円で", ["S!A1"])])
def test_the_currency_of_dollar_is_not_guessed_by_the_language(text, left):
    """Texts tell how they are sorted; not which currency a computer is set to."""
    result = calculate(library({"A1": "=DOLLAR(3.5)", "B1": text}))
    assert (list(result.left), result.values.get("S!A1")) == (left, None if left else "$3.50")
