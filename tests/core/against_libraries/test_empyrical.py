"""Value at risk, shortfall and rolling beta against empyrical: opt-in.

BETAHEDGE_LIBRARIES names the libraries to use, as in "QuantLib,empyrical", or "all"; install them
first.  The largest difference of each comparison is printed (shown with -s).
"""

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from betahedge.core.hedged import hedge_rolling_beta
from betahedge.core.risk import hedge_es, hedge_var
from core.against_libraries.comparison import (
    SEEDS,
    agree,
    columns_of,
    differ,
    fat_tailed,
    optional,
    walks,
)


def test_shortfall_is_no_less_than_empyricals_and_var_is_its_own() -> None:
    """empyrical counts whole returns only, the cut among them: near, never further in the tail."""
    empyrical = optional("empyrical")
    returns = [fat_tailed(seed, 200) for seed in SEEDS]
    ours = [hedge_var(r, 0.95) for r in returns]
    agree(
        "VaR, empyrical",
        zip(ours, [-empyrical.value_at_risk(np.array(r), 0.05) for r in returns]),
        1e-9,
    )
    whole = [r[:101] for r in returns]  # 0.05 x 100 is a rank: both count the worst
    for each in whole:
        theirs = -empyrical.conditional_value_at_risk(np.array(each), 0.05)
        assert theirs == pytest.approx(-np.sort(each)[: int(100 * 0.05) + 1].mean(), rel=1e-6)
        assert hedge_es(each, 0.95) >= theirs - 1e-12


@pytest.mark.parametrize("window", [3, 30])
def test_rolling_beta_as_empyrical_rolls_it(window):
    empyrical = optional("empyrical")
    table = pd.DataFrame(walks(200, 2), index=pd.date_range("2024-01-01", periods=200))
    theirs = empyrical.roll_beta(table[0], table[1], window=window)
    ours = hedge_rolling_beta(*columns_of(table), window, "returns")[window - 1 :]
    differ(f"HEDGE_ROLLING_BETA, {window}, empyrical", zip(ours, theirs, [1.0] * 999), 1e-9)
