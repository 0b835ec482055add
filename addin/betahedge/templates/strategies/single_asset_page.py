"""The page of one coin: its size, what a fall costs, and each contract in lots."""

from betahedge.cells import (
    HEDGE_ATTRIBUTION,
    HEDGE_BASIS,
    HEDGE_BASIS_RATE,
    HEDGE_CONTRACT_VALUE,
    HEDGE_CONTRACTS,
    HEDGE_IMPACT,
    HEDGE_LIQUIDATION,
    HEDGE_MARGIN,
    HEDGE_MIX,
    HEDGE_RATIO,
    HEDGE_SCENARIOS,
)
from betahedge.sheets.blocks import (
    Chart,
    Headline,
    Line,
    Panel,
    Sheet,
    Side,
    Spill,
    Stack,
    Table,
)
from betahedge.sheets.items import Check, Column, Flag, Item, close, fx
from betahedge.templates.strategies.strategy import (
    Alarm,
    alarm_panel,
)
from betahedge.templates.words import MONEY, brings, cash, counted, fitted, line_of, setting, share
from betahedge.templates.words import strip as drawn

MOVES, RATIOS = 7, 5
EXACT = ("spot_value", "{sizing_value}", "target_ratio", "asset_beta")
STATUS = (
    'IF({lots}=0,IF({exact}=0,"OK","rounds to 0"),'
    'IF(ROUND({achieved}-1-ratio_band,9)>0,"over-hedged",'
    'IF(ROUND(ABS({achieved}-target_ratio)-ratio_band,9)>0,"outside band","OK")))'
)
LOW, HIGH = "MAX(0,target_ratio-ratio_band)", "target_ratio+ratio_band"
EACH_LOT = "IF(ISNUMBER({contracts.lot}),MAX(0,{contracts.lot}),1)"
NEXT = "IF({place}=1,0,LARGE({contracts.size:all},{place}-1))"
MULTIPLE = "ROUND({next_size}/{size},0)"


def made_up(total: str) -> str:
    """Count the contracts of a size in a total of smallest sizes, all of which divide the next."""
    whole = f"INT({total}/{{in_steps}})"
    return f"IF({{next_size}}=0,{whole},{whole}-INT({whole}/{MULTIPLE})*{MULTIPLE})"


WORKINGS = (
    Column("sizing_value", "Value it is sized at", MONEY, 10,
           'IF(sized_at="spot",spot_price,futures_price)*{size}', "price"),
    Column("lot", "Lot", "contracts", 9, EACH_LOT, "amount"),
    Column("at_spot", "Exact at spot", "contracts", 9,
           "asset_beta*target_ratio*spot_value/(spot_price*{size})", "count"),
    Column("at_futures", "Exact at futures", "contracts", 9,
           "asset_beta*target_ratio*spot_value/(futures_price*{size})", "count"),
    Column("off", "Off by sizing at spot", "contracts", 9, "ABS({at_spot}-{at_futures})", "count"),
    Column("place", "Place by size", "number", 8, "RANK({size},{contracts.size:all})", "number"),
    Column("next_size", "Next larger size", "coins", 9, NEXT, "amount"),
    Column("nested", "Divides it", "1 = yes", 8,
           f"--(ABS({{next_size}}/{{size}}-{MULTIPLE})<=size_tolerance)", "number"),
    Column("in_steps", "Size", "smallest", 8, "ROUND({size}/mix_step,0)", "count"),
    Column("alone", "Size is there once", "1 = yes", 8,
           "--(COUNTIF({contracts.size:all},{size})=1)", "number"),
    Column("fewer", "Mix, lower total", "contracts", 9, made_up("mix_low"), "lots"),
    Column("more", "Mix, higher total", "contracts", 9, made_up("mix_high"), "lots"),
    Column("divides", "Sizes divide", "1 = yes", 8,
           "--(SUM({nested:all})+SUM({alone:all})=2*COUNT({contracts.size:all}))", "number"),
    Column("label", "Label", "of the chart", 8, "IF(COUNTA({contracts.code:all})>many_contracts,"
           f'ROW()-ROW({{label:before}}),{fitted("{contracts.code}", 8)})', "text"),
    Column("low", "Band, low", "%", 8, LOW, "ratio"),
    Column("high", "Band, high", "%", 8, HIGH, "ratio"),
)  # fmt: skip
MIX = fx(HEDGE_MIX, "coins_wanted", "{contracts.size:all}", "rounding_rule", part=(1, "{place}"),
         needs=("divides",), otherwise='"n.a."',
         native="SIGN(coins_wanted)*IF(mix_tie=1,IF(SUM({fewer:all})<SUM({more:all}),{fewer},"
         "{more}),IF(mix_total=mix_low,{fewer},{more}))")  # fmt: skip
