"""The results of a strategy by name, as its workbook has them: for JSON and for the terminal.

Every figure is read from the calculated workbook of the strategy, by the names of its page.
"""

import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table as Lines

from betahedge.books.text import escaped
from betahedge.engine import calculate
from betahedge.report.proof import proof
from betahedge.report.solving import Solved
from betahedge.report.terminal import console
from betahedge.sheets import theme
from betahedge.sheets.blocks import Figures, Headline, Leaf, Panel, Spill, Table
from betahedge.sheets.items import Given
from betahedge.sheets.layout import TOP, every
from betahedge.templates.strategies.strategy import Strategy, input_blocks


@dataclass(frozen=True)
class Outcome(Solved):
    """A strategy that is built, calculated and proved."""

    strategy: Strategy
    values: Mapping[str, Any]  # of the inputs, by item

    @property
    def headline(self) -> str:
        """Give the sentence that says the result."""
        return str(self.result.values[f"{self.strategy.page.name}!A{TOP}"])

    @property
    def blocks(self) -> Iterator[Leaf]:
        """Run through the blocks of the page, and the spills that its charts draw."""
        yield from every(self.strategy.page.blocks)
        yield from (b for b in every(self.strategy.working) if isinstance(b, Spill))


def solve(strategy: Strategy, values: Mapping[str, Any]) -> Outcome:
    """Build, calculate and prove a strategy on values of its inputs."""
    built = strategy.build(values)
    result = calculate(built.data, made_on=values.get("book.as_of"))
    return Outcome(built, result, proof(result.values, built), strategy, values)


def results(outcome: Outcome) -> dict[str, Any]:
    """Give everything that the page says, by block and item."""
    blocks = {block.key: figures(block, outcome) for block in outcome.blocks}
    return {
        "strategy": outcome.strategy.name,
        "headline": outcome.headline,
        "inputs": inputs(outcome),
        "results": {key: found for key, found in blocks.items() if found},
        "proved": not outcome.proof.different,
        "master_check": outcome.result.master_check,
    }


def inputs(outcome: Outcome) -> dict[str, Any]:
    """Give the inputs by name, tables as rows."""
    found: dict[str, Any] = {}
    for block in input_blocks(outcome.strategy):
        if isinstance(block, Table):
            found[block.key] = rows(block, outcome)
        elif isinstance(block, Panel):
            for item in block.items:
                if isinstance(item.what, Given):
                    found[item.name] = plain(outcome.item(f"{block.key}.{item.key}"))
        else:
            found[block.key] = list(outcome.values[block.key])
    return found


def figures(block: Leaf, outcome: Outcome) -> Any:
    """Give the figures of a block."""
    if isinstance(block, Panel):
        return {item.key: plain(outcome.item(f"{block.key}.{item.key}")) for item in block.items}
    if isinstance(block, Figures):
        return {each.key: outcome.item(f"{block.key}.{each.key}") for each in block.figures}
    if isinstance(block, Spill):
        return {
            row: {c: outcome.item(f"{block.key}.{c}.{row}") for c in block.native.head}
            for row in block.row_keys
        }
    return rows(block, outcome) if isinstance(block, Table) else None


def rows(table: Table, outcome: Outcome) -> Any:
    """Give the rows of a table, and its totals where it has some."""
    columns = {c.key: outcome.column(f"{table.key}.{c.key}") for c in table.columns}
    names = list(columns)
    lines = [
        dict(zip(names, map(plain, line), strict=True))
        for line in zip(*columns.values(), strict=True)
    ]
    if not table.total:
        return lines
    places = {c.key: outcome.built.names.places[f"{table.key}.{c.key}"] for c in table.columns}
    summed = [c.key for c in table.columns if c.total]
    total = {key: outcome.at(places[key], places[key].total) for key in summed}
    return {"rows": lines, "total": total}


