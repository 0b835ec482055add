"""A defensive hedge through an event: what does it save, what does it cost, when is it closed?"""

import datetime

from betahedge.sheets.blocks import Panel, Series, Side, Table
from betahedge.sheets.items import Check, Column, Given, Rule
from betahedge.templates.strategies.defensive_page import ALARMS, DAILY, PAGE, THREE, WORKED
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
    largest,
)
from betahedge.templates.words import A_DATE, ABOVE_ZERO, ANY, AT_LEAST_ZERO, MONEY

A_RATIO = Rule(says="0% to 1000%", minimum=0, maximum=10, required=True)
ROUNDING = Rule("list", "nearest, down or up", words='"nearest,down,up"', required=True)
A_NAME = Rule("text", "up to 120 characters", required=True)

PLAN_INPUTS = Panel("event", "Plan", (
    given("target_ratio", "ratio", A_RATIO),
    given("lowest_ratio", "ratio", A_RATIO, "outside it is an alarm", 0.7),
    given("highest_ratio", "ratio", A_RATIO, "", 0.9),
    given("entry_date", "date", A_DATE),
    given("event_date", "date", A_DATE),
    given("exit_date", "date", A_DATE),
    given("grace_days", "days", NOT_BELOW, "from event to close", 2),
), MIDDLE)  # fmt: skip
COSTS = Panel("costs", "Funding, costs and margin", (
    given("funding_expected", "funding", A_NUMBER, "a stamp; + is received"),
    given("funding_realised", "funding", ANY, "blank: as expected"),
    given("funding_hours", "number", ABOVE, "hours between stamps", 8),
    given("futures_fee", "fee", NOT_BELOW, "each way"),
    given("slippage_rate", "fee", NOT_BELOW, "of the whole trip"),
    given("cost_budget", "money", NOT_BELOW, unit=MONEY),
), LEFT)  # fmt: skip
MARGIN = Panel("margin", "Margin and rounding", (
    given("collateral_rate", "fee", A_MARGIN, "of the short"),
    given("maintenance_rate", "fee", A_MARGIN, "of the short"),
    given("rounding_rule", "word", ROUNDING, "nearest, down, up", "nearest"),
), MIDDLE)  # fmt: skip
HOLDINGS = Table("holdings", (
    Column("asset", "Asset", "name", 23, Given(A_NAME), "text"),
    Column("quantity", "Quantity", "coins", 12, Given(A_NUMBER), "amount"),
    Column("spot_entry", "Spot at entry", MONEY, 12, Given(ABOVE), "price"),
    Column("futures_entry", "Futures at entry", MONEY, 12, Given(ABOVE), "price"),
    Column("spot_exit", "Spot at exit", "or blank", 12, Given(ABOVE_ZERO), "price"),
    Column("futures_exit", "Futures at exit", "or blank", 12, Given(ABOVE_ZERO), "price"),
    Column("size", "Contract size", "or blank: 1", 12, Given(ABOVE_ZERO), "amount"),
    Column("lot", "Lot", "or blank: 1", 12, Given(AT_LEAST_ZERO), "amount"),
    Column("held", "Held now", "or blank", 12, Given(ANY), "amount"),
    Column("beta", "Beta", "or blank: 1", 12, Given(ANY), "beta"),
), "holdings", "Holdings: the next three rows are open for more", total=False, room=ROOM,
    tracks=tuple("abcdefghij"))  # fmt: skip

DEFENSIVE = Strategy(
    "defensive",
    "Defensive hedge through an event",
    "what it saves and costs, when it ends",
    (
        Side((BOOK, PLAN_INPUTS, accepted(ALARMS))),
        Side((COSTS, MARGIN)),
        Series("outcomes", "Outcomes", Given(A_MOVE), THREE),
        Series("ratios", "Ratios compared", Given(NOT_BELOW), THREE, "ratio"),
        HOLDINGS,
    ),
    (
        Check("Holdings are complete, exits have both prices",
              "SUM({by_asset.gaps:all})", "Inputs: fill the quantity and the prices"),
        Check("Entry, event and exit stand in their order",
              "MAX(0,entry_date-event_date)+MAX(0,event_date-exit_date)",
              "Inputs: mend the dates; the hedge is entered before the event and closed after it"),
    ),
    PAGE,
    (WORKED, DAILY),
    ALARMS,
    (
        "Fill Inputs: the holdings at entry, the event, the exit that is planned, the budget.",
        "Read Defensive: the plan, three outcomes, and how many contracts to sell.",
        "When it is closed, fill the prices of the exit; until then what happened is blank.",
        "Held now is for contracts that are still held; the alarm reads it after the event.",
    ),
    {
        "book.entity": "Mixed portfolio of the article",
        "book.as_of": datetime.date(2025, 10, 19),
        "book.priced_on": datetime.date(2025, 10, 19),
        "book.price_source": "the article, and an exit that is made up",
        "event.target_ratio": 0.8, "event.entry_date": datetime.date(2025, 10, 5),
        "event.event_date": datetime.date(2025, 10, 17),
        "event.exit_date": datetime.date(2025, 10, 19),
        "costs.funding_expected": -0.0001, "costs.funding_realised": -0.0001,
        "costs.futures_fee": 0.0005, "costs.slippage_rate": 0.0002, "costs.cost_budget": 2_000.0,
        "margin.collateral_rate": 0.2, "margin.maintenance_rate": 0.005,
        "outcomes": (-0.2, 0.0, 0.15), "ratios": (0.7, 0.8, 0.9),
        "holdings.asset": ["BTC", "ETH"], "holdings.quantity": [3.0, 40.0],
        "holdings.spot_entry": [65_000.0, 3_500.0], "holdings.futures_entry": [65_065.0, 3_503.5],
        "holdings.spot_exit": [52_000.0, 2_800.0], "holdings.futures_exit": [51_948.0, 2_797.2],
        "holdings.size": [0.1, 0.1], "holdings.beta": [1.0, 1.2],
        "accept.funding": "yes",
    },
    lambda values: largest(values, "holdings.quantity", "holdings.spot_entry"),
    "MAX({by_asset.gross:all})",
)  # fmt: skip
