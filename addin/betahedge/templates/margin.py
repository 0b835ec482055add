"""Margin: how far the price may rise, and what a rally needs."""

from betahedge.cells import HEDGE_LIQUIDATION, HEDGE_MARGIN, HEDGE_SURVIVAL
from betahedge.sheets.blocks import Chart, Headline, Line, Sheet, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, close, fx
from betahedge.templates.words import BREACH, MONEY, cash, distance_bar, share

NEAR = 'COUNTIF({status:all},"BREACH")'
ALL = f'({NEAR}+COUNTIF({{status:all}},"OK"))'
HEADLINE = (
    f'=IF({ALL}=0,"No position",{NEAR}&" of "&{ALL}&IF({ALL}=1," position"," positions")&'
    f'" would be liquidated by a move of less than "&{share("policy_distance")}&"; posted "&'
    f'{cash("{collateral:total}")}&" "&quote_currency)'
)
LIQUIDATION = fx(
    HEDGE_LIQUIDATION, "{entry}", "1", "{hedge.maintenance}", "{hedge.kind}", '"mark"', "0", "0",
    "{after}", "{hedge.size}", "{wallet}",
    needs=("open",), otherwise='"none"', error='"none"',
    native="IF({bottom}=0,NA(),IF({top}/{bottom}>0,{top}/{bottom},NA()))",
)  # fmt: skip
INVERSE = '{hedge.kind}="inverse"'
COINS = "{after}*{hedge.size}"

WORKINGS = (
    Column("open", "Is open", "1 = yes", 8,
           "--AND({after}<>0,{hedge.size}>0,{entry}>0,{mark}>0)", "number"),
    Column("each", "Value of one", MONEY, 10, "IF({after}=0,0,{orders.booked}/{after})", "price"),
    Column("wallet", "Collateral", "its coin", 10,
           f"IF(AND({INVERSE},{{mark}}>0),{{collateral}}/{{mark}},{{collateral}})", "count"),
    Column("top", "Liquidation, above", "number", 10,
           f"IF({{open}}=0,0,IF({INVERSE},{COINS}-{{hedge.maintenance}}*ABS({COINS}),"
           f"{{wallet}}+{COINS}*{{entry}}))", "count"),
    Column("bottom", "Liquidation, below", "number", 10,
           f"IF({{open}}=0,0,IF({INVERSE},{COINS}/{{entry}}-{{wallet}},"
           f"{COINS}+{{hedge.maintenance}}*ABS({COINS})))", "count"),
)  # fmt: skip

MARGIN = Table("margin", (
    Column("asset", "Asset", "name", 17, "{holdings.asset}", "text", "link", "Total"),
    Column("contract", "Contract", "venue:code", 18, "{hedge.contract}", "text", "link"),
    Column("after", "Held after", "contracts", 10, "{orders.after}", "count", "link"),
    Column("entry", "Entry price", MONEY, 10.5,
           "IF(N({holdings.entry})>0,{holdings.entry},{hedge.futures})", "price", "link"),
    Column("mark", "Price now", MONEY, 10.5, "{hedge.futures}", "price", "link"),
    Column("notional", "Notional", MONEY, 12, "ABS({orders.booked})", total="sum"),
    Column("initial", "Initial margin fx", MONEY, 11,
           fx(HEDGE_MARGIN, "{after}", "{each}", "{hedge.initial}", needs=("each",)), total="sum"),
    Column("maintenance", "Maintenance margin fx", MONEY, 11,
           fx(HEDGE_MARGIN, "{after}", "{each}", "{hedge.maintenance}", needs=("each",)),
           total="sum"),
    Column("collateral", "Collateral", MONEY, 11, "N({holdings.collateral})", style="link",
           total="sum"),
    Column("liquidation", "Liquidation price fx", MONEY, 11, LIQUIDATION, "price", align="right"),
    Column("distance", "Rise to it", "%", 9,
           'IF(ISNUMBER({liquidation}),({liquidation}/{mark}-1)*SIGN({after}),"none")', "rate",
           "output", align="right"),
    Column("picture", "0%      rise that liquidates      100%", "│ policy", 27,
           f'IF(ISNUMBER({{distance}}),{distance_bar("{distance}", "policy_distance")},"")',
           "strip", "strip", align="left"),
    Column("status", "Status", "word", 9,
           'IF({notional}=0,"",IF(ISNUMBER({distance}),'
           'IF({distance}<policy_distance,"BREACH","OK"),"OK"))', "word", "output", flag=BREACH),
), "holdings", workings=WORKINGS)  # fmt: skip

LINES = (Line("rallied.needed", "needed"), Line("rallied.posted", "posted"))
TRACKS = ("asset", "contract", "after", "entry", "mark", "notional")


def survival(rallies: int) -> Table:
    """List what the rallies of Inputs need, and what is lacking."""
    nth = "INDEX({rallies},1,ROW()-ROW({rally:before}))"
    return Table("survival", (
        Column("rally", "Rally", "%", 17, nth, "move", "link"),
        Column("needed", "Needed", MONEY, 18, "MAX(0,book_short*{rally}"
               "+{margin.maintenance:total}*(1+{rally}))"),
        Column("posted", "Posted", MONEY, 10, "{margin.collateral:total}"),
        Column("lacking", "Lacking fx", MONEY, 11,
               fx(HEDGE_SURVIVAL, "book_short", "book_unit", "{rally}", "book_maintenance",
                  "{posted}"), style="function"),
        Column("gain", "Gain on spot", "not counted", 11, "book_exposure*{rally}", "pnl"),
    ), rallies, "What a rally needs: gains on spot protect no short that is margined apart",
        tracks=TRACKS[:5], total=False)  # fmt: skip


def margin(facts: Facts) -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Margin",
        "how far the price may rise",
        (Headline(HEADLINE), MARGIN),
        below=(
            survival(len(facts.values.get("rallies", ()))),
            Chart("survival_chart", "Collateral that a rally needs, against what is posted", "line",
                  "rallied.rally", LINES, 25, 8, "move", inner=(0.12, 0.18, 0.68, 0.66)),
        ),
        checks=(
            Check("Margins are rates of the notional",
                  "{margin.maintenance:total}"
                  "-SUMPRODUCT({margin.notional:all},{hedge.maintenance:all})",
                  "Margin: a formula was changed", 0, close("book_gross")),
        ),
    )  # fmt: skip
