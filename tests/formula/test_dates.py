"""Which formulas a cell would show as a date."""

import pytest

from betahedge.formula.dates import gives_date


@pytest.mark.parametrize(
    ("formula", "is_date"),
    [
        ("=DATE(2026,1,31)", True),
        ("date(2026,1,31)", True),
        ("=TODAY()", True),
        ("=TODAY() + 30", True),
        ("=HEDGE_EXPIRY(2026,1)", True),
        ("=hedge_expiry(2026,{1;2})-1", True),
        ("=EDATE(DATE(2026,1,31),1)", True),
        ("=DATE(2026,1,31)-DATE(2026,1,1)", False),
        ("=YEAR(TODAY())", False),
        ("=HEDGE_BASIS(2,1)", False),
        ("=DATE(2026,1,31)*2", False),
        ('="DATE(2026,1,31)"', False),
        ("=1+2", False),
        ("=", False),
    ],
)
def test_a_date_is_told(formula, is_date):
    assert gives_date(formula) == is_date
