"""Carry: what the hedge earns and costs over the horizon."""

from betahedge.cells import (
    HEDGE_BASIS,
    HEDGE_BASIS_RATE,
    HEDGE_BREAKEVEN,
    HEDGE_COST,
    HEDGE_FUNDING,
    HEDGE_FUNDING_RATE,
)
from betahedge.sheets.blocks import Chart, Headline, Line, Sheet, Table
from betahedge.sheets.items import Check, Column, Flag, close, fx
from betahedge.templates.words import DAYS, MONEY, cash, known_sum

YEAR = "365"
UNKNOWN = 'COUNTIF({x:all},"n.a.")'
CASH = "ROUND(N({funding})+N({earned}),money_places)"
WORD = (
    f'IF({CASH}>0,"RECEIVE",IF({CASH}<0,"PAY",'
    'IF(OR({funding}="n.a.",{earned}="n.a."),"n.a.","none")))'
)
PART = (
    'IF(ISNUMBER({x:total}),IF(ROUND({x:total},money_places)>0," RECEIVE ",'
    'IF(ROUND({x:total},money_places)<0," PAY "," "))&'
    f'{cash("ABS({x:total})")}&IF({UNKNOWN}=0,""," ("&{UNKNOWN}&" n.a.)")," n.a.")'
)
COSTS = "-({fees:total}+{slippage:total}+{capital:total})"
HEADLINE = (
    f'="Over "&{DAYS}&" the hedge "&'
    'IF({net:total}>=0,"earns ","costs ")&'
    f'{cash("ABS({net:total})")}&" "&quote_currency&": funding"&{PART.replace("x:", "funding:")}&'
    f'", basis"&{PART.replace("x:", "earned:")}&'
    f'", fees, slippage and capital "&{cash(COSTS)}'
)

WORKINGS = (
    Column("dated", "Dated", "1 = dated", 8, "--(N({holdings.expiry})>=1)", "number"),
    Column("expired", "Expired", "1 = so", 8,
           '--AND({holdings.expiry}<>"",N({holdings.expiry})<1)', "number"),
    Column("quoted", "Has a basis", "1 = yes", 8,
           "--AND({hedge.coin_price}>0,N({holdings.futures})>0)", "number"),
    Column("hours", "Stamp every", "hours", 8,
           "IF({dated}=1,0,MAX(0,N({holdings.hours})))", "number"),
    Column("funded", "Funding is known", "1 = yes", 8,
           "IF(OR({after}=0,{dated}=1),1,--AND(ISNUMBER({holdings.funding}),{hours}>0))",
           "number"),
    Column("rate", "Funding", "a stamp", 8, "N({holdings.funding})", "funding"),
    Column("stamps", "Stamps", "number", 8, "IF({hours}=0,0,horizon_days*24/{hours})", "count"),
    Column("each", "Value of one", MONEY, 10, "IF({after}=0,0,{hedge.value})", "price"),
    Column("traded", "Traded", MONEY, 12, "{orders.notional}"),
    Column("cost", "Cost", MONEY, 12, "-{net}"),
    Column("paid", "Funding, where there is a stamp", "a stamp", 8, "IF({hours}=0,0,{rate})",
           "funding"),
    Column("interval", "Stamp, or a usual one", "hours", 8, "IF({hours}=0,usual_hours,{hours})",
           "number"),
    Column("converges", "Basis that converges", "of the price", 8,
           "IF({dated}*{quoted}=0,0,{basis}/{hedge.futures}"
           "*MIN(1,horizon_days/{holdings.expiry}))", "rate"),
    Column("posted", "Collateral", "of the short", 8,
           "IF({size}=0,0,N({holdings.collateral})/{size})", "ratio"),
    Column("tied", "Collateral", "all of it: 100%", 8, "MIN(1,{posted})", "ratio"),
    Column("charged", "Capital", "a year, of more than all", 8, "capital_rate*MAX(1,{posted})",
           "rate"),
    Column("size", "Notional", MONEY, 12, "ABS({after})*{each}"),
    Column("cost_gap", "Net and HEDGE_COST", "0 = same", 10,
           "IF(AND({orders.held}=0,{each}<>0),ABS({net}+{asked}),0)", "difference"),
    Column("share", "Ratio of the contract", "%", 8,
           "IF({orders.group}=0,0,{short}/{orders.group})", "ratio"),
    Column("hedged", "Is hedged", "1 = yes", 8, "--({share}>0)", "number"),
)  # fmt: skip

