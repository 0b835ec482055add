"""The page of a defensive hedge: the plan, three outcomes, what happened, the close."""

from betahedge.cells import (
    HEDGE_ATTRIBUTION,
    HEDGE_BREAKEVEN,
    HEDGE_CONTRACTS,
    HEDGE_COST,
    HEDGE_FUNDING,
    HEDGE_LIQUIDATION,
    HEDGE_RATIO,
)
from betahedge.sheets.blocks import Chart, Headline, Line, Panel, Sheet, Side, Table
from betahedge.sheets.items import Call, Check, Column, Item, close, fx
from betahedge.templates.strategies.strategy import (
    Alarm,
    alarm_panel,
)
from betahedge.templates.words import MONEY, brings, cash, fitted, pays, setting, share

THREE, DAYS = 3, 11
WORKINGS = (
    Column("quantity", "Quantity", "coins", 10, "N({holdings.quantity})", "count"),
    Column("size", "Size", "coins", 8, "IF(N({holdings.size})>0,{holdings.size},1)", "amount"),
    Column("lot", "Lot", "contracts", 8, "IF(ISNUMBER({holdings.lot}),MAX(0,{holdings.lot}),1)",
           "amount"),
    Column("each", "Contract value", MONEY, 10, "{holdings.futures_entry}*{size}", "price"),
    Column("closed", "Is closed", "1 = yes", 8,
           "--AND(N({holdings.spot_exit})>0,N({holdings.futures_exit})>0)", "number"),
    Column("coins", "Coins sold", "coins", 10, "{lots}*{size}", "count"),
    Column("short", "Short at entry", MONEY, 10, "{lots}*{each}"),
    Column("gross", "Size of the value", MONEY, 10, "ABS({value})"),
    Column("gross_short", "Size of the short", MONEY, 10, "ABS({short})"),
    Column("paid", "Fees and slippage", MONEY, 10, "IF({closed}=0,0,-{fees}-{slippage})"),
    Column("cost", "Cost of the hedge", MONEY, 10,
           "IF({closed}=0,0,-{basis}-{funding}-{fees}-{slippage})"),
    Column("still", "Still held", "contracts", 9,
           "IF(ISNUMBER({holdings.held}),{holdings.held},IF({closed}=1,0,{lots}))", "lots"),
    Column("gross_still", "Still held, size", "contracts", 9, "ABS({still})", "lots"),
    Column("beta", "Beta", "number", 8, "IF(ISNUMBER({holdings.beta}),{holdings.beta},1)", "beta"),
    Column("beta_net", "Exposure hedged, x beta", MONEY, 10, "{beta}*({value}-{short})"),
    Column("beta_after", "Exposure after, x beta", MONEY, 10, "{beta}*{after}"),
    Column("gaps", "Gaps", "0 = none", 8,
           "3-COUNT({holdings.quantity},{holdings.spot_entry},{holdings.futures_entry})"
           "+--(COUNT({holdings.spot_exit},{holdings.futures_exit})=1)", "number"),
)  # fmt: skip
SIZED = ("{value}", "{each}", "target_ratio", "1")
PRICES = ("{quantity}", "{holdings.spot_entry}", "{holdings.spot_exit}", "{lots}", "{size}",
          "{holdings.futures_entry}", "{holdings.futures_exit}", "{funding}", "{paid}")  # fmt: skip


def part(number: int, native: str) -> Call:
    """Take a part of what happened, of a hedge that is closed."""
    return fx(HEDGE_ATTRIBUTION, *PRICES, part=(number, 2), needs=("closed",), otherwise='""',
              native=native)  # fmt: skip


