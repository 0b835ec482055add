"""Every line of the design's error table: what the cell shows, and the reason a host can show.

A reason is one line, `argument: was what it was; must be what it must be`.
"""

import math

import numpy as np
import pytest

from betahedge.cells import (
    CATALOGUE,
    HEDGE_ACTION,
    HEDGE_AVERAGE_PRICE,
    HEDGE_BASIS,
    HEDGE_BASIS_RATE,
    HEDGE_BETA,
    HEDGE_BETA_STATS,
    HEDGE_BREAKEVEN,
    HEDGE_CHECK,
    HEDGE_CONTRACT_VALUE,
    HEDGE_CONTRACTS,
    HEDGE_CONTRACTS_BETA,
    HEDGE_EFFECTIVENESS,
    HEDGE_ES,
    HEDGE_FAIR_PRICE,
    HEDGE_FUNDING_RATE,
    HEDGE_IMPACT,
    HEDGE_LIQUIDATION,
    HEDGE_MARGIN,
    HEDGE_MINVAR,
    HEDGE_MIX,
    HEDGE_PNL,
    HEDGE_RATIO,
    HEDGE_REBALANCE,
    HEDGE_ROUND,
    HEDGE_SCENARIOS,
    HEDGE_SPEC,
    HEDGE_SURVIVAL,
    HEDGE_TABLE,
    HEDGE_TAILED,
    HEDGE_TRANSITION,
    HEDGE_VAR,
    ErrorValue,
    declaration,
)
from betahedge.cells.calling import attempt
from betahedge.cells.errors import error_in
from betahedge.cells.kinds import Number

PRICES = [[100], [101], [103], [99]]
FLAT = [[5], [5], [5], [5]]
BOOK = ([["BTC"], ["ETH"]], [[3.0], [40.0]], [[65000], [3500]], [[1], [1]])
ROUNDINGS = 'must be one of "nearest", "down", "up"'

