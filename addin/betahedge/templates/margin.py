"""Margin: how far the price may rise, and what a rally needs, each position by itself.

The need of a position is its loss since the entry and its maintenance margin, at today's price and
at a rise r; of what was bought, r is a fall as large.  It grows with r where a contract is linear,
and with r / (1 + r) where it is inverse: `base`, `by_rise` and `by_share` are the parts of that
sum, which the rallies add up over the rows.  What an order loses by closing a part is gone from the
collateral.
"""

from betahedge.cells import HEDGE_LIQUIDATION, HEDGE_MARGIN, HEDGE_SURVIVAL
from betahedge.sheets.blocks import Chart, Headline, Line, Sheet, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, close, fx
from betahedge.templates.words import BREACH, MONEY, above, cash, distance_bar, known_sum, setting

NEAR = 'COUNTIF({margin.status:all},"BREACH")'
UNKNOWN = 'COUNTIF({margin.distance:all},"n.a.")'
UNRATED = 'COUNTIF({margin.maintenance:all},"n.a.")'
ALL = f'({NEAR}+COUNTIF({{margin.status:all}},"OK"))'
HEADLINE = (
    f'=IF({ALL}+{UNKNOWN}=0,"No position",{NEAR}&" of "&{ALL}&IF({ALL}=1," position"," positions")&'
    f'" would be liquidated by a move of less than "&{setting("policy_distance")}&"; posted "&'
    f'{cash("N({collateral:total})")}&" "&quote_currency)&'
    f'IF({UNKNOWN}=0,"","; of "&{UNKNOWN}&" more the collateral is not known")&'
    f'IF({UNRATED}=0,"","; of "&{UNRATED}&" no maintenance rate is known, 0 is taken")'
)
INVERSE = '{hedge.kind}="inverse"'
COINS = "{after}*{hedge.size}"
HELD_SINCE = "IF(N({holdings.entry})>0,{holdings.entry},{hedge.futures})"
ENTRY = (  # additions average, reductions leave it, a position turned round has today's price
    f"IF({{orders.order}}*{{orders.held}}<=0,"
    f"IF({{orders.order}}*{{after}}>0,{{hedge.futures}},{HELD_SINCE}),"
    f"IF({INVERSE},{{after}}/({{orders.held}}/{HELD_SINCE}+{{orders.order}}/{{hedge.futures}}),"
    f"({{orders.held}}*{HELD_SINCE}+{{orders.order}}*{{hedge.futures}})/{{after}}))"
)
OF_THE_CONTRACT = "{hedge.line:all},{hedge.line},{holdings.collateral:all}"


def where_open(inverse: str, linear: str) -> str:
    """Calculate for a position that is open, by its kind."""
    return f"IF({{open}}=0,0,IF({INVERSE},{inverse},{linear}))"


def rate_is_known(key: str) -> str:
    """Tell a rate that the contract's line says."""
    return f"IF({{hedge.line}}=0,0,--ISNUMBER(INDEX({{contracts.{key}:all}},{{hedge.line}})))"


