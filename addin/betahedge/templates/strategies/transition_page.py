"""The page of a transition: step by step, four ways, and what a move does from here."""

from betahedge.cells import HEDGE_ROUND, HEDGE_TRANSITION
from betahedge.cells.native import native_lots
from betahedge.sheets.blocks import (
    Chart,
    Figure,
    Figures,
    Headline,
    Line,
    Panel,
    Sheet,
    Side,
    Table,
)
from betahedge.sheets.items import Check, Column, Flag, Item, close, fx
from betahedge.sheets.writer import NO_RESULT
from betahedge.templates.strategies.strategy import (
    Alarm,
    alarm_panel,
)
from betahedge.templates.words import MONEY, brings, fitted, setting, share

OUTLIVES, UNDER, OFF, MISSED = "HEDGE OUTLIVES SPOT", "under-hedged", "OFF PLAN", "STEP MISSED"


def done(what: str) -> str:
    """Leave a step blank that is not done."""
    return f'IF({{done}}=0,"",{what})'


def coins(what: str) -> str:
    """Write coins in a sentence, to three digits of those held."""
    return f"FIXED(ROUND({what},coin_places),coin_places)"


def before(column: str, start: str = "0") -> str:
    """Read a column of the step before."""
    return f"IF({{number}}=0,{start},INDEX({{{column}:all}},{{number}}))"


def moved(holding: str, price: str) -> str:
    """Give what a holding of the step before has made since."""
    return f"IF({{number}}*{{done}}=0,0,{holding}*({{{price}}}-{before(price)}))"


FILLED = ",".join(
    f"{{steps.{column}:first}}:{{steps.{column}}}" for column in ("from_price", "to_price", "sold")
)
LEFT_TO_SELL = "MAX(0,coins_held*(share_to_move-{sold}))"
LEG_LONG = native_lots("(to_coins-{leg_spot})/to_size", "to_lot", '"nearest"')
HALF = "(from_lot*from_size/2+tiny_share*coins_held)"
WORKINGS = (
    Column("number", "Step", "number", 7, "ROW()-ROW({number:before})-1", "number"),
    Column("done", "Is done", "1 = yes", 7,
           f"--(COUNT({FILLED})=3*({{number}}+1))", "number"),
    Column("price", "Price, first", MONEY, 10, "N({steps.from_price})", "price"),
    Column("other", "Price, second", MONEY, 10, "N({steps.to_price})", "price"),
    Column("to_sell", "Still to be sold", "coins", 10,
           LEFT_TO_SELL.replace("{sold}", "N({steps.sold})"), "count"),
    Column("exact", "Short, exact", "contracts", 10, "{to_sell}/from_size", "count"),
    Column("newly", "Sold in the step", "%", 8,
           f"IF({{number}}*{{done}}=0,0,{{steps.sold}}-{before('steps.sold')})", "ratio"),
    Column("bought", "Bought at its price", "coins", 10,
           "IF({number}*{done}=0,0,coins_held*{newly}*from_start/{other})", "count"),
    Column("leg_spot", "Second coin, legs", "coins", 10,
           "IF(share_to_move=0,0,to_coins*N({steps.sold})/share_to_move)", "count"),
    Column("long_exact", "Long, exact", "contracts", 10,
           'IF(long_leg="yes",MAX(0,to_coins-{leg_spot})/to_size,0)', "count"),
    Column("leg_long", "Long, legs", "contracts", 10,
           f'IF(AND(long_leg="yes",ISNUMBER({{steps.long}})),{{steps.long}},MAX(0,{LEG_LONG}))',
           "lots"),
    Column("long_held", "Long held", "contracts", 10,
           'IF(ISNUMBER({steps.long}),{steps.long},{long_to})', "lots"),
    Column("held_before", "Short before", "contracts", 10, before("held"), "lots"),
    Column("long_before", "Long before", "contracts", 10, before("leg_long"), "lots"),
    Column("spot_before", "Second coin before", "coins", 10, before("leg_spot"), "count"),
    Column("pnl_spot", "P&L spot", MONEY, 10, moved(before("spot"), "price"), "pnl"),
    Column("pnl_short", "P&L short", MONEY, 10,
           moved("-from_size*{held_before}", "price"), "pnl"),
    Column("pnl_exact", "P&L short, exact", MONEY, 10, moved(f"-{before('to_sell')}", "price"),
           "pnl"),
    Column("pnl_long", "P&L long", MONEY, 10,
           moved("to_size*{long_before}", "other"), "pnl"),
    Column("pnl_other", "P&L second spot", MONEY, 10, moved("{spot_before}", "other"), "pnl"),
    Column("fee_short", "Fees, short", MONEY, 9,
           "IF({done}=0,0,-futures_fee*from_size*ABS({held}-{held_before})*{price})",
           "pnl"),
    Column("fee_exact", "Fees, short, exact", MONEY, 9,
           f"IF({{done}}=0,0,-futures_fee*ABS({{to_sell}}-{before('to_sell')})*{{price}})", "pnl"),
    Column("fee_long", "Fees, long", MONEY, 9,
           "IF({done}=0,0,-futures_fee*to_size*ABS({leg_long}-{long_before})*{other})",
           "pnl"),
    Column("fee_sold", "Fees, sold", MONEY, 9,
           "IF({done}=0,0,-spot_fee*coins_held*ABS({newly})*{price})", "pnl"),
    Column("fee_bought", "Fees, bought, legs", MONEY, 9,
           "IF({number}*{done}=0,0,-spot_fee*ABS({leg_spot}-{spot_before})*{other})",
           "pnl"),
    Column("fee_other", "Fees, bought", MONEY, 9, "-spot_fee*ABS({bought})*{other}", "pnl"),
    Column("over", "Short outlives spot", "1 = yes", 8,
           f"IF({{done}}=0,0,--({{held}}*from_size>{{to_sell}}+{HALF}))", "number"),
    Column("under", "Under-hedged", "1 = yes", 8,
           f"IF({{done}}=0,0,--({{held}}*from_size<{{to_sell}}-{HALF}))", "number"),
    Column("off", "Off plan", "1 = yes", 8,
           "IF({done}=0,0,--(ROUND(ABS({net}-coins_held*(1-share_to_move))/coins_held-plan_band,9)"
           ">0))", "number"),
    Column("early", "Days before the last", "days", 8,
           "MAX({steps.date:first}:{steps.date})-{steps.date}", "number"),
    Column("missed", "Step missed", "1 = yes", 8,
           "--AND({number}>0,as_of>{steps.date},OR({done}=0,{newly}<=0))", "number"),
)  # fmt: skip
DAY = ('YEAR({steps.date})&"-"&RIGHT("0"&MONTH({steps.date}),2)&"-"'
       '&RIGHT("0"&DAY({steps.date}),2)')  # fmt: skip
