"""The Errata sheet: the article as printed, what is right, and the difference in numbers."""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break

from betahedge.cells.native import native_lots
from betahedge.workbook import theme
from betahedge.workbook.page import Page

FIRST = 7


@dataclass(frozen=True, slots=True)
class Erratum:
    """What the article says and what is right; both numbers are formulas over the figures."""

    subject: str
    article: str
    right: str
    article_number: str = ""
    right_number: str = ""
    unit: str = "USD"
    number_format: str = theme.MONEY


FIGURES: tuple[tuple[str, str, float, str, str], ...] = (
    ("Contracts sold", "n", 5.0, "contracts", theme.COUNT),
    ("Contract value", "cv", 65_000.0, "USD", theme.MONEY),
    ("Funding rate per 8 hours", "f", 0.0001, "%", "0.00%"),
    ("Stamps in 30 days", "k", 90.0, "stamps", theme.COUNT),
    ("Spot price before, after", "s0", 100.0, "USD", theme.MONEY),
    ("", "s1", 90.0, "USD", theme.MONEY),
    ("Futures price before, after", "f0", 102.0, "USD", theme.MONEY),
    ("", "f1", 90.0, "USD", theme.MONEY),
    ("Share hedged, then sold", "m", 0.3, "%", theme.PERCENT),
    ("Beta of the book", "b", 1.4, "number", theme.COUNT),
    ("Futures above spot", "x", 0.01, "%", theme.PERCENT),
    ("BTC held, ETH held", "btc", 3.0, "coins", theme.COUNT),
    ("", "eth", 40.0, "coins", theme.COUNT),
    ("BTC price, ETH price", "pb", 65_000.0, "USD", theme.MONEY),
    ("", "pe", 3_500.0, "USD", theme.MONEY),
    ("Hedge ratio of the mixed book", "h", 0.6, "%", theme.PERCENT),
    ("BTC contract, large", "lb", 5.0, "coins", theme.COUNT),
    ("ETH contract, large", "le", 50.0, "coins", theme.COUNT),
    ("Contract, small", "sm", 0.1, "coins", theme.COUNT),
    ("Lot", "lot", 1.0, "contracts", theme.COUNT),
    ("Price move", "r", -0.1, "%", theme.PERCENT),
    ("Half a hedge", "half", 0.5, "%", theme.PERCENT),
    ("Full hedge", "full", 1.0, "%", theme.PERCENT),
)

