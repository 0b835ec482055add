"""P&L functions over ranges: what one bad rung spoils."""

from betahedge.cells import (
    HEDGE_SCENARIOS,
)


def column(*values):
    return [[value] for value in values]


def test_a_rung_of_minus_1_is_an_error_of_its_own():
    answer = HEDGE_SCENARIOS(100, 1, 100, column(-0.5, -1, 0.5))
    assert answer[2] == ["#NUM!"] * 5
    assert [answer[1][3], answer[3][3]] == [0, 0]
