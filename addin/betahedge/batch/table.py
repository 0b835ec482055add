"""The steps from lines read to lines sized, as any engine takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from betahedge.batch.checks import Rule, line_rules, must_of, said, value_rules, word_rules
from betahedge.batch.fields import FIELDS, Texts
from betahedge.batch.lines import Step, blanks, fill, size
from betahedge.batch.policy import Policy
from betahedge.batch.sums import contract_units, micro_units
from betahedge.batch.terms import PRICES, TERMS, cash_coins, traded_coins
from betahedge.batch.words import MISSING_MARK, MISSING_NUMBER, MISSING_TEXT, Words

WithColumns = Callable[[Any, Step], Any]
BROKEN = "broken"  # the number of the first rule that a line breaks; missing of a good line


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an engine on its way: all its lines filled, and the rules that refuse some.

    texts: numbers that the file has as texts, which are kept as they are said.
    """

    frame: Any
    rules: tuple[Rule, ...]
    texts: frozenset[str]


def fill_lines(
    frame: Any,
    words: Words,
    with_columns: WithColumns,
    policy: Policy,
    there: Collection[str],
    texts: Texts,
) -> Table:
    """Fill the lines of a frame that has the fields `there`, and looked-up terms or none."""
    steps = [blanks(words, there, [field.name for field in FIELDS])]
    for columns in (TERMS, PRICES):
        names = [name for name in columns if name not in there]
        steps.append({name: words.blank(_kind(columns[name])) for name in names})
    rules = [
        *word_rules(words, texts),
        *value_rules(words, there, texts.numbers),
    ]
    steps.append({BROKEN: words.first(*_broken(words, rules, 0))})
    for step in (*steps, *fill(words, policy, cash_coins(policy.cash))):
        frame = with_columns(frame, step) if step else frame
    more = list(line_rules(words, policy, traded_coins()))
    found = words.first(words.column(BROKEN), *_broken(words, more, len(rules)))
    return Table(with_columns(frame, {BROKEN: found}), (*rules, *more), texts.numbers)


def _broken(words: Words, rules: Sequence[Rule], start: int) -> list[Any]:
    """Give the number of each rule that a line breaks, missing where it does not."""
    none = words.blank(MISSING_MARK)
    return [
        words.where(rule.is_broken, words.literal(n), none) for n, rule in enumerate(rules, start)
    ]


def _kind(kind: type) -> str:
    return MISSING_NUMBER if kind is float else MISSING_TEXT


def size_lines(frame: Any, words: Words, with_columns: WithColumns, policy: Policy) -> Any:
    """Size good lines."""
    for step in (*size(words, policy), micro_units(words), contract_units(words)):
        frame = with_columns(frame, step)
    return frame


def faults(words: Words, table: Table) -> Step:
    """Give the first fault of a bad line: its column, its value as the file has it, the reason."""
    none, broken = words.blank(MISSING_TEXT), words.column(BROKEN)
    found: dict[str, list[Any]] = {"column": [], "value": [], "reason": []}
    for n, rule in enumerate(table.rules):
        for name, what in (
            ("column", words.literal(rule.label)),
            ("value", words.text(words.column(said(rule.column, table.texts)))),
            ("reason", must_of(words, rule)),
        ):
            found[name].append(words.where(broken == n, what, none))
    return {name: words.first(*whats) for name, whats in found.items()}
