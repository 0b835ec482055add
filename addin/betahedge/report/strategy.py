"""The results of a strategy by name, as its workbook has them.

Every figure is read from the calculated workbook of the strategy, by the names of its page.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from betahedge.engine.fresh import calculate_built
from betahedge.report.proof import proof
from betahedge.report.solving import Solved
from betahedge.sheets.blocks import Figures, Leaf, Panel, Spill, Table
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
    result = calculate_built(built, values["book.as_of"])
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
