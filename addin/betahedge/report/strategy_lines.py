"""A strategy's page in lines for a terminal of any width: its headline, and each block."""

import datetime
import math
from dataclasses import replace
from typing import Any

import click

from betahedge.report.strategy import Outcome
from betahedge.report.terminal import show_heading, show_lines, show_pairs
from betahedge.report.terminal_table import Column
from betahedge.sheets import theme
from betahedge.sheets.blocks import Figures, Panel, Spill, Table
from betahedge.sheets.layout import every


def show(outcome: Outcome) -> None:
    """Print the page: its headline, then each block."""
    show_heading(outcome.headline)
    for block in every(outcome.strategy.page.blocks):
        if isinstance(block, Panel):
            _panel(block, outcome)
        elif isinstance(block, Table):
            _table(block, outcome)
        elif isinstance(block, Spill):
            _spill(block, outcome)
        elif isinstance(block, Figures):
            _figures(block, outcome)


def _title(text: str) -> None:
    click.echo()
    if text:
        show_heading(text.removesuffix(" fx"))


def _beside(outcome: Outcome, name: str, up: int = 0) -> str:
    """Give the text that stands left of an item, or of the row above it."""
    place = outcome.built.names.places[name]
    left = (replace(place, column=n) for n in range(place.column - 1, 0, -1))
    return next(t for at in left if isinstance(t := outcome.at(at, place.first - up), str))


def _panel(panel: Panel, outcome: Outcome) -> None:
    names = [f"{panel.key}.{item.key}" for item in panel.items]
    made = panel.title.startswith("=")  # by a formula
    _title(_beside(outcome, names[0], 1) if made else panel.title)
    labels = [
        _beside(outcome, name) if item.label.startswith("=") else item.label
        for name, item in zip(names, panel.items)
    ]
    values = [written(outcome.item(n), item.form, outcome) for n, item in zip(names, panel.items)]
    show_pairs([(label.removesuffix(" fx"), value) for label, value in zip(labels, values)])


def _figures(block: Figures, outcome: Outcome) -> None:
    _title("")
    places = [outcome.built.names.places[f"{block.key}.{each.key}"] for each in block.figures]
    labels = [
        str(outcome.at(place, place.first - 1)) if each.label.startswith("=") else each.label
        for place, each in zip(places, block.figures)
    ]
    values = [
        written(outcome.at(place, place.first), each.form, outcome)
        for place, each in zip(places, block.figures)
    ]
    show_pairs(list(zip(labels, values)))


def _table(table: Table, outcome: Outcome) -> None:
    shown = [c for c in table.columns if c.form != "strip" and (c.heading or c.form != "text")]
    names = [f"{table.key}.{c.key}" for c in shown]
    columns = [
        [written(value, c.form, outcome) for value in outcome.column(name)]
        for name, c in zip(names, shown)
    ]
    _title(table.title.partition(":")[0])
    heads = [_heading(outcome, c.heading, name) for name, c in zip(names, shown)]
    numbers = [c.form not in theme.WORDS for c in shown]
    show_lines(list(map(Column, heads, numbers)), list(zip(*columns, strict=True)))


def _heading(outcome: Outcome, text: str, name: str) -> str:
    """Give a heading of a column, which a formula may make."""
    if text.startswith("="):
        place = outcome.built.names.places[name]
        text = str(outcome.at(place, place.head))
    return text.removesuffix(" fx")


def _spill(block: Spill, outcome: Outcome) -> None:
    _title(block.title)
    heads = block.native.head
    columns = [Column(heading, number > 0) for number, heading in enumerate(heads.values())]
    rows = [
        [written(outcome.item(f"{block.key}.{c}.{row}"), block.forms.get(c, "money"), outcome)
         for c in heads]
        for row in block.row_keys
    ]  # fmt: skip
    show_lines(columns, rows)


PERCENT = {"ratio": 1, "rate": 1, "move": 0, "fee": 2, "funding": 4}
TYPED, MOST = ("move", "fee"), 4  # settings, and the decimals that they have at most
SIGNED = ("pnl", "rate", "move", "basis")


def written(value: Any, form: str, outcome: Outcome) -> str:
    """Write a value as the page shows it; its digits are in the JSON."""
    if value is None or isinstance(value, str | bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    signed = form in SIGNED or form.startswith("+")
    if form in PERCENT or form.endswith("%"):
        digits = PERCENT.get(form, len(form.rpartition(".")[2].rstrip("%")))
        if form in TYPED:
            digits = next(n for n in range(digits, MOST + 1) if _is_whole(100 * value, n))
        return f"{digits_of(100 * value, digits, signed)}%"
    if form in ("money", "pnl"):
        places = theme.money_decimals(outcome.strategy.amount(outcome.values))
        return digits_of(value, places, signed)
    sign = "+" if signed and value > 0 else ""
    return sign + (f"{value:,.6g}" if abs(value) < 1 else f"{round(value, 4):,.12g}")


def _is_whole(value: float, places: int) -> bool:
    """Tell a number that has no more decimals than so many, of those that are shown."""
    return round(value, places) == round(value, MOST)


def digits_of(value: float, places: int, signed: bool) -> str:
    """Write a number with its decimals, a half away from zero; what shows as zero has no sign."""
    size = math.floor(abs(value) * 10**places + 0.5 + 1e-9) / 10**places
    rounded = math.copysign(size, value) if size else 0.0
    return f"{rounded:{'+' if signed and size else ''},.{places}f}"
