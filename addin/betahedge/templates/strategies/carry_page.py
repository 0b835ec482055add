"""The page of carry: the legs, what they earn, what can end it."""

from betahedge.cells import (
    HEDGE_BASIS,
    HEDGE_BASIS_RATE,
    HEDGE_FUNDING,
    HEDGE_FUNDING_RATE,
    HEDGE_FUTURES_PNL,
    HEDGE_LIQUIDATION,
    HEDGE_MARGIN,
    HEDGE_SURVIVAL,
)
from betahedge.sheets.blocks import Chart, Headline, Line, Panel, Sheet, Side, Stack, Table
from betahedge.sheets.items import Check, Column, Flag, Item, close, fx
from betahedge.templates.strategies.strategy import (
    Alarm,
    alarm_panel,
)
from betahedge.templates.words import MONEY, cash, days, pays, priced, setting, share

RATES, RALLIES, DAYS = 7, 4, 11
TRACKS = {"a": 25, "b": 13, "c": 13, "d": 11, "e": 22, "f": 13, "g": 13, "h": 14}
AS_HELD = '=IF(INDEX({legs.word:all},1)="OK","right: long and short","as held")'
LEGS = Table("legs", (
    Column("version", "Version", "", 25, (AS_HELD, "article: long and long"), "text"),
    Column("spot", "Spot", MONEY, 13, "coins_held*spot_price"),
    Column("perpetual", "Perpetual", MONEY, 13, "-{sold}*perpetual_price"),
    Column("sold", "Coins sold", "+ short", 11, ("short_now", "-coins_held"), "count"),
    Column("net", "Net exposure", MONEY, 22, "{spot}+{perpetual}", style="output"),
    Column("funding", "Funding fx", MONEY, 13,
           fx(HEDGE_FUNDING, "{sold}", "perpetual_price", "funding_rate", "stamp_count"), "pnl"),
    Column("pnl", '="P&L of "&'+setting("market_move"), MONEY, 13, "{net}*market_move", "pnl"),
    Column("word", "Neutral", "word", 14,
           'IF(ABS(coins_held-{sold})>neutral_limit,"NOT NEUTRAL","OK")', "word", "output",
           flag=Flag('{word}="NOT NEUTRAL"')),
), 2, "The legs, and as the article has them", total=False,
    tracks=tuple(TRACKS))  # fmt: skip

COST = "MAX(0,-{fees}-{slippage})"
PERPETUAL = Panel("earns", "What it earns", (
    Item("stamps", "Stamps", "stamp_count", "count", ""),
    Item("year", "Funding a year fx", fx(HEDGE_FUNDING_RATE, "funding_rate", "funding_hours"),
         "rate", ""),
    Item("funding", "Funding", "INDEX({legs.funding:all},1)", "pnl",
         note=f"={pays('{funding}')}"),
    Item("fees", "Fees, both legs, in and out",
         "-2*(spot_value*spot_fee+short_value*futures_fee)", "pnl"),
    Item("slippage", "Slippage", "-slippage_rate*(spot_value+short_value)", "pnl"),
    Item("before", "Net before capital", "{funding}+{fees}+{slippage}", "pnl", style="output"),
    Item("tied", "Capital tied up", "spot_value+{margin.collateral}"),
    Item("capital", "Its cost", "-{tied}*capital_rate*holding_days/365", "pnl"),
    Item("net", "Net", "{before}+{capital}", "pnl", style="output"),
    Item("return", "Return on capital", "{before}/{tied}*365/holding_days", "rate", "a year",
         "output"),
    Item("daily", "Income a day", "{funding}/holding_days", "pnl"),
    Item("payback", "Days to pay for itself", f'IF({{daily}}>0,{COST}/{{daily}},"never")',
         "0.0", "days", align="right"),
    Item("payback_capital", "the same, with capital",
         f'IF({{daily}}+{{capital}}/holding_days>0,{COST}/({{daily}}+{{capital}}/holding_days),'
         '"never")', "0.0", "days", align="right"),
    Item("floor", "Funding that pays nothing",
         'IF(short_now=0,"none",-({fees}+{slippage})/(short_now*perpetual_price*stamp_count))',
         "0.0000%;-0.0000%;0.0000%", "a stamp", align="right"),
    Item("turned", "Net if funding turns", "-{funding}+{fees}+{slippage}", "pnl"),
), ("a", "b", "c"), ruled=True)  # fmt: skip