# (function, arguments, what the cell shows, the reason)
ELEMENTWISE = [
    # A required argument that is blank, or left out.
    (HEDGE_CONTRACTS, (None, 1), "#VALUE!", "spot_value: was blank; must be a number"),
    (HEDGE_CONTRACTS, (1, ""), "#VALUE!", "contract_value: was blank; must be a number above 0"),
    (HEDGE_CONTRACTS, (1,), "#VALUE!", "contract_value: was blank; must be a number above 0"),
    (HEDGE_CONTRACTS, (), "#VALUE!", "spot_value: was blank; must be a number"),
    (HEDGE_RATIO, (1, None, 1), "#VALUE!", "contracts: was blank; must be a number"),
    (HEDGE_ROUND, (1,), "#VALUE!", "lot_size: was blank; must be a number, 0 or above"),
    (HEDGE_ACTION, (None,), "#VALUE!", "contracts: was blank; must be a number"),
    (HEDGE_PNL, (1, 1, 1), "#VALUE!", "spot_return: was blank; must be a return above -1"),
    # Text where a number is needed, even text that looks like one; and other things.
    (HEDGE_CONTRACTS, ("BTC", 1), "#VALUE!", 'spot_value: was "BTC"; must be a number'),
    (HEDGE_CONTRACTS, ("5", 1), "#VALUE!", 'spot_value: was "5"; must be a number'),
    (HEDGE_CONTRACTS, (" ", 1), "#VALUE!", 'spot_value: was " "; must be a number'),
    (HEDGE_CONTRACTS, (True, 1), "#VALUE!", "spot_value: was TRUE; must be a number"),
    (HEDGE_CONTRACTS, (1j, 1), "#VALUE!", "spot_value: was 1j; must be a number"),
    (HEDGE_PNL, (1, 1, 1, "up"), "#VALUE!", 'spot_return: was "up"; must be a return above -1'),
    # An unknown option word, or none.
    (HEDGE_ROUND, (1, 1, "half"), "#VALUE!", f'rounding: was "half"; {ROUNDINGS}'),
    (HEDGE_ROUND, (1, 1, 2), "#VALUE!", f"rounding: was 2; {ROUNDINGS}"),
    (HEDGE_CONTRACTS, (1, 1, 1, 1, 1, "even"), "#VALUE!", f'rounding: was "even"; {ROUNDINGS}'),
    # Ranges whose shapes do not broadcast: the reason names the argument that differs.
    (
        HEDGE_CONTRACTS,
        ([[1, 2]], [[1, 2, 3]]),
        "#VALUE!",
        "contract_value: was 3 columns; must be 1 or 2, like the other ranges",
    ),
    (
        HEDGE_CONTRACTS,
        ([[1], [2]], [[1, 2]], [[1], [1], [1]]),
        "#VALUE!",
        "hedge_ratio: was 3 rows; must be 1 or 2, like the other ranges",
    ),
    (
        HEDGE_CONTRACTS,
        ([[1, 2], [3]], 1),
        "#VALUE!",
        "spot_value: was rows of different lengths; must be a range",
    ),
    (
        HEDGE_ACTION,
        (1, 2),
        "#VALUE!",
        "HEDGE_ACTION: was 2 arguments; must be 1 at most",
    ),
    # A divisor of zero.
    (HEDGE_CONTRACTS, (1, 0), "#DIV/0!", "contract_value: was 0; must be a number above 0"),
    (HEDGE_CONTRACTS, (1, -0.0), "#DIV/0!", "contract_value: was 0; must be a number above 0"),
    (HEDGE_RATIO, (0, 1, 1), "#DIV/0!", "spot_value: was 0; must be a number other than 0"),
    (HEDGE_RATIO, (1, 1, 1, 0), "#DIV/0!", "beta: was 0; must be a number other than 0"),
    (
        HEDGE_RATIO,
        (1e-320, 1, 1, 1e-320),  # their product underflows to 0
        "#DIV/0!",
        "HEDGE_RATIO: the arguments divide by zero",
    ),
    # Below what the argument may be.
    (HEDGE_CONTRACTS, (1, -1), "#NUM!", "contract_value: was -1; must be a number above 0"),
    (HEDGE_CONTRACTS, (1, 1, -0.5), "#NUM!", "hedge_ratio: was -0.5; must be a number, 0 or above"),
    (HEDGE_CONTRACTS, (1, 1, 1, 1, -1), "#NUM!", "lot_size: was -1; must be a number, 0 or above"),
    (HEDGE_ROUND, (1, -0.1), "#NUM!", "lot_size: was -0.1; must be a number, 0 or above"),
    (HEDGE_RATIO, (1, 1, -5), "#NUM!", "contract_value: was -5; must be a number above 0"),
    (
        HEDGE_PNL,
        (1, 1, 1, 0, 0, 0, -1),
        "#NUM!",
        "costs: was -1; must be a number, 0 or above",
    ),
    (HEDGE_BASIS, (-1, 1), "#NUM!", "futures_price: was -1; must be a number above 0"),
    (HEDGE_BASIS, (0, 1), "#NUM!", "futures_price: was 0; must be a number above 0"),
    (HEDGE_CONTRACT_VALUE, (1, 0), "#NUM!", "contract_size: was 0; must be a number above 0"),
    # Other divisors of zero.
    (HEDGE_BREAKEVEN, (1, 0, 1), "#DIV/0!", "hedge_ratio: was 0; must be a number above 0"),
    (HEDGE_FUNDING_RATE, (1, 0), "#DIV/0!", "interval_hours: was 0; must be a number above 0"),
    (HEDGE_REBALANCE, (0, 1, 1, 1), "#DIV/0!", "spot_value: was 0; must be a number other than 0"),
    # Outside an argument's own range.
    (HEDGE_BASIS_RATE, (1, 1, 0.9), "#NUM!", "days: was 0.9; must be a number of days, 1 or more"),
    (HEDGE_TAILED, (1, -1, 1), "#NUM!", "rate: was -1; must be a rate above -1"),
    (HEDGE_SURVIVAL, (1, 1, -1, 0), "#NUM!", "rally: was -1; must be a return above -1"),
    (HEDGE_MARGIN, (1, 1, 1.1), "#NUM!", "rate: was 1.1; must be a rate from 0 to 1"),
    (
        HEDGE_MARGIN,
        (1, 1000, 0.01, 11),
        "#NUM!",
        "deduction: was 11; must be 10, notional x rate, at most",
    ),
    (
        HEDGE_FAIR_PRICE,
        (100, 0.05, 365, 101),
        "#NUM!",
        "income: was 101; must be 100, the price, at most",
    ),
    (HEDGE_PNL, (1, 1, 1, -10), "#NUM!", "spot_return: was -10; must be a return above -1"),
    (
        HEDGE_SURVIVAL,
        (1, 1, 0.1, 0, 0, "quanto"),
        "#VALUE!",
        'kind: was "quanto"; must be one of "linear", "inverse"',
    ),
    (
        HEDGE_SURVIVAL,
        (1, 1, 0.1, 0, 0, "inverse"),
        "#VALUE!",
        "price: was blank; must be given for an inverse contract",
    ),
    (HEDGE_MARGIN, (1, 1, -0.1), "#NUM!", "rate: was -0.1; must be a rate from 0 to 1"),
    (
        HEDGE_LIQUIDATION,
        (1, 1, 1),
        "#NUM!",
        "maintenance_rate: was 1; must be a rate from 0 to below 1",
    ),
    (
        HEDGE_CONTRACTS_BETA,
        (1, 1, 1, 0, -0.09),
        "#NUM!",
        "futures_beta: was -0.09; must be 0.1 or more in size",
    ),
    # Not available: no such contract, no such price.
    (HEDGE_SPEC, ("NOPE",), "#N/A", 'contract: was "NOPE"; must be a contract of the register'),
    (
        HEDGE_LIQUIDATION,
        (1000, 1, 0, "inverse"),  # coins of its own cover it at any price
        "#N/A",
        "HEDGE_LIQUIDATION: no price liquidates this position",
    ),
    # One argument asks for another.
    (
        HEDGE_CONTRACT_VALUE,
        (1, 1, "quanto"),
        "#VALUE!",
        "settle_price: was blank; must be given for a quanto",
    ),
    # NaN and infinity, in or out.
    (HEDGE_CONTRACTS, (math.nan, 1), "#NUM!", "spot_value: was nan; must be a number"),
    (HEDGE_CONTRACTS, (-math.inf, 1), "#NUM!", "spot_value: was -inf; must be a number"),
    (HEDGE_CONTRACTS, (1, math.inf), "#NUM!", "contract_value: was inf; must be a number above 0"),
    (
        HEDGE_CONTRACTS,
        (10**5000, 1),
        "#NUM!",
        "spot_value: was a number of too many digits; must be a number",
    ),
    (
        HEDGE_CONTRACTS,
        (1e308, 1e-308),
        "#NUM!",
        "HEDGE_CONTRACTS: the result is beyond what a cell can hold",
    ),
    (
        HEDGE_CONTRACTS,
        (0, 1, 1e308, 10, 1),  # infinity x 0 on the way
        "#NUM!",
        "HEDGE_CONTRACTS: the result is beyond what a cell can hold",
    ),
    (
        HEDGE_ROUND,
        (1e308, 1e-308),
        "#NUM!",
        "HEDGE_ROUND: the result is beyond what a cell can hold",
    ),
]

