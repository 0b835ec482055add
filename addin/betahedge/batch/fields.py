"""What a line of many portfolios may hold: the fields of a book, and whose line it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from betahedge.batch.repeats import ALIKE, COIN, HELD, HOLDING, TIME
from betahedge.batch.words import BLANK
from betahedge.books.adding import NUMBERED
from betahedge.books.coins import money_of
from betahedge.books.faults import BadFile
from betahedge.books.field import NAME, Field, by_name
from betahedge.books.fields import HOLDINGS
from betahedge.books.header import hits_of, names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.owed import owed_in
from betahedge.books.tells import margin_in
from betahedge.books.text import escaped, listed
from betahedge.books.transactions import moves_in
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
_HOLDING = ("portfolio", "asset")  # whose coin it is
_COIN = (*_HOLDING, "contract")
NUMBERS = tuple(field.name for field in FIELDS if isinstance(field.kind, Number))
MONEY = tuple(field.name for field in FIELDS if field.unit.startswith("money"))
SHARES = tuple(field.name for field in FIELDS if field.unit == "share")
PER_CENT = (rf"{BLANK}*%$", "e-2")  # a share of 60% is read as 60e-2, which is 0.6 in every engine
TEXTS = tuple(field.name for field in FIELDS if field.name not in NUMBERS)


@dataclass(frozen=True, slots=True)
class Beside:
    """A column that is no field: its place, what the engine calls it, and its heading.

    is_wallet, is_time: it says where a coin is held, or when it was so.
    """

    place: int
    column: str
    heading: Heading
    is_wallet: bool = False
    is_time: bool = False

    @property
    def name(self) -> str:
        """Give what it is called on the way."""
        return f"beside_{self.place}"

    @property
    def label(self) -> str:
        """Give its heading, or its place where it has none."""
        return self.heading.text or f"#{self.place}"

    @property
    def tells_apart(self) -> bool:
        """Tell a column by which lines are not the same: any but one that numbers them."""
        return bool(self.heading.key) and self.heading.key not in NUMBERED


@dataclass(frozen=True, slots=True)
class Found:
    """Which column of a file is which field, and which columns are none."""

    columns: dict[str, str]
    beside: tuple[Beside, ...] = ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """Name the columns that are no field, by their headings or places."""
        return tuple(each.label for each in self.beside)

    def marks(self, there: Collection[str], *, dated: bool = False) -> dict[str, list[str]]:
        """Give the columns of which each mark of a line is made, of those that can be compared.

        Lines are the same where all that does not number them is; a coin in a place has one time.
        dated: the file has a time of its own.
        """
        beside = [each for each in self.beside if each.column in there]
        of_line = (each.column for each in beside if each.tells_apart)
        marks = {ALIKE: [*self.columns.values(), *of_line]}
        times = [each.column for each in beside if each.is_time]
        wallets = self.wallets(there)
        coin = [self.columns[name] for name in _COIN if name in self.columns]
        if times or dated:
            marks[COIN] = [*coin, *wallets]
        if wallets:
            marks[HOLDING] = [self.columns[name] for name in _HOLDING]
        if wallets and "held" in self.columns:
            marks[HELD] = [*coin, self.columns["held"]]
        return marks | ({TIME: times} if times else {})

    def wallets(self, there: Collection[str]) -> list[str]:
        """Give the columns that say where a coin is held, of those that can be compared."""
        return [each.column for each in self.beside if each.is_wallet and each.column in there]


@dataclass(frozen=True, slots=True)
class Texts:
    """The columns of texts.

    numbers: fields of numbers that the file has as texts, kept as they are said.  names: fields
    in which a total may stand.  beside: columns that are no fields.
    """

    numbers: frozenset[str]
    names: tuple[str, ...]
    beside: tuple[Beside, ...]


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
    _check_kind(name, heads)
    _check_worths(name, heads, used, currency)
    return Found(
        {field: columns[place] for field, place in places.items()}, _beside(heads, columns, used)
    )


def _beside(heads: Sequence[Heading], columns: Sequence[str], used: set[int]) -> tuple[Beside, ...]:
    """Give the columns that are no field, and what they say of a line."""
    book = by_name(HOLDINGS)
    wallets, times = (set(hits_of(book[name], heads, used)) for name in ("wallet", "as_of"))
    return tuple(
        Beside(n + 1, columns[n], heads[n], n in wallets, n in times)
        for n in range(len(heads))
        if n not in used
    )


def _check_no_sides(name: str, heads: Sequence[Heading], used: set[int]) -> None:
    """Refuse a file whose quantities are short, or owed, by a word beside them."""
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


def _check_kind(name: str, heads: Sequence[Heading]) -> None:
    """Refuse a file of positions in futures, or of transactions."""
    margin = margin_in(heads)
    if margin:
        raise BadFile(
            f"{name}: has a column {escaped(margin)}, so it lists positions in futures and no coins"
        )
    moves = moves_in(heads, "holdings")
    if moves:
        raise BadFile(
            f"{name}: has a column {escaped(moves)}, so it lists transactions and no balances; "
            "give the balances, or take the column out"
        )


def _check_worths(name: str, heads: Sequence[Heading], used: set[int], currency: str) -> None:
    """Refuse a file whose values, which are not read, are in other money than the run."""
    for hit in hits_of(by_name(HOLDINGS)["value"], heads, used):
        _check_money(name, heads[hit], currency)


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
    if field in MONEY:
        _check_money(name, head, currency)
    if field in SHARES and head.per_cent:
        raise BadFile(f"{name}: {text} is in per cent; write 0.6 or 60%, and no % in the heading")


def _check_money(name: str, head: Heading, currency: str) -> None:
    """Refuse a heading in other money than the run; a stablecoin is its money."""
    if head.currency and money_of(head.currency) != money_of(currency):
        text = escaped(head.text)
        raise BadFile(f"{name}: {text} is not in {currency}; say --currency {head.currency}")


def texts_of(found: Found, is_text: Callable[[str], bool]) -> Texts:
    """Tell what a file has as texts.  is_text: tells it of a column of the engine."""
    names = [each for each, column in found.columns.items() if is_text(column)]
    return Texts(
        frozenset(each for each in names if each in NUMBERS),
        tuple(each for each in ("portfolio", "asset") if each in names),
        tuple(each for each in found.beside if is_text(each.column)),
    )