BY = Table("by_step", (
    Column("step", "Step", "date", 12,
           f'IF({{steps.date}}="","",(ROW()-ROW({{step:before}})-1)&"  "&{DAY})', "text", "link"),
    Column("sold", "Sold so far", "of book", 8, done("{steps.sold}"), "ratio", "link"),
    Column("spot", '="Spot "&from_short', "coins", 8, done("coins_held*(1-{sold})"), "count"),
    Column("short_to", "Short to hold fx", "contracts", 8,
           fx(HEDGE_ROUND, "{exact}", "from_lot", needs=("done",), otherwise='""'), "lots"),
    Column("held", "Short held", "contracts", 8,
           done("IF(ISNUMBER({steps.short}),{steps.short},{short_to})"), "lots", "link"),
    Column("share", "Bought back fx", "of short", 8,
           fx(HEDGE_TRANSITION, "coins_held", "share_to_move", "{steps.sold}", part=(1, 2),
              needs=("done",), otherwise='""',
              native="IF(share_to_move=0,0,MIN({steps.sold},share_to_move)/share_to_move)"),
           "ratio"),
    Column("back", "Buy back now", "contracts", 8,
           done("IF({number}=0,0,{held_before}-{short_to})"), "lots", "output"),
    Column("net", '="Net "&from_short', "coins", 8, done("{spot}-{held}*from_size"), "count",
           "output"),
    Column("article", "as the article", "coins", 8,
           done("coins_held*IF({sold}>0,1-2*share_to_move,1-share_to_move)"), "count"),
    Column("other_spot", '="Spot "&to_short', "coins", 9,
           done('IF(long_leg="yes",{leg_spot},SUM({bought:first}:{bought}))'), "count"),
    Column("long_to", "Long to hold fx", "contracts", 9,
           fx(HEDGE_ROUND, "{long_exact}", "to_lot", needs=("done",), otherwise='""'), "lots"),
    Column("other_net", '="Net "&to_short', "coins", 9,
           done("{other_spot}+{long_held}*to_size"), "count", "output"),
    Column("alarm", "Alarm", "word", 18.5,
           f'IF({{missed}}=1,"{MISSED}",IF({{done}}=0,"",IF({{over}}=1,"{OUTLIVES}",'
           f'IF({{under}}=1,"{UNDER}",IF({{off}}=1,"{OFF}","OK")))))', "word", "output",
           flag=Flag('AND({alarm}<>"OK",{alarm}<>"")')),
), "steps", "Step by step: the short is what is still to be sold, the long still to be bought",
    total=False, workings=WORKINGS)  # fmt: skip

