"""Every declared function keeps its word: its examples, its help, its arguments.

The examples' oracle is their published source; the calls' is the page of functions in the design
(a workbook stores names and the order of arguments, so both are final).
"""

import inspect
import re
from decimal import Decimal

import pytest

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.cells.declaration import HELP_LIMIT, REQUIRED
from betahedge.cells.excel import argument_help

DESIGN = """
HEDGE_CONTRACTS(spot_value, contract_value, [hedge_ratio=1], [beta=1], [lot_size=0], [rounding="nearest"])
HEDGE_CONTRACTS_BETA(spot_value, contract_value, portfolio_beta, [target_beta=0], [futures_beta=1], [lot_size=0], [rounding="nearest"])
HEDGE_CONTRACT_VALUE(price, contract_size, [kind="linear"], [settle_price], [entry_price])
HEDGE_RATIO(spot_value, contracts, contract_value, [beta=1])
HEDGE_ROUND(contracts, lot_size, [rounding="nearest"])
HEDGE_MIX(units, contract_sizes, [rounding="nearest"])
HEDGE_ACTION(contracts)
HEDGE_TABLE(assets, quantities, prices, contract_sizes, [hedge_ratio=1], [betas=1], [lot_sizes=0], [rounding="nearest"], [futures_prices=prices])
HEDGE_PNL(spot_value, contracts, contract_value, spot_return, [futures_return=spot_return], [funding=0], [costs=0])
HEDGE_IMPACT(spot_value, contracts, contract_value, spot_return, [futures_return])
HEDGE_SCENARIOS(spot_value, contracts, contract_value, returns, [beta=1], [basis_change=0])
HEDGE_FUTURES_PNL(contracts, contract_size, entry_price, exit_price, [kind="linear"])
HEDGE_AVERAGE_PRICE(quantities, prices, [kind="linear"])
HEDGE_ATTRIBUTION(quantity, spot_entry, spot_exit, contracts, contract_size, futures_entry, futures_exit, [funding=0], [fees=0])
HEDGE_BASIS(futures_price, spot_price)
HEDGE_BASIS_RATE(futures_price, spot_price, days, [method="simple"])
HEDGE_FAIR_PRICE(spot_price, rate, days, [income=0])
HEDGE_TAILED(contracts, rate, days, [method="compounded"])
HEDGE_FUNDING(contracts, contract_value, funding_rate, [stamps=1])
HEDGE_FUNDING_RATE(funding_rate, [interval_hours=8])
HEDGE_COST(contracts, contract_value, days, [fee_rate=0], [slippage_rate=0], [funding_rate=0], [interval_hours=8], [basis=0], [margin_rate=0], [capital_rate=0])
HEDGE_BREAKEVEN(spot_value, hedge_ratio, cost, [beta=1])
HEDGE_MARGIN(contracts, contract_value, rate, [deduction=0])
HEDGE_LIQUIDATION(entry_price, leverage, maintenance_rate, [kind="linear"], [method="mark"], [taker_fee=0], [maintenance_amount=0], [contracts=1], [contract_size=1], [collateral])
HEDGE_SURVIVAL(contracts, contract_value, rally, maintenance_rate, [collateral=0], [kind="linear"], [price])
HEDGE_BETA(asset, hedge, [input_type="prices"], [method="ols"], [decay=0.94])
HEDGE_BETA_STATS(asset, hedge, [input_type="prices"], [confidence=0.95], [errors="ols"])
HEDGE_MINVAR(spot, futures, [input_type="prices"])
HEDGE_EFFECTIVENESS(spot, futures, hedge_ratio, [input_type="prices"], [method="variance"], [materiality=0])
HEDGE_VAR(returns, [confidence=0.95], [method="historical"])
HEDGE_ES(returns, [confidence=0.95], [method="historical"])
HEDGE_DRIFT(spot_value, contracts, contract_value, hedge_ratio, [beta=1])
HEDGE_REBALANCE(spot_value, contracts, contract_value, hedge_ratio, [band=0.05], [lot_size=0], [beta=1], [rounding="nearest"], [trade_to="target"])
HEDGE_TRANSITION(quantity, hedged_fraction, sold_fraction)
HEDGE_SPEC(contract, [field="contract_size"])
HEDGE_CHECK(spot_value, contract_value, [hedge_ratio], [beta], [lot_size], [rounding])
HEDGE_VERSION()
HEDGE_LIQUIDATION_SHARED(entry_price, contracts, contract_size, maintenance_rate, cash, coins, [collateral_ratio=1], [other_pnl=0], [other_maintenance=0], [maintenance_amount=0])
HEDGE_MAINTENANCE(notional, floors, rates)
HEDGE_LIQUIDATION_TIERED(entry_price, contracts, contract_size, collateral, floors, rates, [kind="linear"])
HEDGE_POSITION(quantities, prices, [method="average"], [mark], [kind="linear"], [contract_size=1], [fee_rate=0])
HEDGE_FUNDING_HISTORY(contracts, contract_size, stamps, rates, marks, start, finish, [kind="linear"])
HEDGE_MINVAR_PORTFOLIO(values, assets, futures, contract_values, [input_type="prices"], [lot_sizes=0], [rounding="nearest"])
HEDGE_DELTA(coins, contracts, contract_size, entry_price, [kind="linear"])
HEDGE_ROLLING_BETA(asset, hedge, window, [input_type="prices"], [method="ols"])
HEDGE_RETURNS(spot, futures, hedge_ratio, [input_type="prices"])
HEDGE_TRACKING_ERROR(a, b, [periods=365])
HEDGE_VAR_COMPONENTS(returns, weights, [confidence=0.95])
HEDGE_MARGIN_CALLS(contracts, contract_size, entry_price, settlements, initial, maintenance)
HEDGE_ROLL(contracts, contract_size, near_price, far_price, days, [fee_rate=0])
HEDGE_EXPIRY(year, month)
"""  # noqa: E501 - one line a function, as in the design; its "end" is finish, for VBA reserves it
CALLS = {line.partition("(")[0]: line for line in DESIGN.split("\n") if line}


