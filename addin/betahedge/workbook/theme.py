"""Named styles and number formats: what a cell is shows in how it looks, in grey print too."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

FONT = "Calibri"
INK, BLUE, GREEN, RED = "1F2933", "0000FF", "00692B", "B00020"
GREY, WHITE = "6B7280", "FFFFFF"
NAVY, PALE_YELLOW, PALE_BLUE, LIGHT_GREY = "1F3864", "FFF9DB", "DDEBF7", "E7E9ED"
OK_FILL, FAIL_FILL = "C6E0B4", "F4B6B6"

MONEY = "#,##0.00;-#,##0.00"
PRICE = "#,##0.00######"
COUNT = "#,##0.0########;-#,##0.0########"
PERCENT = "0.0%;-0.0%"
DIFFERENCE = "0.0E+00;-0.0E+00;0"
DATE = "yyyy-mm-dd"
DAYS = '0 "days"'
PLAIN = "General"
TEXT = "@"

_THIN = Side(style="thin", color="C5CAD3")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def _style(
    name: str,
    color: str = INK,
    fill: str = "",
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 10,
    box: bool = True,
    wrap: bool = False,
    center: bool = False,
    indent: int = 0,
    locked: bool = True,
) -> NamedStyle:
    style = NamedStyle(name=name)
    style.font = Font(name=FONT, size=size, bold=bold, italic=italic, color=color)
    if fill:
        style.fill = PatternFill("solid", start_color=fill, end_color=fill)
    if box:
        style.border = _BOX
    style.alignment = Alignment(
        wrap_text=wrap,
        vertical="top" if wrap and not center else "center",
        horizontal="center" if center else "left" if indent else None,
        indent=indent,
        shrink_to_fit=box and not wrap,  # a figure too wide for its column is small, not ###
    )
    style.protection = Protection(locked=locked)
    return style


def styles() -> list[NamedStyle]:
    """Make the theme's styles; the legend on the cover shows each."""
    return [
        _style("hedge title", NAVY, bold=True, size=16, box=False),
        _style("hedge subtitle", GREY, box=False),
        _style("hedge section", NAVY, bold=True, size=12, box=False),
        _style("hedge label", box=False),
        _style("hedge note", GREY, italic=True, box=False, indent=1),
        _style("hedge prose", wrap=True),
        _style("hedge header", WHITE, NAVY, bold=True, wrap=True, center=True),
        _style("hedge unit", GREY, LIGHT_GREY, italic=True, center=True, wrap=True),
        _style("hedge input", BLUE, PALE_YELLOW, locked=False),
        _style("hedge calculation"),
        _style("hedge link", GREEN),
        _style("hedge function", INK, PALE_BLUE, locked=False),
        _style("hedge output", INK, LIGHT_GREY, bold=True),
        _style("hedge check", INK, bold=True, center=True),
        _style("hedge hyperlink", BLUE, box=False),
    ]
