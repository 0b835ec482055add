"""Hedge: how many contracts, as the article prints it and as it can be traded."""

from betahedge.cells import (
    HEDGE_ACTION,
    HEDGE_CONTRACT_VALUE,
    HEDGE_CONTRACTS,
    HEDGE_RATIO,
)
from betahedge.sheets.blocks import Headline, Sheet, Table
from betahedge.sheets.items import Check, Column, Flag, close, fx
from betahedge.templates.inputs import NOT_BELOW, NUMBERS
from betahedge.templates.words import MONEY, above, cash, line_of, setting, share

LISTED = "{contracts.contract:all}"
OLD = "as_of-priced_on>policy_age"
OUTSIDE = above("ABS({achieved}-{target})", "band_used")
STATUS = (
    f'IF({OLD},"price is old",IF({{price}}=0,"no price",IF({{exposure}}=0,"nothing to hedge",'
    'IF({kind}="quanto","quanto",IF({value}=0,"no contract",IF({own_beta}=1,"beta on own coin",'
    'IF({orders.mates}>1,"netted",IF({lots}=0,IF({exact}=0,"OK","rounds to 0"),'
    f'IF({{achieved}}>1+band_used,"over-hedged",IF({OUTSIDE},"outside band","OK"))))))))))'
)
FINE = 'OR({status}="OK",{status}="netted",{status}="nothing to hedge",{status}="")'
HEADLINE = (
    f'="The book is worth "&{cash("{spot:total}")}&" "&quote_currency&"; hedged in whole lots "&'
    f'{cash("{net:total}")}&" of exposure is left ("&'
    f'{share("IF(book_gross=0,0,{net:total}/book_gross)")}&")"'
)
PRINTED = (
    f'=IF(COUNT({{holdings.target:all}})=0,{setting("policy_ratio")}&" hedge","At target")&" fx"'
)


def own(column: str, default: str) -> str:
    """Read a holding's own cell on Inputs, or the policy where it is blank."""
    return f"IF(ISNUMBER({{holdings.{column}}}),{{holdings.{column}}},{default})"


def of_contract(column: str) -> str:
    """Read a number of the holding's contract."""
    return f"IF({{line}}=0,0,MAX(0,SUM(INDEX({{contracts.{column}:all}},{{line}}))))"


CELLS = ",".join(f"{{holdings.{key}}}" for key in NUMBERS)
BELOW = "".join(f"+(N({{holdings.{key}}})<0)" for key in NOT_BELOW)
DATED = (
    "IF(AND({price}=ROUND({price},0),ABS({price}-as_of)<=price_days,"
    "NOT(AND({futures}<>{price},ABS({futures}/MAX({price},1)-1)<=price_near))),1,0)"
)

