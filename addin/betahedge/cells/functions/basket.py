"""Statistics of a hedge over time and of a basket: ratios, returns, tracking, risk by asset."""

from betahedge.cells.bodies import statistics as bodies
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import DIV0, NA, NUM, VALUE, ErrorValue, refuse
from betahedge.cells.functions.arguments import (
    CONTRACT_VALUE,
    DECIMAL,
    INPUT,
    LOT_SIZE,
    MONEY,
    RISK_CONFIDENCE,
    ROUNDING,
    same_length,
)
from betahedge.cells.functions.series import (
    ASSET,
    FUTURES,
    HEDGE,
    SPOT,
    X,
    Y,
    numbered,
    one_each,
    paired,
)
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, MOVE, Number, Word
from betahedge.core.basket import hedge_minvar_portfolio, hedge_var_components
from betahedge.core.hedged import hedge_returns, hedge_rolling_beta, hedge_tracking_error
from betahedge.core.least_squares import TooFew
from betahedge.core.regression import MINIMUM_PAIRS

_SIDE_BY_SIDE = "columns of prices or returns, one for each"
_MOST_WORK = 20_000_000  # rows x futures x futures, a few seconds


@cell(
    category="Statistics",
    help="Contracts that hedge a basket with one or several futures held together, at minimum "
    "variance, with standard errors. Futures that are near twins give wild ratios: see the error.",
    args=(
        Arg("values", ANY_NUMBER, "market value of each asset, + long, - short", MONEY, "series"),
        Arg("assets", ANY_NUMBER, f"{_SIDE_BY_SIDE} asset, oldest first", "series", "block"),
        FUTURES,
        Arg("contract_values", CONTRACT_VALUE.kind,
            "value of one contract of each future: its price x contract size", MONEY, "series"),
        INPUT,
        Arg("lot_sizes", LOT_SIZE.kind, LOT_SIZE.help, "contracts", "lines"),
        ROUNDING,
    ),
    result="a line a future: ratio of the book's value, its standard error, contracts (+ to "
    "sell), contracts in lots; then R2",
    formula="regression with an intercept of the book's P&L, the sum of value x return, on the "
    "futures' returns: contracts = coefficient / contract value, ratio = coefficient / value",
    examples=(
        Example(
            ([[1000000]], Y, X, [[65000]], "returns", [[1]]),
            [
                ["Future", "Ratio", "Standard error", "Contracts", "In lots"],
                ["Future 1", 1, 1.15470053837925, 15.3846153846153846, 15],
                ["R2", 0.428571428571429, "", "", ""],
            ],
        ),
    ),
    source="ordinary least squares with an intercept; any statistics textbook",
    lambda_body=bodies.MINVAR_PORTFOLIO,
    whole=True,
)  # fmt: skip
def HEDGE_MINVAR_PORTFOLIO(
    values, assets, futures, contract_values, input_type="prices", lot_sizes=0.0,
    rounding="nearest",
):  # fmt: skip
    count = len(futures)
    one_each("values", values, len(assets), "assets")
    one_each("contract_values", contract_values, count, "futures")
    paired(input_type, **numbered("assets", assets), **numbered("futures", futures))
    lots = _lots(lot_sizes, count)
    if len(assets[0]) * count**2 > _MOST_WORK:
        raise refuse(VALUE, f"futures: was {count} columns; must be fewer for so many rows")
    found = hedge_minvar_portfolio(
        values, assets, futures, contract_values, input_type, lots, rounding
    )
    none = ErrorValue(DIV0, "values: was a book that nets to 0; must have a value for a ratio")
    flat = ErrorValue(DIV0, "assets: was a flat book; must have a variance for R2")
    rows: list[list[object]] = [["Future", "Ratio", "Standard error", "Contracts", "In lots"]]
    for number, line in enumerate(found.lines, start=1):
        shown = [none if value is None else value for value in line]
        rows.append([f"Future {number}", *shown])
    return [*rows, ["R2", flat if found.r2 is None else found.r2, "", "", ""]]


def _lots(lot_sizes, count):
    """Give the lots of each future: one size stands for all."""
    lots = lot_sizes if isinstance(lot_sizes, list) else [lot_sizes]
    for lot in lots:
        if isinstance(lot, ErrorValue):
            raise refuse(lot, lot.reason)
    lots = lots * count if len(lots) == 1 else lots
    one_each("lot_sizes", lots, count, "futures")
    return lots