WORKINGS = (
    Column("open", "Is open", "1 = yes", 8,
           "--AND({notional}>0,{hedge.size}>0,{entry}>0,{mark}>0)", "number"),
    Column("known", "Collateral is known", "1 = yes", 8,
           "IF({orders.mates}=1,--ISNUMBER({holdings.collateral}),"
           f'IF({{orders.lead}}=0,0,--(COUNTIFS({OF_THE_CONTRACT},"<>")>0)))', "number"),
    Column("judged", "Has a distance", "1 = yes", 8, "{open}*{known}", "number"),
    Column("secured", "Initial rate is known", "1 = yes", 8, rate_is_known("initial"), "number"),
    Column("rated", "Maintenance rate is known", "1 = yes", 8, rate_is_known("maintenance"),
           "number"),
    Column("each", "Value of one", MONEY, 10, "IF({after}=0,0,{hedge.value})", "price"),
    Column("posted", "Collateral after the order", MONEY, 12,
           "IF({known}=0,0,IF({orders.mates}=1,N({holdings.collateral}),"
           f"SUMIF({OF_THE_CONTRACT}))-{{taken}})", empty="0"),
    Column("closed", "Closed by the order", "contracts", 10, "{orders.held}-{orders.kept}",
           "count"),
    Column("taken", "Lost by closing it", MONEY, 12,
           where_open(f"{{closed}}*{{hedge.size}}*({{mark}}/{HELD_SINCE}-1)",
                      f"{{closed}}*{{hedge.size}}*({{mark}}-{HELD_SINCE})")),
    Column("wallet", "The same", "its coin", 10,
           f"{{posted}}/IF(AND({INVERSE},{{mark}}>0),{{mark}},1)", "count"),
    Column("top", "Liquidation, above", "number", 10,
           where_open(f"{COINS}-{{hedge.maintenance}}*ABS({COINS})",
                      f"{{wallet}}+{COINS}*{{entry}}"), "count"),
    Column("bottom", "Liquidation, below", "number", 10,
           where_open(f"{COINS}/{{entry}}-{{wallet}}",
                      f"{COINS}+{{hedge.maintenance}}*ABS({COINS})"), "count"),
    Column("moved", "Value that moves", MONEY, 12, where_open(COINS, f"{COINS}*{{mark}}")),
    Column("since", "Lost since the entry", MONEY, 12,
           where_open("{moved}*({mark}/{entry}-1)", f"{COINS}*({{mark}}-{{entry}})")),
    Column("owed", "Maintenance of it", MONEY, 12, "ABS({moved})*{hedge.maintenance}"),
    Column("base", "Needed today", MONEY, 12, "{since}+{owed}", empty="0"),
    Column("by_rise", "More by r, linear", MONEY, 12, where_open("0", "{moved}+{owed}"),
           empty="0"),
    Column("by_share", "More by r/(1+r), inverse", MONEY, 12, where_open("{moved}-{owed}", "0"),
           empty="0"),
    Column("side", "Side", "+1 = short", 8, "SIGN({after})", "number", empty="0"),
    Column("against", "The policy's move, against it", "%", 8,
           "MAX(-0.99,policy_distance*{side})", "move"),
    Column("cover", "Collateral less the loss", MONEY, 12, "{posted}-{since}"),
)  # fmt: skip

UNKNOWN_RATE = 'IF({each}=0,0,"n.a.")'
LIQUIDATION = fx(
    HEDGE_LIQUIDATION, "{entry}", "1", "{hedge.maintenance}", "{hedge.kind}", '"mark"', "0", "0",
    "{after}", "{hedge.size}", "{wallet}",
    needs=("judged",), otherwise='IF({open}>{known},"n.a.","none")', error='"none"',
    native="IF({bottom}=0,NA(),IF({top}/{bottom}>0,{top}/{bottom},NA()))",
)  # fmt: skip
LACKING = fx(  # the coins of an inverse contract are counted in money, as at a price of 1
    HEDGE_SURVIVAL, "{after}", "{hedge.value}", "{against}", "{hedge.maintenance}", "{cover}",
    "{hedge.kind}", "1", needs=("judged",), otherwise='IF({open}>{known},"n.a.",0)',
)  # fmt: skip