PLAN = Figures("plan", (
    Figure("move", "To move", "=coins_to_move", "count", "=from_short", ("step", "sold")),
    Figure("amount", "Amount", "=coins_to_move*from_start", "money", "=quote_currency",
           ("spot", "held")),
    Figure("buy", '=to_short&" to buy"', "=to_coins", "count", "=to_short", ("share", "net")),
    Figure("short", "Short", "=INDEX({by_step.short_to:all},1)", "lots", "contracts",
           ("article", "other_spot")),
    Figure("long", "Long", "=INDEX({by_step.long_to:all},1)", "lots",
           '="contracts; exact "&ROUND(long_start,4)',
           ("long_to", "alarm")),
))  # fmt: skip

AT_ONCE = "coins_held*(1-share_to_move)*(from_end-from_start)"
COINS = "SUM({by_step.bought:all})*to_end-coins_held*sold_end*from_start"


def total(*columns: str) -> str:
    """Add up columns of the steps."""
    return "+".join(f"SUM({{by_step.{column}:all}})" for column in columns)


WAYS = Table("ways", (
    Column("way", "Way", "", 13, ("all at once", "both legs", "no long leg", "the article"),
           "text"),
    Column("spot", '="Spot "&from_short', MONEY, 8,
           (AT_ONCE, total("pnl_spot"), total("pnl_spot"), AT_ONCE), "pnl"),
    Column("short", '="Short "&from_short', MONEY, 8,
           ("0", total("pnl_short"), total("pnl_exact"),
            "-coins_to_move*(from_end-from_start)"), "pnl"),
    Column("long", '="Long "&to_short', MONEY, 8, ("0", total("pnl_long"), "0", "0"), "pnl"),
    Column("other", '="Spot "&to_short', MONEY, 8,
           ("to_coins*(to_end-to_start)", total("pnl_other"), COINS, COINS), "pnl"),
    Column("pnl", "P&L", MONEY, 8, "{spot}+{short}+{long}+{other}", "pnl", "output"),
    Column("against", "against at once", MONEY, 8, "{pnl}-{pnl:first}", "pnl"),
    Column("fees", "Fees", MONEY, 8,
           ("-2*spot_fee*coins_to_move*from_start",
            total("fee_short", "fee_long", "fee_sold", "fee_bought"),
            total("fee_exact", "fee_sold", "fee_other"),
            "-(futures_fee+spot_fee)*coins_to_move*from_start+" + total("fee_other")), "pnl"),
    Column("after", "after fees", MONEY, 9, "{pnl}+{fees}", "pnl"),
    Column("net", '="Net "&from_short', "coins", 8,
           ("coins_held-coins_to_move", "net_end", "coins_held-coins_to_move",
            "coins_held-2*coins_to_move"), "count"),
    Column("move", '=from_short&" "&IF(market_move>0,"+","")&'+setting("market_move"), MONEY,
           9, "{net}*from_start*market_move", "pnl", "output"),
    Column("says", "", "", 19.5, ("", "as held", "short in exact coins", "short is kept"),
           "text", "note", align="left"),
), 4, "Four ways, on these prices; and what a move would do from here, at the price of the start",
    total=False, tracks=("step", "sold", "spot", "short_to", "held", "share", "back", "net",
                         "article", "other_spot", "long_to", "other_net"))  # fmt: skip

