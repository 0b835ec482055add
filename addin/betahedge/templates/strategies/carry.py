"""Market-neutral carry: what do long spot and short futures earn, and what can end it?"""

import datetime

from betahedge.sheets.blocks import Panel, Series, Side
from betahedge.sheets.items import Given, Rule
from betahedge.templates.strategies.carry_page import ACCRUAL, ALARMS, PAGE, RALLIES, RATES, WORKED
from betahedge.templates.strategies.strategy import (
    A_MARGIN,
    A_MOVE,
    A_NUMBER,
    ABOVE,
    BOOK,
    LEFT,
    MIDDLE,
    NOT_BELOW,
    Strategy,
    accepted,
    given,
    money,
)
from betahedge.templates.words import ANY, MONEY, NEEDED_TEXT

DATED_DAYS = Rule(says="days to expiry, 0 or above", minimum=0, required=True)

TRADE = Panel("trade", "Trade", (
    given("asset_name", "text", NEEDED_TEXT),
    given("coins_held", "amount", ABOVE, "+ held"),
    given("spot_price", "price", ABOVE, unit=MONEY),
    given("perpetual_price", "price", ABOVE, unit=MONEY),
    given("short_held", "amount", ANY, "coins, + sold; blank: as held"),
    given("lot_coins", "amount", NOT_BELOW, "coins of one lot", 0),
    given("holding_days", "days", ABOVE),
), MIDDLE)  # fmt: skip
EARNING = Panel("earning", "Funding and costs", (
    given("funding_rate", "funding", A_NUMBER, "a stamp; + a short receives"),
    given("funding_hours", "number", ABOVE, "hours between stamps", 8),
    given("spot_fee", "fee", A_NUMBER, "each way"),
    given("futures_fee", "fee", A_NUMBER, "each way"),
    given("slippage_rate", "fee", NOT_BELOW, "a trip, each leg"),
    given("capital_rate", "ratio", NOT_BELOW, "a year"),
    given("market_move", "move", A_MOVE, "a fall is -", -0.1),
), LEFT)  # fmt: skip
RISK = Panel("risk", "Margin and limits", (
    given("leverage_used", "beta", ABOVE, "notional / collateral"),
    given("maintenance_rate", "fee", A_MARGIN, "of the notional"),
    given("rise_to_survive", "ratio", NOT_BELOW, "liquidation no nearer", 0.25),
), MIDDLE)  # fmt: skip
OTHER = Panel("other", "Dated and coin-margined", (
    given("dated_price", "price", ABOVE, unit=MONEY),
    given("dated_days", "days", DATED_DAYS),
    given("end_price", "price", ABOVE, "any price at expiry"),
    given("inverse_face", "amount", ABOVE, "of one contract", 100),
    given("low_price", "price", ABOVE, "value is shown at it"),
    given("high_price", "price", ABOVE, "value is shown at it"),
), LEFT)  # fmt: skip

CARRY = Strategy(
    "carry",
    "Market-neutral carry",
    "what it earns, and what can end it",
    (
        Side((BOOK, TRADE, accepted(ALARMS))),
        Side((EARNING, RISK)),
        OTHER,
        Series("rates", "Funding rates", Given(A_NUMBER), RATES, "0.00%;-0.00%;0.00%"),
        Series("rallies", "Rallies", Given(NOT_BELOW), RALLIES, "ratio"),
    ),
    (),
    PAGE,
    (WORKED, ACCRUAL),
    ALARMS,
    (
        "Fill Inputs: the coins, both prices, the funding, fees, leverage and limits.",
        "Short held is for a trade that is on: coins sold +; bought, as the article has it, -.",
        "Read Carry: the legs first, then what is earned, then what can end it.",
    ),
    {
        "book.entity": "Carry of the article",
        "book.as_of": datetime.date(2025, 10, 5),
        "book.priced_on": datetime.date(2025, 10, 5),
        "book.price_source": "The Beta Hedge, 5 October 2025",
        "trade.asset_name": "BTC", "trade.coins_held": 5.0, "trade.spot_price": 65_000.0,
        "trade.perpetual_price": 65_000.0, "trade.lot_coins": 0.001, "trade.holding_days": 30.0,
        "earning.funding_rate": 0.0001, "earning.spot_fee": 0.001, "earning.futures_fee": 0.0005,
        "earning.slippage_rate": 0.0002, "earning.capital_rate": 0.05,
        "risk.leverage_used": 5.0, "risk.maintenance_rate": 0.005,
        "other.dated_price": 66_300.0, "other.dated_days": 91.0, "other.end_price": 50_000.0,
        "other.low_price": 40_000.0, "other.high_price": 130_000.0,
        "rates": (-0.0003, -0.0002, -0.0001, 0.0, 0.0001, 0.0002, 0.0003),
        "rallies": (0.1, 0.25, 0.5, 1.0),
        "accept.margin": "yes",
    },
    lambda values: money(values, "trade.coins_held", "trade.spot_price"),
    "ABS(coins_held*spot_price)",
)  # fmt: skip