# Table functions: the same table of errors, where one value makes the whole call impossible.
TABLES = [
    (HEDGE_IMPACT, (None, 1, 1, 0), "#VALUE!", "spot_value: was blank; must be a number"),
    (HEDGE_IMPACT, ("x", 1, 1, 0), "#VALUE!", 'spot_value: was "x"; must be a number'),
    (HEDGE_IMPACT, (1, 1, 0, 0), "#DIV/0!", "contract_value: was 0; must be a number above 0"),
    (HEDGE_IMPACT, (1, 1, -1, 0), "#NUM!", "contract_value: was -1; must be a number above 0"),
    (
        HEDGE_IMPACT,
        (1, 1, 1, math.nan),
        "#NUM!",
        "spot_return: was nan; must be a return above -1",
    ),
    (
        HEDGE_IMPACT,
        (1, 1, 1, 0.1, -1),
        "#NUM!",
        "futures_return: was -1; must be a return above -1",
    ),
    (
        HEDGE_IMPACT,
        (1, [[1], [2]], 1, 0),
        "#VALUE!",
        "contracts: was a range; must be a number",
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[1, 2], [3, 4]]),
        "#VALUE!",
        "returns: was a block of cells; must be one column or one row",
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[1, 2], [3]]),
        "#VALUE!",
        "returns: was rows of different lengths; must be a range",
    ),
    (HEDGE_SCENARIOS, (1, 1), "#VALUE!", "contract_value: was blank; must be a number above 0"),
    (
        HEDGE_TABLE,
        (BOOK[0], BOOK[1], [[1], [2], [3]], BOOK[3]),
        "#VALUE!",
        "assets: was 2 cells; must be 1 or 3, like the others",
    ),
    (
        HEDGE_TRANSITION,
        (1, 1.2, 0),
        "#NUM!",
        "hedged_fraction: was 1.2; must be a rate from 0 to 1",
    ),
    # Series: prices and returns.
    (HEDGE_VAR, ([],), "#VALUE!", "returns: was blank; must be one column or one row"),
    (HEDGE_VAR, ([["x"], [1]],), "#VALUE!", 'returns: was "x"; must be a number'),
    (HEDGE_VAR, (PRICES, 1), "#NUM!", "confidence: was 1; must be a number between 0.5 and 1"),
    (HEDGE_ES, (PRICES, 0.5), "#NUM!", "confidence: was 0.5; must be a number between 0.5 and 1"),
    (HEDGE_VAR, ([[-1], [0]],), "#NUM!", "returns: was -1; must be returns above -1, as decimals"),
    (HEDGE_ES, ([[-10], [5]],), "#NUM!", "returns: was -10; must be returns above -1, as decimals"),
    (HEDGE_VAR, ([[math.nan], [1]],), "#NUM!", "returns: was nan; must be a number"),
    (
        HEDGE_BETA,
        (PRICES, PRICES, "prices", "ewma", 0),
        "#NUM!",
        "decay: was 0; must be a number above 0, up to 1",
    ),
    (
        HEDGE_BETA,
        (PRICES, PRICES, "prices", "ewma", 1.1),
        "#NUM!",
        "decay: was 1.1; must be a number above 0, up to 1",
    ),
    (HEDGE_BETA, (PRICES, PRICES[:3]), "#VALUE!", "hedge: was 3 cells; must be 4, like asset"),
    (HEDGE_BETA, (PRICES, FLAT), "#DIV/0!", "HEDGE_BETA: the arguments divide by zero"),
    (HEDGE_MINVAR, (PRICES, FLAT), "#DIV/0!", "HEDGE_MINVAR: the arguments divide by zero"),
    (
        HEDGE_EFFECTIVENESS,
        (PRICES, [[1, 2], [2, 3], [1, 3], [2, 2]], 1),
        "#VALUE!",
        "hedge_ratio: was 1 cells; must be 2, one for each column of futures",
    ),
    (
        HEDGE_EFFECTIVENESS,
        (PRICES, PRICES, [[1], [None]]),
        "#VALUE!",
        "hedge_ratio: was blank; must be a number",
    ),
    (
        HEDGE_EFFECTIVENESS,
        ([[100], [99.9]], [[100], [99]], 1, "prices", "dollar_offset", 0.01),
        "#N/A",
        "HEDGE_EFFECTIVENESS: not meaningful: the spot changed by 0.001, less than 0.01",
    ),
    (
        HEDGE_EFFECTIVENESS,
        (FLAT, PRICES, 1),
        "#DIV/0!",
        "HEDGE_EFFECTIVENESS: the arguments divide by zero",
    ),
    (
        HEDGE_BETA,
        (PRICES, [[1], [0], [2], [3]]),
        "#NUM!",
        'hedge: was 0; must be prices above 0, or input_type "returns"',
    ),
    (
        HEDGE_AVERAGE_PRICE,
        ([[1], [-1]], [[1], [2]]),
        "#DIV/0!",
        "HEDGE_AVERAGE_PRICE: the arguments divide by zero",
    ),
    (
        HEDGE_MIX,
        (1, [[5, 5]]),
        "#VALUE!",
        "contract_sizes: was a size twice; must be each size once",
    ),
    (
        HEDGE_MIX,
        (1, [["", ""]]),
        "#VALUE!",
        "contract_sizes: was blank; must be one column or one row",
    ),
    (HEDGE_TABLE, (*BOOK, 1, 1, 0, "even"), "#VALUE!", f'rounding: was "even"; {ROUNDINGS}'),
]

