"""Ranges as arguments: what spills, in which shape, and what is wrong with a range.

Oracle: the function on scalars, cell by cell, and NumPy's rules for stretching shapes.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.cells import (
    HEDGE_ACTION,
    HEDGE_CONTRACTS,
    HEDGE_PNL,
    HEDGE_RATIO,
    HEDGE_ROUND,
    HEDGE_SCENARIOS,
    HEDGE_TABLE,
    ErrorValue,
)

sides = st.sampled_from([(1, 1), (1, 3), (3, 1), (2, 3), (2, 1), (1, 1)])


def block(shape, first):
    """Fill a range with numbers that are all different."""
    rows, columns = shape
    return [[first + 7.0 * r + c for c in range(columns)] for r in range(rows)]


@pytest.mark.parametrize(
    "one", [[[325000]], ((325000.0,),), [325000], (325000,), [[[325000]]], [([325000],)]]
)
def test_a_1x1_range_is_a_scalar(one):
    assert HEDGE_CONTRACTS(one, 65000) == 5.0
    assert HEDGE_CONTRACTS(325000, [[65000]]) == 5.0
    assert HEDGE_CONTRACTS(one, [[65000.0]], [[0.5]], [[None]], [[0]], [["down"]]) == 2.5


def test_a_1x1_range_stretches_like_a_scalar():
    assert HEDGE_CONTRACTS([[65000], [130000]], [[65000]]) == [[1.0], [2.0]]


def test_a_column_and_a_row_make_a_grid():
    answer = HEDGE_CONTRACTS([[195000], [140000]], 65000, [[0, 0.5, 1]])
    assert answer == [
        [HEDGE_CONTRACTS(value, 65000, ratio) for ratio in (0, 0.5, 1)]
        for value in (195000, 140000)
    ]


def test_a_row_and_a_column_make_the_same_grid():
    """Whichever argument is the column gives the rows."""
    answer = HEDGE_CONTRACTS([[195000, 140000]], 65000, [[0.5], [1]])
    assert answer == [[1.5, pytest.approx(70 / 65)], [3.0, pytest.approx(140 / 65)]]


def test_a_block_takes_a_row_and_a_column():
    answer = HEDGE_ROUND([[1.2, 2.7], [3.4, 4.5]], [[1, 2]], [["down"], ["up"]])
    assert answer == [[1.0, 2.0], [4.0, 6.0]]


@pytest.mark.parametrize("flat", [[1, 2, 3], (1, 2, 3), ([1, 2, 3],), [(1, 2, 3)]])
def test_a_flat_list_is_one_row(flat):
    assert HEDGE_CONTRACTS(flat, 2) == [[0.5, 1.0, 1.5]]


@pytest.mark.parametrize(
    "column", [((1,), (2,)), [(1,), (2,)], ([1], [2]), [[1], (2,)], [[1.0], [2.0]]]
)
def test_rows_may_be_tuples_or_lists(column):
    """COM sends tuples of tuples, others lists; even a mixture has one meaning."""
    assert HEDGE_CONTRACTS(column, 2) == [[0.5], [1.0]]


def test_words_spill_too():
    assert HEDGE_ACTION([[1.8, -1.8, 0]]) == [["Short", "Long", "None"]]
    answer = HEDGE_ROUND(-1.5, 1, [["nearest"], ["down"], ["UP"]])
    assert answer == [[-2.0], [-1.0], [-2.0]]


@pytest.mark.parametrize("empty", [[], (), [[]], [[None]], [[""]], [[], []]])
def test_an_empty_range_is_a_blank_cell(empty):
    def single(answer):
        return answer[0][0] if isinstance(answer, list) else answer

    assert single(HEDGE_CONTRACTS(325000, 65000, empty)) == 5.0
    refused = single(HEDGE_CONTRACTS(empty, 65000))
    assert (refused, refused.reason) == ("#VALUE!", "spot_value: was blank; must be a number")


def test_a_blank_in_an_optional_range_takes_the_default():
    answer = HEDGE_CONTRACTS(325000, 65000, [[0.5, None, ""]], [[None], [2]])
    assert answer == [[2.5, 5.0, 5.0], [5.0, 10.0, 10.0]]


def test_a_blank_in_an_option_word_takes_the_default():
    assert HEDGE_ROUND(1.8, 1, [["down"], [None], [""]]) == [[1.0], [2.0], [2.0]]


def test_a_default_that_follows_another_argument_does_so_cell_by_cell():
    """HEDGE_PNL's futures move as the spot does where no futures return is given."""
    answer = HEDGE_PNL(100, 1, 100, [[0.1], [0.2], [0.3]], [[None], [0.0], [""]])
    assert answer == [[0.0], [20.0], [0.0]]


def test_one_bad_element_is_one_error():
    answer = HEDGE_CONTRACTS([[1], ["x"], [3], [None]], [[1, 0, 2]])
    shown = [[v if isinstance(v, ErrorValue) else "" for v in row] for row in answer]
    assert shown == [
        ["", "#DIV/0!", ""],
        ["#VALUE!", "#VALUE!", "#VALUE!"],
        ["", "#DIV/0!", ""],
        ["#VALUE!", "#VALUE!", "#VALUE!"],
    ]
    assert (answer[0][0], answer[2][2]) == (1.0, 1.5)
    assert answer[1][1].reason == 'spot_value: was "x"; must be a number'


