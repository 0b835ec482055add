"""Beta: how sure is it, and how would other ways size the hedge?

It is told against the coin that the asset's contract is on, for that is what is sold: of its own
future it is 1.  An asset without a contract is told against the first column of Prices.  Coins are
matched one by one only with a future on the coin itself.
"""

from betahedge.cells import (
    HEDGE_BETA_STATS,
    HEDGE_CONTRACTS,
    HEDGE_EFFECTIVENESS,
    HEDGE_MINVAR,
    HEDGE_ROUND,
)
from betahedge.sheets.blocks import Chart, Headline, Line, Sheet, Table
from betahedge.sheets.items import Call, Column, Flag, fx
from betahedge.templates.words import beta_strip, line_of

LEAST = 30  # pairs of prices from which a beta is more than noise
ASSET = "INDEX({prices.block},0,{column})"
FUTURE = "INDEX({prices.block},0,{against})"
NO = '"n.a."'


def stat(row: int) -> Call:
    """Read a figure of the regression."""
    return fx(HEDGE_BETA_STATS, ASSET, FUTURE, needs=("enough",), otherwise=NO, error=NO,
              part=(row, 2))  # fmt: skip


def if_known(what: str, item: str = "estimate") -> str:
    """Calculate with a figure where there is one."""
    return f"IF(ISNUMBER({{{item}}}),{what},{NO})"


def contracts(beta: str) -> str:
    """Size with a beta."""
    size = f"{beta}*{{hedge.target}}*{{hedge.spot}}/{{hedge.value}}"
    return if_known(f"IF({{hedge.value}}=0,0,{size})")


SAMPLE = 'AND(prices_are="SAMPLE",{column}>0)'
STATUS = (
    'IF({column}*{against}=0,"no prices",IF(NOT(ISNUMBER({pairs})),"few data",'
    f'IF({{pairs}}<{LEAST},"few data",IF({SAMPLE},"SAMPLE prices",'
    'IF(AND({hedge.beta}>=ROUND({low},9),{hedge.beta}<=ROUND({high},9)),"OK",'
    '"not in interval")))))'
)
WORKINGS = (
    Column("column", "Column of prices", "number", 8,
           f"IFERROR({line_of('{asset}', '{coins}')},0)", "number"),
    Column("against", "Column of what is sold", "number", 8,
           f"IF({{hedge.line}}=0,1,IFERROR({line_of('{hedge.underlying}', '{coins}')},0))",
           "number"),
    Column("enough", "Enough prices", "1 = yes", 8,
           "IF({column}*{against}=0,0,--AND(COUNT(INDEX({prices.block:all},0,{against}))>3,"
           "COUNT(INDEX({prices.block:all},0,{column}))>3))", "number"),
    Column("sized", "Can be sized", "1 = yes", 8,
           "IF({enough}=0,0,IF(ISNUMBER({estimate}),--({hedge.value}>0),0))", "number"),
    Column("used", "Beta used", "number", 8, "IF(ISNUMBER({estimate}),{estimate},1)", "beta"),
)  # fmt: skip

WHOLE = "strip"
BETA = Table("beta", (
    Column("asset", "Asset", "name", 17, "{holdings.asset}", "text", "link", "All assets"),
    Column("coin", "Prices column", "coin", 13, 'IF({column}=0,"none",{asset})', "text"),
    Column("pairs", "Pairs fx", "number", 8, stat(7), "number", align="right"),
    Column("estimate", "Beta fx", "number", 9, stat(1), "beta", align="right"),
    Column("error", "Std error fx", "number", 9, stat(3), "0.000", align="right"),
    Column("low", "Low fx", "95 %", 8, stat(4), "beta", align="right"),
    Column("high", "High fx", "95 %", 8, stat(5), "beta", align="right"),
    Column("r2", "R2 fx", "share", 8, stat(6), "ratio", align="right"),
    Column("strip", "0           beta           2", "─ interval  ● estimate  │ 1", 25,
           'IF(ISNUMBER({estimate}),' + beta_strip("{low}", "{estimate}", "{high}") + ',"")',
           "strip", "strip"),
    Column("use", "In use", "number", 8, "{hedge.beta}", "beta", "link"),
    Column("at_low", "Contracts at low", "contracts", 11, contracts("{low}"), "count",
           align="right"),
    Column("at_beta", "at beta", "contracts", 11, contracts("{estimate}"), "count",
           align="right"),
    Column("at_high", "at high", "contracts", 11, contracts("{high}"), "count", align="right"),
    Column("status", "Status", "word", 16, STATUS, "text", "output",
           flag=Flag(bold='OR({status}="not in interval",{status}="SAMPLE prices")')),
    Column("by_coin", "By coin", "contracts", 12,
           f"IF({{hedge.own}}=0,{NO},IF({{hedge.value}}=0,0,"
           "{hedge.target}*{hedge.quantity}*{hedge.futures}/{hedge.value}))", "count",
           align="right"),
    Column("by_value", "By value", "contracts", 12,
           "IF({hedge.value}=0,0,{hedge.target}*{hedge.spot}/{hedge.value})", "count"),
    Column("by_beta", "By beta fx", "contracts", 12,
           fx(HEDGE_CONTRACTS, "{hedge.spot}", "{hedge.value}", "{hedge.target}", "{used}",
              needs=("sized",), otherwise=NO), "count", align="right"),
    Column("minvar", "Minimum variance fx", "ratio", 12,
           fx(HEDGE_MINVAR, ASSET, FUTURE, needs=("enough",), otherwise=NO, error=NO),
           "beta", align="right"),
    Column("lots_coin", "By coin fx", "in lots", 12,
           fx(HEDGE_ROUND, "{by_coin}", "{hedge.lot}", "rounding_used", needs=("hedge.own",),
              otherwise=NO), "lots", align="right"),
    Column("lots_value", "By value fx", "in lots", 12,
           fx(HEDGE_ROUND, "{by_value}", "{hedge.lot}", "rounding_used"), "lots"),
    Column("effect", "Effectiveness at the target fx", "share", 13,
           fx(HEDGE_EFFECTIVENESS, ASSET, FUTURE, "{hedge.target}", needs=("enough",),
              otherwise=NO, error=NO), "ratio", align="right"),
), "holdings", workings=WORKINGS, split="by_coin", groups={
    "coin": "Beta against the coin that is sold, and its uncertainty",
    "by_coin": "Four ways to size; an indicative test of effectiveness, no accounting conclusion",
})  # fmt: skip

HEADLINE = (
    '=COUNT({estimate:all})&" of "&COUNTA({holdings.asset:all})&" assets have a beta; "&'
    'COUNTIF({status:all},"not in interval")&" in use "&IF(COUNTIF({status:all},'
    '"not in interval")=1,"is","are")&" outside the interval"&IF(prices_are="SAMPLE",'
    '"; the prices are a SAMPLE","")'
)

CHART = Chart("variance_chart", "Variance that a hedge of the largest asset leaves, by hedge ratio",
              "line", "variance.step", (Line("variance.left", "hedged"),), 25, 8, "ratio", "ratio",
              inner=(0.12, 0.18, 0.68, 0.66))  # fmt: skip
SHEET = Sheet("Beta", "how sure is it, and how would other ways size",
              (Headline(HEADLINE, until="beta.status"), BETA), below=(CHART,))  # fmt: skip
