"""Statistics: beta, minimum-variance ratio, effectiveness and risk, from prices or returns."""

import math

from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import DIV0, NUM, VALUE, ErrorValue, refuse
from betahedge.cells.functions.arguments import (
    CONFIDENCE,
    DECIMAL,
    INPUT,
    RISK_CONFIDENCE,
    same_length,
    series,
)
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE, Number, Word
from betahedge.cells.lambda_bodies import CHANGE, paired, risk, unpriced
from betahedge.core.regression import (
    hedge_beta,
    hedge_beta_stats,
    hedge_minvar,
    hedge_minvar_several,
)
from betahedge.core.risk import hedge_effectiveness_several, hedge_es, hedge_var

_ASSET = series("asset", "prices or returns of the asset")
_HEDGE = series("hedge", "prices or returns of the hedge instrument")
_SPOT = series("spot", "prices or returns of the spot")
_FUTURES = Arg(
    "futures",
    ANY_NUMBER,
    "prices or returns of the futures, a column each, oldest first; blanks are missing",
    "series",
    "block",
)
_RETURNS = series("returns", "simple returns, never prices")
_DECAY = Arg(
    "decay",
    Number("a number above 0, up to 1", low=0.0, high=1.0, open_low=True),
    "weight of a pair against the next one, for ewma",
    DECIMAL,
)
_VAR_METHOD = Arg(
    "method", Word(("historical", "parametric")), '"historical" or "parametric" (normal)', "word"
)
# A series used in the examples: returns of 1, 2 and 4 % against 2, 1 and 3 %.
_Y, _X = [[0.01], [0.02], [0.04]], [[0.02], [0.01], [0.03]]
OLS = "ordinary least squares with an intercept; any statistics textbook"

_MARKET = "IF(ISNUMBER(rx),rx,0)"
_BETA = paired(
    "asset_",
    "hedge_",
    """
IF(method_="ewma",
 IF(SUM(--(y<>0))=0,#DIV/0!,
  LET(weight,decay_^(pairs-SEQUENCE(pairs)),SUM(weight*x*y)/SUM(weight*x*x))),
 IF(flat_y+flat_x,#DIV/0!,
  LET(ratio,SUM(dx*dy)/SUMSQ(dx),IF(method_="blume",0.67*ratio+0.33,ratio))))
""",
    where=f'*IF(method_="up",{_MARKET}>0,IF(method_="down",{_MARKET}<0,1))',
)
_BETA_STATS = paired(
    "asset_",
    "hedge_",
    """
IF(flat_y+flat_x,#DIV/0!,
 LET(ratio,SUM(dx*dy)/SUMSQ(dx),
  spread,SQRT(SUMSQ(dy-ratio*dx)/(pairs-2)/SUMSQ(dx)),
  reach,T.INV.2T(1-confidence_,pairs-2)*spread,
  HSTACK({"Beta";"Alpha";"Standard error";"Low";"High";"R2";"Pairs"},
   VSTACK(ratio,(SUM(y)-ratio*SUM(x))/pairs,spread,ratio-reach,ratio+reach,
    ratio*SUM(dx*dy)/SUMSQ(dy),pairs))))
""",
)
_EFFECTIVENESS = paired(
    "spot_",
    "futures_",
    """
IF(method_="dollar_offset",
 LET(item,PRODUCT(1+y)-1,hedge,PRODUCT(1+x)-1,
  IF(ABS(item)<1E-12,#DIV/0!,hedge_ratio_*hedge/item)),
 IF(method_="r2",IF(flat_y+flat_x,#DIV/0!,SUM(dx*dy)/SUMSQ(dx)*(SUM(dx*dy)/SUMSQ(dy))),
  IF(flat_y,#DIV/0!,
   LET(open,y-hedge_ratio_*x,1-SUMSQ(open-AVERAGE(open))/SUMSQ(dy)))))
""",
)
# Each ratio by itself: the other columns are taken out of its own one after another, as Gram and
# Schmidt do, and what is left of it is set against the spot.
_MINVAR = f"""
LET({CHANGE}k,COLUMNS(futures_),
 IF(ROWS(spot_)<>ROWS(futures_),#VALUE!,IF({unpriced("spot_", "futures_")},#NUM!,
 LET(ry,IF(priced,change(spot_),spot_),
  rx,IF(priced,IF(ROWS(spot_)<2,IF(SEQUENCE(1,k),""),change(futures_)),futures_),
  both,ISNUMBER(ry)*(MMULT(--ISNUMBER(rx),SEQUENCE(k,1,1,0))=k),pairs,SUM(both),
 IF(pairs<k+2,#N/A,
 LET(y,FILTER(ry,both),x,FILTER(rx,both),ones,SEQUENCE(1,pairs,1,0),
  dy,y-AVERAGE(y),mean,MMULT(ones,x)/pairs,dx,x-mean,size,SQRT(MMULT(ones,dx^2)),
  flat_y,MAX(ABS(dy))<=1E-12*ABS(AVERAGE(y)),
  flat_x,SUM(--(MMULT(ones,--(ABS(dx)>1E-12*ABS(mean)))=0)),
 IF(flat_y+flat_x,#DIV/0!,
 LET(unit,dx/size,MAP(SEQUENCE(1,k),LAMBDA(j,
  LET(turned,CHOOSECOLS(unit,MOD(j+SEQUENCE(1,k)-1,k)+1),
   apart,REDUCE(turned,SEQUENCE(k),LAMBDA(m,i,LET(axis,CHOOSECOLS(m,i),square,SUMSQ(axis),
    IF(square<=1E-20,#DIV/0!,
     m-axis*((SEQUENCE(1,k)>i)*MMULT(TRANSPOSE(axis),m)/square))))),
   own,CHOOSECOLS(apart,k),SUM(own*dy)/SUMSQ(own)/INDEX(size,1,j))))))))))))
"""


