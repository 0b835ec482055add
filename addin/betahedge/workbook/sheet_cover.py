"""The Cover: whose book this is, whether it can be trusted, and how to read it."""

from betahedge import __version__
from betahedge.cells import HEDGE_VERSION, declaration
from betahedge.workbook import theme
from betahedge.workbook.page import Page
from betahedge.workbook.sheet_hedge import TOTAL
from betahedge.workbook.sheet_impact import DIGITS
from betahedge.workbook.sheet_inputs import A_DATE
from betahedge.workbook.table import IS_LOADED, STATE, Table

LEGEND = (
    ("hedge input", "Input: change it"),
    ("hedge calculation", "Calculation"),
    ("hedge link", "Link from another sheet"),
    ("hedge function", "Result of an add-in function (fx); its native twin stands in the proof"),
    ("hedge output", "Result to read"),
    ("hedge check", "Check: OK, FAIL or n.a. (does not apply, or the add-in is not loaded)"),
)
SIGNS = (
    ("Exposure", "market value: + long, - short"),
    ("Contracts", "+ sold short (what a long book needs), - bought"),
    ("Money", "P&L and cash received are +; losses and cash paid are -"),
    ("Ratios", "1 is a full hedge; above 1 is over-hedged"),
    ("Basis", "futures - spot: a short hedge gains when it narrows"),
    ("Funding", "a positive rate is received by a short hedge"),
)
CONTENTS = (
    ("Inputs", "holdings, policy, market moves: the blue cells"),
    ("Hedge", "the table as printed and as it can be traded, with its proof"),
    ("Impact", "a price move line by line, and the ladder with its chart"),
    ("Errata", "the source article, corrected"),
    ("Checks", "every test, and the master check"),
)
STANDARD = (
    "Laid out by the FAST standard: inputs, calculations, results and checks on separate sheets.",
    "Two choices differ: totals stand above their table, which has room for more holdings;",
    "and the source article's figures stand on Errata, beside the text they belong to.",
)


def write_cover(page: Page, hedge: Table) -> None:
    """Write the sheet, which comes first and so was added first."""
    _state(page)
    _summary(page, hedge)
    _sign_off(page)
    _listing(page, 5, "Contents", CONTENTS, link=True)
    _listing(page, 12, "Signs", SIGNS)
    page.put("E20", "Colours", "hedge section")
    for row, (style, meaning) in enumerate(LEGEND, start=21):
        page.put(f"E{row}", "100.0", style)
        page.put(f"F{row}", meaning, "hedge label")
    for row, line in enumerate(STANDARD, start=29):
        page.put(f"B{row}", line, "hedge note")
    page.finish("A5", ["A1:F31"], "1:3", pages=1)


def _lines(page: Page, row: int, title: str, lines: tuple[tuple[str, str, str, str], ...]) -> None:
    page.put(f"B{row}", title, "hedge section")
    for place, (label, value, style, number_format) in enumerate(lines, start=row + 1):
        page.put(f"B{place}", label, "hedge label")
        page.put(f"C{place}", value, style, number_format)


def _state(page: Page) -> None:
    version = declaration(HEDGE_VERSION).call()
    parts = 'RIGHT("0"&MONTH(as_of),2)&"-"&RIGHT("0"&DAY(as_of),2)'
    lines = (
        ("Entity", '=IF(entity="","",entity)', "hedge link", theme.PLAIN),
        ("As of", f'=YEAR(as_of)&"-"&{parts}', "hedge link", theme.PLAIN),
        ("Age of prices", "=as_of-priced_on", "hedge calculation", theme.DAYS),
        ("Price source", '=IF(price_source="","",price_source)', "hedge link", theme.PLAIN),
        (
            "Add-in",
            f'=IF(ISERROR({version}),"not loaded",{IS_LOADED})',
            "hedge function",
            theme.PLAIN,
        ),
        ("Made with", f"betahedge {__version__}", "hedge calculation", theme.PLAIN),
        ("Master check", "=master_check", "hedge check", theme.PLAIN),
    )
    _lines(page, 5, "This workbook", lines)
    page.name("as_of_text", "C7")
    page.name("price_age", "C8")
    page.name(STATE, "C10")
    page.flag("C12", 'C12="OK"', 'C12="FAIL"')
    page.put("B13", "Where it is not loaded, function cells show their native twin.", "hedge note")


def _summary(page: Page, hedge: Table) -> None:
    spot = f"=Hedge!${hedge.letter('spot')}${TOTAL}"
    net = f"=Hedge!${hedge.letter('net')}${TOTAL}"
    ratio = f'=IF(ROUND(book_exposure,{DIGITS})=0,"n.a.",book_short/book_exposure)'
    lines = (
        ("Spot value", spot, "hedge output", theme.MONEY),
        ("Exposure: value x beta", "=book_exposure", "hedge output", theme.MONEY),
        ("Futures sold", "=book_short", "hedge output", theme.MONEY),
        ("Net exposure", net, "hedge output", theme.MONEY),
        ("Hedged", ratio, "hedge output", theme.PERCENT),
    )
    _lines(page, 15, "The book", lines)
    for row in range(16, 20):
        page.put(f"D{row}", "=quote_currency", "hedge note")


def _sign_off(page: Page) -> None:
    page.put("B22", "Sign-off", "hedge section")
    labels = ("Prepared by", "Prepared on", "Reviewed by", "Reviewed on")
    for row, label in enumerate(labels, start=23):
        dated = label.endswith("on")
        page.put(f"B{row}", label, "hedge label")
        page.put(f"C{row}", None, "hedge input", theme.DATE if dated else theme.TEXT)
        if dated:
            page.validate(f"C{row}", f"{label}: a date", **A_DATE)
        else:
            rule = {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "120"}
            page.validate(f"C{row}", f"{label}: a name", **rule)


def _listing(
    page: Page, row: int, title: str, lines: tuple[tuple[str, str], ...], *, link: bool = False
) -> None:
    page.put(f"E{row}", title, "hedge section")
    for place, (label, meaning) in enumerate(lines, start=row + 1):
        page.put(f"E{place}", label, "hedge hyperlink" if link else "hedge label")
        page.put(f"F{place}", meaning, "hedge label")
        if link:
            page.sheet[f"E{place}"].hyperlink = f"#'{label}'!A1"
            page.sheet[f"E{place}"].style = "hedge hyperlink"
