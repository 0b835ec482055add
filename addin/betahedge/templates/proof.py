"""Proof: the same by native formulas, the differences, the tests of each row, and chart data."""

from betahedge.sheets.blocks import Panel, Sheet, Table
from betahedge.sheets.items import Check, Column, Item, close
from betahedge.sheets.theme import decimals_formula
from betahedge.templates.inputs import BOOK, HOLDINGS, HORIZON, POLICY
from betahedge.templates.margin import NEEDED
from betahedge.templates.missing import no_result
from betahedge.templates.report import MOST
from betahedge.templates.words import MONEY

STEPS = 11  # points of a chart's line: ten steps
TENTH = "(ROW()-ROW({{{0}:before}})-1)/10"
KNOWN = 'OR(policy_rounding="nearest",policy_rounding="down",policy_rounding="up")'
WIDTH = 10.5
AMOUNTS = ",".join(
    f"ABS(SUM({{{each}:all}})),MAX({{{each}:all}}),-MIN({{{each}:all}})"
    for each in ("orders.exposure", "orders.short_now", "carry.short")
)
LARGEST_AMOUNT = f"MAX(ABS({{hedge.spot:total}}),{AMOUNTS})"


SETTINGS = Panel(  # numbers that formulas use in place of typed ones, and sums of the book
    "settings", "Settings and sums", (
        Item("steps", "Steps of a strip", 20, "number", "steps", name="strip_steps"),
        Item("wide", "Steps of a bar", 24, "number", "steps", name="strip_wide"),
        Item("largest", "Largest amount", LARGEST_AMOUNT, name="largest_amount"),
        Item("places", "Decimals of money", decimals_formula("largest_amount"), "number", "digits",
             name="money_places"),
        Item("hours", "A stamp is usual every", 8, "number", "hours", name="usual_hours"),
        Item("days", "A price is a date within", 7, "days", "of the day", name="price_days"),
        Item("near", "Spot and futures agree within", 0.2, "ratio", "", name="price_near"),
        Item("rounding", "Rounding in use", f'IF({KNOWN},policy_rounding,"nearest")', "text", "",
             name="rounding_used"),
        Item("band", "Band in use", "MAX(0,N(policy_band))", "ratio", "", name="band_used"),
        Item("gross", "Gross exposure", "SUM({hedge.gross:all})", name="book_gross"),
        Item("target", "Target of the book",
             "IF(ABS({orders.exposure:total})<=1E-9*{gross},0,"
             "SUM({hedge.target_money:all})/{orders.exposure:total})",
             "ratio", "", name="book_target"),
        *no_result(BOOK, POLICY, HORIZON, HOLDINGS),
    ), ("proof.asset", "#3", "#4"))  # fmt: skip


BARS = (("before", "0", "book_exposure"), ("hedge", "book_exposure", "book_net"),
        ("after", "0", "book_net"))  # fmt: skip
BRIDGE = Table("bridge", (
    Column("bar", "Bar", "", 17, tuple(name for name, *_ in BARS), "text"),
    Column("low", "low", MONEY, WIDTH, tuple(f"MIN({a},{b})" for _, a, b in BARS)),
    Column("high", "high", MONEY, WIDTH, tuple(f"MAX({a},{b})" for _, a, b in BARS)),
    Column("base", "base", MONEY, WIDTH, "IF({low}>=0,{low},IF({high}<=0,{high},0))"),
    Column("above", "above", MONEY, WIDTH, "MAX({high},0)-MAX({low},0)"),
    Column("below", "below", MONEY, WIDTH, "MIN({low},0)-MIN({high},0)"),
), len(BARS), "Chart data: the bridge from before to after",
    tracks=("proof.asset", "#2", "#3", "#4", "#5", "#6"), total=False)  # fmt: skip

