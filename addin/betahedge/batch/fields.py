"""What a line of many portfolios may hold: the fields of a book, and whose line it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from betahedge.books.faults import BadFile
from betahedge.books.field import NAME, Field, by_name
from betahedge.books.fields import HOLDINGS
from betahedge.books.header import key
from betahedge.books.text import escaped, listed
from betahedge.cells.kinds import Number

_MARGIN = Number("a rate above 0 and up to 1, like 0.05", 0.0, 1.0, open_low=True)
PORTFOLIO = Field("portfolio", NAME, "name", "needed", "whose line it is")
RATES = (
    Field(
        "initial_margin_rate",
        _MARGIN,
        "share",
        "of the register",
        "margin to open a position, as a share of it",
    ),
    Field(
        "maintenance_margin_rate",
        _MARGIN,
        "share",
        "of the register",
        "margin to keep a position, as a share of it",
    ),
)
# What sizing needs of a book; the rest of its fields is passed over.
_USED = (
    *("asset", "quantity", "price", "hedge_ratio", "beta", "contract", "futures_price"),
    *("contract_size", "lot_size", "kind", "held", "entry_price", "collateral", "currency"),
)
FIELDS = (PORTFOLIO, *(by_name(HOLDINGS)[name] for name in _USED), *RATES)
NEEDED = ("portfolio", "asset", "quantity")
NUMBERS = tuple(field.name for field in FIELDS if isinstance(field.kind, Number))
SHARES = tuple(field.name for field in FIELDS if field.unit == "share")
PER_CENT = (r"\s*%$", "e-2")  # a share of 60% is read as 60e-2, which is 0.6 in every engine
TEXTS = tuple(field.name for field in FIELDS if field.name not in NUMBERS)


@dataclass(frozen=True, slots=True)
class Found:
    """Which column of a file is which field, and which columns are none."""

    columns: dict[str, str]
    ignored: tuple[str, ...]


def find_fields(name: str, headings: Iterable[str], *, has_market: bool = False) -> Found:
    """Find the fields among the headings of a file, by their names, in any case or spelling."""
    wanted = {key(field.name): field.name for field in FIELDS}
    found: dict[str, str] = {}
    ignored = []
    for heading in headings:
        field = wanted.get(key(heading))
        if field is None:
            ignored.append(heading)
        elif field in found:
            raise BadFile(f"{escaped(name)}: {escaped(heading)} is there twice")
        else:
            found[field] = heading
    needed = NEEDED if has_market else (*NEEDED, "price")
    missing = [field for field in needed if field not in found]
    if missing:
        there = listed(list(headings)) or "none"
        raise BadFile(
            f"{escaped(name)}: has no column {', '.join(missing)}; its columns are {there}"
        )
    return Found(found, tuple(ignored))
