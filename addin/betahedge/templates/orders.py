"""Orders: what to trade today, from what is held; one order a contract."""

from betahedge.cells import HEDGE_DRIFT, HEDGE_REBALANCE
from betahedge.sheets.blocks import Headline, Sheet, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, close, fx
from betahedge.templates.contracts import ROOM
from betahedge.templates.words import BREACH, MONEY, cash, strip

LOW, HIGH = "MAX(0,{target}-band_used)", "{target}+band_used"
OUT = "ROUND(ABS({ratio}-{target})-band_used,9)>0"
STATUS = (
    f'IF({OUT},IF({{hedge.gross}}<policy_materiality*book_gross,"WATCH",'
    'IF({hedge.exposure}=0,"OK","BREACH")),"OK")'
)
COUNTS = 'COUNTIF({side:all},"Sell")&" to sell, "&COUNTIF({side:all},"Buy")&" to buy; "'
HEADLINE = (
    f'={COUNTS}&{cash("{notional:total}")}&" "&quote_currency&" traded at a cost of "&'
    f"{cash('{cost:total}')}"
)
HELD = ("{hedge.spot}", "{held}", "{each}", "{target}")

WORKINGS = (
    Column("code", "Code", "name", 10,
           'IFERROR(MID({contract},FIND(":",{contract})+1,99),{contract})', "text"),
    Column("each", "Value of one held", MONEY, 10,
           'IF(AND({hedge.kind}="inverse",{held}<>0,N({holdings.entry})>0),'
           "{hedge.size}*{hedge.futures}/MAX({holdings.entry},1E-300),{hedge.value})", "price"),
    Column("sized", "Can be traded", "1 = yes", 8,
           "--AND({each}>0,{hedge.exposure}<>0)", "number"),
    Column("short_now", "Short now", MONEY, 12, "{held}*{each}"),
    Column("short", "Short after", MONEY, 12,
           "{short_now}+{order}*IF({order}*{held}<0,{each},{hedge.value})"),
    Column("adds", "Adds to the exposure", "1 = adds", 8,
           "--AND({order}<>0,{short}*{exposure}<0)", "number"),
    Column("orphan", "Held, no contract", "1 = so", 8,
           "--AND({held}<>0,{hedge.value}=0)", "number"),
    Column("off_lot", "Off whole lots", "0 = whole", 8,
           "IF(OR({hedge.lot}=0,{order}=0),0,"
           "ABS({after}/MAX({hedge.lot},1E-300)-ROUND({after}/MAX({hedge.lot},1E-300),0)))",
           "difference"),
    Column("left_lots", "Off the target", "lots", 8,
           'IF(OR({order}=0,{hedge.lot}=0,{hedge.kind}="inverse"),0,'
           "ABS({hedge.exact}-{after})/{hedge.lot})", "count"),
)  # fmt: skip

ORDERS = Table("orders", (
    Column("asset", "Asset", "name", 15, "{holdings.asset}", "text", "link", "Total"),
    Column("contract", "Contract", "venue:code", 18, "{hedge.contract}", "text", "link"),
    Column("held", "Held now", "contracts", 10, "N({holdings.held})", "count", "link"),
    Column("exposure", "Exposure", MONEY, 11.5, "{hedge.exposure}", style="link", total="sum"),
    Column("now", "Ratio now", "%", 7.5, "IF({exposure}=0,0,{short_now}/{exposure})", "ratio"),
    Column("target", "Target", "%", 7, "{hedge.target}", "ratio", "link"),
    Column("drift", "Drift fx", "points", 7.5,
           fx(HEDGE_DRIFT, *HELD, "{hedge.beta}", needs=("sized",), otherwise="-{target}"), "rate"),
    Column("order", "Order fx", "contracts", 9.5,
           fx(HEDGE_REBALANCE, *HELD, "band_used", "{hedge.lot}", "{hedge.beta}", "rounding_used",
              needs=("sized",)), "lots"),
    Column("side", "Side", "word", 6.5, 'IF({order}>0,"Sell",IF({order}<0,"Buy","none"))', "word",
           "output"),
    Column("notional", "Notional", MONEY, 11.5, "ABS({order})*{hedge.value}", total="sum"),
    Column("cost", "Cost", MONEY, 8, "{notional}*(fee_rate+slippage_rate)", total="sum"),
    Column("after", "Held after", "contracts", 10, "{held}+{order}", "count"),
    Column("ratio", "Ratio after", "%", 7.5, "IF({exposure}=0,0,{short}/{exposure})", "ratio",
           "output"),
    Column("net", "Exposure left", MONEY, 11.5, "{exposure}-{short}", style="output", total="sum"),
    Column("strip", "0%    against the band   100%", "○ now  ● after  ░ band", 25,
           strip("{now}", "{ratio}", LOW, HIGH), "strip", "strip"),
    Column("status", "Status", "word", 9, STATUS, "word", "output", flag=BREACH),
), "holdings", workings=WORKINGS)  # fmt: skip

LINE = "{hedge.line:all}"


def of_line(column: str) -> str:
    """Read a contract's column on its line."""
    return f"INDEX({{contracts.{column}:all}},{{nth}})"


def netted(contracts: int) -> Table:
    """List the contracts that have an order; those in use come first."""
    side = 'IF({net}>0,"Sell",IF({net}<0,"Buy",""))'
    return Table("netted", (
        Column("contract", "Contract", "venue:code", 15,
               f'IF({{net}}=0,"",{of_line("contract")})', "text", "link"),
        Column("net", "Net order", "contracts", 18,
               f"SUMIF({LINE},{{nth}},{{orders.order:all}})", "lots", "output"),
        Column("side", "Side", "word", 10, side, "word", "output"),
        Column("lots", "In lots", "number", 11.5,
               f"IF(SUM({of_line('lot')})=0,{{net}},{{net}}/SUM({of_line('lot')}))", "lots"),
        Column("assets", "Orders", "number", 7.5,
               f'COUNTIFS({LINE},{{nth}},{{orders.side:all}},"Sell")'
               f'+COUNTIFS({LINE},{{nth}},{{orders.side:all}},"Buy")', "lots"),
        Column("nth", "Line", "number", 7, "ROW()-ROW({nth:before})", "number"),
    ), ROOM, "One order a contract: what the assets ask of it, netted",
        tracks=("orders.asset", "orders.contract", "orders.held", "orders.exposure", "orders.now",
                "orders.target"), total=False, blank=True, limit=contracts)  # fmt: skip


def orders(facts: Facts) -> Sheet:
    """Describe the sheet."""
    in_use = len(set(facts.values.get("holdings.contract", ())))
    return Sheet(
    "Orders",
    "what to trade today",
    (Headline(HEADLINE), ORDERS),
    below=(netted(in_use),),
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
              "SUM({netted.net:all})-SUMPRODUCT(--({hedge.line:all}<=ROWS({netted.net:all})),"
              "{orders.order:all})",
              "Contracts: a contract is missing or there twice", 0,
              close("SUM({orders.notional:all})")),
        Check("Every exposure that matters is hedged",
              "SUMPRODUCT(--({hedge.gross:all}>policy_materiality*book_gross),"
              "--({hedge.target:all}>band_used),--({orders.sized:all}=0))",
              "Inputs: choose a contract, or set the target ratio of the asset to 0"),
    ),
)  # fmt: skip