RALLIED = Table("rallied", (
    Column("rally", "rally", "%", 17, TENTH.format("rally"), "move"),
    Column("needed", "needed", MONEY, WIDTH, NEEDED),
    Column("posted", "posted", MONEY, WIDTH, "N({margin.collateral:total})"),
), STEPS, "Chart data: collateral", tracks=("proof.asset", "#2", "#3"), total=False)  # fmt: skip

SHARE = "{day}/horizon_days"
ACCRUAL = Table("accrual", (
    Column("day", "day", "days", 17, f"horizon_days*{TENTH.format('day')}", "number"),
    Column("funding", "funding", MONEY, WIDTH, f"N({{carry.funding:total}})*{SHARE}", "pnl"),
    Column("basis", "basis", MONEY, WIDTH, f"N({{carry.earned:total}})*{SHARE}", "pnl"),
    Column("costs", "costs", MONEY, WIDTH,
           f"{{carry.fees:total}}+{{carry.slippage:total}}+{{carry.capital:total}}*{SHARE}", "pnl"),
    Column("net", "net", MONEY, WIDTH, "{funding}+{basis}+{costs}", "pnl"),
), STEPS, "Chart data: accrual", tracks=("proof.asset", "#2", "#3", "#4", "#5"),
    total=False)  # fmt: skip


NO_BETA = "NOT(AND(ISNUMBER({largest_beta.estimate}),N({largest_beta.estimate})<>0))"
FIRST = "MAX(1,INDEX({largest.row},1))"  # where no asset is, the first line, which is blank
LARGEST_BETA = Panel("largest_beta", "The largest asset's beta", tuple(
    Item(key, label, f"INDEX({{beta.{key}:all}},{FIRST})", form, "", align="right")
    for key, label, form in (("estimate", "Beta", "beta"), ("r2", "R2", "ratio"))
), ("proof.asset", "#2", "#3"))  # fmt: skip
SHARE_LEFT = (
    "1-2*{step}*{largest_beta.r2}/{largest_beta.estimate}"
    "+{step}^2*{largest_beta.r2}/{largest_beta.estimate}^2"
)
VARIANCE = Table("variance", (
    Column("step", "hedge ratio", "", 17, f"1.2*{TENTH.format('step')}", "ratio"),
    Column("left", f'=IF({NO_BETA},"no beta known","Variance left")', "share", WIDTH,
           f'IF({NO_BETA},"",{SHARE_LEFT})', "ratio"),
), STEPS, "Chart data: variance that a hedge leaves", tracks=("proof.asset", "#2"),
    total=False)  # fmt: skip

END = "(ROWS({hedge.gross:all})+1)"
LARGEST = Table("largest", (
    Column("nth", "nth largest", "", 17, "ROW()-ROW({nth:before})", "number"),
    Column("size", "exposure", MONEY, WIDTH, 'IFERROR(LARGE({hedge.gross:all},{nth}),"")'),
    Column("equal", "of equal ones", "", WIDTH,
           'IF({size}="",0,SUMPRODUCT(--({size:first}:{size}={size})))', "number"),
    Column("row", "row", "", WIDTH,  # of equal ones the first has the most rows from it to the end
           f"IF({{equal}}=0,0,{END}-SUMPRODUCT(LARGE(({{hedge.gross:all}}={{size}})"
           f"*({END}-{{hedge.number:all}}),{{equal}})))", "number"),
), MOST, "The largest assets, for the report", tracks=("proof.asset", "#2", "#3", "#4"),
    total=False)  # fmt: skip

PROOF = Sheet(
    "Proof",
    "the same by native formulas, and the difference",
    (),
    below=(SETTINGS, LARGEST, LARGEST_BETA, BRIDGE, RALLIED, ACCRUAL, VARIANCE),
    proves=True,
    checks=(
        Check("The bridge ends at the exposure left",
              "INDEX({bridge.low},3)+INDEX({bridge.high},3)-book_net",
              "Proof: a formula was changed", 0, close("book_gross")),
    ),
)  # fmt: skip
