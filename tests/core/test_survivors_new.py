"""What mutants of the newer core files got past: defaults, edges, messages, shapes that differ.

Oracle of the HAC error: statsmodels, OLS.fit(cov_type="HAC"), on the columns below.
"""

import datetime
import math
from typing import Any

import pytest

from betahedge.core.basket import hedge_var_components
from betahedge.core.funding import hedge_funding_history
from betahedge.core.hedged import Moments, hedge_rolling_beta, hedge_tracking_error, merge_moments
from betahedge.core.least_squares import TooFew
from betahedge.core.margin import hedge_survival, margin_ledger
from betahedge.core.operations import Operations
from betahedge.core.portfolio import Holding, hedge_line
from betahedge.core.regression import hedge_beta, hedge_beta_stats
from betahedge.core.risk import dollar_offset, hedge_effectiveness_several
from betahedge.core.roll import last_friday
from betahedge.core.rounding import round_lots
from betahedge.core.shared import hedge_delta, hedge_liquidation_shared

YS = [0.021, -0.013, 0.034, 0.008, -0.027, 0.015, 0.002, -0.019, 0.011, 0.026]
XS = [0.018, -0.011, 0.022, 0.012, -0.031, 0.009, -0.004, -0.012, 0.016, 0.019]
HAC_ERROR, OLS_ERROR, LONG_HAC_ERROR = 0.08701437366400919, 0.12057904926505982, 0.01086584176263865


def test_the_hac_error_of_statsmodels() -> None:
    stats = hedge_beta_stats(YS, XS, "returns", 0.95, "hac")
    assert stats.standard_error == pytest.approx(HAC_ERROR, rel=1e-12)
    assert hedge_beta_stats(YS, XS, "returns").standard_error == pytest.approx(OLS_ERROR, rel=1e-12)
    longer = hedge_beta_stats(YS * 30, XS * 30, "returns", 0.95, "hac")
    assert longer.standard_error == pytest.approx(LONG_HAC_ERROR, rel=1e-12)


def test_defaults() -> None:
    assert hedge_survival(1, 100, 0.5, 0.1) == pytest.approx(65)
    inverse = hedge_survival(1, 100, 0.5, 0.1, kind="inverse")
    assert inverse == pytest.approx(100 * 0.5 / 1.5 + 10 / 1.5)
    assert math.copysign(1, hedge_survival(-1, 100, 0.0, 0.0)) == 1  # no minus 0
    assert hedge_delta(5, 2, 1, 60_000) == 3
    assert hedge_delta(5, 6000, 100, 60_000, "inverse") == -5
    assert hedge_liquidation_shared(100, 1, 1, 0.0, 100, 0.5) == pytest.approx(400)
    assert hedge_effectiveness_several([100, 90, 95, 99], [[100, 90, 95, 99]], [1.0]) == 1
    assert hedge_effectiveness_several([100, 90], [[100, 92]], [1.0], method="dollar_offset") == (
        pytest.approx(0.8)
    )
    line = hedge_line(Holding("BTC", 2.0, 100.0, 1.0, 0.5, 1.5, 0.0, 125.0))
    assert (line.full_hedge, line.hedge, line.contract_value) == (2.4, 1.2, 125)


@pytest.mark.parametrize(
    ("kind", "received"), [("linear", 0.5 * 0.01 * 200), ("inverse", 0.5 * 0.01 / 200)]
)
def test_funding_of_contracts_of_another_size(kind: Any, received: float) -> None:
    found = hedge_funding_history(1, 0.5, [1.0], [0.01], [200.0], 1, 1, kind)
    assert found == pytest.approx(received)


def test_columns_of_other_lengths_are_refused() -> None:
    for call in (
        lambda: hedge_funding_history(1, 1, [1.0], [0.1, 0.2], [100.0], 0, 9),
        lambda: hedge_tracking_error([0.1, 0.2, 0.3], [0.1, 0.2]),
        lambda: hedge_var_components([[0.1, 0.2, 0.4]], [1.0, 2.0]),
    ):
        with pytest.raises(ValueError, match=r"longer|shorter|same length"):
            call()


