"""Errata: the article as printed, what is right, and the difference in numbers."""

from dataclasses import dataclass

from betahedge.cells.native import native_lots
from betahedge.sheets.blocks import Panel, Sheet, Table
from betahedge.sheets.items import Column, Item


@dataclass(frozen=True, slots=True)
class Erratum:
    """What the article says and what is right; both numbers are formulas over the figures."""

    subject: str
    article: str
    right: str
    article_number: str = ""
    right_number: str = ""
    unit: str = "USD"


FIGURES = (
    ("n", "Contracts sold", 5.0, "contracts", "count"),
    ("cv", "Contract value", 65_000.0, "USD", "price"),
    ("f", "Funding rate per 8 hours", 0.0001, "%", "funding"),
    ("k", "Stamps in 30 days", 90.0, "stamps", "number"),
    ("s0", "Spot price before", 100.0, "USD", "price"),
    ("s1", "Spot price after", 90.0, "USD", "price"),
    ("f0", "Futures price before", 102.0, "USD", "price"),
    ("f1", "Futures price after", 90.0, "USD", "price"),
    ("m", "Share hedged, then sold", 0.3, "%", "ratio"),
    ("b", "Beta of the book", 1.4, "number", "beta"),
    ("x", "Futures above spot", 0.01, "%", "fee"),
    ("btc", "BTC held", 3.0, "coins", "count"),
    ("eth", "ETH held", 40.0, "coins", "count"),
    ("pb", "BTC price", 65_000.0, "USD", "price"),
    ("pe", "ETH price", 3_500.0, "USD", "price"),
    ("h", "Hedge ratio of the mixed book", 0.6, "%", "ratio"),
    ("lb", "BTC contract, large", 5.0, "coins", "count"),
    ("le", "ETH contract, large", 50.0, "coins", "count"),
    ("sm", "Contract, small", 0.1, "coins", "count"),
    ("lot", "Lot", 1.0, "contracts", "count"),
    ("r", "Price move", -0.1, "%", "move"),
    ("half", "Half a hedge", 0.5, "%", "ratio"),
    ("full", "Full hedge", 1.0, "%", "ratio"),
)
WORKED = (
    Item("spot", "Spot value of the example", "{n}*{pb}", "#,##0", "USD"),
    Item("halfhedge", "Half of the full hedge", "{half}*{n}", "count", "contracts"),
)


def lots(coins: str, size: str) -> str:
    """Write the whole lots of a hedge, rounded down."""
    return native_lots(f"{{figures.h}}*{{figures.{coins}}}/{{figures.{size}}}",
                       "{figures.lot}", '"down"')  # fmt: skip


def number(formula: str) -> str:
    """Read the figures by their short names."""
    known = {key: f"{{figures.{key}}}" for key, *_ in FIGURES}
    return formula.format_map(known)


HALF = "A hedge of 50 % keeps 50 % of the upside."
ERRATA = (
    Erratum("Funding", "A short hedger pays a positive funding rate.",
            "A short receives it; only a negative rate costs a short hedge.",
            number("-{n}*{cv}*{f}*{k}"), number("{n}*{cv}*{f}*{k}")),
    Erratum("Market-neutral carry", "Long spot and long futures.",
            "Long spot and short perpetual in matched size; long and long doubles the exposure.",
            number("{n}*{cv}+{n}*{cv}"), number("{n}*{cv}-{n}*{cv}")),
    Erratum("Narrowing basis", "A narrowing basis makes the gain on the futures smaller.",
            "Hedged P&L at 1:1 is minus the change in basis: narrowing is a gain.",
            number("({f1}-{s1})-({f0}-{s0})"), number("({s1}-{s0})-({f1}-{f0})")),
    Erratum("Bull markets", "Backwardation is common in bull markets.",
            "Contango and positive funding go with bull markets, backwardation with stress."),
    Erratum("Transition", "Hedge 30 %, sell that 30 % of spot, keep the short.",
            "Buy the short back as the spot is sold; kept, the book is 40 % long, not 70 %.",
            number("{full}-{m}-{m}"), number("{full}-{m}"), "of the book"),
    Erratum("Beta", "A beta hedge, with no beta in the formula.",
            "Contracts = beta x H x V / contract value; at beta 1.4 the article is 29 % short.",
            number("{n}"), number("{b}*{n}"), "contracts"),
    Erratum("Contract value", "A contract is valued at the spot price.",
            "At the futures price: with a basis of 1 %, fewer contracts match the value.",
            number("{n}"), number("{n}/({full}+{x})"), "contracts"),
    Erratum("Lots: BTC, of 5", "1.8 contracts.",
            "Contracts come in lots: 0.36 of a 5-BTC contract is 0.",
            number("{h}*{btc}"), lots("btc", "lb"), "contracts"),
    Erratum("Lots: ETH, of 50", "24.0 contracts.", "0.48 of a 50-ETH contract is 0.",
            number("{h}*{eth}"), lots("eth", "le"), "contracts"),
    Erratum("Lots: BTC, of 0.1", "1.8 contracts.",
            "On a contract of 0.1 the hedge can be traded in full.",
            number("{h}*{btc}"), lots("btc", "sm"), "contracts"),
    Erratum("Lots: ETH, of 0.1", "24.0 contracts.",
            "On a contract of 0.1 the hedge can be traded in full.",
            number("{h}*{eth}"), lots("eth", "sm"), "contracts"),
    Erratum("Contract size", "Contract size 65,000.",
            "The size is 1 BTC; 65,000 is the contract's value.",
            number("{cv}"), number("{full}"), "see text"),
    Erratum("Over-hedging", "Hedging 100 % is over-hedging and gains in a fall.",
            "A full hedge nets to about zero; over-hedged is a ratio above 1.",
            "", number("{n}*{cv}*{r}-{n}*{cv}*{r}")),
    Erratum("Half a hedge", HALF, "And 50 % of the downside: a futures hedge is symmetric.",
            "", number("{n}*{cv}*{r}-{half}*{n}*{cv}*{r}")),
)  # fmt: skip
GAP = 'IF(OR({article_number}="",{right_number}="",{unit}="see text"),"",{right_number}-{article_number})'  # noqa: E501
NUMBER = "lots"

TABLE = Table("errata", (
    Column("subject", "Subject", "", 18, tuple(e.subject for e in ERRATA), "text", "prose"),
    Column("article", "The article", "", 40, tuple(e.article for e in ERRATA), "text", "prose"),
    Column("right", "Right", "", 46, tuple(e.right for e in ERRATA), "text", "prose"),
    Column("article_number", "Article's number", "", 13,
           tuple(e.article_number or '""' for e in ERRATA), NUMBER),
    Column("right_number", "Right number", "", 13,
           tuple(e.right_number or '""' for e in ERRATA), NUMBER, "output"),
    Column("difference", "Difference", "", 13, GAP, NUMBER),
    Column("unit", "Unit", "", 10, tuple(e.unit for e in ERRATA), "text"),
), len(ERRATA), "What the article says, what is right, and the difference", total=False,
    tall=28)  # fmt: skip

SHEET = Sheet(
    "Errata",
    "the article, and what is right",
    (
        TABLE,
        Panel("figures", "Figures used above: the article's own, and the examples that show the "
              "difference", (*(Item(key, label, value, form, unit)
                               for key, label, value, unit, form in FIGURES), *WORKED),
              ("errata.article", "errata.article_number", "errata.right_number")),
    ),
    breaks=("figures",),
)  # fmt: skip
