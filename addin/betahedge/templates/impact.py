"""Impact: what a market move does to the book."""

from betahedge.cells import HEDGE_IMPACT, HEDGE_SCENARIOS
from betahedge.sheets.blocks import Chart, Headline, Line, Panel, Sheet, Spill
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Item, close, fx
from betahedge.templates.words import LOST, setting

FALL = f'IF(stress_move<=0,"A fall of ","A rise of ")&{setting("ABS(stress_move)")}'
HEADLINE = (
    f'={FALL}&{LOST}&IF(stress_move<=0,"; a rise does the opposite","; a fall does the opposite")'
)
NOTHING = "ABS({hedge.spot:total})<=1E-9*book_gross"
BOOK = Panel("moved", "The book that the ladder moves", (
    Item("value", "Spot value", "{hedge.spot:total}", style="link", name="book_value"),
    Item("exposure", "Exposure, value x beta", "{orders.exposure:total}", style="link",
         name="book_exposure"),
    Item("short", "Futures sold, after the orders", "{carry.short:total}", style="link",
         name="book_short"),
    Item("net", "Exposure left", "{exposure}-{short}", style="output", name="book_net"),
    Item("start", "The ladder starts at", f"IF({NOTHING},{{exposure}},{{value}})",
         name="book_start"),
    Item("beta", "Beta of the book", "IF({start}=0,0,{exposure}/{start})", "beta", "number",
         name="book_beta"),
    Item("unit", "Futures are counted in units of", 1, "number", name="book_unit"),
))  # fmt: skip

EXAMPLE = ("{figures.spot}", "{figures.halfhedge}", "{figures.pb}", "{figures.r}")
TITLE = "The article's example: 5 BTC at 65,000, half hedged, a fall of 10% fx"
FORMS = {"move": "move", "unhedged": "pnl", "futures": "pnl", "hedged": "pnl"}
LADDER_CHART = "P&L of the book when the market moves"
LINES = (
    Line("ladder.unhedged", "unhedged", "Unhedged"),
    Line("ladder.hedged", "hedged", "Hedged"),
)


def impact(facts: Facts) -> Sheet:
    """Describe the sheet."""
    rungs = len(facts.values.get("moves", ()))
    ladder = fx(HEDGE_SCENARIOS, "book_start", "book_short", "book_unit", "{moves}", "book_beta")
    return Sheet(
        "Impact",
        "what a market move does to the book",
        (
            Headline(HEADLINE, high=34),
            Spill("ladder", "The book, with the positions after the orders fx", ladder, rungs,
                  FORMS),
            Chart("ladder_chart", LADDER_CHART, "line", "ladder.move", LINES, 16.8, 8.6, "move"),
            Spill("example", TITLE, fx(HEDGE_IMPACT, *EXAMPLE), 0, {"change": "pnl"}),
            BOOK,
        ),
        tracks={"a": 27, "b": 16, "c": 16, "d": 16, "e": 16, "f": 9, "g": 9},
        portrait=True,
        one_page=True,
        checks=(
            Check("Ladder: hedged P&L is exposure left x move",
                  "SUMPRODUCT({ladder.move},{ladder.hedged})"
                  "-book_net*SUMPRODUCT({ladder.move},{ladder.move})",
                  "Impact: a formula was changed", 0, close("book_gross")),
            Check("Exposure is value x beta",
                  "book_exposure-SUMPRODUCT({hedge.beta:all},{hedge.spot:all})",
                  "Impact: a formula was changed", 0, close("book_gross")),
            Check("The article: net change", "{example.change.net}",
                  "Errata: its figures were changed", -16_250, 1e-6),
            Check("The article: net final value", "{example.final.net}",
                  "Errata: its figures were changed", 308_750, 1e-6),
        ),
    )  # fmt: skip