def _paired(input_type, **columns):
    """Refuse series that do not go together, prices not above 0 and returns not above -1."""
    same_length(**columns)
    check = _check_prices if input_type == "prices" else _check_returns
    for name, column in columns.items():
        check(name, column)


def _check_prices(name, column):
    worst = min((price for price in column if price is not None), default=1.0)
    if worst <= 0:
        raise refuse(NUM, f'{name}: was {worst:g}; must be prices above 0, or input_type "returns"')


def _check_returns(name, column):
    worst = min((value for value in column if value is not None), default=0.0)
    if worst <= -1:
        raise refuse(NUM, f"{name}: was {worst:g}; must be returns above -1, as decimals")


def _numbered(futures):
    """Name the columns of several futures, as a reason shows them."""
    if len(futures) == 1:
        return {"futures": futures[0]}
    return {f"futures, column {n}": column for n, column in enumerate(futures, start=1)}


@cell(
    category="Statistics",
    help="Beta of an asset against the hedge instrument, from prices or returns, oldest first. For "
    "hedging with another coin's future. ewma weighs recent pairs more; up and down use only the "
    "pairs where the hedge rose or fell.",
    args=(
        _ASSET,
        _HEDGE,
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
    examples=(Example((_Y, _X, "returns"), 1), Example((_Y, _X, "returns", "blume"), 1)),
    source=OLS,
    lambda_body=_BETA,
    whole=True,
)
def HEDGE_BETA(asset, hedge, input_type="prices", method="ols", decay=0.94):
    _paired(input_type, asset=asset, hedge=hedge)
    return hedge_beta(asset, hedge, input_type, method, decay)


@cell(
    category="Statistics",
    help="Beta by least squares with its standard error and confidence interval, from prices or "
    "returns, oldest first.",
    args=(
        _ASSET,
        _HEDGE,
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
            (_Y, _X, "returns", 0.5),
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
    lambda_body=_BETA_STATS,
    whole=True,
)
def HEDGE_BETA_STATS(asset, hedge, input_type="prices", confidence=0.95, errors="ols"):
    _paired(input_type, asset=asset, hedge=hedge)
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
    args=(_SPOT, _FUTURES, INPUT),
    result="decimal of the spot value to sell; a row of them for several futures",
    formula="cov(spot, futures) / var(futures); for several, the coefficients of the regression "
    "of spot on all of them with an intercept",
    examples=(Example((_Y, _X, "returns"), 1),),
    source="Hull, Options, Futures, and Other Derivatives, section 3.4",
    lambda_body=_MINVAR,
    whole=True,
)
def HEDGE_MINVAR(spot, futures, input_type="prices"):
    _paired(input_type, spot=spot, **_numbered(futures))
    if len(futures) == 1:
        return hedge_minvar(spot, futures[0], input_type)
    return [hedge_minvar_several(spot, futures, input_type)]


@cell(
    category="Statistics",
    help="Share of the risk of the spot that one future, or several together, take away. Rows "
    "oldest first. Indicative test, not an accounting conclusion.",
    args=(
        _SPOT,
        _FUTURES,
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
        Example((_Y, _X, 1, "returns"), 0.428571428571429),
        Example(([[100], [104], [102], [90]], [[100], [103], [104], [92]], 1, "prices",
                 "dollar_offset"), 0.8),
        Example(([[100], [90]], [[100], [92]], 1, "prices", "dollar_offset"), 0.8),
    ),
    source="equals R2 at the minimum-variance ratio; offset of 8 against 10",
    lambda_body=_EFFECTIVENESS,
    whole=True,
)  # fmt: skip
def HEDGE_EFFECTIVENESS(
    spot, futures, hedge_ratio, input_type="prices", method="variance", materiality=0.0
):
    _paired(input_type, spot=spot, **_numbered(futures))
    if len(hedge_ratio) != len(futures):
        must = f"{len(futures)}, one for each column of futures"
        raise refuse(VALUE, f"hedge_ratio: was {len(hedge_ratio)} cells; must be {must}")
    return hedge_effectiveness_several(spot, futures, hedge_ratio, input_type, method, materiality)


def _es_native(a):
    returns, tail = a["returns"], f"(1-{a['confidence']})"
    count = f"ROUND({tail}*COUNT({returns}),9)"
    edge = f"SMALL({returns},INT({count})+1)"
    worse = f'({returns}<{edge})*({returns}<>"")'
    historical = f"-(SUMPRODUCT({worse},{returns})+({count}-SUMPRODUCT({worse}))*{edge})/{count}"
    density = f"NORMDIST(NORMSINV({a['confidence']}),0,1,FALSE)"
    parametric = f"STDEV({returns})*{density}/{tail}-AVERAGE({returns})"
    either = f'IF({a["method"]}="parametric",{parametric},{historical})'
    return {'"historical"': historical, '"parametric"': parametric}.get(a["method"], either)


_PERCENTILE = "empyrical, tests/test_stats.py, test_value_at_risk"


@cell(
    category="Statistics",
    help="Value at risk of one period, as a share of the value: the loss that is not exceeded with "
    "the given confidence. Of returns, never of prices.",
    args=(_RETURNS, RISK_CONFIDENCE, _VAR_METHOD),
    result="decimal, a loss is +",
    formula="historical: -PERCENTILE.INC(returns, 1 - confidence); "
    "parametric: z x standard deviation - mean",
    examples=(Example(([[1], [81], [82], [83], [84], [85]], 0.7), -81.5),),
    source=_PERCENTILE,
    native=lambda a: (
        f'IF({a["method"]}="parametric",NORMSINV({a["confidence"]})*STDEV({a["returns"]})'
        f"-AVERAGE({a['returns']}),-PERCENTILE({a['returns']},1-{a['confidence']}))"
    ),
    lambda_body=risk("0-cut", "NORM.S.INV(confidence_)*sigma-mean"),
    whole=True,
)
def HEDGE_VAR(returns, confidence=0.95, method="historical"):
    _check_returns("returns", returns)
    return hedge_var(returns, confidence, method)


@cell(
    category="Statistics",
    help="Expected shortfall of one period, as a share of the value: the mean loss of the worst 1 "
    "- confidence of the periods, the last one by its fraction. Of returns, never of prices.",
    args=(_RETURNS, RISK_CONFIDENCE, _VAR_METHOD),
    result="decimal, a loss is +; no less than the value at risk",
    formula="historical: -mean of the worst (1 - confidence) n of n returns; "
    "parametric: standard deviation x density(z) / (1 - confidence) - mean",
    examples=(
        Example(([[1], [81], [82], [83], [84], [85]], 0.7), -36.5555555555556),
        Example(([[-0.1]] * 3 + [[0]] * 97, 0.95), 0.06),
    ),
    source="Rockafellar and Uryasev, Conditional value-at-risk for general loss distributions: "
    "(1 + 0.8 x 81) / 1.8, and 3 losses of 10 % in the worst 5 of 100",
    native=_es_native,
    whole=True,
)
def HEDGE_ES(returns, confidence=0.95, method="historical"):
    _check_returns("returns", returns)
    return hedge_es(returns, confidence, method)