WORKINGS = (
    Column("line", "Line of the contract", "number", 9,
           f'IF({{contract}}="none",0,IFERROR({line_of("{contract}", LISTED)},0))',
           "number"),
    Column("unknown", "Unknown contract", "1 = unknown", 9,
           '--AND({contract}<>"none",{line}=0)', "number"),
    Column("kind", "Kind", "word", 9,
           'IF({line}=0,"linear",IF(INDEX({contracts.kind:all},{line})="inverse","inverse",'
           'IF(INDEX({contracts.kind:all},{line})="quanto","quanto","linear")))', "word"),
    Column("size", "Size", "coins", 9, of_contract("size"), "amount"),
    Column("lot", "Lot", "contracts", 9, of_contract("lot"), "amount"),
    Column("initial", "Initial margin", "%", 9, f"MIN(1,{of_contract('initial')})", "fee"),
    Column("maintenance", "Maintenance margin", "%", 9,
           f"MIN(0.99,{of_contract('maintenance')})", "fee"),
    Column("underlying", "Coin of the contract", "coin", 9,
           'IF({line}=0,{asset},IF(INDEX({contracts.underlying:all},{line})="",{asset},'
           "INDEX({contracts.underlying:all},{line})))", "text"),
    Column("own", "Future on the coin itself", "1 = so", 9, "--({underlying}={asset})", "number"),
    Column("coin_price", "Spot price of that coin", MONEY, 10,
           "IF({own}=1,{price},IFERROR(INDEX({price:all},"
           f"{line_of('{underlying}', '{asset:all}')}),0))",
           "price"),
    Column("futures", "Futures price", MONEY, 10,
           "IF(N({holdings.futures})>0,{holdings.futures},{coin_price})", "price"),
    Column("own_beta", "Beta on its own future", "1 = so", 9,
           "--AND({line}>0,{own}=1,{beta}<>1,{exposure}<>0)", "number"),
    Column("tradable", "Can be sized", "1 = yes", 9, '--AND({size}>0,{kind}<>"quanto")', "number"),
    Column("exposure", "Exposure", MONEY, 12, "{beta}*{spot}"),
    Column("gross", "Size of exposure", MONEY, 12, "ABS({exposure})"),
    Column("number", "Number", "of the row", 7, "ROW()-ROW({number:before})", "number",
           empty="0"),
    Column("target_money", "At target", MONEY, 12, "{target}*{exposure}"),
    Column("target_size", "Size of it", MONEY, 12, "{target}*{gross}"),
    Column("gaps", "Gaps", "0 = none", 8,
           f"COUNTA({CELLS})-COUNT({CELLS})+NOT(ISNUMBER({{holdings.quantity}})){BELOW}"
           "+NOT(OR(N({holdings.price})>0,AND(ISNUMBER({holdings.price}),{holdings.price}=0,"
           "{target}=0)))", "number"),
    Column("twice", "There twice", "0 = once", 8,
           f"--(IFERROR({line_of('{asset}', '{holdings.asset:all}')},{{number}})<>{{number}})",
           "number"),
    Column("dated_price", "Price is a date", "0 = none", 8, DATED, "number"),
    Column("left_lots", "Left over", "lots", 8, "IF({lot}=0,0,ABS({residual})/{lot})", "count"),
    Column("off_lot", "Off whole lots", "0 = whole", 8,
           "IF({lot}=0,0,MAX(0,ABS({lots}/{lot}-ROUND({lots}/{lot},0))-1E-15*ABS({lots})/{lot}))",
           "difference"),
)  # fmt: skip

NEEDED, PRINTABLE = ("value",), ("printed_value", "exposure")
EXACT = ("{spot}", "{value}", "{target}", "{beta}")


