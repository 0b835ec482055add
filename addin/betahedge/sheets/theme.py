"""How everything looks: colours that mean one thing, named styles, number formats by their name."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

FONT, MONO = "Calibri", "Consolas"
INK, NAVY, COPPER, BAR = "1F2933", "1F3864", "B45309", "8A94A6"
SLATE, MIST, BAND, WASH, RED = "5B6573", "C5CAD3", "D9DEE6", "F3F5F8", "B00020"
INPUT, INPUT_GROUND, LINK, FUNCTION_GROUND = "0000FF", "FFF9DB", "00692B", "DDEBF7"
WHITE = "FFFFFF"
PALETTE = frozenset(
    (INK, NAVY, COPPER, BAR, SLATE, MIST, BAND, WASH, RED, INPUT_GROUND, FUNCTION_GROUND, WHITE)
)

HAIR = Side(style="hair", color=MIST)
THIN = Side(style="thin", color=MIST)
STRONG = Side(style="medium", color=NAVY)
NONE = Side(style=None)

FORMATS = {
    "text": "@",
    "general": "General",
    "price": "[>=10000]#,##0;[>=1]#,##0.00;0.0000##",
    "basis": "+#,##0.00;-#,##0.00;0.00",  # a difference of prices
    "count": "#,##0.0###;-#,##0.0###;0.0###",
    "amount": "#,##0;-#,##0;0",  # with decimals where it is not whole
    "lots": "#,##0;-#,##0;0",
    "ratio": "0.0%;-0.0%;0.0%",
    "rate": "+0.0%;-0.0%;0.0%",
    "move": "+0%;-0%;0%",
    "funding": "0.0000%",
    "fee": "0.00%;-0.00%;0.00%",
    "beta": "0.00",
    "number": "0",
    "days": '0" d"',
    "date": "yyyy-mm-dd",
    "difference": "0.0E+00;-0.0E+00;0",
    "value": "#,##0;-#,##0;0",
    "alarms": '0;-0;"none"',
    "lacking": '#,##0 "lacking";;"covered"',
}
SETTLED = "5E-9"  # below it what is left of a sum is rounding
DECIMALS = {-6: ',,"m"', -3: ',"k"', 0: "", 2: ".00", 4: ".0000"}
LARGE = ((1e10, -6), (1e7, -3))  # money from here on is in millions, thousands on a narrow page
SMALL = ((10_000, 0), (100, 2), (0, 4))
WORDS = ("text", "word", "general")  # forms that are no numbers
MONEY = ("money", "pnl", "lacking")  # forms with the decimals of the book


def money_decimals(largest: float, *, narrow: bool = False) -> int:
    """Choose the decimals of money once a book, by its largest amount; -3 is in thousands."""
    return next(places for least, places in _steps(narrow) if largest >= least)


def decimals_formula(largest: str, *, narrow: bool = False) -> str:
    """Write the same as a formula, so that money follows its book."""
    *steps, (_, last) = _steps(narrow)
    tests = "".join(f"IF({largest}>={least:.0f},{places}," for least, places in steps)
    return f"{tests}{last}{')' * len(steps)}"


def other_formats(form: str, decimals: int, *, narrow: bool = False) -> dict[int, str]:
    """Give the formats of a form of money by the decimals that the book may come to ask for."""
    others = [places for _, places in _steps(narrow) if places != decimals]
    return {places: number_format(form, places) for places in others if form in MONEY}


def _steps(narrow: bool) -> tuple[tuple[float, int], ...]:
    return (*LARGE, *SMALL) if narrow else SMALL


def number_format(form: str, decimals: int = 0) -> str:
    """Give the format of a form; money has the decimals of its book."""
    places = DECIMALS[decimals]
    if form in ("money", "pnl"):
        plus = "+" if form == "pnl" else ""
        zero = "0" if decimals < 0 else f"0{places}"  # and what is below a thousand
        return f"{plus}#,##0{places};-#,##0{places};{zero}"
    if form == "lacking":
        return FORMATS[form].replace("#,##0", f"#,##0{places}")
    return FORMATS.get(form, "General" if form == "word" else form)


def smallest(form: str, places: str) -> str:
    """Give the size below which a number of a form shows as zero, so that it has no sign.

    places: the name of the cell that has the decimals of money.
    """
    money = f"0.5/10^{places}"
    return {
        "value": SETTLED,
        "ratio": "0.0005",
        "rate": "0.0005",
        "money": money,
        "pnl": money,
    }.get(form, "")


def _style(
    name: str,
    color: str = INK,
    ground: str = "",
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 10,
    font: str = FONT,
    border: Border | None = None,
    align: str | None = None,
    vertical: str = "center",
    wrap: bool = False,
    shrink: bool = False,
    indent: int = 0,
    locked: bool = True,
) -> NamedStyle:
    style = NamedStyle(name=f"hedge {name}")
    style.font = Font(name=font, size=size, bold=bold, italic=italic, color=color)
    if ground:
        style.fill = PatternFill("solid", start_color=ground, end_color=ground)
    style.border = border or Border()
    style.alignment = Alignment(
        horizontal=align, vertical=vertical, wrap_text=wrap, shrink_to_fit=shrink, indent=indent
    )
    style.protection = Protection(locked=locked)
    return style


_BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
_ROW = Border(bottom=HAIR)
_KEY = Border(left=Side(style="medium", color=MIST))
_TOTAL = Border(top=THIN, bottom=STRONG)


def styles() -> list[NamedStyle]:
    """Make the styles; the legend on the cover shows those that mean something."""
    return [
        _style("title", NAVY, bold=True, size=16, vertical="bottom"),
        _style("entity", vertical="bottom"),
        _style("state", bold=True, align="right", vertical="bottom"),
        _style("rule", border=Border(bottom=STRONG)),
        _style("section", NAVY, bold=True, size=11, vertical="bottom"),
        _style("group", SLATE, border=Border(bottom=THIN), align="left"),
        _style("head", SLATE, align="right", vertical="bottom", wrap=True),
        _style("unit", SLATE, italic=True, align="right", vertical="bottom",
               border=Border(bottom=STRONG)),
        _style("label"),
        _style("row", border=_ROW),
        _style("note", SLATE),
        _style("prose", wrap=True, border=_ROW),
        _style("input", INPUT, INPUT_GROUND, border=_BOX, locked=False, shrink=True),
        _style("calculation", border=_ROW, shrink=True),
        _style("link", LINK, border=_ROW, shrink=True),
        _style("function", INK, FUNCTION_GROUND, border=_ROW, locked=False, shrink=True),
        _style("spill", SLATE, align="left", vertical="bottom", wrap=True, locked=False),
        _style("output", bold=True, border=_ROW, shrink=True),
        _style("total", bold=True, border=_TOTAL, shrink=True),
        _style("total row", bold=True, border=_TOTAL),
        _style("total strip", NAVY, font=MONO, align="center", border=_TOTAL),
        _style("check", bold=True, border=_ROW, align="center"),
        _style("key", NAVY, bold=True, size=15, align="left", shrink=True, indent=1,
               border=_KEY),
        _style("key label", SLATE, align="left", indent=1, border=_KEY),
        _style("headline", bold=True, size=12, ground=WASH, wrap=True),
        _style("wash", ground=WASH),
        _style("hyperlink", NAVY),
        _style("strip", NAVY, size=10, font=MONO, align="center", border=_ROW),
        _style("sign", border=Border(bottom=Side(style="thin", color=INK))),
    ]  # fmt: skip