def agrees(answer: object, expected: object) -> bool:
    """Compare with a source's figure: exactly, or as far as a long figure was printed.

    A figure of five digits or more with a fraction (11.891089) may have been rounded there; a
    shorter one (2.5) is taken as exact, to 1e-9 of itself.
    """
    if isinstance(expected, list):
        return (
            isinstance(answer, list)
            and len(answer) == len(expected)
            and all(agrees(a, e) for a, e in zip(answer, expected))
        )
    if isinstance(expected, str) or not isinstance(answer, int | float):
        return type(answer) in (str, ErrorValue) and answer == expected
    assert isinstance(expected, int | float)
    figure = Decimal(repr(expected)).as_tuple()
    assert isinstance(figure.exponent, int)
    printed = len(figure.digits) >= 5 and figure.exponent < 0
    unit = 0.5000001 * 10.0**figure.exponent if printed else 0.0
    return abs(answer - expected) <= max(unit, 1e-9 * abs(expected))


def test_example(declared, example):
    """The oracle is the source the declaration names."""
    answer = CATALOGUE[declared.name](*example.args)
    assert agrees(answer, example.answer), f"{answer!r} is not {example.answer!r}"


def test_example_as_single_cells(declared, example):
    """Hosts may send one cell as a 1x1 range: the answer is the scalar's."""
    wrapped = [arg if isinstance(arg, list) else [[arg]] for arg in example.args]
    answer = CATALOGUE[declared.name](*wrapped)
    assert agrees(answer, example.answer), f"{answer!r} is not {example.answer!r}"


def test_example_by_name(declared, example):
    """From Python the arguments may be named."""
    named = {arg.name: value for arg, value in zip(declared.args, example.args)}
    answer = CATALOGUE[declared.name](**named)
    assert agrees(answer, example.answer), f"{answer!r} is not {example.answer!r}"


def test_call_is_the_designs(any_function):
    """Names, order, what may be left out, and the defaults the design shows."""
    declared = declaration(any_function)
    if declared.name not in CALLS:
        pytest.fail(f"{declared.signature} is not in the design")
    planned = re.findall(r"\[?([a-z_]+)(?:=([^\]]*))?(\]?)", CALLS[declared.name].split("(")[1])
    assert [name for name, _, _ in planned] == [arg.name for arg in declared.args]
    for (_, shown, optional), default, arg in zip(planned, declared.defaults, declared.args):
        assert bool(optional) == (default is not REQUIRED), arg.name
        if shown and not arg.shown_default:
            assert shown.strip('"') == f"{default:g}" if shown[0] != '"' else shown[1:-1] == default
        elif shown:
            assert (shown, default) == (arg.shown_default, None)


def test_function_says_what_excel_shows(any_function):
    """Excel on the desktop cuts help at 255 characters."""
    declared = declaration(any_function)
    assert any_function.__doc__ == declared.help
    assert 0 < len(declared.help) <= HELP_LIMIT == 255
    assert declared.result
    assert declared.examples, "a function needs an oracle"


def test_every_argument_says_what_it_is(any_function):
    for arg in declaration(any_function).args:
        assert arg.help, arg.name
        assert arg.unit or type(arg.kind).__name__ == "Anything", arg.name
        assert len(f"{arg.help} ({arg.unit})") <= HELP_LIMIT, "would be cut"
        shown = argument_help(arg)
        assert shown.startswith(arg.help)
        assert "()" not in shown
        assert "\n" not in shown


def test_arguments_are_those_of_the_def(any_function):
    """Excel sees the def's names and order: positional, no type hints."""
    declared = declaration(any_function)
    parameters = list(inspect.signature(declared.body).parameters.values())
    assert [p.name for p in parameters] == [arg.name for arg in declared.args]
    assert list(inspect.signature(any_function).parameters.values()) == parameters
    defaults = [REQUIRED if p.default is p.empty else p.default for p in parameters]
    assert tuple(defaults) == declared.defaults
    assert sorted(defaults, key=lambda d: d is not REQUIRED) == defaults, "required ones first"


def test_default_is_one_the_argument_takes(any_function):
    """A default goes in unchecked, so it must be what checking it would give."""
    declared = declaration(any_function)
    for arg, default in zip(declared.args, declared.defaults):
        if default is not REQUIRED and default is not None:
            assert arg.kind.coerce(default, arg.name) == default


def test_signature_in_brackets(any_function):
    """What help shows names each argument once, optional ones in brackets."""
    declared = declaration(any_function)
    assert declared.signature.startswith(f"{declared.name}(")
    assert declared.signature.count("[") == len(declared.args) - declared.required
    for arg in declared.args:
        assert arg.name in declared.signature


def test_every_function_is_exported_by_its_name():
    """`betahedge.cells` is what the engine and the hosts call."""
    import betahedge.cells

    for name, function in CATALOGUE.items():
        assert getattr(betahedge.cells, name) is function
        assert name in betahedge.cells.__all__
        assert re.fullmatch(r"HEDGE_[A-Z_]+", name)
        assert function.__name__ == name