UNFUNDED = 'IF({funded}=0,"n.a.",0)'
COST = fx(
    HEDGE_COST, "{after}", "{each}", "horizon_days", "fee_rate", "slippage_rate", "{paid}",
    "{interval}", "{converges}", "{tied}", "{charged}", needs=("each",),
)  # fmt: skip
CARRY = Table("carry", (
    Column("asset", "Asset", "name", 15.5, "{holdings.asset}", "text", "link", "Total"),
    Column("contract", "Contract", "venue:code", 21.5, "{hedge.contract}", "text", "link",
           fits="holdings.contract"),
    Column("after", "Held after", "contracts", 10, "{orders.after}", "count", "link",
           fits="hedged.contracts"),
    Column("short", "Short", MONEY, 12, "{orders.booked}", style="link", total="sum"),
    Column("basis", "Basis fx", MONEY, 10,
           fx(HEDGE_BASIS, "{hedge.futures}", "{hedge.coin_price}", needs=("quoted",),
              otherwise='IF({after}=0,0,"n.a.")'), "basis", align="right"),
    Column("basis_year", "Basis fx", "a year", 10,
           fx(HEDGE_BASIS_RATE, "{hedge.futures}", "{hedge.coin_price}", "{holdings.expiry}",
              needs=("dated", "quoted"),
              otherwise='IF({expired}=1,"",IF({after}<>0,"n.a.",0))'), "rate",
           align="right"),
    Column("funding_year", "Funding fx", "a year", 9,
           fx(HEDGE_FUNDING_RATE, "{rate}", "{hours}", needs=("hours", "funded"),
              otherwise=UNFUNDED), "rate", align="right"),
    Column("funding", "Funding fx", MONEY, 9,
           fx(HEDGE_FUNDING, "{after}", "{each}", "{rate}", "{stamps}", needs=("each", "funded"),
              otherwise=UNFUNDED), "pnl", total=known_sum("funding"),
           align="right"),
    Column("earned", "Basis earned", MONEY, 9,
           'IF(AND({dated}=1,{quoted}=0,{after}<>0),"n.a.",{after}*{each}*{converges})', "pnl",
           total=known_sum("earned"), align="right"),
    Column("word", "Cash", "word", 11, WORD, "word", "output", flag=Flag('{word}="PAY"')),
    Column("fees", "Fees", MONEY, 10, "-fee_rate*({traded}+{size})", "pnl", total="sum"),
    Column("slippage", "Slippage", MONEY, 10, "-slippage_rate*{traded}", "pnl", total="sum"),
    Column("capital", "Capital", MONEY, 10,
           f"-N({{margin.collateral}})*capital_rate*horizon_days/{YEAR}", "pnl",
           total="sum"),
    Column("net", "Net", MONEY, 11,
           "N({funding})+N({earned})+{fees}+{slippage}+{capital}", "pnl", "output", "sum"),
    Column("asked", "Cost, from nothing fx", MONEY, 10, COST),
    Column("breakeven", "Break-even fx", "fall, %", 9,
           fx(HEDGE_BREAKEVEN, "{orders.group}", "{share}", "{cost}", "1", needs=("hedged",)),
           "fee"),
), "holdings", workings=WORKINGS)  # fmt: skip

LINES = (
    Line("accrual.funding", "thin"),
    Line("accrual.basis", "thinner"),
    Line("accrual.costs", "costs"),
    Line("accrual.net", "hedged"),
)

SHEET = Sheet(
    "Carry",
    "what the hedge earns and costs",
    (Headline(HEADLINE, high=34), CARRY),
    below=(
        Chart("accrual_chart", "Carry as it accrues, day by day", "line", "accrual.day", LINES,
              25, 8, "number", "cash", inner=(0.12, 0.16, 0.84, 0.60), legend=True),
    ),
    checks=(
        Check("No dated contract has less than a day", "SUM({carry.expired:all})",
              "Inputs: roll into a later contract, or clear the days of a perpetual"),
        Check("A short receives positive funding: 30 days of the article",
              "{figures.n}*{figures.cv}*{figures.f}*{figures.k}",
              "Errata: its figures were changed", 2_925, 1e-6),
        Check("With nothing held before, net is -HEDGE_COST", "SUM({carry.cost_gap:all})",
              "Carry: a formula was changed", 0, close("SUM({carry.size:all})")),
        Check("Carry is the sum of its parts",
              "{carry.net:total}-N({carry.funding:total})-N({carry.earned:total})-{carry.fees:total}"
              "-{carry.slippage:total}-{carry.capital:total}",
              "Carry: a formula was changed", 0, close("book_gross")),
    ),
)  # fmt: skip
