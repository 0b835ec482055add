"""Prices: the history that betas are estimated from."""

from betahedge.sheets.blocks import Panel, Series, Sheet, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, Flag, Given, Item, Rule
from betahedge.templates.lists import unfit
from betahedge.templates.words import ABOVE_ZERO, TEXT

ROOM = 1000
FEWEST, MOST = 6, 8  # columns of coins
FIRST_PAGE = 36  # rows printed
WHOSE = Rule("list", "SAMPLE until you replace them, then own", words='"SAMPLE,own"', required=True)
YES = Rule("list", "yes or no", words='"yes,no"', required=True)
UNSORTED = (  # and a day below a blank line, for it is compared with none
    'SUMPRODUCT(--({prices.date:rest}<>""),'
    '--(({prices.date:others}="")+({prices.date:rest}<={prices.date:others})>0))'
)
DAY = Rule("date", "a date, oldest first")

STATE = Panel("history", "", (
    Item("whose", "These prices are", Given(WHOSE), "text", "", name="prices_are",
         note="SAMPLE until they are replaced by your own, then: own",
         flag=Flag('{whose}="SAMPLE"')),
    Item("demonstration", "A demonstration", Given(YES), "text", "", name="demonstration",
         note="yes: a sample is no breach"),
), ("prices.date", "prices.c1", "prices.c2"))  # fmt: skip


def prices(facts: Facts) -> Sheet:
    """Describe the sheet: a column a coin."""
    coins = min(max(facts.count("coins"), FEWEST), MOST)
    table = Table("prices", (
        Column("date", "Date", "oldest first", 22, Given(DAY), "date", align="left"),
        *(Column(f"c{n}", f'={{coins.{n}}}&""', "=quote_currency", 12, Given(ABOVE_ZERO), "price")
          for n in range(1, coins + 1)),
    ), "prices", "Prices of a day, a column a coin; blanks are missing", total=False,
        short=True, room=ROOM)  # fmt: skip
    return Sheet(
        "Prices",
        "the history of the betas",
        (STATE, Series("coins", "Coins", Given(TEXT, ("",) * coins), coins, "text"), table),
        portrait=True,
        print_rows=FIRST_PAGE,
        checks=(
            Check("Prices are no longer the sample's",
                  '--AND(prices_are="SAMPLE",demonstration<>"yes",COUNT({prices.c1:all})>0)',
                  "Prices: replace the sample by your own prices, then set: own"),
            Check("Days are dates, and prices numbers above 0",
                  "+".join(filter(None, (unfit("prices", column) for column in table.columns))),
                  "Prices: type texts again as dates and numbers; leave blank what is missing"),
            Check("The days are there once, oldest first", UNSORTED,
                  "Prices: sort the lines by their date, oldest first, with no blank line between"),
        ),
    )  # fmt: skip