def plain(value: Any) -> Any:
    """Write a value as JSON has it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def show(outcome: Outcome) -> None:
    """Print the page: its headline, then each block."""
    out = console()
    out.print(escaped(outcome.headline), style="bold")
    for block in every(outcome.strategy.page.blocks):
        if isinstance(block, Panel):
            out.print(_panel(block, outcome))
        elif isinstance(block, Table):
            out.print(_table(block, outcome, out.width))
        elif isinstance(block, Spill):
            out.print(_spill(block, outcome))
        elif isinstance(block, Figures):
            out.print(_keys(block, outcome))
        elif not isinstance(block, Headline):
            continue


def _heading(outcome: Outcome, text: str, name: str) -> str:
    """Give a heading, which a formula may make."""
    if not text.startswith("="):
        return text.removesuffix(" fx")
    place = outcome.built.names.places[name]
    return escaped(str(outcome.at(place, place.head))).removesuffix(" fx")


def _lines(title: str) -> Lines:
    return Lines(title=title, title_justify="left", box=box.SIMPLE_HEAD)


def _panel(panel: Panel, outcome: Outcome) -> Lines:
    lines = _lines("" if panel.title.startswith("=") else panel.title.removesuffix(" fx"))
    lines.show_header = False
    lines.add_column()
    lines.add_column(justify="right", no_wrap=True)
    for item in panel.items:
        label = item.key.replace("_", " ") if item.label.startswith("=") else item.label
        value = outcome.item(f"{panel.key}.{item.key}")
        lines.add_row(label.removesuffix(" fx"), written(value, item.form, outcome))
    return lines


def _keys(block: Figures, outcome: Outcome) -> Lines:
    lines = _lines("")
    for figure in block.figures:
        label = figure.key if figure.label.startswith("=") else figure.label
        lines.add_column(label, justify="right", no_wrap=True)
    lines.add_row(*(written(outcome.item(f"{block.key}.{f.key}"), f.form, outcome)
                    for f in block.figures))  # fmt: skip
    return lines


def _table(table: Table, outcome: Outcome, wide: int) -> Lines:
    """Lay out a table; where it is wider than the terminal, its rows stand side by side."""
    shown = [c for c in table.columns if c.form != "strip" and (c.heading or c.form != "text")]
    heads = [_heading(outcome, c.heading, f"{table.key}.{c.key}") for c in shown]
    columns = [
        [written(v, c.form, outcome) for v in outcome.column(f"{table.key}.{c.key}")] for c in shown
    ]
    lines = _lines(table.title.partition(":")[0])
    widths = [max(map(len, cells), default=0) for cells in columns]
    narrow = sum(max(w, WORD) + 3 for w in widths) <= wide
    if not narrow:
        heads, columns = ["", *columns[0]], [heads[1:], *map(list, zip(*columns))]
        columns[1:] = [column[1:] for column in columns[1:]]
    for number, (head, cells) in enumerate(zip(heads, columns, strict=True)):
        words = not number or (narrow and shown[number].form in theme.WORDS)
        lines.add_column(head, justify="left" if words else "right",
                         min_width=max(map(len, cells), default=0))  # fmt: skip
    for row in zip(*columns, strict=True):
        lines.add_row(*row)
    return lines


def _spill(block: Spill, outcome: Outcome) -> Lines:
    lines = _lines(block.title.removesuffix(" fx"))
    for number, heading in enumerate(block.native.head.values()):
        lines.add_column(heading, justify="right" if number else "left", no_wrap=True)
    for row in block.row_keys:
        lines.add_row(*(written(outcome.item(f"{block.key}.{c}.{row}"),
                                block.forms.get(c, "money"), outcome)
                        for c in block.native.head))  # fmt: skip
    return lines


WORD = 8  # characters of a heading's words
PERCENT = {"ratio": 1, "rate": 1, "move": 0, "fee": 2, "funding": 4}
SIGNED = ("pnl", "rate", "move")


def written(value: Any, form: str, outcome: Outcome) -> str:
    """Write a value as the page shows it; its digits are in the JSON."""
    if value is None or isinstance(value, str | bool):
        return "" if value is None else escaped(str(value))
    if isinstance(value, datetime.date):
        return value.isoformat()
    signed = form in SIGNED or form.startswith("+")
    if form in PERCENT or form.endswith("%"):
        digits = PERCENT.get(form, len(form.rpartition(".")[2].rstrip("%")))
        return f"{digits_of(100 * value, digits, signed)}%"
    if form in ("money", "pnl"):
        places = theme.money_decimals(outcome.strategy.amount(outcome.values))
        return digits_of(value, places, signed)
    return f"{value:,.6g}" if abs(value) < 1 else f"{round(value, 4):,.12g}"


def digits_of(value: float, places: int, signed: bool) -> str:
    """Write a number with its decimals, a half away from zero; what shows as zero has no sign."""
    size = math.floor(abs(value) * 10**places + 0.5 + 1e-9) / 10**places
    rounded = math.copysign(size, value) if size else 0.0
    return f"{rounded:{'+' if signed and size else ''},.{places}f}"
