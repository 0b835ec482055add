"""What a declaration of a field says, and what kinds of values there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from betahedge.cells.kinds import Number
from betahedge.templates.book import HIGHEST_RATIO, HIGHEST_SHARE

if TYPE_CHECKING:
    import polars

SHARE = Number("a share from 0 to 1.5, like 0.6 or 60%", low=0.0, high=HIGHEST_RATIO)
RATE = Number("a rate above -1 and below 1, like 0.0001 or 0.01%", -1.0, 1.0, True, True)
HOURS = Number("hours, above 0 and up to 24", 0.0, 24.0, open_low=True)


@dataclass(frozen=True, slots=True)
class Words:
    """One word of a few."""

    words: tuple[str, ...]

    @property
    def must(self) -> str:
        """Say which words there are."""
        return f"must be {', '.join(self.words[:-1])} or {self.words[-1]}"


NAME, TEXT, DATE = "name", "text", "date"
Kind = Number | Words | str
SIDES = {
    **dict.fromkeys(("short", "sell", "s", "sold", "-1", "sell short", "open sell"), "sell"),
    **dict.fromkeys(("open short", "close long", "sell to open", "sell to close"), "sell"),
    **dict.fromkeys(("long", "buy", "b", "l", "bought", "1", "open buy"), "buy"),
    **dict.fromkeys(("open long", "close short", "buy to open", "buy to close"), "buy"),
    **dict.fromkeys(("buy to cover", "bot", "kauf", "achat", "compra"), "buy"),
    **dict.fromkeys(("sld", "verkauf", "vente", "venta"), "sell"),
    **{"short > long": "buy", "long > short": "sell"},  # a position that is turned
    **dict.fromkeys(("net", "both", "none", "zero", "flat"), "net"),
}
KINDS = Words(("linear", "inverse", "quanto"))


def highest_ratio(*, allow_over_hedge: bool) -> float:
    """Give the most that a hedge ratio may be."""
    return HIGHEST_RATIO if allow_over_hedge else HIGHEST_SHARE


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a line may say.

    synonyms: what desks call it.  weak: what it is called where no column has a better name.
    adds: how the lines of one coin in several wallets become one: "sum", or "same" for what they
    must agree on.
    """

    name: str
    kind: Kind
    unit: str
    default: str
    help: str
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    adds: str = "same"

    @property
    def label(self) -> str:
        """Give the name as a heading writes it."""
        return self.name.replace("_", " ")


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Give fields by their names."""
    return {field.name: field for field in fields}


def schema(fields: tuple[Field, ...]) -> dict[str, polars.DataType]:
    """Give the columns of many portfolios in one file, as Polars knows them."""
    import polars

    def dtype(kind: Kind) -> polars.DataType:
        if isinstance(kind, Number):
            return polars.Float64()
        return polars.Date() if kind == DATE else polars.String()

    return {field.name: dtype(field.kind) for field in fields}
