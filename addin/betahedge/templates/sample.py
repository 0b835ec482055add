"""Sample prices of a demonstration: made up, the same every time, ending at the article's."""

import datetime
from math import exp, sin

from betahedge.templates.book import Prices

DAYS = 91


def prices(last: datetime.date) -> Prices:
    """Give a quarter of daily prices of BTC and ETH; ETH moves about 1.2 times as much."""
    btc, eth = (_walk(0.013, 1.7), _walk(0.011, 2.9))
    rows = [
        (
            round(65_000 * exp(btc[n] - btc[-1]), 1),
            round(3_500 * exp(1.2 * (btc[n] - btc[-1]) + 0.4 * (eth[n] - eth[-1])), 2),
        )
        for n in range(DAYS)
    ]
    days = tuple(last - datetime.timedelta(days=DAYS - 1 - n) for n in range(DAYS))
    return Prices(("BTC", "ETH"), days, tuple(rows), sample=True)


def _walk(size: float, pace: float) -> list[float]:
    """Add up moves that look like no pattern and are the same on every machine."""
    place, walk = 0.0, []
    for n in range(DAYS):
        place += size * (sin(pace * n * n) + sin(pace * 7.3 * n))
        walk.append(place)
    return walk