POSITION = "({margin.collateral}+short_now*perpetual_price)/(short_now+maintenance_rate*short_size)"
MARGIN = Panel("margin", '="Margin of the "&IF(short_now<0,"long","short")&" fx"', (
    Item("collateral", "Collateral", fx(HEDGE_MARGIN, "short_now", "backed_price",
                                        "initial_rate")),
    Item("maintenance", "Maintenance margin", fx(HEDGE_MARGIN, "short_now", "perpetual_price",
                                                 "maintenance_rate")),
    Item("liquidation", "Liquidation price", fx(
        HEDGE_LIQUIDATION, "perpetual_price", "leverage_used", "maintenance_rate", '"linear"',
        '"mark"', "0", "0", "short_now", "coin_size", "{collateral}",
        needs=("worked.short", "collateral"), otherwise='"none"', error='"none"',
        native=f"IF({POSITION}>0,{POSITION},NA())"),
         "price", align="right"),
    Item("rise", '=IF(short_now<0,"Fall to it","Rise to it")',
         'IF({liquidation}="none","none",({liquidation}/perpetual_price-1)'
         '*SIGN(short_now))', "rate", '="policy "&' + setting("rise_to_survive"), "output",
         align="right"),
), ("e", "f", "g"), ruled=True)  # fmt: skip
SURVIVAL = Table("survival", (
    Column("rally", "Lacking at a rise of", "%", 22, "INDEX({rallies},1,ROW()-ROW({rally:before}))",
           "move", align="left"),
    Column("lacking", "Lacking fx", MONEY, 13,
           fx(HEDGE_SURVIVAL, "short_now", "perpetual_price", "{rally}", "maintenance_rate",
              "{margin.collateral}"), "money", "function"),
), RALLIES, total=False, short=True, tracks=("e", "f"))  # fmt: skip
BY_RATE = Table("by_rate", (
    Column("rate", "Funding a stamp", "%", 22, "INDEX({rates},1,ROW()-ROW({rate:before}))",
           "+0.00%;-0.00%;0.00%", align="left"),
    Column("return", "Return", "a year", 13,
           "(short_now*perpetual_price*{rate}*stamp_count+{earns.fees}+{earns.slippage})"
           "/{earns.tied}*365/holding_days", "rate", "output"),
    Column("word", "Cash", "word", 13,
           'IF({rate}*short_now>0,"RECEIVE",IF({rate}*short_now<0,"PAY","none"))', "word"),
), RATES, "Return on capital against funding", total=False, short=True,
    tracks=("e", "f", "g"))  # fmt: skip

