"""Strategies' workbooks as a treasurer fills them: cells typed over, and calculated again."""

import io

import openpyxl

from betahedge.engine import calculate
from betahedge.templates.strategies import strategy_named


def typed(name, cells):
    """Type over cells of the worked example, by item or item and row; give the checks that fail.

    Each is given with its value, which is how many cells do not fit where it counts them.
    """
    strategy = strategy_named(name)
    built = strategy.build(strategy.example)
    book = openpyxl.load_workbook(io.BytesIO(built.data))
    for key, value in cells.items():
        item, _, row = key.partition(" ")
        place = built.names.places[item]
        book[place.sheet][f"{place.letter}{place.first + int(row or 0)}"] = value
    data = io.BytesIO()
    book.save(data)
    values = calculate(data.getvalue()).values
    tests, found, results = (built.cells(f"checks.{key}") for key in ("test", "value", "result"))
    return {
        built.given[test]: values[value]
        for test, value, result in zip(tests, found, results)
        if values[result] == "FAIL"
    }