BY = Table("by_contract", (
    Column("code", "Contract", "code", 14, fitted("{contracts.code}", 14), "text", "link"),
    Column("size", "Size", "coins", 8.5, "N({contracts.size})", "amount", "link"),
    Column("value", "Contract value fx", MONEY, 10,
           fx(HEDGE_CONTRACT_VALUE, "futures_price", "{size}"), "price"),
    Column("exact", "Exact fx", "contracts", 9, fx(HEDGE_CONTRACTS, *EXACT), "count"),
    Column("lots", "In lots fx", "lots", 9,
           fx(HEDGE_CONTRACTS, *EXACT, "{lot}", "rounding_rule"), "lots", "function"),
    Column("mix", "Best mix fx", "lots", 9, MIX, "lots", align="right"),
    Column("achieved", "Achieved fx", "%", 9,
           fx(HEDGE_RATIO, "spot_value", "{lots}", "{value}", "asset_beta",
              needs=("worked.exposure",)), "ratio"),
    Column("left", "Left over", "contracts", 9, "{exact}-{lots}", "count"),
    Column("net", "Exposure left", MONEY, 9, "exposure_value-{lots}*{value}", style="output"),
    Column("status", "Status", "word", 13, STATUS, "text", "output",
           flag=Flag('AND({status}<>"OK",{contracts.code}=contract_used)',
                     'AND({status}<>"",{status}<>"OK")')),
    Column("strip", "0%      achieved      100%", "● achieved  ░ band", 23.5,
           drawn("{achieved}", "{achieved}", LOW, HIGH), "strip", "strip"),
), "contracts", "By contract: the same hedge in each; the mix uses all sizes at once",
    total=False, workings=WORKINGS)  # fmt: skip

SIZE = Table("size", (
    Column("version", "Sized", "", 14.5, ("as the article", "right"), "text"),
    Column("price", "Value of 1 coin", MONEY, 7.5, ("spot_price", "futures_price"), "price"),
    Column("value", "Exposure", MONEY, 10, ("spot_value", "exposure_value")),
    Column("full", "100% hedge fx", "coins", 9.5,
           fx(HEDGE_CONTRACTS, "{value}", "{price}", "1"), "count"),
    Column("hedge", f'={setting("target_ratio")}&" hedge fx"', "coins", 7.5,
           fx(HEDGE_CONTRACTS, "{value}", "{price}", "target_ratio"), "count"),
), 2, "Size: contracts of one coin, at the spot price and at the futures price", total=False,
    tracks=("code", "size", "value", "exact", "lots"))  # fmt: skip

PARTS = ("coins_held", "spot_price", "spot_after", "used_lots", "used_size", "futures_price",
         "futures_after")  # fmt: skip
