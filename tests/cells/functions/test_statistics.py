"""Statistics of a hedge in cells: flat series, and wider intervals."""

import pytest

from betahedge.cells import (
    HEDGE_BETA_STATS,
)


def column(*values):
    return [[value] for value in values]


HEDGE = column(0.1, -0.2, 0.3, -0.1)


def test_a_flat_asset_has_statistics_but_no_r2():
    figures = dict(HEDGE_BETA_STATS(column(0.01, 0.01, 0.01, 0.01), HEDGE, "returns"))
    assert [figures[label] for label in ("Beta", "Standard error", "Low", "High")] == [0] * 4
    assert figures["Alpha"] == pytest.approx(0.01)
    assert (figures["R2"], figures["Pairs"]) == ("#DIV/0!", 4)


def test_hac_errors_widen_the_interval_by_the_standard_error():
    asset = column(0.11, -0.25, 0.34, -0.02)
    ols = dict(HEDGE_BETA_STATS(asset, HEDGE, "returns", 0.95))
    hac = dict(HEDGE_BETA_STATS(asset, HEDGE, "returns", 0.95, "hac"))
    assert hac["Beta"] == ols["Beta"]
    reach = [(each["High"] - each["Beta"]) / each["Standard error"] for each in (ols, hac)]
    assert reach[0] == pytest.approx(reach[1]) == pytest.approx(4.302652729696142)  # t of 2
    assert hac["Standard error"] != ols["Standard error"]