# One bad cell of a column: (function, arguments, row of the answer, what it shows, the reason).
BAD_ROWS = [
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[0.1], ["x"], [0.2]]),
        2,
        "#VALUE!",
        'returns: was "x"; must be a return above -1',
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[0.1], [None]]),
        2,
        "#VALUE!",
        "returns: was blank; must be a return above -1",
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[math.inf], [0.1]]),
        1,
        "#NUM!",
        "returns: was inf; must be a return above -1",
    ),
    (
        HEDGE_TABLE,
        (BOOK[0], [[3.0], ["many"]], *BOOK[2:]),
        2,
        "#VALUE!",
        'quantities: was "many"; must be a number',
    ),
    (
        HEDGE_TABLE,
        (*BOOK[:2], [[-65000], [3500]], BOOK[3]),
        1,
        "#NUM!",
        "prices: was -65000; must be a number above 0",
    ),
    (
        HEDGE_TABLE,
        (*BOOK[:2], [[65000], [0]], BOOK[3]),
        2,
        "#NUM!",
        "prices: was 0; must be a number above 0",
    ),
    (
        HEDGE_TABLE,
        (*BOOK[:3], [[1], [-1]]),
        2,
        "#NUM!",
        "contract_sizes: was -1; must be a number above 0",
    ),
    (
        HEDGE_TABLE,
        (*BOOK, [[0.6], [-0.6]]),
        2,
        "#NUM!",
        "hedge_ratio: was -0.6; must be a number, 0 or above",
    ),
    (
        HEDGE_TABLE,
        (*BOOK, 1, 1, [[1], [1e-320]]),
        2,
        "#NUM!",
        "HEDGE_TABLE: the result is beyond what a cell can hold",
    ),
    (
        HEDGE_TABLE,
        ([["BTC"], [None]], *BOOK[1:]),
        2,
        "#VALUE!",
        "assets: was blank; must be an asset's name",
    ),
]


