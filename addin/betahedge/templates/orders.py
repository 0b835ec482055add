"""Orders: what to trade today, from what is held; one order a contract.

Which exposure a contract's ratio is told of, and when it is closed, is core's `netted_order`.
"""

from betahedge.cells import HEDGE_DRIFT, HEDGE_REBALANCE
from betahedge.cells.register import COINS
from betahedge.sheets.blocks import Headline, Sheet, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, close, fx
from betahedge.templates.contracts import ROOM
from betahedge.templates.mixing import mixes, of_sizes
from betahedge.templates.words import BREACH, MONEY, cash, outside, strip

LOW, HIGH = "MAX(0,{target}-band_used)", "{target}+band_used"
OUT = outside("{ratio}", LOW, HIGH)
# The order rounds to no contract.
NOTHING = (
    "AND({target}*{exposure}<>0,ROUND({ratio},9)=0,ABS({group_money})<{hedge.lot}*{hedge.value})"
)
STATUS = (
    f"IF(IF({{exposure}}=0,{{short}}<>0,OR({OUT},{NOTHING})),"
    'IF(MAX({hedge.gross},ABS({short}))<policy_materiality*book_gross,"WATCH","BREACH"),'
    f'IF(AND({{order}}*{{exposure}}<>0,{{hedge.contract}}="{COINS}:"&{{asset}}),"WATCH","OK"))'
)
DUST = "1E-15*(ABS({held})+ABS({after}))/MAX({hedge.lot},1E-300)"  # of 15 digits, in lots
OPPOSED = 0.1  # targets that cancel down to this share are not told apart by proportion
COUNTS = 'SUM({sells:all})&" to sell, "&SUM({buys:all})&" to buy; "'
HEADLINE = (
    f'={COUNTS}&{cash("{notional:total}")}&" "&quote_currency&" traded at a cost of "&'
    f"{cash('{cost:total}')}"
)


def together(alone: str, column: str) -> str:
    """Add a column up over the assets of one contract."""
    return f"IF({{mates}}=1,{alone},SUMIF({{hedge.line:all}},{{hedge.line}},{{{column}:all}}))"


def of_leader(column: str) -> str:
    """Read a figure of the contract, which stands in the row of its first asset."""
    return f"IF({{mates}}=1,{{{column}}},INDEX({{{column}:all}},{{leader}}))"


# The exposure that the ratio of a contract is told of: where the targets are against the net one,
# or it is 0, the gross one.
NET, GROSS = (f"SUMIF({{hedge.line:all}},{{hedge.line}},{{hedge.{key}:all}})"
              for key in ("exposure", "gross"))  # fmt: skip