COLUMNS = (
    Column("asset", "Asset", "name", 9, "{holdings.asset}", "text", "link", "Total",
           fits="holdings.asset"),
    Column("quantity", "Quantity", "coins", 10, "N({holdings.quantity})", "count", "link",
           fits="holdings.quantity"),
    Column("price", "Spot price", MONEY, 9, "MAX(0,N({holdings.price}))", "price", "link"),
    Column("spot", "Spot value", MONEY, 11.5, "{quantity}*{price}", total="sum"),
    Column("printed_value", "Contract value", MONEY, 9, "{price}", "price"),
    Column("full", "100% hedge fx", "contracts", 8.5,
           fx(HEDGE_CONTRACTS, "{spot}", "{printed_value}", needs=PRINTABLE), "count",
           fits="hedged.coins"),
    Column("printed", PRINTED, "contracts", 8.5,
           fx(HEDGE_CONTRACTS, "{spot}", "{printed_value}", "{target}", needs=PRINTABLE), "count",
           fits="hedged.coins"),
    Column("action", "Action fx", "word", 7, fx(HEDGE_ACTION, "{printed}"), "word"),
    Column("contract", "Contract", "venue:code", 15.5,
           'IF({holdings.contract}="","none",{holdings.contract})', "text", "link",
           fits="holdings.contract"),
    Column("value", "Contract value fx", MONEY, 9,
           fx(HEDGE_CONTRACT_VALUE, "{futures}", "{size}", "{kind}",
              needs=("tradable", "futures")), "price"),
    Column("target", "Target ratio", "%", 6.5, f"MAX(0,{own('target', 'N(policy_ratio)')})",
           "ratio", "link"),
    Column("beta", "Beta", "number", 6.8, own("beta", "N(policy_beta)"), "beta", "link"),
    Column("exact", "Exact fx", "contracts", 9, fx(HEDGE_CONTRACTS, *EXACT, needs=NEEDED),
           "count", fits="hedged.contracts"),
    Column("lots", "In whole lots fx", "contracts", 8.5,
           fx(HEDGE_CONTRACTS, *EXACT, "{lot}", "rounding_used", needs=NEEDED), "lots",
           fits="hedged.contracts"),
    Column("residual", "Left over", "contracts", 7.5, "ROUND({exact}-{lots},9)", "count"),
    Column("achieved", "Achieved fx", "%", 8,
           fx(HEDGE_RATIO, "{spot}", "{lots}", "{value}", "{beta}",
              needs=("exposure", "value")), "ratio"),
    Column("net", "Exposure left", MONEY, 11.5, "{exposure}-{lots}*{value}", style="output",
           total="sum"),
    Column("status", "Status", "word", 14, STATUS, "text", "output",
           flag=Flag(f"AND(NOT({FINE}),{{gross}}>=policy_materiality*book_gross,"
                     "{target}>band_used)")),
)  # fmt: skip


MIXED = (
    'AND({holdings.asset:first}="BTC",INDEX({holdings.asset:all},2)="ETH",'
    "COUNTA({holdings.asset:all})=2,{holdings.quantity:first}={figures.btc},"
    "INDEX({holdings.quantity:all},2)={figures.eth},{holdings.price:first}={figures.pb},"
    "INDEX({holdings.price:all},2)={figures.pe},MIN({hedge.target:all})={figures.h},"
    "MAX({hedge.target:all})={figures.h})"
)
ARTICLE = "the article's own figures: a formula was changed"


HEDGED = Table("hedge", COLUMNS, "holdings", workings=WORKINGS, split="contract", groups={
    "asset": "Holdings",
    "printed_value": "As the article prints it: contracts of one coin",
    "contract": "As it can be traded: futures price, beta, whole lots",
})  # fmt: skip

HEDGE = Sheet(
    "Hedge",
    "how many contracts",
    (Headline(HEADLINE, high=34), HEDGED),
    checks=(
        Check("Values add up to quantity x price",
              "{hedge.spot:total}-SUMPRODUCT({hedge.quantity:all},{hedge.price:all})",
              "Hedge: a formula was changed", 0, close("book_gross")),
        Check("Exposure left is exposure less lots x contract value",
              "{hedge.net:total}-SUM({hedge.exposure:all})"
              "+SUMPRODUCT({hedge.lots:all},{hedge.value:all})",
              "Hedge: a formula was changed", 0, close("book_gross")),
        Check("Rounding leaves no more than it may", "MAX({hedge.left_lots:all})",
              "Hedge: a formula was changed", 0,
              'IF(rounding_used="nearest",0.5,1)+1E-9'),
        Check("The hedge is in whole lots", "MAX({hedge.off_lot:all})",
              "Hedge: a formula was changed", 0, 1e-6),
        Check("The article: total value", "{hedge.spot:total}", ARTICLE, 335_000, 1e-6, MIXED),
        Check("The article: BTC hedge at 60 %", "INDEX({hedge.printed:all},1)", ARTICLE, 1.8,
              1e-9, MIXED),
        Check("The article: ETH hedge at 60 %", "INDEX({hedge.printed:all},2)", ARTICLE, 24,
              1e-9, MIXED),
    ),
)  # fmt: skip
