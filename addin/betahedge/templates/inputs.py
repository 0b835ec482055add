"""Inputs: every number that may be changed, but for contracts and prices."""

from betahedge.sheets.blocks import Panel, Series, Sheet, Side, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, Given, Item, Rule
from betahedge.templates.book import HIGHEST_RATIO, HIGHEST_SHARE, ROOM
from betahedge.templates.words import (
    A_DATE,
    ABOVE_ZERO,
    ANY,
    AT_LEAST_ZERO,
    DAY_IN_WORDS,
    MONEY,
    NEEDED_TEXT,
    TEXT,
)

RATIO = Rule(says=f"0% to {HIGHEST_RATIO:.0%}", minimum=0, maximum=HIGHEST_RATIO)
A_RATIO = Rule(says=RATIO.says, minimum=0, maximum=HIGHEST_RATIO, required=True)
SOME = Rule(says="0 or above", minimum=0, required=True)
NUMBER = Rule(says="a number, + or -", required=True)
A_MOVE = Rule(says="-99% or above; a fall is -", minimum=-0.99, required=True)
ROUNDING = Rule("list", "nearest, down or up", words='"nearest,down,up"', required=True)
ONCE = Rule("custom", "each asset once", words="COUNTIF({asset:all},{asset})<2")
LISTED = Rule("list", "a contract of the sheet Contracts", words="{contracts.contract:all}")


def line(key: str, label: str, rule: Rule, form: str, note: str = "", name: str = "") -> Item:
    """Declare an input that has a name of its own."""
    align = "left" if key in ("as_of", "priced_on") else "right" if form == "word" else ""
    return Item(key, label, Given(rule), form, "", note=note, name=name or key, align=align)


BOOK = Panel("book", "Book", (
    line("entity", "Entity", TEXT, "text"),
    line("as_of", "As of", A_DATE, "date"),
    Item("as_of_text", "As of, in words", DAY_IN_WORDS, "text", "", name="as_of_text"),
    line("priced_on", "Prices as of", A_DATE, "date"),
    line("price_source", "Price source", TEXT, "text"),
    line("quote_currency", "Quote currency", NEEDED_TEXT, "text"),
), ("asset", "quantity"), until="target")  # fmt: skip

POLICY = Panel("policy", "Policy", (
    line("ratio", "Target hedge ratio", A_RATIO, "ratio", "where a holding says nothing",
         "policy_ratio"),
    line("band", "Band", SOME, "ratio", "points either side", "policy_band"),
    line("rounding", "Rounding", ROUNDING, "word", "nearest, down, up", "policy_rounding"),
    line("beta", "Beta", NUMBER, "beta", "where a holding says nothing", "policy_beta"),
    line("age", "Price age limit", SOME, "days", "older is a breach", "policy_age"),
    line("distance", "Rise to survive", SOME, "ratio", "liquidation no nearer", "policy_distance"),
    line("materiality", "Ignore exposures below", SOME, "ratio", "of the book",
         "policy_materiality"),
), ("contract", "futures", "expiry"))  # fmt: skip

HORIZON = Panel("horizon", "Horizon and cost", (
    line("days", "Horizon", Rule(says="1 day or more", minimum=1, required=True), "days", "",
         "horizon_days"),
    line("fee", "Fee, one way", NUMBER, "fee", "", "fee_rate"),
    line("slippage", "Slippage, whole trip", SOME, "fee", "", "slippage_rate"),
    line("capital", "Capital, a year", NUMBER, "ratio", "", "capital_rate"),
    line("stress", "Stress move", A_MOVE, "move", "", "stress_move"),
), ("held", "collateral"))  # fmt: skip

HOLDINGS = Table("holdings", (
    Column("asset", "Asset", "name", 18, Given(ONCE), "text"),
    Column("quantity", "Quantity", "coins", 12, Given(ANY), "amount"),
    Column("price", "Spot price", MONEY, 10.5, Given(AT_LEAST_ZERO), "price"),
    Column("target", "Target ratio", "%", 8, Given(RATIO), "ratio"),
    Column("beta", "Beta", "number", 8, Given(ANY), "beta"),
    Column("contract", "Contract", "venue:code", 20, Given(LISTED), "text"),
    Column("futures", "Futures price", MONEY, 10.5, Given(ABOVE_ZERO), "price"),
    Column("expiry", "Expiry", "days", 8, Given(AT_LEAST_ZERO), "number"),
    Column("funding", "Funding a stamp", "%", 10, Given(ANY), "funding"),
    Column("hours", "Stamp every", "hours", 8, Given(ABOVE_ZERO), "number"),
    Column("held", "Held, short +", "contracts", 11, Given(ANY), "amount"),
    Column("entry", "Entry price", MONEY, 10.5, Given(ABOVE_ZERO), "price"),
    Column("collateral", "Collateral", MONEY, 12, Given(ANY), "money"),
), "holdings", "Holdings and their market: blank cells take the policy; the next three rows are "
"open for more", total=False, room=ROOM)  # fmt: skip

NUMBERS = tuple(c.key for c in HOLDINGS.columns if c.key not in ("asset", "contract"))
NOT_BELOW = ("futures", "hours", "entry")  # of price, target and expiry other checks tell
WORDS = "".join(f',policy_rounding="{word}"' for word in ("nearest", "down", "up"))


def inputs(facts: Facts) -> Sheet:
    """Describe the sheet."""
    moves, rallies = (len(facts.values.get(key, ())) for key in ("moves", "rallies"))
    return Sheet(
        "Inputs",
        "every number that may be changed",
        (
            Side((BOOK, POLICY, HORIZON)),
            Series("moves", "Market moves", Given(A_MOVE), moves),
            Series("rallies", "Rallies", Given(SOME), rallies),
            HOLDINGS,
        ),
        checks=(
            Check("Holdings are complete, and all of it numbers", "SUM({hedge.gaps:all})",
                  "Inputs: fill the quantity and the price; replace texts by numbers"),
            Check("No line without the name of its asset",
                  'SUMPRODUCT(--({holdings.asset:all}=""),--({holdings.quantity:all}<>""))',
                  "Inputs: name the asset, or clear the line"),
            Check("Every asset is there once", "SUM({hedge.twice:all})",
                  "Inputs: take out the line that was pasted twice, or add the quantities up"),
            Check("No price is a date", "SUM({hedge.dated_price:all})",
                  "Inputs: a price is a day's number; type the price"),
            Check("Prices are of the day, or within the limit",
                  "IF(priced_on>as_of,priced_on-as_of,MAX(as_of-priced_on-policy_age,0))",
                  "refresh the prices, and their day on Inputs"),
            Check("Rounding is a word that is known", f"--NOT(OR({WORDS[1:]}))",
                  "Inputs: nearest, down or up"),
            Check("No hedge ratio is below 0",
                  "MIN(0,MIN({holdings.target:all}),MIN(policy_ratio))",
                  "Inputs: a ratio is 0% or more"),
            Check(f"No hedge ratio is above {HIGHEST_SHARE:.0%}",
                  "MAX(MAX({holdings.target:all}),MAX(policy_ratio))",
                  "Inputs: 0.6 or 60%, not 6", 0, HIGHEST_SHARE),
        ),
    )  # fmt: skip
