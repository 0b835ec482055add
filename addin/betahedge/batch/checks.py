"""What is wrong with a line, by the declarations of its fields; a line has its first fault."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from betahedge.batch.fields import FIELDS, NEEDED, Beside, Texts
from betahedge.batch.policy import Policy
from betahedge.batch.words import Words
from betahedge.books.checking import MOST_OFF
from betahedge.books.contracts import no_coins
from betahedge.books.field import KINDS, by_name
from betahedge.books.line_words import (
    AWAY,
    MOVES,
    NAMED_TOTAL,
    OWED,
    SHORT,
    TOTAL,
    Said,
    no_holding,
)
from betahedge.cells.kinds import Number
from betahedge.templates.book import HIGHEST_SHARE

LARGEST = 2e12  # money of a line: its whole micro-units fit 64 bits
MOST = 1e13  # contracts of a line: sums of them are counted in units of 38 digits
SAID = "said_"  # before the name of a column as it was read, where that is a text
_FIELDS = by_name(FIELDS)
_IS_TOTAL = "is of a total, and no holding; take the line out, or call it otherwise"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong: whether it is, in which column, and what must be.

    heading: of a column that is no field.
    """

    column: str
    is_broken: Any
    must: str
    heading: str = ""

    @property
    def label(self) -> str:
        """Name the column as a heading writes it."""
        return self.heading or _FIELDS[self.column].label


def said(name: str, texts: Collection[str]) -> str:
    """Name the column that holds a value as the file has it."""
    return SAID + name if name in texts else name


def value_rules(words: Words, there: Collection[str], texts: Collection[str]) -> Iterator[Rule]:
    """Check each value by its kind.  there: the fields of the file.  texts: numbers as texts."""
    for field in FIELDS:
        if field.name not in there:
            continue
        value = words.column(field.name)
        as_read = words.column(said(field.name, texts))
        if isinstance(field.kind, Number):
            good = words.first(_within(field.kind, value), words.literal(False))
            yield Rule(field.name, words.is_known(as_read) & ~good, f"must be {field.kind.must}")
        if field.name in NEEDED:
            must = "must be a number" if isinstance(field.kind, Number) else "must not be blank"
            yield Rule(field.name, ~words.is_known(as_read), must)


def word_rules(words: Words, texts: Texts, there: Collection[str]) -> Iterator[Rule]:
    """Refuse lines that a word in them says are no holding like the others.

    there: the fields of the file.
    """
    has_contract = "contract" in there
    for name in texts.names:
        yield from _name_rules(words, name, words.column(name))
    for each in texts.beside:
        for is_broken, must in _beside_rules(words, each, has_contract):
            yield Rule(each.name, is_broken, must, each.label)


def _name_rules(words: Words, name: str, said: Any) -> Iterator[Rule]:
    yield Rule(name, _says(words, said, NAMED_TOTAL), _IS_TOTAL)
    if name == "asset":
        must = "reads like an option, a future or a pair, and no coin"
        yield Rule(name, words.matches(said, no_coins()), must)


def _beside_rules(words: Words, column: Beside, has_contract: bool) -> Iterator[tuple[Any, str]]:
    said, is_held = words.column(column.name), words.column("quantity") > 0
    must = "says that it is {}; write its quantity below 0"
    yield _says(words, said, NAMED_TOTAL if column.is_wallet else TOTAL), _IS_TOTAL
    yield is_held & _says(words, said, OWED), must.format("owed")
    if not column.is_wallet:
        yield is_held & _says(words, said, SHORT), must.format("short")
    for what, told, remedy in no_holding(column.heading.key, has_contract=has_contract):
        yield _says(words, said, what), f"{told}; {remedy}"
    if column.heading.key in MOVES:
        went = words.is_in(words.upper(said), [word.upper() for word in AWAY])
        yield went, "is a transaction; give balances, and no ledger"


def _says(words: Words, value: Any, said: Said) -> Any:
    fits = words.matches(value, said.pattern)
    return fits & ~words.matches(value, said.never) if said.never else fits


def _within(kind: Number, value: Any) -> Any:
    """Tell what is within bounds; infinity and NaN, which engines order above it, are not."""
    low = value > kind.low if kind.open_low or kind.low == -float("inf") else value >= kind.low
    high = value < kind.high if kind.open_high or kind.high == float("inf") else value <= kind.high
    return low & high


def line_rules(words: Words, policy: Policy, coins: Sequence[str]) -> Iterator[Rule]:
    """Check a line as a whole, once it is filled.  coins: those that futures are traded on."""
    price, contract, ratio = words.columns("price", "contract", "hedge_ratio")
    traded = words.is_known(contract) | words.is_in(words.column("code"), coins)
    yield Rule("price", ~words.is_known(price), "is not said; give one, or a market file")
    is_own = words.column("code") == words.literal(policy.currency)
    is_off = words.ops.absolute(price - 1.0) > MOST_OFF
    yield Rule("price", is_own & is_off, "must be 1, for it is the money of the run itself")
    yield Rule("price", (price == 0) & traded, "must be above 0, for the coin is traded")
    kind = words.column("kind")
    yield Rule("kind", ~words.is_in(kind, KINDS.words), KINDS.must)
    must = "is quanto; its value needs the price of its settlement coin"
    yield Rule("kind", kind == words.literal("quanto"), must)
    yield Rule("contract", words.is_known(words.column("fault")), "")
    is_nameless = ~words.is_known(contract) & ~words.column("is_described")
    must = "must be named, for contracts are held; or give its contract size"
    yield Rule("contract", is_nameless & (words.column("held") != 0), must)
    must = "is not known; give it, or a market file"
    yield Rule("futures_price", ~words.is_known(words.column("futures_price")), must)
    if not policy.allow_over_hedge:
        yield Rule("hedge_ratio", ratio > HIGHEST_SHARE, f"is above {HIGHEST_SHARE}")
    must = f"is not in {policy.currency}; all portfolios of a run are in one currency"
    own = words.literal(policy.currency)
    yield Rule("currency", words.upper(words.column("currency")) != own, must)
    yield from _size_rules(words)


def _size_rules(words: Words) -> Iterator[Rule]:
    """Refuse what is too large to count exactly."""
    size_of = words.ops.absolute
    value = size_of(words.column("spot_value"))
    beta, ratio = size_of(words.column("beta")), words.column("hedge_ratio")
    contract_value = words.column("contract_value")
    lot = words.column("lot_size") * contract_value
    hedge = beta * ratio * value
    must = f"makes a value above {LARGEST:,.0f}, too large to count in millionths"
    yield Rule("quantity", ~(value <= LARGEST), must)
    yield Rule("beta", ~((beta * value <= LARGEST) & (hedge <= LARGEST)), must)
    yield Rule("lot_size", ~(lot <= LARGEST), must)
    must = f"makes more than {MOST:,.0f} contracts"
    yield Rule("contract_size", ~(hedge <= MOST * contract_value), must)
    held = size_of(words.column("held"))
    yield Rule("held", ~(held <= MOST), must)
    must = f"makes a value above {LARGEST:,.0f}, too large to count in millionths"
    yield Rule("held", held * words.column("held_value") > LARGEST, must)


def must_of(words: Words, rule: Rule) -> Any:
    """Give the reason of a rule; that of a contract stands in its line."""
    return words.literal(rule.must) if rule.must else words.column("fault")