ERRATA: tuple[Erratum, ...] = (
    Erratum(
        "Funding",
        "A short hedger pays a positive funding rate.",
        "A short receives it; only a negative rate costs a short hedge.",
        "-{n}*{cv}*{f}*{k}",
        "{n}*{cv}*{f}*{k}",
    ),
    Erratum(
        "Market-neutral carry",
        "Long spot and long futures.",
        "Long spot and short perpetual in matched size; long and long doubles the exposure.",
        "{n}*{cv}+{n}*{cv}",
        "{n}*{cv}-{n}*{cv}",
    ),
    Erratum(
        "Narrowing basis",
        "A narrowing basis makes the gain on the futures smaller.",
        "Hedged P&L at 1:1 is minus the change in basis: narrowing is a gain.",
        "({f1}-{s1})-({f0}-{s0})",
        "({s1}-{s0})-({f1}-{f0})",
    ),
    Erratum(
        "Bull markets",
        "Backwardation is common in bull markets.",
        "Contango and positive funding go with bull markets, backwardation with stress.",
    ),
    Erratum(
        "Transition",
        "Hedge 30 %, sell that 30 % of spot, keep the short.",
        "Buy the short back as the spot is sold; kept, the book is 40 % long, not 70 %.",
        "{full}-{m}-{m}",
        "{full}-{m}",
        "% long",
        theme.PERCENT,
    ),
    Erratum(
        "Beta",
        "A beta hedge, with no beta in the formula.",
        "Contracts = beta x H x V / contract value; at beta 1.4 the article is 29 % short.",
        "{n}",
        "{b}*{n}",
        "contracts",
        theme.COUNT,
    ),
    Erratum(
        "Contract value",
        "A contract is valued at the spot price.",
        "At the futures price: with a basis of 1 %, fewer contracts match the value.",
        "{n}",
        "{n}/({full}+{x})",
        "contracts",
        "0.0000",
    ),
    Erratum(
        "Lots: BTC, contract of 5",
        "1.8 contracts.",
        "Contracts come in lots: 0.36 of a 5-BTC contract is 0.",
        "{h}*{btc}",
        native_lots("{h}*{btc}/{lb}", "{lot}", '"down"'),
        "contracts",
        theme.COUNT,
    ),
    Erratum(
        "Lots: ETH, contract of 50",
        "24.0 contracts.",
        "0.48 of a 50-ETH contract is 0.",
        "{h}*{eth}",
        native_lots("{h}*{eth}/{le}", "{lot}", '"down"'),
        "contracts",
        theme.COUNT,
    ),
    Erratum(
        "Lots: BTC, contract of 0.1",
        "1.8 contracts.",
        "On a contract of 0.1 the hedge can be traded in full.",
        "{h}*{btc}",
        native_lots("{h}*{btc}/{sm}", "{lot}", '"down"'),
        "contracts",
        theme.COUNT,
    ),
    Erratum(
        "Lots: ETH, contract of 0.1",
        "24.0 contracts.",
        "On a contract of 0.1 the hedge can be traded in full.",
        "{h}*{eth}",
        native_lots("{h}*{eth}/{sm}", "{lot}", '"down"'),
        "contracts",
        theme.COUNT,
    ),
    Erratum(
        "Contract size",
        "Contract size 65,000.",
        "The size is 1 BTC; 65,000 is the contract's value.",
        "{cv}",
        "{full}",
        "see text",
        theme.COUNT,
    ),
    Erratum(
        "Over-hedging",
        "Hedging 100 % is over-hedging and gains in a fall.",
        "A full hedge nets to about zero; over-hedged is a ratio above 1.",
        "",
        "{n}*{cv}*{r}-{n}*{cv}*{r}",
    ),
    Erratum(
        "Half a hedge",
        "A hedge of 50 % keeps 50 % of the upside.",
        "And 50 % of the downside: a futures hedge is symmetric.",
        "",
        "{n}*{cv}*{r}-{half}*{n}*{cv}*{r}",
    ),
)
FIGURES_FIRST = FIRST + len(ERRATA) + 4
FIGURE_CELLS = {name: f"$E${row}" for row, (_, name, *_) in enumerate(FIGURES, start=FIGURES_FIRST)}


def write_errata(book: Workbook) -> None:
    """Write the sheet."""
    page = Page(
        book, "Errata", "Errata: the article and what is right", [22, 42, 52, 15, 15, 15, 12]
    )
    page.put("A5", "What the article says, what is right, and the difference", "hedge section")
    headings = ["Subject", "The article", "Right", "Article's number", "Right number"]
    page.row(FIRST - 1, 1, [*headings, "Difference", "Unit"], "hedge header")
    for row, erratum in enumerate(ERRATA, start=FIRST):
        page.row(row, 1, [erratum.subject, erratum.article, erratum.right], "hedge prose")
        page.sheet.row_dimensions[row].height = 28
        numbers = {"D": erratum.article_number, "E": erratum.right_number}
        for letter, formula in numbers.items():
            value = "=" + formula.format_map(FIGURE_CELLS) if formula else "-"
            page.put(f"{letter}{row}", value, "hedge calculation", erratum.number_format)
        gap = f"=E{row}-D{row}" if erratum.article_number and erratum.unit != "see text" else "-"
        page.put(f"F{row}", gap, "hedge output", erratum.number_format)
        page.put(f"G{row}", erratum.unit, "hedge unit")
        for letter, side in zip("DEFG", ("right", "right", "right", "center"), strict=True):
            page.sheet[f"{letter}{row}"].alignment = Alignment(horizontal=side, vertical="top")
    _figures(page)
    page.sheet.row_breaks.append(Break(id=FIGURES_FIRST - 3))
    page.finish(f"A{FIRST}", [f"A1:G{FIGURES_FIRST + len(FIGURES) - 1}"], "1:3")


def figure(name: str) -> str:
    """Give the cell of a figure, for formulas on other sheets."""
    return f"Errata!{FIGURE_CELLS[name]}"


def _figures(page: Page) -> None:
    title = "Figures used above: the article's own, and the examples that show the difference"
    page.put(f"A{FIGURES_FIRST - 2}", title, "hedge section")
    page.row(FIGURES_FIRST - 1, 3, ["Figure", "Unit", "Value"], "hedge header")
    for row, (label, _, value, unit, number_format) in enumerate(FIGURES, start=FIGURES_FIRST):
        page.put(f"C{row}", label, "hedge prose")
        page.put(f"D{row}", unit, "hedge unit")
        page.put(f"E{row}", value, "hedge calculation", number_format)