def flattened(answer):
    return [x for row in answer for x in row] if isinstance(answer, list) else [answer]


@pytest.mark.parametrize(("function", "arguments", "shown", "reason"), ELEMENTWISE + TABLES)
def test_whole_call_is_refused(function, arguments, shown, reason):
    answer = function(*arguments)
    assert type(answer) is ErrorValue
    assert (answer, answer.reason) == (shown, reason)


@pytest.mark.parametrize(("function", "arguments", "shown", "reason"), ELEMENTWISE)
def test_only_the_bad_element_is_an_error(function, arguments, shown, reason):
    """The same calls with their first argument in a column under a good call's."""
    good = declaration(function).examples[0].args
    if any(isinstance(argument, list) for argument in arguments) or len(arguments) > len(
        declaration(function).args
    ):
        return  # these are refused for their shape, as a whole
    width = max(len(good), len(arguments))
    defaults = declaration(function).defaults
    pad = [None if d is ... else d for d in defaults]
    rows = [[*row, *pad[len(row) : width]] for row in (good, arguments, good)]
    answer = function(*([[cell] for cell in column] for column in zip(*rows)))
    first, second, third = (row[0] for row in answer)
    assert first == third == function(*good)
    assert not isinstance(first, ErrorValue)
    assert (second, second.reason) == (shown, reason)