WORKINGS = (
    Column("code", "Code", "name", 10,
           'IFERROR(MID({contract},FIND(":",{contract})+1,99),{contract})', "text"),
    Column("mates", "Assets of the contract", "number", 8,
           "IF({hedge.line}=0,1,COUNTIF({hedge.line:all},{hedge.line}))", "number"),
    Column("leader", "First of them", "number", 8,
           "IF({mates}=1,{hedge.number},MATCH({hedge.line},{hedge.line:all},0))", "number"),
    Column("lead", "Is the first", "1 = yes", 8,
           "--AND({hedge.line}>0,{leader}={hedge.number})", "number"),
    Column("each", "Value of one held", MONEY, 10,
           'IF(AND({hedge.kind}="inverse",{held}<>0,N({holdings.entry})>0),'
           "{hedge.size}*{hedge.futures}/MAX({holdings.entry},1E-300),{hedge.value})", "price"),
    Column("group", "Exposure of the contract's assets", MONEY, 12,
           f"IF({{mates}}=1,{{exposure}},IF(AND({NET}<>0,{NET}*{{group_money}}>=0),{NET},"
           f"{GROSS}*IF({{group_money}}<0,-1,1)))"),
    Column("group_money", "Their target", MONEY, 12,
           together("{hedge.target_money}", "hedge.target_money")),
    Column("less", "It is less than is held", "1 = less", 8,
           "--AND({group_money}*{held}>=0,ABS({group_money})<ABS({position}))", "number"),
    Column("counted", "Value it is counted at", MONEY, 10, "IF({less}=1,{each},{hedge.value})",
           "price"),
    Column("there", "There already", MONEY, 12,
           "IF(AND({group_money}*{held}>=0,{less}=0),{held}*({each}-{hedge.value}),0)"),
    Column("aim", "Their target", "%", 8, "IF({group}=0,0,({group_money}-{there})/{group})",
           "ratio"),
    Column("edge", "Band, of new contracts", "points", 8,
           "MAX(0,band_used+IF({group_money}*{held}<0,ABS({held})*({counted}-{each})"
           "/MAX(ABS({group}),1E-300),0))", "ratio"),
    Column("weight", "Share of the rest", "share", 8,
           "IF({mates}=1,1,IF({weights}=0,1/{mates},"
           f"IF(ABS({{group_money}})>{OPPOSED}*{{weights}},{{hedge.target_money}}/{{group_money}},"
           "{hedge.target_size}/{weights})))", "ratio"),
    Column("weights", "Sizes of their targets", MONEY, 12,
           together("{hedge.target_size}", "hedge.target_size")),
    Column("sized", "Can be traded", "1 = yes", 8,
           "--AND({each}>0,{hedge.exposure}<>0)", "number"),
    Column("traded", "Is sized here", "1 = yes", 8,
           "--AND({lead}=1,{each}>0,{group}<>0)", "number"),
    Column("position", "Short now, of the contract", MONEY, 12, "{held}*{each}"),
    Column("kept", "Held, that stays", "contracts", 8,
           "IF({after}*{held}<=0,0,IF(ABS({after})<ABS({held}),{after},{held}))", "count"),
    Column("booked", "Short after, of the contract", MONEY, 12,
           "{after}*{hedge.value}+{kept}*({each}-{hedge.value})"),
    Column("whole", "Short after, of the contract", MONEY, 12, of_leader("booked")),
    Column("stays", "Contract is held after", "1 = yes", 8, f"--({of_leader('after')}<>0)",
           "number"),
    Column("short_now", "Short now", MONEY, 12,
           "IF({mates}=1,{position},{hedge.target_money}"
           "+(INDEX({position:all},{leader})-{group_money})*{weight})"),
    Column("short", "Short after", MONEY, 12,
           "IF({mates}=1,{booked},{hedge.target_money}+({whole}-{group_money})*{weight})"),
    Column("share_held", "Held, its share", "contracts", 10,
           "IF({each}=0,0,{short_now}/{each})", "count"),
    Column("adds", "Adds to the exposure", "1 = adds", 8,
           "--AND({order}<>0,{booked}*{group}<0)", "number"),
    Column("orphan", "Held, no contract", "1 = so", 8,
           "--AND(N({holdings.held})<>0,{hedge.value}=0)", "number"),
    Column("off_lot", "Off whole lots", "0 = whole", 8,
           "IF(OR({hedge.lot}=0,{order}=0),0,"
           "MAX(0,ABS({order}/MAX({hedge.lot},1E-300)-ROUND({order}/MAX({hedge.lot},1E-300),0))"
           f"-{DUST}))",
           "difference"),
    Column("left_lots", "Off the target", "lots", 8,
           "IF(OR({order}=0,{hedge.lot}=0),0,"
           "MAX(0,ABS({group_money}-{booked})/(MAX({each},{hedge.value})*{hedge.lot})"
           f"-{DUST}))", "count"),
    Column("two_prices", "Another price than the first", "0 = one", 8,
           "IF({mates}=1,0,--({hedge.value}<>INDEX({hedge.value:all},{leader})))", "number"),
)  # fmt: skip

ORDER = fx(
    HEDGE_REBALANCE, "{group}", "{held}", "{counted}", "{aim}", "{edge}", "{hedge.lot}", "1",
    "rounding_used", needs=("traded",),
    otherwise="IF(AND({lead}=1,{each}>0,{group}=0),-{held},0)",
)  # fmt: skip
SIDE = 'IF({order}>0,"Sell",IF({order}<0,"Buy",IF(AND({mates}>1,{lead}=0),"netted","none")))'
COLUMNS = (
    Column("asset", "Asset", "name", 13.5, "{holdings.asset}", "text", "link", "Total"),
    Column("contract", "Contract", "venue:code", 21.5, "{hedge.contract}", "text", "link",
           fits="holdings.contract"),
    Column("held", "Held now", "contracts", 10,
           f"IF({{mates}}=1,N({{holdings.held}}),{{lead}}*{together('0', 'holdings.held')})",
           "count", "link", fits="hedged.contracts"),
    Column("exposure", "Exposure", MONEY, 11.5, "{hedge.exposure}", style="link", total="sum"),
    Column("now", "Ratio now", "%", 7.5, "IF({exposure}=0,0,{short_now}/{exposure})", "ratio"),
    Column("target", "Target", "%", 7, "{hedge.target}", "ratio", "link"),
    Column("drift", "Drift fx", "points", 7.5,
           fx(HEDGE_DRIFT, "{hedge.spot}", "{share_held}", "{each}", "{target}", "{hedge.beta}",
              needs=("sized",), otherwise="-{target}"), "rate"),
    Column("order", "Order fx", "contracts", 10.5, ORDER, "lots", fits="hedged.contracts"),
    Column("side", "Side", "word", 6.5, SIDE, "word", "output"),
    Column("notional", "Notional", MONEY, 11.5, "{amount}", total="sum"),
    Column("cost", "Cost", MONEY, 8, "{notional}*(fee_rate+slippage_rate)", total="sum"),
    Column("after", "Held after", "contracts", 10, "{held}+{order}", "count",
           fits="hedged.contracts"),
    Column("ratio", "Ratio after", "%", 7.5, "IF({exposure}=0,0,{short}/{exposure})", "ratio",
           "output"),
    Column("net", "Exposure left", MONEY, 11.5, "{exposure}-{short}", style="output", total="sum"),
    Column("strip", "0%    against the band   100%", "○ now  ● after  ░ band", 25,
           strip("{now}", "{ratio}", LOW, HIGH), "strip", "strip"),
    Column("status", "Status", "word", 9, STATUS, "word", "output", flag=BREACH),
)  # fmt: skip