SPOT_MOVE = "({holdings.spot_entry}-{holdings.spot_exit})"
BASES = (
    "(({holdings.futures_entry}-{holdings.spot_entry})"
    "-({holdings.futures_exit}-{holdings.spot_exit}))"
)
BY = Table("by_asset", (
    Column("asset", "Asset", "name", 11.5, fitted("{holdings.asset}", 11), "text", "link", "Total"),
    Column("value", "Spot value", MONEY, 9, "{quantity}*{holdings.spot_entry}", total="sum"),
    Column("exact", "Exact fx", "contracts", 8.5, fx(HEDGE_CONTRACTS, *SIZED, needs=("each",)),
           "count"),
    Column("lots", "In lots fx", "lots", 8,
           fx(HEDGE_CONTRACTS, *SIZED, "{lot}", "rounding_rule", needs=("each",)), "lots"),
    Column("ratio", "Ratio fx", "%", 7,
           fx(HEDGE_RATIO, "{value}", "{lots}", "{each}", needs=("value", "each")), "ratio",
           total="=achieved_ratio"),
    Column("spot", "Spot P&L fx", MONEY, 8.5, part(1, f"-{{quantity}}*{SPOT_MOVE}"), "pnl",
           total="sum"),
    Column("futures", "Futures at spot fx", MONEY, 9, part(2, f"{{coins}}*{SPOT_MOVE}"), "pnl",
           total="sum"),
    Column("basis", "Basis fx", MONEY, 9, part(3, f"{{coins}}*{BASES}"), "pnl", total="sum"),
    Column("funding", "Funding fx", MONEY, 8.5,
           fx(HEDGE_FUNDING, "{lots}", "{each}", "rate_realised", "stamp_count",
              needs=("closed", "each"), otherwise='""'), "pnl", total="sum"),
    Column("fees", "Fees", MONEY, 7.5,
           'IF({closed}=0,"",-futures_fee*ABS({coins})'
           "*({holdings.futures_entry}+{holdings.futures_exit}))", "pnl", total="sum"),
    Column("slippage", "Slippage", MONEY, 7.5,
           'IF({closed}=0,"",-slippage_rate*ABS({short}))', "pnl", total="sum"),
    Column("total", "Hedged P&L fx", MONEY, 9,
           part(6, "{spot}+{futures}+{basis}+{funding}+{fees}+{slippage}"), "pnl", "function",
           "sum"),
    Column("back", "Buy back at exit", "contracts", 8.5,
           "IF(ISNUMBER({holdings.held}),{holdings.held},{lots})", "lots", "output"),
    Column("after", "Exposure after", MONEY, 9,
           "{quantity}*IF({closed}=1,{holdings.spot_exit},{holdings.spot_entry})", total="sum"),
), "holdings", "By asset: the plan, what happened, and the close", workings=WORKINGS)  # fmt: skip

COST = ("gross_short", "coin_unit", "plan_days", "futures_fee", "slippage_rate",
        "funding_net", "funding_hours")  # fmt: skip
PLAN = Panel("plan", "Plan", (
    Item("short", "Short at entry", "short_entry"),
    Item("ratio", "Ratio in lots", "achieved_ratio", "ratio", ""),
    Item("cost", "Cost to the exit fx", fx(HEDGE_COST, *COST), "money", style="output"),
    Item("breakeven", "Break-even fall fx", fx(HEDGE_BREAKEVEN, "book_value", "target_ratio",
         "{cost}", needs=("worked.hedged",)), "0.000%", ""),
    Item("breakeven_lots", "the same, in lots fx", fx(HEDGE_BREAKEVEN, "short_entry",
         "coin_unit", "{cost}", needs=("worked.short",)), "0.000%", ""),
    Item("word", "Funding expected", pays("{funding}"), "word", "", align="right"),
    Item("funding", "its amount", "short_entry*funding_expected*stamp_count", "pnl"),
), ("asset", "exact"), ruled=True)  # fmt: skip
HAPPENED = Panel("happened", "What happened", (
    Item("closed", "Assets closed", 'SUM({by_asset.closed:all})&" of "&'
         "COUNTA({holdings.asset:all})", "word", "", align="right"),
    Item("unhedged", "Unhedged", "{by_asset.spot:total}", "pnl"),
    Item("hedged", "Hedged", "{by_asset.total:total}", "pnl"),
    Item("saved", "Saved +, given up -", "{hedged}-{unhedged}", "pnl", style="output"),
    Item("cost", "Cost of the hedge", "SUM({by_asset.cost:all})"),
    Item("word", "Funding realised", pays("{by_asset.funding:total}"), "word", "", align="right"),
    Item("still", "Contracts still held", "SUM({by_asset.gross_still:all})", "lots", "contracts"),
), ("ratio", "basis"), ruled=True)  # fmt: skip

