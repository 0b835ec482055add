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
    broken = {f"rule_{n}": words.first(rule.is_broken, words.literal(False))
              for n, rule in enumerate(rules)}  # fmt: skip
    steps.append(broken)
    kept = [Rule(rule.column, words.column(name), rule.must) for name, rule in zip(broken, rules)]
    for step in (*steps, *fill(words, policy, cash_coins(policy.cash))):
        frame = with_columns(frame, step) if step else frame
    rules = [*kept, *line_rules(words, policy, traded_coins())]
    return Table(frame, tuple(rules), frozenset(texts))


def _kind(kind: type) -> str:
    return MISSING_NUMBER if kind is float else MISSING_TEXT


def is_bad(words: Words, rules: Iterable[Rule]) -> Any:
    """Tell the lines that break a rule."""
    return reduce(or_, (words.first(rule.is_broken, words.literal(False)) for rule in rules))


def size_lines(frame: Any, words: Words, with_columns: WithColumns, policy: Policy) -> Any:
    """Size good lines."""
    for step in (*size(words, policy), micro_units(words), contract_parts(words)):
        frame = with_columns(frame, step)
    return frame


def faults(words: Words, table: Table) -> Step:
    """Give the first fault of a bad line: its column, its value as the file has it, the reason."""
    column: Any = words.blank(MISSING_TEXT)
    value: Any = words.blank(MISSING_TEXT)
    reason: Any = words.blank(MISSING_TEXT)
    for rule in reversed(table.rules):
        name = said(rule.column, table.texts)
        broken = words.first(rule.is_broken, words.literal(False))
        column = words.where(broken, words.literal(label(rule.column)), column)
        value = words.where(broken, words.text(words.column(name)), value)
        reason = words.where(broken, must_of(words, rule), reason)
    return {"column": column, "value": value, "reason": reason}