ENDS = ("short_coins", "coin_size", "dated_price", "end_price")
DATED = Panel("dated", '="Dated future, "&' + days("dated_days") + '&" fx"', (
    Item("basis", "Basis", fx(HEDGE_BASIS, "dated_price", "spot_price"), "basis"),
    Item("year", "Basis a year", fx(HEDGE_BASIS_RATE, "dated_price", "spot_price", "dated_days",
         needs=("worked.dated",), otherwise='"expired"'), "rate", "", align="right"),
    Item("by_coin", "Matched by coin", "short_coins", "count", "coins"),
    Item("by_value", "Matched by value", "spot_value/dated_price", "count", "coins"),
    Item("locked", "Locked at expiry", "short_coins*(dated_price-spot_price)", "pnl"),
    Item("costs", "Fees and slippage",
         "-(2*spot_value*spot_fee+short_coins*(dated_price+spot_price)*futures_fee"
         "+slippage_rate*(spot_value+short_coins*dated_price))", "pnl"),
    Item("capital", "Cost of capital", "-(spot_value+short_coins*dated_price/leverage_used)"
         "*capital_rate*dated_days/365", "pnl"),
    Item("net", "Net", "{locked}+{costs}+{capital}", "pnl", style="output"),
    Item("end_spot", f'="Spot, at "&{priced("end_price")}',
         "coins_held*(end_price-spot_price)", "pnl"),
    Item("end_future", "Future, at it", fx(HEDGE_FUTURES_PNL, *ENDS,
         native="short_coins*coin_size*(dated_price-end_price)"), "pnl"),
    Item("end_sum", "Both: as locked", "{end_spot}+{end_future}", "pnl", style="output"),
), ("a", "b", "c"), ruled=True)  # fmt: skip
VALUE = "(coins_held+inverse_contracts*inverse_face*(1/{x}-1/spot_price))*{x}"
BELOW = "(inverse_contracts*inverse_face/spot_price-inverse_wallet)"
TOP = "inverse_contracts*inverse_face*(1-maintenance_rate)"
INVERSE = Table("inverse", (
    Column("what", "Short", "", 25, '"face "&inverse_face', "text"),
    Column("contracts", "Contracts sold", "contracts", 13, "inverse_contracts", "count"),
    Column("delta", "Delta at entry", "coins", 13,
           "ROUND(coins_held-{contracts}*inverse_face/spot_price,9)", "count"),
    Column("value", "Constant", MONEY, 11, "{contracts}*inverse_face"),
    Column("at_low", f'="Value at "&{priced("low_price")}', MONEY, 22,
           VALUE.replace("{x}", "low_price")),
    Column("at_high", f'="Value at "&{priced("high_price")}', MONEY, 13,
           VALUE.replace("{x}", "high_price")),
    Column("liquidation", "Liquidation price fx", MONEY, 13, fx(
        HEDGE_LIQUIDATION, "spot_price", "1", "maintenance_rate", '"inverse"', '"mark"', "0", "0",
        "inverse_contracts", "inverse_face", "inverse_wallet", needs=("contracts",),
        otherwise='"none"', error='"none"',
        native=f"IF({BELOW}=0,NA(),IF({TOP}/{BELOW}>0,{TOP}/{BELOW},NA()))"), "price",
           align="right"),
), 1, "Coin-margined: the coins themselves back a full inverse short", total=False,
    tracks=tuple("abcdefg"))  # fmt: skip

WORKED = Panel("worked", "What the page refers to", (
    Item("spot", "Spot value", "coins_held*spot_price", name="spot_value"),
    Item("short", "Coins sold", 'IF(ISNUMBER(short_held),short_held,coins_held)', "count", "coins",
         name="short_now"),
    Item("size", "Coins of the position", "ABS(short_now)", "count", "coins", name="short_size"),
    Item("short_value", "Notional of the perpetual", "short_size*perpetual_price",
         name="short_value"),
    Item("stamps", "Stamps", "holding_days*24/funding_hours", "count", "stamps",
         name="stamp_count"),
    Item("initial", "Collateral rate", "MIN(1,1/leverage_used)", "fee", "", name="initial_rate"),
    Item("backed", "Price it is a rate of", "perpetual_price*MAX(1,1/leverage_used)", "price",
         name="backed_price"),
    Item("unit", "Coins of one contract", 1, "number", "coins", name="coin_size"),
    Item("tiny", "Smallest difference", 1e-9, "difference", "", name="tiny_share"),
    Item("limit", "Neutral within", "MAX(lot_coins/2,tiny_share*coins_held)", "count", "coins",
         name="neutral_limit"),
    Item("coins", "Coins of the dated future", "coins_held", "count", "coins",
         name="short_coins"),
    Item("dated", "The future is dated", "--(dated_days>=1)", "number", "", name="is_dated"),
    Item("inverse", "Inverse contracts", "spot_value/inverse_face", "count", "contracts",
         name="inverse_contracts"),
    Item("wallet", "Coins behind them", "inverse_contracts*inverse_face/spot_price", "count",
         "coins", name="inverse_wallet"),
), ("proof.asset", "t2", "t3"))  # fmt: skip
PART = "{day}/holding_days"
START = "{earns.fees}+{earns.slippage}"
ACCRUAL = Table("accrual", (
    Column("day", "day", "days", 17, "holding_days*(ROW()-ROW({day:before})-1)/10", "number"),
    Column("right", "as held", MONEY, 10.5, f"INDEX({{legs.funding:all}},1)*{PART}+{START}", "pnl"),
    Column("article", "article", MONEY, 10.5, f"INDEX({{legs.funding:all}},2)*{PART}+{START}",
           "pnl"),
), DAYS, "Chart data: cash day by day", total=False,
    tracks=("proof.asset", "t2", "t3"))  # fmt: skip

