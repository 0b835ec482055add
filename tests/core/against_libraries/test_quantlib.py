"""Shortfall, rolls and expiries against QuantLib: opt-in.

BETAHEDGE_LIBRARIES names the libraries to use, as in "QuantLib,empyrical", or "all"; install them
first.  The largest difference of each comparison is printed (shown with -s).
"""

import datetime

from betahedge.core.risk import hedge_es
from betahedge.core.roll import hedge_roll, last_friday
from core.against_libraries.comparison import RANDOM, SEEDS, agree, differ, fat_tailed, optional


def test_shortfall_is_quantlibs_of_the_returns_below_its_cut() -> None:
    """QuantLib averages what is strictly below the k-th worst: the worst k - 1 of n returns."""
    ql = optional("QuantLib")
    pairs = []
    for seed in SEEDS:
        returns = fat_tailed(seed, 1000)
        risk = ql.RiskStatistics()
        for value in returns:
            risk.add(value)
        for count in (2, 11, 26, 51, 100):
            theirs = risk.expectedShortfall(1.0 - (count - 0.5) / 1000)
            pairs.append((hedge_es(returns, 1.0 - (count - 1) / 1000), theirs))
    agree("ES, QuantLib", pairs, 1e-9)


def test_a_roll_as_quantlib_implies_the_forward_rate():
    ql = optional("QuantLib")
    today = ql.Date(2, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    pairs = []
    for _ in range(200):
        rate, spot = float(RANDOM.normal(0.05, 0.08)), float(RANDOM.uniform(10, 1e5))
        near, far = int(RANDOM.integers(1, 200)), int(RANDOM.integers(201, 700))
        curve = ql.FlatForward(today, rate, ql.Actual365Fixed(), ql.Continuous)
        forwards = [spot / curve.discount(today + days) for days in (near, far)]
        theirs = curve.forwardRate(today + near, today + far, ql.Actual365Fixed(), ql.Simple).rate()
        cash, ours = hedge_roll(3, 0.1, *forwards, far - near)
        pairs += [(ours, theirs, 1e-3), (cash, 0.3 * (forwards[1] - forwards[0]), 1e-3 * spot)]
    differ("HEDGE_ROLL, QuantLib", pairs, 1e-11)


def test_expiries_as_quantlib_counts_weekdays():
    ql = optional("QuantLib")
    for year in range(1990, 2100):
        for month in range(1, 13):
            last = ql.Date.endOfMonth(ql.Date(1, month, year))
            friday = last - (last.weekday() - ql.Friday) % 7
            ours = last_friday(year, month)
            assert (ours.day, ours.month) == (friday.dayOfMonth(), friday.month())
            assert friday.serialNumber() == (ours - datetime.date(1899, 12, 30)).days