MARGIN = Table("margin", (
    Column("asset", "Asset", "name", 14.5, "{holdings.asset}", "text", "link", "Total"),
    Column("contract", "Contract", "venue:code", 21.5, "{hedge.contract}", "text", "link",
           fits="holdings.contract"),
    Column("after", "Held after", "contracts", 10, "{orders.after}", "count", "link",
           fits="hedged.contracts"),
    Column("entry", "Entry price", MONEY, 10.5, ENTRY, "price"),
    Column("mark", "Price now", MONEY, 10.5, "{hedge.futures}", "price", "link"),
    Column("notional", "Notional", MONEY, 11.5, "ABS({after})*{each}", total="sum"),
    Column("initial", "Initial margin fx", MONEY, 11,
           fx(HEDGE_MARGIN, "{after}", "{each}", "{hedge.initial}", needs=("each", "secured"),
              otherwise=UNKNOWN_RATE), total=known_sum("initial"), align="right"),
    Column("maintenance", "Maintenance margin fx", MONEY, 11,
           fx(HEDGE_MARGIN, "{after}", "{each}", "{hedge.maintenance}", needs=("each", "rated"),
              otherwise=UNKNOWN_RATE), total=known_sum("maintenance"), align="right"),
    Column("collateral", "Collateral", MONEY, 11,
           'IF({open}>{known},"n.a.",{orders.stays}*N({holdings.collateral})-{taken})',
           total=known_sum("collateral"), align="right"),
    Column("liquidation", "Liquidation price fx", MONEY, 11, LIQUIDATION, "price", align="right"),
    Column("distance", "Rise to it", "%", 9,
           "IF(ISNUMBER({liquidation}),({liquidation}/{mark}-1)*SIGN({after}),{liquidation})",
           "rate", "output", align="right"),
    Column("picture", "0%      rise that liquidates      100%", "│ policy", 27,
           f'IF(ISNUMBER({{distance}}),{distance_bar("{distance}", "policy_distance")},"")',
           "strip", "strip", align="left"),
    Column("status", "Status", "word", 9,
           'IF({notional}=0,"",IF({open}>{known},"WATCH",IF(ISNUMBER({distance}),'
           f'IF({above("policy_distance", "{distance}")},"BREACH","OK"),"OK")))', "word", "output",
           flag=BREACH),
    Column("lacking", "Lacking fx", f'="for "&{setting("policy_distance")}', 11, LACKING,
           total=known_sum("lacking"), align="right"),
), "holdings", workings=WORKINGS)  # fmt: skip

LINES = (Line("rallied.needed", "needed"), Line("rallied.posted", "posted"))
TRACKS = ("asset", "contract", "after", "entry", "mark", "notional")


def above_zero(less: str) -> str:
    """Add up what positions need in a rally, less what they have; none pays for another."""
    move = "(({margin.side:all}>0)*{rally}-({margin.side:all}<0)*MIN(0.99,{rally}))"
    need = (
        f"{{margin.base:all}}{less}+{{margin.by_rise:all}}*{move}"
        f"+{{margin.by_share:all}}*{move}/(1+{move})"
    )
    return f"SUMPRODUCT(({need})*({need}>0))"


NEEDED, SHORT_OF = above_zero(""), above_zero("-{margin.posted:all}")


def survival(rallies: int) -> Table:
    """List what the rallies of Inputs need, and what is lacking."""
    nth = "INDEX({rallies},1,ROW()-ROW({rally:before}))"
    return Table("survival", (
        Column("rally", "Rally", "%", 14.5, nth, "move", "link"),
        Column("needed", "Needed", MONEY, 18, NEEDED),
        Column("posted", "Posted", MONEY, 10, "N({margin.collateral:total})"),
        Column("lacking", "Lacking", MONEY, 11, SHORT_OF, style="output"),
        Column("gain", "Gain on spot", "not counted", 11, "book_exposure*{rally}", "pnl"),
    ), rallies, "What a rally needs, or a fall as large of what was bought, each position by "
        "itself: gains on spot protect none, and collateral that is not known is 0",
        tracks=TRACKS[:5], total=False)  # fmt: skip


def margin(facts: Facts) -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Margin",
        "how far the price may rise",
        (Headline(HEADLINE, high=34), MARGIN),
        below=(
            survival(len(facts.values.get("rallies", ()))),
            Chart("survival_chart", "Collateral that a rally needs, against what is posted", "line",
                  "rallied.rally", LINES, 25, 8, "move", inner=(0.12, 0.18, 0.68, 0.66)),
        ),
        checks=(
            Check("Margins are rates of the notional",
                  "N({margin.maintenance:total})"
                  "-SUMPRODUCT({margin.notional:all},{hedge.maintenance:all})",
                  "Margin: a formula was changed", 0, close("book_gross")),
        ),
    )  # fmt: skip
