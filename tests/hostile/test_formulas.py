"""Formulas at random, and sheets that nobody would write: a right value, or a reason; no failure.

Oracle: the same formulas with arithmetic in the place of the calls, asked of the engine directly.
"""

import random

import pytest

from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.xlsx.cells import same_value
from engine.case_books import sheet

ROWS, SEEDS = 40, 20
NUMBERS = {
    f"{c}{r}": float((ord(c) * 7 + r * 13) % 23 + 1) for c in "ABC" for r in range(1, ROWS + 1)
}


class Writer:
    """Writes formulas at random, each twice: with calls, and with arithmetic instead."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, row, depth=3):
        """Write a formula of one value on a row; cells are of that row or above."""
        if not depth or self.random.random() < 0.15:
            return self.leaf(row)
        kind = self.random.choice(["call", "call", "sign", "function", "sum", "if"])
        first, second = self.one(row, depth - 1), self.one(row, depth - 1)
        if kind == "call":
            second, ratio = self.positive(row), self.random.choice(["0.5", "2", f"B{row}"])
            call = f"HEDGE_CONTRACTS({first[0]},{second[0]},{ratio})"
            return call, f"(({first[1]})*{ratio}/({second[1]}))"
        if kind == "sign":
            sign = self.random.choice("+-*")
            return tuple(f"({a}{sign}{b})" for a, b in zip(first, second))
        if kind == "function":
            name = self.random.choice(["ABS", "MAX", "MIN", "SIGN"])
            return tuple(f"{name}({a})" for a in first)
        if kind == "if":
            return tuple(f"IF({a}>{b},{a},{b})" for a, b in zip(first, second))
        return self.total(row)

    def leaf(self, row):
        text = self.random.choice([f"A{row}", f"B{row}", f"$C${row}", "7", "0.25", "-3"])
        return text, text

    def positive(self, row):
        text = self.random.choice([f"A{row}", f"$B{row}", "0.5", f"MAX(A1:C{row})"])
        return text, text

    def total(self, row):
        """Write a sum over a call of ranges."""
        last = self.random.randint(2, ROWS)
        area, number = f"A$2:B{last}", self.random.choice(["3", f"C{row}"])
        return f"SUM(HEDGE_CONTRACTS({area},{number}))", f"SUMPRODUCT(({area})/{number})"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_calls_at_random_are_arithmetic(seed):
    writer, cells = Writer(seed), ({}, {})
    for row in range(1, ROWS + 1):
        for column in "EFGH":
            for found, text in zip(cells, writer.one(row)):
                found[f"{column}{row}"] = f"={text}"
    with_calls = calculate(sheet(NUMBERS | cells[0]))
    without = calculate(sheet(NUMBERS | cells[1]))
    wrong = {
        ref: (cells[0][ref.rpartition("!")[2]], value, without.values[ref])
        for ref, value in with_calls.values.items()
        if not same_value(value, without.values[ref])
    }
    assert not wrong
    assert with_calls.left == {}


ODD = {
    "a sum of whole columns": ("=HEDGE_BASIS(SUM(A:A),1)", 5),
    "a whole column": ("=SUM(HEDGE_BASIS(A:A,1))", None),
    "a whole row": ("=HEDGE_PNL(SUM(1:1),1,1,0)", None),
    "whole rows of another sheet": ("=HEDGE_BASIS(SUM('O''Brien & <co>'!1:3),1)", 10),
    "a quoted sheet": ("=HEDGE_BASIS('O''Brien & <co>'!A1,1)+'O''Brien & <co>'!A1", 21),
    "a number near the end": ("=HEDGE_BASIS(9.9E+307,1)", 9.9e307),
    "a number from where the engine reads none": ("=HEDGE_BASIS(1E+308,1)", 1e308),
    "a number beyond a line break": ("=HEDGE_BASIS(+\n7,2)", 5),
    "beyond all numbers": ("=HEDGE_CONTRACTS(1E+300,1E-300)", "#NUM!"),
    "a circle of its own": ("=HEDGE_BASIS(D1,1)", None),
    "a circle in a range": ("=SUM(HEDGE_BASIS(D1:D3,1))", None),
    "200 calls in one another": (f"={'HEDGE_BASIS(' * 60}100{',1)' * 60}", 40),
    "a long formula": (f"=HEDGE_BASIS({'+'.join(['A1'] * 2_700)},1)", 2_699),
    "long texts": (f'=LEN("{"x" * 250}"&HEDGE_BASIS(7,2))', 251),
    "a call of nothing": ("=HEDGE_BASIS()", "#VALUE!"),
    "too many arguments": ("=HEDGE_BASIS(1,2,3,4,5,6,7,8,9)", "#VALUE!"),
    "an error": ("=HEDGE_BASIS(#REF!,1)", "#REF!"),
    "an error in an array": ("=IFERROR(SUM(HEDGE_BASIS({1,#N/A},1)),-1)", -1),
}


@pytest.mark.parametrize("case", ODD)
def test_what_nobody_would_write(case):
    formula, right = ODD[case]
    other = ("O'Brien & <co>", {"A1": 11})
    result = calculate(sheet({"A1": 1, "A2": 2, "A3": 3, "D1": formula, "D2": "=D1"}, more=[other]))
    found = result.values.get("S!D1")
    if right is None:
        assert "S!D1" in result.left or found is not None
    else:
        assert found == right or same_value(found, right)
    assert found is None or same_value(result.values["S!D2"], found)


def test_spills_that_collide():
    cells = {"A1": "=HEDGE_BASIS({5;6;7},1)", "A3": 1, "B1": "=SUM(A1:A3)"}
    cells |= {"D1": "=HEDGE_BASIS({5,6,7},1)", "F1": "=HEDGE_BASIS({1;2},1)"}
    found = calculate(sheet(cells)).values
    assert found["S!A1"] == "#SPILL!"
    assert found["S!B1"] == "#SPILL!"
    assert "#SPILL!" in (found["S!D1"], found["S!F1"])


PIECES = [
    *(
        "HEDGE_BASIS(",
        "HEDGE_IMPACT(",
        "SUM(",
        "IF(",
        "(",
        ")",
        ")",
        ",",
        ",",
        "+",
        "-",
        ":",
        "{1;2}",
    ),
    *(
        "A1",
        "B2:C3",
        "A:A",
        "2:2",
        "D1",
        "name_",
        "T[x]",
        '"t"',
        "#N/A",
        "1E308",
        "S!A1",
        "'S'!",
        "%",
    ),
    *(
        "[1]S!A1",
        "@A1:A3",
        "A1#",
        "INDIRECT(",
        "OFFSET(A1,",
        "ROW(",
        " ",
        "{",
        "}",
        "=",
        "&",
        "!",
        ";",
    ),
]


@pytest.mark.parametrize("seed", range(8))
def test_pieces_of_formulas_in_any_order_do_no_harm(seed):
    """What is no formula is left, or an error; the call beside it is right."""
    chance = random.Random(seed)
    cells = {"A1": 4, "B2": 5, "C3": 6, "J1": "=HEDGE_BASIS(7,2)", "J2": "=J1*2"}
    for row in range(1, 31):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 9)))
        cells[f"E{row}"] = f"={text}"
    try:
        found = calculate(sheet(cells, names={"name_": "S!$A$1:$B$3"})).values
    except InputError as refused:
        pytest.fail(f"one cell stops the workbook ({refused})")
    assert (found["S!J1"], found["S!J2"]) == (5, 10)