@cell(
    category="Statistics",
    help="Beta of each run of returns, a line a row: #N/A until there is a window. Shows how a "
    "hedge's beta wanders.",
    args=(
        ASSET,
        HEDGE,
        Arg("window", Number("a whole number, 3 or above", low=3.0), "returns in a run", "rows"),
        INPUT,
        Arg(
            "method",
            Word(("ols", "ewma", "blume", "up", "down")),
            '"ols", "ewma" (0.94), "blume" (0.67 ols + 0.33), "up" or "down"',
            "word",
        ),
    ),
    result="a column beside the series; #N/A before the first window, with fewer than 3 pairs "
    "and for a flat hedge",
    formula="HEDGE_BETA of the last `window` returns up to each row",
    examples=(
        Example(
            (
                [[0.01], [0.02], [0.04], [0.06]],
                [[0.02], [0.01], [0.03], [0.05]],
                3,
                "returns",
            ),
            [["#N/A"], ["#N/A"], [1], [1]],
        ),
    ),
    source="empyrical, roll_beta; two runs of three with a slope of 1",
    lambda_body=bodies.ROLLING_BETA,
    whole=True,
)
def HEDGE_ROLLING_BETA(asset, hedge, window, input_type="prices", method="ols"):
    if not window.is_integer():
        raise refuse(NUM, f"window: was {window:g}; must be a whole number, 3 or above")
    paired(input_type, asset=asset, hedge=hedge)
    length = int(min(window, len(asset) + 1))
    betas = hedge_rolling_beta(asset, hedge, length, input_type, method)
    none = ErrorValue(
        NA, f"HEDGE_ROLLING_BETA: no window of {MINIMUM_PAIRS} pairs, or a flat hedge"
    )
    return [[none if beta is None else beta] for beta in betas]


@cell(
    category="Statistics",
    help="Returns of the hedged book: the spot's less the hedge ratio times the futures'. Feed "
    "them to HEDGE_VAR, HEDGE_ES or HEDGE_TRACKING_ERROR.",
    args=(
        SPOT,
        FUTURES,
        Arg("hedge_ratio", ANY_NUMBER, "share of the spot value sold, one a column of futures",
            DECIMAL, "series"),
        INPUT,
    ),
    result="a column of decimals; a blank text where one is missing; from prices, a row less",
    formula="spot return - hedge_ratio x futures return, summed over the futures",
    examples=(Example(([[100], [90]], [[102], [91.8]], 0.5), [[-0.05]]),),
    source="half of a fall of 10 %: the article",
    lambda_body=bodies.RETURNS,
    whole=True,
)  # fmt: skip
def HEDGE_RETURNS(spot, futures, hedge_ratio, input_type="prices"):
    paired(input_type, spot=spot, **numbered("futures", futures))
    one_each("hedge_ratio", hedge_ratio, len(futures), "futures")
    hedged = hedge_returns(spot, futures, hedge_ratio, input_type)
    if not hedged:
        raise TooFew("1 price; 2 are needed")
    return [["" if value is None else value] for value in hedged]


def _tracking_native(a):
    gap, both = f"({a['a']}-{a['b']}", f'({a["a"]}<>"")*({a["b"]}<>"")'
    pairs = f"SUMPRODUCT({both})"
    spread = f"SUMPRODUCT({both}*{gap}-SUMPRODUCT({both}*{gap}))/{pairs})^2)"
    return f"SQRT({a['periods']}*{spread}/({pairs}-1))"


@cell(
    category="Statistics",
    help="Tracking error of two series of returns: the standard deviation of their difference, a "
    "year.",
    args=(
        Arg("a", MOVE, "column of returns; blanks are missing", "series", "series"),
        Arg("b", MOVE, "column of returns to compare with", "series", "series"),
        Arg("periods", ABOVE_ZERO, "periods in a year: 365 for days, 12 for months", "a year"),
    ),
    result="decimal a year, 0 or above; #N/A with fewer than 2 pairs",
    formula="STDEV(a - b) x SQRT(periods)",
    examples=(Example(([[0.01], [0.02], [0.03]], [[0], [0], [0]], 4), 0.02),),
    source="Bacon, Practical Portfolio Performance Measurement and Attribution",
    native=_tracking_native,
    lambda_body=bodies.TRACKING_ERROR,
    whole=True,
)
def HEDGE_TRACKING_ERROR(a, b, periods=365.0):
    same_length(a=a, b=b)
    return hedge_tracking_error(a, b, periods)


@cell(
    category="Statistics",
    help="Normal value at risk of a book by asset: the parts add up to it, and one below 0 hedges "
    "the others.",
    args=(
        Arg("returns", MOVE, "columns of returns, one for each asset", "series", "block"),
        Arg("weights", ANY_NUMBER, "share or value of each asset, + long, - short",
            "decimal or money", "series"),
        RISK_CONFIDENCE,
    ),
    result="a line an asset and the total, with labels, in the unit of the weights; losses +",
    formula="weight x (z x cov(asset, book) / sd(book) - mean of the asset)",
    examples=(
        Example(
            ([[0.01], [-0.01]], [[1]], 0.84134474606854),
            [["Asset 1", 0.0141421356237], ["Total", 0.0141421356237]],
        ),
    ),
    source="PerformanceAnalytics, VaR with method gaussian and component; one standard deviation "
    "of a hundredth either way",
    lambda_body=bodies.VAR_COMPONENTS,
    whole=True,
)  # fmt: skip
def HEDGE_VAR_COMPONENTS(returns, weights, confidence=0.95):
    one_each("weights", weights, len(returns), "returns")
    found = hedge_var_components(returns, weights, confidence)
    rows = [[f"Asset {number}", part] for number, part in enumerate(found.parts, start=1)]
    return [*rows, ["Total", found.total]]