@pytest.mark.parametrize(("function", "arguments", "row", "shown", "reason"), BAD_ROWS)
def test_only_the_bad_row_is_an_error(function, arguments, row, shown, reason):
    answer = function(*arguments)
    bad = [value for value in answer[row] if isinstance(value, ErrorValue)]
    assert len(bad) >= len(answer[row]) - 1, "all but a name"
    assert {(value, value.reason) for value in bad} == {(shown, reason)}
    others = [line for i, line in enumerate(answer) if i != row and line[0] != "Total"]
    assert not any(isinstance(value, ErrorValue) for line in others for value in line)


def test_a_total_with_an_error_in_it_is_that_error():
    """As SUM does: a total that left a line out would be believed."""
    answer = HEDGE_TABLE(BOOK[0], [[3.0], ["many"]], *BOOK[2:])
    assert answer[-1][:2] == ["Total", "#VALUE!"]


@pytest.mark.parametrize(
    ("function", "arguments", "answer"),
    [
        (HEDGE_CONTRACTS, (325000, 65000, 1.5), 7.5),  # over-hedged
        (HEDGE_CONTRACTS, (-325000, 65000), -5.0),  # a short book
        (HEDGE_CONTRACTS, (325000, 65000, 1, -1), -5.0),  # a negative beta
        (HEDGE_CONTRACTS, (0, 65000), 0.0),  # nothing held: no hedge
        (HEDGE_CONTRACTS, (325000, 65000, 0), 0.0),
        (HEDGE_CONTRACTS, (325000, 65000, 1, 1, 0), 5.0),  # lot 0 is exact
        (HEDGE_RATIO, (-325000, 2.5, 65000), -0.5),
        (HEDGE_RATIO, (325000, 2.5, 65000, -1), -0.5),
        (HEDGE_PNL, (325000, 2.5, 65000, 0, 0, -10, 5), -15.0),
    ],
)
def test_these_are_legal(function, arguments, answer):
    """The design's list: ratios above 1, negative spot values, negative betas; and zeros."""
    assert function(*arguments) == pytest.approx(answer)


def test_error_value_in_any_argument_comes_out(any_function, error_text, error_form):
    """Like every native function; COM's integers stand for the same errors as the texts.

    In a column of a table function it is the answer of its rows, and nothing else is an error.
    """
    arguments = list(declaration(any_function).examples[0].args)
    for index in range(len(arguments)):
        for form in (error_form, ErrorValue(error_text, "from elsewhere"), [[error_form]]):
            answer = any_function(*arguments[:index], form, *arguments[index + 1 :])
            errors = {v for v in flattened(answer) if isinstance(v, ErrorValue)}
            assert errors == {error_text}, arguments[index]


def test_the_reason_of_an_error_passed_on(error_text, error_form):
    """It names the argument; an error that came with a reason keeps it."""
    answer = HEDGE_CONTRACTS(325000, error_form)
    assert answer == error_text
    assert answer.reason == f"contract_value: was {error_text}; must be a number above 0"
    assert HEDGE_CONTRACTS(1, ErrorValue(error_text, "why")).reason == "why"


def test_the_first_error_wins():
    """As native functions do, from left to right; in ranges as in scalars."""
    assert HEDGE_CONTRACTS("#REF!", "#N/A") == "#REF!"
    assert HEDGE_CONTRACTS([["#REF!"], [1]], "#N/A") == "#N/A"
    assert HEDGE_CONTRACTS([["#REF!"], [1]], [["#N/A"], ["#N/A"]]) == [["#REF!"], ["#N/A"]]


@pytest.mark.parametrize(
    "value",
    ["#n/a", "N/A", " #N/A", "#ERR", "", None, -2146826289, -2146826287, -2146826237, True, 2042],
)
def test_these_are_no_error_values(value):
    """Hosts send the exact text, or one of COM's integers."""
    assert error_in(value) is None


def test_a_float_or_numpy_integer_is_never_an_error_value():
    """COM sends errors as plain integers only; a price may well be -2146826281.0 in a test."""
    for number in (-2146826281.0, np.int64(-2146826281), np.float64(-2146826281)):
        assert HEDGE_CONTRACTS(number, 1) == -2146826281.0