BESIDE = Table("beside", (
    Column("version", "Version", "", 12, ("article", "right"), "text"),
    Column("short", "Short at entry", MONEY, 9.5, ("target_ratio*book_value", "short_entry")),
    Column("hedged", "Beta hedged", "number", 8.5,
           ("1-target_ratio", "IF(book_value=0,0,SUM({by_asset.beta_net:all})/book_value)"),
           "beta"),
    Column("after", "Beta after", "number", 7,
           ("1", "IF({by_asset.after:total}=0,0,SUM({by_asset.beta_after:all})"
            "/{by_asset.after:total})"), "beta"),
    Column("saves", "Fall saves", MONEY, 7,
           ("-target_ratio*book_value*worst_move", "-short_entry*worst_move"), "pnl"),
    Column("gives", "Rise gives up", MONEY, 8.5,
           ('""', "-short_entry*best_move"), "pnl", "output"),
), 2, "As the article has it, and right", total=False,
    tracks=("asset", "value", "lots", "ratio", "exact", "spot"))  # fmt: skip


def hedged(number: int) -> Column:
    """Give the outcome at one of the ratios compared, after the cost of the hedge."""
    ratio = f"{{ratios.{number}}}"
    what = f"book_value*{{move}}*(1-{ratio})-{ratio}*full_cost"
    return Column(f"hedged{number}", f"={setting(ratio)}", MONEY, 7.5, what, "pnl")


OUTCOMES = Table("outcome", (
    Column("move", "Move", "%", 8, "INDEX({outcomes},1,ROW()-ROW({move:before}))", "move"),
    Column("unhedged", "Unhedged", MONEY, 8, "book_value*{move}", "pnl"),
    *(hedged(number) for number in range(1, THREE + 1)),
    Column("saved", "Saved or given up", "=" + setting("target_ratio"), 8,
           "-target_ratio*(book_value*{move}+full_cost)", "pnl", "output"),
), THREE, "Three outcomes, after the cost of the hedge", total=False,
    tracks=("basis", "funding", "fees", "slippage", "total", "back"))  # fmt: skip

WORKED = Panel("worked", "What the page refers to", (
    Item("value", "Spot value of the book", "{by_asset.value:total}", name="book_value"),
    Item("short", "Short at entry", "SUM({by_asset.short:all})", name="short_entry"),
    Item("gross", "Size of what is held", "SUM({by_asset.gross:all})", name="gross_value"),
    Item("gross_short", "Size of the short", "SUM({by_asset.gross_short:all})",
         name="gross_short"),
    Item("achieved", "Ratio achieved", "IF(book_value=0,0,short_entry/book_value)", "ratio", "",
         name="achieved_ratio"),
    Item("hedged", "Target of the book", "target_ratio*book_value", name="target_value"),
    Item("days", "Days of the hedge", "MAX(0,exit_date-entry_date)", "number", "days",
         name="plan_days"),
    Item("stamps", "Stamps", "plan_days*24/funding_hours", "count", "stamps", name="stamp_count"),
    Item("rate", "Funding realised",
         "IF(ISNUMBER(funding_realised),funding_realised,funding_expected)", "funding", "a stamp",
         name="rate_realised"),
    Item("net_rate", "Funding expected, of the size",
         "IF(gross_short=0,0,funding_expected*short_entry/gross_short)", "funding", "a stamp",
         name="funding_net"),
    Item("full_cost", "Cost of a full hedge", "gross_value*(2*futures_fee+slippage_rate)"
         "-book_value*funding_expected*stamp_count", name="full_cost"),
    Item("unit", "One", 1, "number", "", name="coin_unit"),
    Item("worst", "Worst outcome", "MIN({outcomes})", "move", "", name="worst_move"),
    Item("best", "Best outcome", "MAX({outcomes})", "move", "", name="best_move"),
    Item("liquidation", "Liquidation, of the entry price fx", fx(
        HEDGE_LIQUIDATION, "coin_unit", "1", "maintenance_rate", '"linear"', '"mark"', "0", "0",
        "coin_unit", "coin_unit", "collateral_rate",
        native="(collateral_rate+coin_unit)/(coin_unit+maintenance_rate)"), "0.0000", "",
         name="liquidation_share"),
    Item("rise", "Rise that liquidates", "liquidation_share-1", "rate", "", name="rise_left"),
    Item("fall", "Fall that liquidates what is bought",
         "(collateral_rate-maintenance_rate)/(1-maintenance_rate)", "rate", "", name="fall_left"),
), ("proof.asset", "#2", "#3"))  # fmt: skip
DAILY = Table("daily", (
    Column("day", "day", "days", 17, "plan_days*(ROW()-ROW({day:before})-1)/10", "number"),
    Column("cost", "cost", MONEY, 10.5, "gross_short*(2*futures_fee+slippage_rate)"
           "-short_entry*funding_expected*{day}*24/funding_hours"),
    Column("budget", "budget", MONEY, 10.5, "cost_budget"),
), DAYS, "Chart data: cost by day", total=False, tracks=("proof.asset", "#2", "#3"))  # fmt: skip