def test_an_error_of_the_arithmetic_is_one_error():
    answer = HEDGE_CONTRACTS([[1e308], [1]], [[1e-308], [1]])
    assert answer == [["#NUM!"], [1.0]]
    assert HEDGE_RATIO([[1e-320], [1]], 1, 1, [[1e-320], [1]]) == [["#DIV/0!"], [1.0]]


def test_a_bad_scalar_refuses_the_whole_call():
    """There is nothing to show but the one error."""
    answer = HEDGE_CONTRACTS([[1], [2]], 0)
    assert answer == "#DIV/0!"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            ([[1, 2]], [[1, 2, 3]]),
            "contract_value: was 3 columns; must be 1 or 2, like the other ranges",
        ),
        (
            ([[1], [2]], 1, [[1], [2], [3]]),
            "hedge_ratio: was 3 rows; must be 1 or 2, like the other ranges",
        ),
        (
            (1, [[1, 2, 3], [4, 5, 6]], [[1, 2], [3, 4]]),
            "hedge_ratio: was 2 columns; must be 1 or 3, like the other ranges",
        ),
        (([[1, 2], [3]], 1), "spot_value: was rows of different lengths; must be a range"),
        (([[1, 2], 3], 1), "spot_value: was rows of different lengths; must be a range"),
        (([[1], "x"], 1), "spot_value: was rows of different lengths; must be a range"),
        (([[1], []], 1), "spot_value: was rows of different lengths; must be a range"),
    ],
)
def test_shapes_that_do_not_fit_name_the_argument(arguments, reason):
    answer = HEDGE_CONTRACTS(*arguments)
    assert (answer, answer.reason) == ("#VALUE!", reason)


def test_a_range_inside_a_cell_is_no_number():
    """No host sends one; the other cells are answered."""
    answer = HEDGE_CONTRACTS([[1, [2, 3]], [4, [[5]]]], 1)
    assert answer == [[1.0, "#VALUE!"], [4.0, "#VALUE!"]]
    assert answer[0][1].reason == "spot_value: was a range; must be a number"


@given(sides, sides, sides)
def test_shape_and_values_are_numpys(values, sizes, ratios):
    """NumPy's broadcasting of the same arrays, through the plain formula."""
    v, c, h = block(values, 100.0), block(sizes, 10.0), block(ratios, 0.5)
    try:
        expected = (np.array(h) * np.array(v) / np.array(c)).tolist()
    except ValueError:  # shapes that do not broadcast
        assert HEDGE_CONTRACTS(v, c, h) == "#VALUE!"
        return
    answer = HEDGE_CONTRACTS(v, c, h)
    assert answer == (expected if np.size(expected) > 1 else expected[0][0])


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(1, 1e6))
def test_a_range_gives_what_its_cells_give(column, contract_value):
    """The fast way along a column and the way of a single value are one function."""
    for lot_size in (0.0, 0.1):
        along = HEDGE_CONTRACTS([[v] for v in column], contract_value, 0.7, 1.3, lot_size)
        each = [[HEDGE_CONTRACTS(v, contract_value, 0.7, 1.3, lot_size)] for v in column]
        assert along == each


@pytest.mark.parametrize("wrap", [list, tuple, lambda xs: [xs], lambda xs: [[x] for x in xs]])
def test_a_whole_column_may_lie_either_way(wrap):
    """Table functions take a row or a column for a list of things."""
    upright = HEDGE_SCENARIOS(325000, 2.5, 65000, [[-0.1], [0.0], [0.1]])
    assert HEDGE_SCENARIOS(325000, 2.5, 65000, wrap([-0.1, 0.0, 0.1])) == upright


def test_a_single_value_stands_for_a_column():
    """One price, ratio or lot size for every asset."""
    answer = HEDGE_TABLE([["A"], ["B"]], [[1], [2]], 100, [[1]], 0.5)
    assert [row[1:5] for row in answer[1:3]] == [[100, 100, 1, 0.5], [200, 100, 2, 1]]


def test_a_line_of_blanks_is_no_line():
    """A table may be given with room to grow; a line half filled is still an error."""
    held = (["A", None, "C"], [1, None, 2], [100, None, 100])
    answer = HEDGE_TABLE(*held, 1)
    assert [row[0] for row in answer] == ["Asset", "A", "C", "Total"]
    assert answer[-1][1] == 300
    half = HEDGE_TABLE(["A", "B"], [1, None], [100, 100], 1)
    assert half[2] == ["B", *["#VALUE!"] * 5]
    assert half[2][1].reason == "quantities: was blank; must be a number"


def test_a_header_shows_the_ratio_only_if_it_is_one():
    assert HEDGE_TABLE([["A"]], 1, 1, 1, 0.25)[0][4] == "25% hedge"
    assert HEDGE_TABLE([["A"], ["B"]], 1, 1, 1, [[0.25], [0.5]])[0][4] == "Hedge"
    assert HEDGE_TABLE([["A"]], 1, 1, 1, "#N/A")[0][4] == "Hedge"


def test_lots_add_a_column():
    """By the design: an Order column is added where there are lot sizes."""
    with_lots = HEDGE_TABLE([["BTC"]], 3, 65000, 1, 0.6, 1, 1, "down")
    assert with_lots[0][5:] == ["Order", "Action"]
    assert with_lots[1][4:] == [pytest.approx(1.8), 1.0, "Short"]
    assert with_lots[2] == ["Total", 195000.0, "", "", "", "", ""]
