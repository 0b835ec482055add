"""A transition: part of one coin into another over weeks, with the exposure as planned."""

import datetime

from betahedge.sheets.blocks import (
    Panel,
    Side,
    Table,
)
from betahedge.sheets.items import Check, Column, Given, Rule
from betahedge.templates.strategies.strategy import (
    A_MOVE,
    A_SHARE,
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
from betahedge.templates.strategies.transition_page import ALARMS, PAGE, WORKED
from betahedge.templates.words import A_DATE, ABOVE_ZERO, ANY, MONEY, NEEDED_TEXT

SOLD = Rule(says="a share of the coins held, 0% to 100%", minimum=0, maximum=1)
LONG_LEG = Rule("list", "yes or no", words='"yes,no"', required=True)

MOVE = Panel("move", "What is moved", (
    given("from_asset", "text", NEEDED_TEXT),
    given("to_asset", "text", NEEDED_TEXT),
    given("coins_held", "amount", ABOVE, "of the first"),
    given("share_to_move", "ratio", A_SHARE, "of them"),
    given("long_leg", "word", LONG_LEG, "futures of the second", "yes"),
    given("plan_band", "ratio", NOT_BELOW, "points of the book", 0.05),
    given("market_move", "move", A_MOVE, "of the first, from here", 0.1),
), MIDDLE)  # fmt: skip
TERMS = Panel("terms", "Contracts and fees", (
    given("from_size", "amount", ABOVE, "coins of a contract", 1),
    given("from_lot", "amount", NOT_BELOW, "contracts", 1),
    given("to_size", "amount", ABOVE, "coins of a contract", 1),
    given("to_lot", "amount", NOT_BELOW, "contracts", 1),
    given("futures_fee", "fee", NOT_BELOW, "each way", 0),
    given("spot_fee", "fee", NOT_BELOW, "each way", 0),
), LEFT)  # fmt: skip
STEPS = Table("steps", (
    Column("date", "Date", "day", 23, Given(A_DATE), "date", align="left"),
    Column("from_price", "Price, first coin", MONEY, 12, Given(ABOVE_ZERO), "price"),
    Column("to_price", "Price, second coin", MONEY, 12, Given(ABOVE_ZERO), "price"),
    Column("sold", "Sold so far", "% of the book", 12, Given(SOLD), "ratio"),
    Column("short", "Short held", "or blank", 12, Given(ANY), "amount"),
    Column("long", "Long held", "or blank", 12, Given(ANY), "amount"),
), "steps", "Steps: the first row is the start, with 0% sold; up to twelve steps follow",
    total=False, room=ROOM + 1, tracks=tuple("abcdef"))  # fmt: skip

TRANSITION = Strategy(
    "transition",
    "Transition from one coin into another",
    "the exposure as planned, step by step",
    (
        Side((BOOK, MOVE, accepted(ALARMS))),
        TERMS,
        STEPS,
    ),
    (
        Check("The first row is the start: prices, and nothing sold",
              "3-COUNT(INDEX({steps.from_price:all},1),INDEX({steps.to_price:all},1),"
              "INDEX({steps.sold:all},1))+SUM(INDEX({steps.sold:all},1))",
              "Inputs: the first row of the steps has the prices at the start and 0% sold"),
        Check("No step is done before the one above it",
              "MIN(COUNT({steps.from_price:all}),COUNT({steps.to_price:all}),"
              "COUNT({steps.sold:all}))-SUM({by_step.done:all})",
              "Inputs: fill the prices and what is sold of the step that is left blank"),
        Check("No step is dated before the one above it", "SUM({by_step.early:all})",
              "Inputs: mend the dates; the steps stand in their order"),
        Check("No more is sold at a step than at the next", "MAX(0,-MIN({by_step.newly:all}))",
              "Inputs: sold so far grows from step to step"),
    ),
    PAGE,
    (WORKED,),
    ALARMS,
    (
        "Fill Inputs: the two coins, the share to move, the contracts, the dates of the steps.",
        "At each step fill its prices and what is sold so far; then read Transition.",
        "Buy back now is the trade of the step; where the short held is another, type it.",
        "Short and long held that are blank are as planned; a step with no prices is to come.",
    ),
    {
        "book.entity": "Transition of the article",
        "book.as_of": datetime.date(2025, 10, 26),
        "book.priced_on": datetime.date(2025, 10, 26),
        "book.price_source": "the article, and a path that is made up",
        "move.from_asset": "BTC", "move.to_asset": "ETH", "move.coins_held": 10.0,
        "move.share_to_move": 0.3,
        "terms.from_size": 0.1, "terms.to_size": 0.1, "terms.futures_fee": 0.0005,
        "terms.spot_fee": 0.001,
        "steps.date": [datetime.date(2025, 10, day) for day in (5, 12, 19, 26)],
        "steps.from_price": [65_000.0, 63_000.0, 60_000.0, 62_000.0],
        "steps.to_price": [3_500.0, 3_430.0, 3_300.0, 3_500.0],
        "steps.sold": [0.0, 0.1, 0.2, 0.3],
    },
    lambda values: money(values, "move.coins_held")
    * max((price or 0 for price in values.get("steps.from_price", ())), default=0),
    "ABS(coins_held)*MAX({steps.from_price:all})",
)  # fmt: skip
