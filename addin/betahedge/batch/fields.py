"""What a line of many portfolios may hold: the fields of a book, and whose line it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from betahedge.books.faults import BadFile
from betahedge.books.field import NAME, Field, by_name
from betahedge.books.fields import HOLDINGS
from betahedge.books.header import hits_of, names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.owed import owed_in
from betahedge.books.tells import margin_in
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


def check_header(name: str, texts: Sequence[str]) -> None:
    """Refuse a text whose first line is no header, but a title or a line of the table."""
    if len(names_in(headings(texts), FIELDS)) < 2:
        needed = ", ".join((*NEEDED, "price"))
        there = listed(list(texts)) or "blank"
        raise BadFile(f"{name}: the first line must be the header, with {needed}; it is {there}")


def find_fields(
    name: str,
    texts: Sequence[str],
    columns: Sequence[str],
    *,
    currency: str,
    has_market: bool = False,
) -> Found:
    """Find the fields among the headings of a file: by their names, then as `read` knows them.

    texts: the headings as the file has them.  columns: as the engine calls them.  currency: of
    all prices.
    """
    heads = headings(texts)
    places = _places(name, heads)
    needed = NEEDED if has_market else (*NEEDED, "price")
    missing = [field for field in needed if field not in places]
    if missing:
        there = listed(list(texts)) or "none"
        raise BadFile(f"{name}: has no column {', '.join(missing)}; its columns are {there}")
    for field, place in places.items():
        _check_heading(name, field, heads[place], currency)
    used = set(places.values())
    _check_no_sides(name, heads, used)
    ignored = [each.text or f"#{n}" for n, each in enumerate(heads, 1) if n - 1 not in used]
    return Found({field: columns[place] for field, place in places.items()}, tuple(ignored))


def _check_no_sides(name: str, heads: Sequence[Heading], used: set[int]) -> None:
    """Refuse a file whose quantities are short by a word beside them, or are of futures."""
    sides = [heads[hit].text for hit in hits_of(by_name(HOLDINGS)["side"], heads, used)]
    if sides:
        raise BadFile(
            f"{name}: {escaped(sides[0])} may say that a line is short; write what is short below "
            "0, and take the column out"
        )
    for hit in owed_in(heads, used):
        raise BadFile(
            f"{name}: {escaped(heads[hit].text)} may say what is owed; write it in lines of its "
            "own, below 0, and take the column out"
        )
    margin = margin_in(heads)
    if margin:
        raise BadFile(
            f"{name}: has a column {escaped(margin)}, so it lists positions in futures and no coins"
        )


def _places(name: str, heads: Sequence[Heading]) -> dict[str, int]:
    """Tell the column of each field: what has its very name goes before what may mean it."""
    places: dict[str, int] = {}
    for own in (True, False):
        for field in FIELDS:
            if field.name in places:
                continue
            meant = replace(field, synonyms=(), weak=()) if own else field
            hits = hits_of(meant, heads, set(places.values()))
            if len(hits) > 1:
                raise BadFile(f"{name}: {_twice(field, [heads[hit].text for hit in hits])}")
            if hits:
                places[field.name] = hits[0]
    return places


def _twice(field: Field, texts: list[str]) -> str:
    said = [escaped(text) for text in texts]
    if len({text.casefold() for text in texts}) == 1:
        return f"{said[0]} is there twice"
    return f"{field.label} could be {' or '.join(said)}; call the one that is meant {field.label}"


def _check_heading(name: str, field: str, head: Heading, currency: str) -> None:
    """Refuse a heading that says another unit than the lines are taken in."""
    text = escaped(head.text)
    if field in ("price", "futures_price") and head.currency not in ("", currency):
        raise BadFile(f"{name}: {text} is not in {currency}; say --currency {head.currency}")
    if field in SHARES and head.per_cent:
        raise BadFile(f"{name}: {text} is in per cent; write 0.6 or 60%, and no % in the heading")
