"""Risk of a series of returns: value at risk and expected shortfall."""

from betahedge.cells.bodies import statistics as bodies
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.functions.arguments import RISK_CONFIDENCE, series
from betahedge.cells.functions.series import check_returns
from betahedge.cells.kinds import Word
from betahedge.core.risk import hedge_es, hedge_var

_RETURNS = series("returns", "simple returns, never prices")
_VAR_METHOD = Arg(
    "method", Word(("historical", "parametric")), '"historical" or "parametric" (normal)', "word"
)


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
    lambda_body=bodies.VAR,
    whole=True,
)
def HEDGE_VAR(returns, confidence=0.95, method="historical"):
    check_returns("returns", returns)
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
    lambda_body=bodies.ES,
    whole=True,
)
def HEDGE_ES(returns, confidence=0.95, method="historical"):
    check_returns("returns", returns)
    return hedge_es(returns, confidence, method)
