"""What is the same for every line of a run."""

from dataclasses import dataclass

from betahedge.books.coins import money_of
from betahedge.books.faults import Unclear
from betahedge.books.market import Market
from betahedge.books.text import escaped
from betahedge.core.rounding import Rounding
from betahedge.core.running import BAND

SCENARIOS = {"down_20": -0.2, "down_10": -0.1, "up_10": 0.1}  # returns of the hedge's market


@dataclass(frozen=True, slots=True)
class Policy:
    """How all portfolios are hedged.

    hedge_ratio: of lines that have none of their own.  band: the drift that is left alone.
    currency: of all prices.  cash: codes that are cash beside those of the package.
    """

    hedge_ratio: float = 1.0
    rounding: Rounding = "nearest"
    band: float = BAND
    currency: str = "USD"
    cash: frozenset[str] = frozenset()
    allow_over_hedge: bool = False

    def check_market(self, market: Market | None) -> None:
        """Refuse a market that is in another currency than the run."""
        said = market.currency if market else ""
        if market and said and said != money_of(self.currency):
            raise Unclear(
                f"{escaped(market.source)}: has prices in {escaped(said)}, and the run is in "
                f"{escaped(self.currency)}; must be in one currency"
            )
