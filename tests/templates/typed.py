"""Strategies' workbooks as a treasurer fills them: cells typed over, and calculated again."""

import io

import openpyxl

from betahedge.engine import calculate
from betahedge.templates.strategies import strategy_named


def typed_over(built, data, cells):
    """Type over cells, by item or item and row; give the values, and each check's by its test.

    Of a check its value and its result.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, value in cells.items():
        item, _, row = key.partition(" ")
        place = built.names.places[item]
        book[place.sheet][f"{place.letter}{place.first + int(row or 0)}"] = value
    changed = io.BytesIO()
    book.save(changed)
    values = calculate(changed.getvalue()).values
    tests, found, results = (built.cells(f"checks.{key}") for key in ("test", "value", "result"))
    checks = {
        built.given[test]: (values[value], values[result])
        for test, value, result in zip(tests, found, results)
    }
    return values, checks


def typed(name, cells):
    """Type over cells of the worked example; give the checks that fail.

    Each is given with its value, which is how many cells do not fit where it counts them.
    """
    strategy = strategy_named(name)
    built = strategy.build(strategy.example)
    _, checks = typed_over(built, built.data, cells)
    return {test: value for test, (value, result) in checks.items() if result == "FAIL"}