def test_a_tracking_error_leaves_out_pairs_with_a_gap() -> None:
    whole = hedge_tracking_error([0.1, 0.3, 0.2], [0.0, 0.0, 0.0])
    assert hedge_tracking_error([0.1, None, 0.3, 0.2, 9], [0.0, 5, 0.0, 0.0, None]) == whole
    assert whole == pytest.approx(0.1 * math.sqrt(365))
    assert hedge_tracking_error([0.1, 0.3], [0.0, 0.0], 1) == pytest.approx(math.sqrt(0.02))
    with pytest.raises(TooFew, match="1 complete pairs; 2 are needed"):
        hedge_tracking_error([0.1], [0.2])


def test_components_of_two_rows_and_of_one() -> None:
    found = hedge_var_components([[0.01, 0.03], [0.02, -0.02]], [1.0, 2.0])
    assert found.total == pytest.approx(1.6448536269514722 * math.sqrt(0.0018) - 0.02)
    assert sum(found.parts) == pytest.approx(found.total)
    assert found.parts[0] == pytest.approx(-1.6448536269514722 * math.sqrt(0.0002) - 0.02)
    with pytest.raises(TooFew, match="1 complete rows; 2 are needed"):
        hedge_var_components([[0.01]], [1.0])


def test_runs_of_pairs_without_any() -> None:
    one, none = Moments(3, 0.1, 0.2, 0.3, 0.4), Moments(0, 0.0, 0.0, 0.0, 0.0)
    assert merge_moments(one, none) == one == merge_moments(none, one)


def test_rolling_ewma_is_the_ewma_of_each_run() -> None:
    found = hedge_rolling_beta(YS, XS, 4, "returns", "ewma", 0.9)
    runs = [(YS[i : i + 4], XS[i : i + 4]) for i in range(7)]
    wanted = [hedge_beta(ys, xs, "returns", "ewma", 0.9) for ys, xs in runs]
    assert found == [None] * 3 + [pytest.approx(beta) for beta in wanted]


def test_a_ledger_calls_by_nine_decimals() -> None:
    days = margin_ledger(1.0, 1.0, 100.0, [100.4, 100.4 + 1e-12], 1.0, 0.6)
    assert [day.settlement for day in days] == [100.4, 100.4 + 1e-12]
    assert [day.call for day in days] == [0.0, 0.0]
    assert margin_ledger(1.0, 1.0, 100.0, [100.41], 1.0, 0.6)[0].call == pytest.approx(0.41)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2018, 1, 26), (2018, 10, 26), (2021, 12, 31), (2022, 11, 25), (2023, 9, 29), (2024, 2, 23)],
)
def test_last_fridays_on_a_calendar(year: int, month: int, day: int) -> None:
    assert last_friday(year, month) == datetime.date(year, month, day)


def test_an_offset_of_an_unchanged_item() -> None:
    assert dollar_offset(1.0, -0.01, 0.01) == 100
    assert dollar_offset(1.0, -0.0099, 0.01) is None


@pytest.mark.parametrize(
    ("lots", "nearest", "down", "up"),
    [
        (0.49999999949, 0, 0, 1),
        (0.49999999951, 1, 0, 1),
        (1.99999999951, 2, 2, 2),
        (1.99999999949, 2, 1, 2),
        (2.00000000049, 2, 2, 2),
        (2.00000000051, 2, 2, 3),
        (4194304.999999996, 4194305, 4194305, 4194305),
        (4194304.99999998, 4194305, 4194304, 4194305),
        (123456789012345.7, 123456789012346, 123456789012346, 123456789012346),
        (2e15, 2e15, 2e15, 2e15),
    ],
)
def test_lots_settle_where_they_are_said_to(
    lots: float, nearest: float, down: float, up: float
) -> None:
    assert round_lots(lots, 1.0) == nearest
    assert round_lots(lots, 1.0, "down") == down
    assert round_lots(lots, 1.0, "up") == up
    assert round_lots(-lots, 1.0, "up") == -up


def test_words_of_an_engine() -> None:
    def choose(condition: list[bool], one: Any, other: Any) -> list[Any]:
        return [one if each else other for each in condition]

    class Column(list[float]):
        def __lt__(self, bound: Any) -> Any:
            return [each < bound for each in self]

    words = Operations(math.floor, abs, choose)
    assert words.missing is None
    assert words.where(True, 1, 2) == 1
    assert words.where(False, 1, 2) == 2
    assert words.where([True, False], 1, 2) == [1, 2]
    assert words.step(Column([0, 1, 2]), ([1.5], ["low", "high"]))[:2] == ["low", "low"]