def outcome(move: str) -> str:
    """Say what a move brings, hedged in lots and after costs, and unhedged."""
    result = f"(book_value-short_entry)*{move}-{{plan.cost}}"
    return (
        f'IF({move}<0,"a fall of ","a rise of ")&{setting(f"ABS({move})")}&'
        f"{brings(result, f'book_value*{move}')}"
    )


SAVED = f'IF({{happened.saved}}<0,"gave up ","saved ")&{cash("ABS({happened.saved})")}'
COSTS = f'IF({{plan.cost}}<0,"it earns ","it costs ")&{cash("ABS({plan.cost})")}'
HEADLINE = (
    f'={share("achieved_ratio")}&" of "&{cash("book_value")}&" "&quote_currency&" is hedged: "&'
    f'{outcome("worst_move")}&"; "&{outcome("best_move")}&"; "&'
    f'IF(SUM({{by_asset.closed:all}})=0,{COSTS}&" to the exit",'
    f'{{happened.closed}}&" closed, it "&{SAVED})'
)
PAID = "MIN(ROUND({plan.funding},money_places),ROUND({by_asset.funding:total},money_places))<0"
ALARMS = (
    Alarm("ratio", "ratio outside its limits",
          "OR(ROUND(achieved_ratio,3)<lowest_ratio,ROUND(achieved_ratio,3)>highest_ratio)",
          "OUTSIDE", "Inputs: change the target ratio or the contracts, or accept the ratio"),
    Alarm("event", "held after event and grace",
          "AND(as_of>event_date+grace_days,{happened.still}<>0)", "HEDGE OUTLIVES EVENT",
          "buy the contracts back; then type what is held now on Inputs"),
    Alarm("funding", "the hedge pays funding", PAID, "PAY",
          "Inputs: use a dated future, or accept that it pays"),
    Alarm("budget", "cost above the budget", "MAX({plan.cost},{happened.cost})>cost_budget",
          "ABOVE BUDGET", "Inputs: a shorter hedge, a lower ratio, or a larger budget"),
    Alarm("margin", "liquidated by the best case",
          "OR(AND(MAX({by_asset.lots:all})>0,ROUND(rise_left-best_move,9)<0),"
          "AND(MIN({by_asset.lots:all})<0,ROUND(fall_left+worst_move,9)<0))", "BREACH",
          "Inputs: post collateral, or accept the distance"),
)  # fmt: skip
OUTCOME_CHART = Chart("outcome_chart", "P&L in three outcomes, after costs", "columns",
                      "outcome.move", (
    Line("outcome.unhedged", "before", "unhedged"), Line("outcome.hedged1", "taken"),
    Line("outcome.hedged2", "part"), Line("outcome.hedged3", "after"),
), 12, 0, "move", "money", at="asset", inner=(0.13, 0.15, 0.85, 0.62))  # fmt: skip
COST_CHART = Chart("cost_chart", "Cost of the hedge by day, against the budget", "line",
                   "daily.day", (Line("daily.cost", "hedged", "cost"),
                                 Line("daily.budget", "unhedged", "budget")),
                   11.5, 0, "0.0", "cash", at="basis",
                   inner=(0.12, 0.15, 0.72, 0.70))  # fmt: skip

PAGE = Sheet(
    "Defensive",
    "what the hedge saves and costs, when it is closed",
    (
        Headline(HEADLINE, high=34),
        Side((PLAN, HAPPENED, alarm_panel(ALARMS, ("funding", "total"), "after"))),
        Side((BESIDE, OUTCOMES)),
        Side((OUTCOME_CHART, COST_CHART)),
        BY,
    ),
    portrait=True,
    one_page=True,
    checks=(
        Check("Hedged P&L is the sum of its parts",
              "{by_asset.total:total}-{by_asset.spot:total}-{by_asset.futures:total}"
              "-{by_asset.basis:total}-{by_asset.funding:total}-{by_asset.fees:total}"
              "-{by_asset.slippage:total}", "Defensive: a formula was changed", 0,
              close("gross_value")),
        Check("What is saved is what the futures bring, less the cost",
              "{happened.saved}-{by_asset.futures:total}+{happened.cost}",
              "Defensive: a formula was changed", 0, close("gross_value")),
    ),
)  # fmt: skip
