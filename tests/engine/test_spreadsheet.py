"""The engine itself: let go when it has failed or grown, and started anew with no trace of that."""

import formulon
import pytest
from formulon import _c as binding

from betahedge.engine import calculate, evaluate
from betahedge.engine.errors import EngineError
from engine.case_books import sheet

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
