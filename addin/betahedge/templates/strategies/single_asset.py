"""One coin: how many contracts, and what does a fall cost?"""

import datetime

from betahedge.sheets.blocks import (
    Panel,
    Series,
    Side,
    Table,
)
from betahedge.sheets.items import Column, Given, Rule
from betahedge.templates.strategies.single_asset_page import (
    ALARMS,
    LADDER,
    MOVES,
    PAGE,
    RATIOS,
    WORKED,
)
from betahedge.templates.strategies.strategy import (
    A_MARGIN,
    A_MOVE,
    A_NUMBER,
    ABOVE,
    BOOK,
    LEFT,
    MIDDLE,
    NOT_BELOW,
    ROOM,
    Strategy,
    accepted,
    given,
    money,
)
from betahedge.templates.words import AT_LEAST_ZERO, MONEY, NEEDED_TEXT

ROUNDING = Rule("list", "nearest, down or up", words='"nearest,down,up"', required=True)
SIZED_AT = Rule("list", "futures or spot", words='"futures,spot"', required=True)
A_RATIO = Rule(says="0% to 1000%", minimum=0, maximum=10, required=True)
A_NAME = Rule("text", "up to 120 characters", required=True)
DAYS = Rule(says="1 day or more; blank for a perpetual", minimum=1)

POSITION = Panel("position", "Position", (
    given("asset_name", "text", NEEDED_TEXT),
    given("coins_held", "amount", A_NUMBER, "+ held"),
    given("spot_price", "price", ABOVE, unit=MONEY),
    given("futures_price", "price", ABOVE, unit=MONEY),
    given("target_ratio", "ratio", A_RATIO),
    given("asset_beta", "beta", A_NUMBER, "1 for its own future", 1),
    given("contract_used", "text", A_NAME, "a code of the list"),
), MIDDLE)  # fmt: skip
SIZING = Panel("sizing", "Sizing and limits", (
    given("rounding_rule", "word", ROUNDING, "nearest, down, up", "nearest"),
    given("sized_at", "word", SIZED_AT, "the article: spot", "futures"),
    given("market_move", "move", A_MOVE, "a fall is -"),
    given("ratio_band", "ratio", NOT_BELOW, "points either side", 0.05),
    given("price_age_limit", "days", NOT_BELOW, "", 1),
    given("rise_to_survive", "ratio", NOT_BELOW, "liquidation no nearer", 0.25),
), LEFT)  # fmt: skip
CARRY_INPUTS = Panel("term", "Carry and margin", (
    given("expiry_days", "days", DAYS, "blank: a perpetual"),
    given("collateral_rate", "fee", A_MARGIN, "of the notional"),
    given("maintenance_rate", "fee", A_MARGIN, "of the notional"),
), MIDDLE)  # fmt: skip
CONTRACTS = Table("contracts", (
    Column("code", "Contract", "code", 23, Given(A_NAME), "text"),
    Column("size", "Size", "coins", 12, Given(ABOVE), "amount"),
    Column("lot", "Lot", "or blank: 1", 12, Given(AT_LEAST_ZERO), "amount"),
), "contracts", "Contracts to compare: the next three rows are open for more", total=False,
    room=ROOM, tracks=("a", "b", "c"))  # fmt: skip

SINGLE_ASSET = Strategy(
    "single_asset",
    "Hedge of one coin",
    "how many contracts, what a fall costs",
    (
        Side((BOOK, POSITION, accepted(ALARMS))),
        Side((SIZING, CARRY_INPUTS)),
        Series("moves", "Market moves", Given(A_MOVE), MOVES),
        Series("ratios", "Ratios compared", Given(NOT_BELOW), RATIOS, "ratio"),
        CONTRACTS,
    ),
    (),
    PAGE,
    (WORKED, LADDER),
    ALARMS,
    (
        "Fill Inputs: the position, the futures price, the contracts to compare.",
        "Read Single: the size as the article has it and right, then each contract in lots.",
        "Choose the contract in use on Inputs; impact, margin and alarms are its own.",
    ),
    {
        "book.entity": "Single asset of the article",
        "book.as_of": datetime.date(2025, 10, 5),
        "book.priced_on": datetime.date(2025, 10, 5),
        "book.price_source": "The Beta Hedge, 5 October 2025",
        "position.asset_name": "BTC", "position.coins_held": 5.0, "position.spot_price": 65_000.0,
        "position.futures_price": 65_650.0, "position.target_ratio": 0.5,
        "position.contract_used": "CME:MBT",
        "sizing.market_move": -0.1, "sizing.rise_to_survive": 0.1,
        "term.expiry_days": 82.0, "term.collateral_rate": 0.4, "term.maintenance_rate": 0.27,
        "moves": (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3), "ratios": (0.0, 0.25, 0.5, 0.75, 1.0),
        "contracts.code": ["CME:BTC", "1 coin", "CME:MBT", "CME:BFF"],
        "contracts.size": [5.0, 1.0, 0.1, 0.02],
    },
    lambda values: money(values, "position.coins_held", "position.spot_price"),
    "ABS(coins_held*spot_price)",
)  # fmt: skip
