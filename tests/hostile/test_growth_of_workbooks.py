"""No workbook takes more than its size allows: chains of links, and names that grow.

A recalculation or a look at all formulas for each link would be quadratic: 64 times the time for
eight times the links.
"""

import time

import pytest

from betahedge.engine import calculate
from engine.case_books import sheet

START = {"B1": "=HEDGE_BASIS(7,2)"}


def linked(formula, links):
    """Write a column in which each cell reads the one above."""
    rows = range(2, links + 2)
    return START | {f"B{row}": formula.format(above=f"B{row - 1}", row=row) for row in rows}


def stored(formula, links):
    cells = linked(formula, links)
    return sheet(cells, stored=dict.fromkeys(cells, 5))


def named(links):
    names = {f"n_{i}": f"n_{i - 1}+1" for i in range(1, links)} | {"n_0": "S!$B$1"}
    cells = {f"C{i + 1}": f"=HEDGE_BASIS(n_{i},1)" for i in range(links)}
    return sheet(START | cells, names=names)


BOOKS = {
    "our calls": lambda links: sheet(linked("=HEDGE_BASIS({above},1)", links)),
    "another add-in": lambda links: sheet(linked("=BDP({above})", links)),
    "another add-in, values stored": lambda links: stored("=BDP({above})+{above}", links),
    "unknown names, values stored": lambda links: stored("=unknown_name+{above}", links),
    "unknown names": lambda links: sheet(linked("=unknown_name+{above}", links)),
    "a circle": lambda links: sheet(
        linked("={above}+1", links) | {"B1": f"=HEDGE_BASIS(B{links + 1},1)"}
    ),
    "names in names": named,
}


@pytest.mark.parametrize("kind", BOOKS)
def test_eight_times_the_links_take_no_more_than_some_ten_times_as_long(kind):
    def seconds(links):
        data = BOOKS[kind](links)
        start = time.process_time()
        calculate(data)
        return time.process_time() - start

    seconds(10)
    taken = [seconds(links) for links in (100, 800)]
    assert taken[1] < max(24 * taken[0], 1.0), taken


def test_of_a_long_chain_of_unknown_names_every_value_is_kept():
    result = calculate(stored("=unknown_name+{above}", 100))
    assert (result.values, len(result.kept)) == ({"S!B1": 5}, 100)


def test_a_long_name_that_is_used_often_is_given_up_at_once():
    names = {"long": "+".join(["S!$A$1"] * 1_100)}
    cells = {"A1": 1, "B1": f"={'+'.join(['long'] * 1_600)}+HEDGE_BASIS(1,0)", "B2": "=long*1"}
    start = time.process_time()
    result = calculate(sheet(cells, names=names))
    assert time.process_time() - start < 2
    assert result.values == {"S!B2": 1_100}
    assert result.left == {"S!B1": "uses the name long, which is endless or too long"}