WORKED = Panel("worked", "What the page refers to", (
    Item("from_short", "First coin, cut to fit", fitted("from_asset", 6), "text", "",
         name="from_short"),
    Item("to_short", "Second coin, cut to fit", fitted("to_asset", 6), "text", "",
         name="to_short"),
    Item("from_start", "Start price, first coin", "INDEX({by_step.price:all},1)", "price",
         name="from_start"),
    Item("to_start", "Start price, second coin", "INDEX({by_step.other:all},1)", "price",
         name="to_start"),
    Item("move", "Coins to move", "coins_held*share_to_move", "count", "coins",
         name="coins_to_move"),
    Item("coins", "Coins to buy", "IF(to_start=0,0,coins_to_move*from_start/to_start)", "count",
         "coins", name="to_coins"),
    Item("long", "Long at the start, exact", "INDEX({by_step.long_exact:all},1)", "count",
         "contracts", name="long_start"),
    Item("last", "Steps done, and the start", "MAX(1,SUM({by_step.done:all}))", "number", "rows",
         name="rows_done"),
    Item("from_end", "Last price, first coin", "INDEX({by_step.price:all},rows_done)", "price",
         name="from_end"),
    Item("to_end", "Last price, second coin", "INDEX({by_step.other:all},rows_done)", "price",
         name="to_end"),
    Item("sold_end", "Sold at the last step", "SUM(INDEX({steps.sold:all},rows_done))", "ratio", "",
         name="sold_end"),
    Item("net_end", "Net at the last step", "SUM(INDEX({by_step.net:all},rows_done))", "count",
         "coins", name="net_end"),
    Item("places", "Decimals of coins", "IF(coins_held>0,MAX(1,2-INT(LOG10(coins_held))),1)",
         "number", "digits", name="coin_places"),
    Item("tiny", "Smallest difference", 1e-9, "difference", "", name="tiny_share"),
), ("proof.asset", "#2", "#3"))  # fmt: skip
KEPT = "coins_held*(1-2*share_to_move)"
SHORT_KEPT = Panel("kept", "The short is kept, as the article has it", (
    Item("net", '="Net "&from_short&" after the sale"', KEPT, "count", "coins"),
    Item("share", "Share of the book", "1-2*share_to_move", "ratio", ""),
    Item("move", '="A move of "&'+setting("market_move")+'&" brings"',
         f"{KEPT}*from_start*market_move", "pnl"),
    Item("right", "with the short bought back",
         "(coins_held-coins_to_move)*from_start*market_move", "pnl", style="output"),
), ("net", "long_to", "other_net"), ruled=True)  # fmt: skip
NET = "IF(coins_held=0,0,net_end/coins_held)"
OFF_PLAN = 'OR({alarms.outlives}<>"OK",{alarms.under}<>"OK",{alarms.plan}<>"OK")'
BY_PLAN = "coins_held-coins_to_move"
HEADLINE = (
    f"=IF(SUM({{by_step.done:all}})=0,{NO_RESULT},"
    f'IF({{alarms.outlives}}<>"OK","{OUTLIVES}",IF({{alarms.under}}<>"OK","UNDER-HEDGED",'
    f'"The short shrinks as the spot is sold"))&": net "&from_asset&" is "&{coins("net_end")}&'
    f'" coins ("&{share(NET, 0)}&" of the book)"&IF({OFF_PLAN},'
    f'IF({coins("net_end")}={coins(BY_PLAN)}," at the end, not at every step",'
    f'", not "&{coins(BY_PLAN)}),"")&IF(share_to_move=0,"",'
    f'"; kept, as the article has it, it would be "&{coins(KEPT)}&": "&'
    'IF(market_move<0,"a fall of ","a rise of ")&'
    f"{setting('ABS(market_move)')}&"
    + brings(f"{KEPT}*from_start*market_move", f"({BY_PLAN})*from_start*market_move", "would bring")
    + "))"
)
ALARMS = (
    Alarm("outlives", "short above what is still to be sold", "SUM({by_step.over:all})>0",
          OUTLIVES, "buy the short back as the spot is sold; type what is held on Inputs"),
    Alarm("under", "short below what is still to be sold", "SUM({by_step.under:all})>0",
          "UNDER-HEDGED", "sell contracts, or sell the spot that is left"),
    Alarm("plan", "net off plan beyond the band", "SUM({by_step.off:all})>0", OFF,
          "trade back to the plan, or change the share to move"),
    Alarm("missed", "a step's date passed, nothing done", "SUM({by_step.missed:all})>0", MISSED,
          "do the step, or move its date on Inputs"),
)  # fmt: skip
STEP_CHART = Chart("step_chart", "First coin: spot, net of the short, and as the article has it",
                   "columns", "by_step.number", (
    Line("by_step.spot", "before"), Line("by_step.net", "after"),
    Line("by_step.article", "article"),
), 13.2, 0, "0", "general", at="step", inner=(0.07, 0.15, 0.91, 0.62))  # fmt: skip
WAY_CHART = Chart("way_chart", "P&L of the four ways", "columns", "ways.way",
                  (Line("ways.pnl", "after", "P&L"),), 10.2, 0, "general", "money", at="article",
                  inner=(0.17, 0.15, 0.81, 0.62))  # fmt: skip

PAGE = Sheet(
    "Transition",
    "part of one coin into another, step by step",
    (
        Headline(HEADLINE, high=34),
        PLAN,
        Side((alarm_panel(ALARMS, ("step", "short_to"), "back"), SHORT_KEPT)),
        WAYS,
        Side((STEP_CHART, WAY_CHART)),
        BY,
    ),
    portrait=True,
    one_page=True,
    checks=(
        Check("A short of what is still to be sold keeps the exposure of the plan",
              f"{total('pnl_spot', 'pnl_exact')}-({AT_ONCE})", "Transition: a formula was changed",
              0, close("coins_held*from_start"), "MAX({steps.sold:all})<=share_to_move"),
    ),
)  # fmt: skip