def test_reasons_are_one_short_line():
    long = "a very long text\nover two lines, from a cell that someone pasted a whole mail into"
    answer = HEDGE_CONTRACTS(long, 1)
    assert "\n" not in answer.reason
    assert len(answer.reason) < 120
    assert answer.reason.startswith('spot_value: was "a very long text over two lines')
    assert answer.reason.endswith("...; must be a number")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((325000, 65000), "OK"),
        ((325000, 65000, 0.5, 1, 0.1, "down"), "OK"),
        ((325000, 65000, None, "", None, ""), "OK"),
        (("BTC", 65000), 'spot_value: was "BTC"; must be a number'),
        ((325000, 0), "contract_value: was 0; must be a number above 0"),
        ((325000,), "contract_value: was blank; must be a number above 0"),
        ((1e308, 1e-308), "HEDGE_CONTRACTS: the result is beyond what a cell can hold"),
    ],
)
def test_check_tells_the_reason_of_hedge_contracts(arguments, answer):
    """Oracle: HEDGE_CONTRACTS itself, whose refusals are above."""
    assert HEDGE_CHECK(*arguments) == answer
    refused = HEDGE_CONTRACTS(*arguments)
    assert (refused.reason if isinstance(refused, ErrorValue) else "OK") == answer


def test_wrong_names_are_a_programmers_mistake():
    """No host names arguments: Python's own error says most."""
    with pytest.raises(TypeError, match="lots"):
        HEDGE_CONTRACTS(1, 1, lots=1)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (HEDGE_VAR, ([["", ""]],)),
        (HEDGE_BETA, (PRICES[:3], PRICES[:3])),  # three prices are two returns
        (HEDGE_BETA, (PRICES, [[1], [2], [None], [3]])),
        (HEDGE_BETA_STATS, (PRICES[:3], PRICES[:3])),
        (HEDGE_MINVAR, (PRICES[:2], PRICES[:2])),
    ],
)
def test_too_few_observations_are_not_available(function, arguments):
    """Fewer than 3 pairs is "not available", never 0 (conventions, section 4)."""
    answer = function(*arguments)
    assert answer == "#N/A"
    assert answer.reason.startswith(f"{function.__name__}: ")


def test_what_an_argument_must_be_is_what_it_may_be(any_function):
    """The words of a reason against its rule: "above 0" leaves 0 out, "0 or above" lets it in."""
    for arg in declaration(any_function).args:
        if not isinstance(arg.kind, Number):
            continue
        must, low, high = arg.kind.must, arg.kind.low, arg.kind.high
        if math.isfinite(low):
            outside = "or above" not in must and "or more" not in must and "from" not in must
            refused = outside or bool(arg.kind.zero)
            assert refused == isinstance(attempt("", arg.kind.coerce, low, ""), ErrorValue), must
            below = attempt("", arg.kind.coerce, low - 0.001, "")
            assert below == "#NUM!", must
            assert f"{low:g}" in must
        if math.isfinite(high):
            refused = "between" in must or "below" in must
            assert refused == isinstance(attempt("", arg.kind.coerce, high, ""), ErrorValue), must
            assert attempt("", arg.kind.coerce, high + 0.001, "") == "#NUM!", must
            assert f"{high:g}" in must


def test_too_many_arguments(any_function):
    most = len(declaration(any_function).args)
    answer = any_function(*[1.0] * (most + 1))
    assert answer == "#VALUE!"
    assert (
        answer.reason
        == f"{any_function.__name__}: was {most + 1} arguments; must be {most} at most"
    )


def test_every_required_argument_is_named_when_blank():
    """The rule of blanks: a required argument that is blank is an error that names it."""
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        arguments = declared.examples[-1].args
        for index in range(declared.required):
            for blank in (None, "", [[None]], []):
                answer = function(*arguments[:index], blank, *arguments[index + 1 :])
                reasons = {v.reason for v in flattened(answer) if isinstance(v, ErrorValue)}
                if name == "HEDGE_CHECK":  # it tells the reason instead of refusing
                    reasons = {answer}
                arg = declared.args[index]
                start = "" if arg.shape != "cell" else f"{arg.name}: was blank; must be "
                assert reasons, (name, index, blank)
                assert all(reason.startswith(start) for reason in reasons), (name, index, blank)