def table(facts: Facts) -> Table:
    """List the assets; an order in two sizes of a coin is one in each that is traded."""
    of_orders = (
        Column("sells", "Orders to sell", "number", 8, of_sizes(facts, "sells", "--({order}>0)"),
               "number"),
        Column("buys", "Orders to buy", "number", 8, of_sizes(facts, "buys", "--({order}<0)"),
               "number"),
        Column("amount", "Traded", MONEY, 12,
               of_sizes(facts, "amount", "ABS({order})*{hedge.value}")),
    )  # fmt: skip
    return Table("orders", COLUMNS, "holdings", workings=(*WORKINGS, *of_orders))


def first_row(item: str) -> str:
    """Read a figure of the contract in the row of its first asset."""
    return f"IF({{lead}}=0,0,INDEX({{{item}:all}},{{lead}}))"


def shown(what: str) -> str:
    """Show nothing where the contract has no order."""
    return f'IF({{net}}=0,"",{what})'


def netted(facts: Facts) -> Table:
    """List the contracts that have an order, which is what is traded; those in use come first."""
    assets = "INDEX({orders.asset:all},{lead})"
    mates = first_row("orders.mates")
    return Table("netted", (
        Column("hedges", "Hedges", "assets", 13.5,
               shown(f'{assets}&IF({mates}>1," and "&({mates}-1)&" more","")'), "text"),
        Column("contract", "Contract", "venue:code", 21.5,
               shown("INDEX({contracts.contract:all},{nth})"), "text", "link"),
        Column("held", "Held now", "contracts", 10, shown(first_row("orders.held")), "count",
               "link", align="right"),
        Column("exact", "Exact", "contracts", 11.5,
               shown(f"({first_row('orders.group_money')}-{first_row('orders.there')})"
                     f"/{first_row('orders.counted')}"), "count", align="right"),
        Column("lead", "Row", "number", 7.5, "IFERROR(MATCH({nth},{hedge.line:all},0),0)",
               "number"),
        Column("nth", "Line", "number", 7, "ROW()-ROW({nth:before})", "number"),
        Column("net", "Order", "contracts", 9.5, first_row("orders.order"), "lots", "output"),
        Column("side", "Side", "word", 6.5, shown('IF({net}>0,"Sell","Buy")'), "word", "output"),
        Column("notional", "Notional", MONEY, 11.5, first_row("orders.notional")),
        Column("cost", "Cost", MONEY, 8, first_row("orders.cost")),
        Column("after", "Held after", "contracts", 10, shown("{held}+{net}"), "count",
               align="right"),
    ), max(ROOM, facts.count("contracts.contract")),
        "The orders to trade: one a contract, its assets netted, rounded once",
        tracks=tuple(f"orders.{key}" for key in TICKET), total=False, blank=True,
        limit=max(1, len({*facts.values.get("holdings.contract", ())} - {None})))  # fmt: skip


TICKET = (
    *("asset", "contract", "held", "exposure", "now", "target", "order", "side", "notional"),
    *("cost", "after"),
)


def orders(facts: Facts) -> Sheet:
    """Describe the sheet."""
    return Sheet(
    "Orders",
    "what to trade today",
    (Headline(HEADLINE), table(facts)),
    below=(netted(facts), *mixes(facts)),
    checks=(
        Check("Orders lead to whole lots", "MAX({orders.off_lot:all})",
              "Orders: what is held is no multiple of the lot; see Inputs, Held", 0, 1e-6),
        Check("After an order no more than a lot is left", "MAX({orders.left_lots:all})",
              "Orders: a formula was changed", 0, 'IF(rounding_used="nearest",0.5,1)+1E-9'),
        Check("No order adds to the exposure", "SUM({orders.adds:all})",
              "Inputs: the sign of the quantity, or of what is held, is wrong"),
        Check("No position is held without a contract", "SUM({orders.orphan:all})",
              "Inputs: name the contract that is held, or clear what is held"),
        Check("The orders by contract are those of the assets",
              "SUM({netted.notional:all})-{orders.notional:total}",
              "Contracts: a contract is missing or there twice", 0,
              close("{orders.notional:total}")),
        Check("A contract has one price", "SUM({orders.two_prices:all})",
              "Inputs: give the assets that one contract hedges the same futures price"),
    ),
)  # fmt: skip
