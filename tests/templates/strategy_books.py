"""Strategies on inputs of a test: a file of inputs changed, solved, and opened elsewhere."""

import csv
import io
from pathlib import Path

from betahedge.report.inputs_file import example_file, read_inputs
from betahedge.report.strategy import solve
from betahedge.templates.strategies import NAMES, strategy_named

__all__ = ["NAMES"]


def changed_file(name, changes=None, tables=None):
    """Write the worked example as a file, with some values and whole tables changed."""
    rows = list(csv.reader(io.StringIO(example_file(strategy_named(name)))))
    changes = dict(changes or {})
    kept, skipping = [], False
    for row in rows:
        if len(row) == 1 and row[0] in (tables or {}):
            kept += [row, *tables[row[0]]]
            skipping = True
        elif not row:
            skipping = False
            kept.append(row)
        elif not skipping:
            kept.append([row[0], *listed(changes.pop(row[0]))] if row[0] in changes else row)
    assert not changes, f"no such inputs: {changes}"
    out = io.StringIO()
    csv.writer(out).writerows(kept)
    return out.getvalue()


def listed(value):
    return list(value) if isinstance(value, list | tuple) else [value]


def solved(name, changes=None, tables=None):
    data = changed_file(name, changes, tables).encode()
    return solve(strategy_named(name), read_inputs(Path("inputs.csv"), data, strategy_named(name)))


def figure(outcome, name):
    """Give an item as the oracle has it: a number, or a list of them."""
    place = outcome.built.names.places[name]
    return outcome.column(name) if place.family else outcome.item(name)
