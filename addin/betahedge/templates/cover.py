"""Cover: whose book this is, whether it can be trusted, and how to read it."""

from betahedge import __version__
from betahedge.cells import HEDGE_VERSION, declaration
from betahedge.sheets.blocks import Entry, Listing, Panel, Sheet, Side, Stack
from betahedge.sheets.items import Flag, Given, Item, Rule
from betahedge.sheets.names import IS_LOADED, STATE
from betahedge.templates.words import TEXT

VERSION = declaration(HEDGE_VERSION).call()
TRACKS = {
    "name": 15, "what": 40, "state": 9, "gap": 2, "right": 13, "r2": 16, "r3": 16, "r4": 13,
}  # fmt: skip
SHOWN = 5  # alarms listed
A_DATE = Rule("date", "a date")

STATE_OF_IT = Panel("state", "This workbook", (
    Item("entity", "Entity", 'IF(entity="","",entity)', "text", "", "link"),
    Item("as_of", "As of", "as_of_text", "text", "", "link"),
    Item("age", "Age of prices", "as_of-priced_on", "days", "", "calculation", name="price_age",
         align="left"),
    Item("source", "Price source", 'IF(price_source="","",price_source)', "text", "", "link"),
    Item("addin", "Add-in", f'IF(ISERROR({VERSION}),"not loaded",{IS_LOADED})', "text", "",
         "function", name=STATE,
         note=" "),
    Item("made", "Made with", f'"betahedge {__version__}"', "text", ""),
    Item("master", "Master check", "master_check", "text", "", "check", align="left",
         flag=Flag('{master}="FAIL"')),
), ("name", "what", "state"))  # fmt: skip


def alarm(number: int) -> Entry:
    """Write the nth check that fails, and what to do."""
    line = f"MATCH({number},{{checks.order:all}},0)"
    test = f'INDEX({{checks.sheet:all}},{line})&": "&INDEX({{checks.test:all}},{line})'
    none = "every check is OK" if number == 1 else ""
    advice = f'=IFERROR(INDEX({{checks.advice:all}},{line}),"")'
    ordinal = f'=IFERROR(INDEX({{checks.id:all}},{line}),"")'
    return Entry((ordinal, f'=IFERROR({test},"{none}")', advice))


WRONG = Listing("wrong", "What is wrong, first things first",
                tuple(map(alarm, range(1, SHOWN + 1))), ("name", "what", "right"))  # fmt: skip
CONTENTS = Listing("contents", "Contents", across=("name", "what", "state"), contents=True)
HOW = Listing("how", "How to use it", tuple(Entry((text,)) for text in (
    "1   Fill Inputs: the book, the policy, the holdings and their market. Only blue cells change.",
    "2   Choose a contract for each asset; one that is not listed is a new line on Contracts.",
    "3   Paste your prices on Prices, oldest first, and say that they are your own.",
    "4   Read Hedge: what to hold. Read Orders: what to trade from what is held.",
    "5   Read Carry, Margin and Impact: what it earns, how far prices may rise, what moves do.",
    "6   See that the master check is OK; where it is not, the list above says what to do.",
    "7   Print Report: decide, tick and sign.",
    "8   New assets go below the last one; more than the page holds need a new workbook.",
    "9   Proof shows the same by native formulas; it needs no add-in.",
    "10  Errata says where the source article is wrong, in numbers.",
)))  # fmt: skip
SIGNS = Listing("signs", "Signs", tuple(Entry(pair) for pair in (
    ("Exposure", "market value: + long, - short"),
    ("Contracts", "+ sold short (what a long book needs), - bought"),
    ("Money", "P&L and cash received are +; losses and cash paid are -"),
    ("Ratios", "1 is a full hedge; above 1 is over-hedged"),
    ("Basis", "futures - spot: a short hedge gains when it narrows"),
    ("Funding", "a positive rate is received by a short hedge"),
)), ("right", "r2"))  # fmt: skip
COLOURS = Listing("colours", "Colours", tuple(
    Entry((text, meaning), style=style) for style, text, meaning in (
        ("input", "100.0", "an input: change it"),
        ("calculation", "100.0", "a calculation"),
        ("link", "100.0", "a value from another sheet"),
        ("function", "100.0", "an add-in function, fx in the heading"),
        ("output", "100.0", "a result to read"),
        ("check", "OK", "a check: OK, FAIL, or n.a., not applicable"),
    )), ("right", "r2"))  # fmt: skip
STANDARDS = Listing("standards", "Standards", tuple(Entry((text,)) for text in (
    "FAST and ICAEW: inputs, calculations, results and checks apart; one formula a column. Three "
    "choices differ:",
    "totals stand above tables, which have room below; the article's figures are on Errata;",
    "native twins are on Proof, to the right of what refers to them.",
)))  # fmt: skip
SIGN_OFF = Panel("sign_off", "Sign-off", tuple(
    Item(f"{who.lower()}_{key}", f"{who} {key}", Given(A_DATE if key == "on" else TEXT),
         "date" if key == "on" else "text", "")
    for who in ("Prepared", "Reviewed", "Approved") for key in ("by", "on")
), ("right", "r2"), until="r4")  # fmt: skip

SHEET = Sheet("Cover", "whose book, and can it be trusted",
              (Side((STATE_OF_IT, SIGNS)), WRONG,
               Side((CONTENTS, Stack((COLOURS, SIGN_OFF)))), HOW, STANDARDS),
              tracks=TRACKS, portrait=True, one_page=True, reads_checks=True)  # fmt: skip