SOLD = "used_lots*used_size"
ATTRIBUTION = Panel("attribution", f'="Right: "&{counted("used_lots")}&" "&contract_used&" fx"', (
    Item("spot", "Spot P&L", fx(HEDGE_ATTRIBUTION, *PARTS, part=(1, 2), needs=("worked.known",),
         native="coins_held*(spot_after-spot_price)"), "pnl"),
    Item("futures", "Futures at the spot price", fx(HEDGE_ATTRIBUTION, *PARTS, part=(2, 2),
         needs=("worked.known",), native=f"{SOLD}*(spot_price-spot_after)"), "pnl"),
    Item("basis", "Basis", fx(HEDGE_ATTRIBUTION, *PARTS, part=(3, 2), needs=("worked.known",),
         native=f"{SOLD}*((futures_price-spot_price)-(futures_after-spot_after))"), "pnl"),
    Item("futures_pnl", "Futures P&L: both", "{futures}+{basis}", "pnl"),
    Item("hedged", "Hedged P&L", fx(HEDGE_ATTRIBUTION, *PARTS, part=(6, 2), needs=("worked.known",),
         native="{spot}+{futures}+{basis}"), "pnl"),
), ("achieved", "status", "strip"), ruled=True, total=True)  # fmt: skip

IMPACT = Spill(
    "impact",
    "Impact as the article has it: sized at the spot price, no lots fx",
    fx(HEDGE_IMPACT, "spot_value", "article_hedge", "spot_price", "market_move"),
    0,
    {"change": "pnl"},
)
GRID_TRACKS = ("size", "value", "exact", "lots", "mix", "achieved", "left")
GRID = Table("grid", (
    Column("ratio", "Hedge ratio; the last is as traded", "%", 14.5,
           (*(f"INDEX({{ratios}},1,{n})" for n in range(1, RATIOS + 1)), "used_ratio"), "ratio"),
    *(Column(f"move{n}", f'=IF({{moves.{n}}}>0,"+","")&{setting(f"{{moves.{n}}}")}', "P&L", 8,
             f"exposure_value*{{moves.{n}}}*(1-{{ratio}})", "pnl")
      for n in range(1, MOVES + 1)),
), RATIOS + 1, "Ratio by move: a hedge keeps as much of the rise as of the fall", total=False,
    tracks=("code", *GRID_TRACKS))  # fmt: skip
BASIS = Panel("carry", "Carry; basis: futures - spot fx", (
    Item("basis", "Basis", fx(HEDGE_BASIS, "futures_price", "spot_price"),
         "basis"),
    Item("basis_year", "Basis a year", fx(HEDGE_BASIS_RATE, "futures_price", "spot_price",
         "expiry_days", needs=("worked.dated",), otherwise='""'), "rate", ""),
    Item("earned", "At convergence", f'IF(is_dated=1,{SOLD}*{{basis}},"")', "pnl"),
    Item("days", "Days to it", 'IF(is_dated=1,expiry_days,"")', "days", "", "link"),
), ("status", "strip"), ruled=True)  # fmt: skip
MARGIN = Panel("margin", "Margin fx", (
    Item("collateral", "Collateral", fx(HEDGE_MARGIN, "used_lots", "used_value",
         "collateral_rate", needs=("worked.known",))),
    Item("maintenance", "Maintenance", fx(HEDGE_MARGIN, "used_lots", "used_value",
         "maintenance_rate", needs=("worked.known",))),
    Item("call", "Margin call at", fx(HEDGE_LIQUIDATION, "futures_price", "1", "maintenance_rate",
         '"linear"', '"mark"', "0", "0", "used_lots", "used_size", "{collateral}",
         needs=("worked.open",), otherwise='"none"', error='"none"',
         native=f"IF(({{collateral}}+{SOLD}*futures_price)/({SOLD}+maintenance_rate*ABS({SOLD}))>0,"
         f"({{collateral}}+{SOLD}*futures_price)/({SOLD}+maintenance_rate*ABS({SOLD})),NA())"),
         "price", align="right"),
    Item("rise", '=IF(used_lots<0,"Fall to it","Rise to it")',
         'IF({call}="none","none",({call}/futures_price-1)*SIGN(used_lots))',
         "rate", "", "output", align="right"),
), ("status", "strip"), ruled=True)  # fmt: skip