NEUTRAL = 'INDEX({legs.word:all},1)="OK"'
HEADLINE = (
    f'=IF({NEUTRAL},"Matched, the trade ","NOT NEUTRAL: as held, the trade ")&'
    'IF({earns.before}>=0,"earns ","loses ")&'
    + cash("ABS({earns.before})")
    + '&" "&quote_currency&" in "&'
    + days("holding_days")
    + '&" before capital ("&'
    + share("{earns.return}")
    + '&" a year on it), "&'
    + cash("{earns.net}")
    + '&" after"&IF(ISNUMBER({margin.rise}),IF(ROUND({margin.rise},9)<=0,'
    '"; the collateral is below the maintenance margin",'
    '"; a "&IF(short_now>0,"rise","fall")&" of "&'
    + share("{margin.rise}")
    + '&" liquidates the futures"),"")'
)
ALARMS = (
    Alarm("neutral", "legs differ by more than half a lot", 'INDEX({legs.word:all},1)<>"OK"',
          "NOT NEUTRAL", "Inputs: sell as many coins as are held, or accept the exposure"),
    Alarm("funding", "the position pays funding", "ROUND({earns.funding},money_places)<0", "PAY",
          "Inputs: close the trade, or accept that it pays"),
    Alarm("return", "return below the capital rate",
          "ROUND({earns.return}-capital_rate,9)<0", "BELOW CAPITAL",
          "Inputs: do not trade, or accept the return"),
    Alarm("margin", "liquidation nearer than policy",
          'IF({margin.rise}="none",FALSE,ROUND({margin.rise}-rise_to_survive,9)<0)', "BREACH",
          "Inputs: lower the leverage, or accept the distance"),
    Alarm("expiry", "dated future has less than a day", "dated_days<1", "EXPIRED",
          "Inputs: choose a later future"),
)  # fmt: skip
CASH_CHART = Chart("cash_chart", "Cash of the trade, day by day: it starts with its costs", "line",
                   "accrual.day", (Line("accrual.right", "hedged", "as held"),
                                   Line("accrual.article", "unhedged", "article")),
                   11.8, 0, "number", "cash", at="a", inner=(0.13, 0.15, 0.70, 0.70))  # fmt: skip
RATE_CHART = Chart("rate_chart", "Return on capital, by funding a stamp", "columns", "by_rate.rate",
                   (Line("by_rate.return", "after", "return a year"),),
                   11.2, 0, "+0.00%;-0.00%;0.00%", "+0%;-0%;0%", at="e",
                   inner=(0.12, 0.15, 0.86, 0.62))  # fmt: skip

PAGE = Sheet(
    "Carry",
    "what long spot and short futures earn",
    (
        Headline(HEADLINE, high=34),
        LEGS,
        Side((
            Stack((PERPETUAL, DATED)),
            Stack((alarm_panel(ALARMS, ("e", "g"), "h"), MARGIN, SURVIVAL, BY_RATE)),
        )),
        INVERSE,
        Side((CASH_CHART, RATE_CHART)),
    ),
    tracks=TRACKS,
    portrait=True,
    one_page=True,
    checks=(
        Check("A short receives positive funding",
              "MIN(0,INDEX({legs.funding:all},1)*SIGN(funding_rate)*SIGN(short_now))",
              "Carry: a formula was changed", 0, close("spot_value")),
        Check("A matched future is locked, whatever the end price",
              "{dated.end_sum}-{dated.locked}", "Carry: a formula was changed", 0,
              close("spot_value")),
        Check("A full inverse hedge is constant in dollars",
              "SUM({inverse.at_low:all})-SUM({inverse.at_high:all})",
              "Carry: a formula was changed", 0,
              close("coins_held*MAX(spot_price,low_price,high_price)")),
    ),
)  # fmt: skip
