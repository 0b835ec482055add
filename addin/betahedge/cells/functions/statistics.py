"""Statistics: beta, minimum-variance ratio and effectiveness, from prices or returns."""

import math

from betahedge.cells.bodies import statistics as bodies
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import DIV0, ErrorValue
from betahedge.cells.functions.arguments import (
    CONFIDENCE,
    DECIMAL,
    INPUT,
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
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE, Number, Word
from betahedge.core.regression import (
    hedge_beta,
    hedge_beta_stats,
    hedge_minvar,
    hedge_minvar_several,
)
from betahedge.core.risk import hedge_effectiveness_several

_DECAY = Arg(
    "decay",
    Number("a number above 0, up to 1", low=0.0, high=1.0, open_low=True),
    "weight of a pair against the next one, for ewma",
    DECIMAL,
)
OLS = "ordinary least squares with an intercept; any statistics textbook"


@cell(
    category="Statistics",
    help="Beta of an asset against the hedge instrument, from prices or returns, oldest first. For "
    "hedging with another coin's future. ewma weighs recent pairs more; up and down use only the "
    "pairs where the hedge rose or fell.",
    args=(
        ASSET,
        HEDGE,
        INPUT,
        Arg(
            "method",
            Word(("ols", "ewma", "blume", "up", "down")),
            '"ols", "ewma", "blume" (0.67 ols + 0.33), "up" or "down"',
            "word",
        ),
        _DECAY,
    ),
    result="number, 0 for a flat asset; #N/A with fewer than 3 pairs, #DIV/0! for a flat hedge",
    formula="cov(asset, hedge) / var(hedge)",
    examples=(Example((Y, X, "returns"), 1), Example((Y, X, "returns", "blume"), 1)),
    source=OLS,
    lambda_body=bodies.BETA,
    whole=True,
)
def HEDGE_BETA(asset, hedge, input_type="prices", method="ols", decay=0.94):
    paired(input_type, asset=asset, hedge=hedge)
    return hedge_beta(asset, hedge, input_type, method, decay)


@cell(
    category="Statistics",
    help="Beta by least squares with its standard error and confidence interval, from prices or "
    "returns, oldest first.",
    args=(
        ASSET,
        HEDGE,
        INPUT,
        CONFIDENCE,
        Arg(
            "errors",
            Word(("ols", "hac")),
            '"ols", or "hac" (Newey-West) where residuals follow one another or change in size',
            "word",
        ),
    ),
    result="beta (0 for a flat asset, which has no R2), alpha per period, standard error, low, "
    "high, R2, pairs, each with its label",
    formula="beta +/- t(confidence, pairs - 2) x standard error; hac: weights of Bartlett over "
    "floor(4 (pairs / 100)^(2/9)) lags",
    examples=(
        Example(
            (Y, X, "returns", 0.5),
            [
                ["Beta", 1.0],
                ["Alpha", 0.00333333333333333],
                ["Standard error", 1.15470053837925],
                ["Low", -0.154700538379252],
                ["High", 2.15470053837925],
                ["R2", 0.428571428571429],
                ["Pairs", 3],
            ],
        ),
    ),
    source=f"{OLS}; with 1 degree of freedom t(50 %) is 1; hac: statsmodels, OLS.fit",
    lambda_body=bodies.BETA_STATS,
    whole=True,
)
def HEDGE_BETA_STATS(asset, hedge, input_type="prices", confidence=0.95, errors="ols"):
    paired(input_type, asset=asset, hedge=hedge)
    stats = hedge_beta_stats(asset, hedge, input_type, confidence, errors)
    labels = ("Beta", "Alpha", "Standard error", "Low", "High", "R2", "Pairs")
    return [[label, _figure(value)] for label, value in zip(labels, stats, strict=True)]


def _figure(value):
    """Show R2 of a flat asset, 0 / 0, as a cell does."""
    if math.isnan(value):
        return ErrorValue(DIV0, "HEDGE_BETA_STATS: a flat asset has no variance to explain")
    return float(value)


@cell(
    category="Statistics",
    help="Minimum-variance hedge ratio of one future, or of several held together: one ratio for "
    "each column of futures. Rows oldest first, 20 columns at most.",
    args=(SPOT, FUTURES, INPUT),
    result="decimal of the spot value to sell; a row of them for several futures",
    formula="cov(spot, futures) / var(futures); for several, the coefficients of the regression "
    "of spot on all of them with an intercept",
    examples=(Example((Y, X, "returns"), 1),),
    source="Hull, Options, Futures, and Other Derivatives, section 3.4",
    lambda_body=bodies.MINVAR,
    whole=True,
)
def HEDGE_MINVAR(spot, futures, input_type="prices"):
    paired(input_type, spot=spot, **numbered("futures", futures))
    if len(futures) == 1:
        return hedge_minvar(spot, futures[0], input_type)
    return [hedge_minvar_several(spot, futures, input_type)]


@cell(
    category="Statistics",
    help="Share of the risk of the spot that one future, or several together, take away. Rows "
    "oldest first. Indicative test, not an accounting conclusion.",
    args=(
        SPOT,
        FUTURES,
        Arg(
            "hedge_ratio",
            ANY_NUMBER,
            "sold of the future as a share of the spot value, below 0 bought; one for each column",
            DECIMAL,
            "row",
        ),
        INPUT,
        Arg(
            "method",
            Word(("variance", "r2", "dollar_offset")),
            '"variance", "r2" or "dollar_offset"',
            "word",
        ),
        Arg(
            "materiality",
            NOT_NEGATIVE,
            "change of the spot, as a share of its first value, below which a dollar offset is not "
            "meaningful and #N/A",
            DECIMAL,
        ),
    ),
    result="decimal: 1 is all of it; below 0 the hedge adds risk",
    formula="variance: 1 - var(spot - hedge_ratio x futures) / var(spot); r2: of spot on futures; "
    "dollar_offset: -(change in hedge) / (change in spot) from the first to the last valuation",
    examples=(
        Example((Y, X, 1, "returns"), 0.428571428571429),
        Example(([[100], [104], [102], [90]], [[100], [103], [104], [92]], 1, "prices",
                 "dollar_offset"), 0.8),
        Example(([[100], [90]], [[100], [92]], 1, "prices", "dollar_offset"), 0.8),
    ),
    source="equals R2 at the minimum-variance ratio; offset of 8 against 10",
    lambda_body=bodies.EFFECTIVENESS,
    whole=True,
)  # fmt: skip
def HEDGE_EFFECTIVENESS(
    spot, futures, hedge_ratio, input_type="prices", method="variance", materiality=0.0
):
    paired(input_type, spot=spot, **numbered("futures", futures))
    one_each("hedge_ratio", hedge_ratio, len(futures), "futures")
    return hedge_effectiveness_several(spot, futures, hedge_ratio, input_type, method, materiality)