USED = "IF(used_line=0,0,INDEX({{by_contract.{0}:all}},used_line))"
TARGET = "ABS(coins_wanted)/mix_step"
WORKED = Panel("worked", "The contract in use, and what the page refers to", (
    Item("spot_value", "Spot value", "coins_held*spot_price", name="spot_value"),
    Item("exposure", "Exposure, value x beta", "spot_value*asset_beta", name="exposure_value"),
    Item("line", "Line of the contract in use",
         f"IFERROR({line_of('contract_used', '{contracts.code:all}')},0)", "number", "",
         name="used_line"),
    Item("lots", "Contracts sold", USED.format("lots"), "lots", "", name="used_lots"),
    Item("size", "Size", USED.format("size"), "amount", "", name="used_size"),
    Item("value", "Contract value", "IF(used_line=0,futures_price,"
         "INDEX({by_contract.value:all},used_line))", "price", name="used_value"),
    Item("ratio", "Achieved ratio", USED.format("achieved"), "ratio", "", name="used_ratio"),
    Item("net", "Exposure left", "IF(used_line=0,exposure_value,"
         "INDEX({by_contract.net:all},used_line))", name="used_net"),
    Item("status", "Status", 'IF(used_line=0,"no contract",INDEX({by_contract.status:all},'
         "used_line))", "text", "", name="used_status"),
    Item("known", "Its size is known", "--(used_size>0)", "number", "", name="size_known"),
    Item("open", "A position is open", "--AND(used_size>0,used_lots<>0)", "number", "",
         name="is_open"),
    Item("dated", "The contract is dated", "--(N(expiry_days)>=1)", "number", "", name="is_dated"),
    Item("spot_after", "Spot after the move, x beta",
         "spot_price*MAX(0.01,1+asset_beta*market_move)", "price",
         name="spot_after"),
    Item("futures_after", "Futures after the move", "futures_price*(1+market_move)", "price",
         name="futures_after"),
    Item("article", "Hedge as the article has it", "INDEX({size.hedge:all},1)", "count", "coins",
         name="article_hedge"),
    Item("off", "Off by sizing at spot", USED.format("off"), "count", "contracts",
         name="spot_off"),
    Item("lot", "Its lot", USED.format("lot"), "amount", "contracts", name="used_lot"),
    Item("tolerance", "Sizes divide within", 1e-9, "difference", "", name="size_tolerance"),
    Item("many", "Labels are numbers above", 8, "number", "contracts", name="many_contracts"),
    Item("wanted", "Coins to sell", "asset_beta*target_ratio*spot_value/"
         'IF(sized_at="spot",spot_price,futures_price)', "count", "coins", name="coins_wanted"),
    Item("step", "Smallest size", "MIN({contracts.size:all})", "amount", "coins", name="mix_step"),
    Item("low", "Mix, lower total", f"ROUNDDOWN(ROUND({TARGET},9),0)", "count", "smallest",
         name="mix_low"),
    Item("high", "Mix, higher total", f"ROUNDUP(ROUND({TARGET},9),0)", "count", "smallest",
         name="mix_high"),
    Item("tie", "Both are as near", '--AND(rounding_rule="nearest",mix_low<>mix_high,'
         f"ABS({TARGET}-INT({TARGET})-0.5)<=size_tolerance)", "number", "",
         name="mix_tie"),
    Item("total", "Mix, total", 'IF(rounding_rule="up",mix_high,IF(rounding_rule="down",mix_low,'
         f"ROUND(ROUND({TARGET},9),0)))", "count", "smallest", name="mix_total"),
), ("proof.asset", "#2", "#3"))  # fmt: skip
LADDER = Spill(
    "ladder",
    "Ladder: the book with the contract in use fx",
    fx(HEDGE_SCENARIOS, "spot_value", "used_lots", "used_value", "{moves}", "asset_beta"),
    MOVES,
    {"move": "move", "unhedged": "pnl", "futures": "pnl", "hedged": "pnl"},
)
FALL = f'IF(market_move<=0,"a fall of ","a rise of ")&{setting("ABS(market_move)")}'
OPPOSITE = (  # where no price would fall by more than 99 %
    'IF(MAX(1,ABS(asset_beta))*ABS(market_move)>0.99,"",'
    'IF(market_move<=0,"; a rise the opposite","; a fall the opposite"))'
)
HEADLINE = (
    '=IF(used_line=0,contract_used&" is not in the list of contracts",'
    'IF(used_lots>=0,"Sell ","Buy ")&'
    f'{counted("ABS(used_lots)")}&" "&contract_used&": "&'
    f'{share("used_ratio")}&" of "&{cash("exposure_value")}&" "&quote_currency&" in "&asset_name&'
    f'" is hedged, "&{cash("used_net")}&" left; "&{FALL}&'
    f"{brings('{attribution.hedged}', '{attribution.spot}')}&{OPPOSITE})"
)
ALARMS = (
    Alarm("rounding", "the hedge rounds to 0", 'used_status="rounds to 0"', "ROUNDS TO 0",
          "Inputs: use a smaller contract, or accept that nothing is hedged"),
    Alarm("band", "ratio outside the band", 'used_status="outside band"', "OUTSIDE BAND",
          "Inputs: use a smaller contract, or accept the ratio"),
    Alarm("over", "over-hedged by more than the band", 'used_status="over-hedged"', "OVER-HEDGED",
          "Inputs: lower the target ratio, or use a smaller contract"),
    Alarm("spot", "sized at spot, off by over half a lot",
          'AND(sized_at="spot",spot_off>MAX(used_lot/2,size_tolerance))', "SIZED AT SPOT",
          "Inputs: size at the futures price"),
    Alarm("age", "price older than the limit", "as_of-priced_on>price_age_limit", "PRICE IS OLD",
          "Inputs: refresh the prices, and their day"),
    Alarm("margin", "liquidation nearer than policy",
          'IF({margin.rise}="none",FALSE,ROUND({margin.rise}-rise_to_survive,9)<0)', "BREACH",
          "Inputs: post collateral, or reduce"),
)  # fmt: skip
LADDER_CHART = Chart("ladder_chart", "P&L when the market moves", "line", "ladder.move", (
    Line("ladder.unhedged", "unhedged", "Unhedged"), Line("ladder.hedged", "hedged", "Hedged"),
), 11, 0, "move", at="code", inner=(0.13, 0.16, 0.66, 0.70))  # fmt: skip
RATIO_CHART = Chart("ratio_chart", "Achieved ratio by contract, and the band", "columns",
                    "by_contract.label", (
    Line("by_contract.achieved", "after", "achieved"), Line("by_contract.low", "thin", "band"),
    Line("by_contract.high", "thin", "band"),
), 12.3, 0, "general", "0%", at="achieved", inner=(0.10, 0.16, 0.88, 0.58),
    from_zero=True)  # fmt: skip

PAGE = Sheet(
    "Single",
    "how many contracts, and what a fall costs",
    (
        Headline(HEADLINE, high=34),
        Side((SIZE, alarm_panel(ALARMS, ("achieved", "strip")))),
        Side((IMPACT, ATTRIBUTION)),
        Side((GRID, Stack((BASIS, MARGIN)))),
        Side((LADDER_CHART, RATIO_CHART)),
        BY,
    ),
    portrait=True,
    one_page=True,
    checks=(
        Check("The contract in use is in the list", "--(used_line=0)",
              "Inputs: choose a contract of the list, or add it"),
        Check("Hedged P&L is the sum of its parts",
              "{attribution.hedged}-{attribution.spot}-{attribution.futures_pnl}",
              "Single: a formula was changed", 0, close("exposure_value")),
    ),
)  # fmt: skip
