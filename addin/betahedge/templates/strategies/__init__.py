"""The strategies of the article, each declared once: workbook, inputs file, terminal and JSON.

In: values of inputs by item.  Out: a built workbook, and what its page is made of.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from betahedge.templates.strategies.strategy import Strategy

NAMES = {
    "single_asset": "How many contracts for one coin, and what a fall costs.",
    "defensive": "A hedge through an event: what it saves, what it costs, when it is closed.",
    "carry": "Long spot and short futures: what it earns, and what can end it.",
    "transition": "Part of one coin into another, with the exposure as planned at every step.",
}


def strategy_named(name: str) -> Strategy:
    """Give a strategy by its name; the others are not imported."""
    module = import_module(f"betahedge.templates.strategies.{name}")
    found: Strategy = getattr(module, name.upper())
    return found
