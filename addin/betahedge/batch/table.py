"""The steps from lines read to lines sized, as any engine takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from betahedge.batch.checks import Rule, label, line_rules, must_of, said, value_rules
from betahedge.batch.fields import FIELDS
from betahedge.batch.lines import Step, blanks, fill, size
from betahedge.batch.policy import Policy
from betahedge.batch.sums import contract_parts, micro_units
from betahedge.batch.terms import PRICES, TERMS, cash_coins, traded_coins
from betahedge.batch.words import MISSING_NUMBER, MISSING_TEXT, Words

WithColumns = Callable[[Any, Step], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an engine on its way: all its lines filled, and the rules that refuse some."""

    frame: Any
    rules: tuple[Rule, ...]
    texts: frozenset[str]


def fill_lines(
    frame: Any,
    words: Words,
    with_columns: WithColumns,
    policy: Policy,
    there: Collection[str],
    texts: Collection[str],
) -> Table:
    """Fill the lines of a frame that has the fields `there`, and looked-up terms or none.

    texts: numbers that the file has as texts, which are kept as they are said.
    """
    steps = [blanks(words, there, [field.name for field in FIELDS])]
    for columns in (TERMS, PRICES):
        names = [name for name in columns if name not in there]
        steps.append({name: words.blank(_kind(columns[name])) for name in names})
    rules = list(value_rules(words, there, texts))
    steps.append(_broken(words, rules, 0))
    for step in (*steps, *fill(words, policy, cash_coins(policy.cash))):
        frame = with_columns(frame, step) if step else frame
    more = list(line_rules(words, policy, traded_coins()))
    frame = with_columns(frame, _broken(words, more, len(rules)))
    kept = [
        Rule(rule.column, words.column(f"rule_{n}"), rule.must)
        for n, rule in enumerate([*rules, *more])
    ]
    return Table(frame, tuple(kept), frozenset(texts))


def _broken(words: Words, rules: list[Rule], start: int) -> Step:
    """Tell of each rule whether it is broken, in a column of its own."""
    no = words.literal(False)
    return {f"rule_{start + n}": words.first(rule.is_broken, no) for n, rule in enumerate(rules)}


def _kind(kind: type) -> str:
    return MISSING_NUMBER if kind is float else MISSING_TEXT


def is_bad(rules: Iterable[Rule]) -> Any:
    """Tell the lines that break a rule."""
    return reduce(or_, (rule.is_broken for rule in rules))


def size_lines(frame: Any, words: Words, with_columns: WithColumns, policy: Policy) -> Any:
    """Size good lines."""
    for step in (*size(words, policy), micro_units(words), contract_parts(words)):
        frame = with_columns(frame, step)
    return frame


def faults(words: Words, table: Table) -> Step:
    """Give the first fault of a bad line: its column, its value as the file has it, the reason."""
    none = words.blank(MISSING_TEXT)
    no_value = words.literal("")  # a broken rule of a value that is missing ends the search too
    found: dict[str, list[Any]] = {"column": [], "value": [], "reason": []}
    for rule in table.rules:
        read = words.text(words.column(said(rule.column, table.texts)))
        value = words.first(read, no_value)
        for name, what in (
            ("column", words.literal(label(rule.column))),
            ("value", value),
            ("reason", must_of(words, rule)),
        ):
            found[name].append(words.where(rule.is_broken, what, none))
    firsts = {name: words.first(*whats) for name, whats in found.items()}
    return firsts | {"value": words.where(firsts["value"] == no_value, none, firsts["value"])}
