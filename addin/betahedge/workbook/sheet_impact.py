"""The Impact sheet: the article's impact table, and the ladder of market moves with its chart."""

from typing import Any

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Protection
from openpyxl.worksheet.pagebreak import Break

from betahedge.cells import (
    HEDGE_CONTRACTS,
    HEDGE_IMPACT,
    HEDGE_PNL,
    HEDGE_RATIO,
    HEDGE_SCENARIOS,
    declaration,
)
from betahedge.workbook import theme
from betahedge.workbook.page import Page
from betahedge.workbook.sheet_inputs import SHOCK_ROW
from betahedge.workbook.table import LOADED, NOT_AVAILABLE, Table

IMPACT = 16  # the header row of the impact table
BOOK = 23  # the first row of the book's figures
LADDER = 30  # the header row of the ladder
SIDE = 7  # from a function cell to its native twin, and from there to the difference: columns
DIGITS = 6  # to which a sum that nets to nothing is 0; a book may be quoted in bitcoin
# The ladder starts from the book's value, or where that nets to nothing from its exposure.
START = f"IF(ROUND(book_value,{DIGITS})=0,book_exposure,book_value)"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MONEY = "=quote_currency"


def write_impact(book: Workbook, hedge: Table, shocks: int) -> Page:
    """Write the sheet; `hedge` is the tradable table, `shocks` the rungs of the ladder."""
    widths = [26, 15, 15, 15, 15, 12, 3] * 3
    page = Page(book, "Impact", "Impact of a price move", widths)
    _example(page)
    _impact(page)
    _book(page, hedge)
    _ladder(page, shocks)
    _chart(page, shocks)
    for start, title in (("H", "Proof: native formulas"), ("O", "Proof: differences")):
        page.put(f"{start}5", title, "hedge section")
    last = LADDER + shocks + 16
    page.sheet.row_breaks.append(Break(id=LADDER - 2))
    page.finish("A5", [f"A1:F{last}", f"H1:S{last}"], "1:4")
    return page


def twin(ref: str, steps: int = 1) -> str:
    """Give the cell of the proof that belongs to a function cell: 1 native, 2 difference."""
    return f"{LETTERS[LETTERS.index(ref[0]) + SIDE * steps]}{ref[1:]}"


def loaded(formula: str, otherwise: str = NOT_AVAILABLE) -> str:
    """Write a formula of the add-in, and what stands in its place where it is not loaded."""
    return f"=IF({LOADED},{formula},{otherwise})"


def _difference(page: Page, ref: str, *, text: bool = False) -> None:
    native = twin(ref)
    if page.sheet[native].data_type == "f":
        page.pair(ref, native)
    gap = f'--NOT(EXACT({ref}&"",{native}))' if text else f"ABS({ref}-{native})"
    page.put(twin(ref, 2), loaded(gap), "hedge calculation", theme.DIFFERENCE)


def _example(page: Page) -> None:
    """Size the worked example: values, contracts, achieved ratio and P&L, each with its twin."""
    page.put("A5", "Worked example of the article: one position, one price move", "hedge section")
    page.row(6, 1, ["Figure", "Value", "Unit"], "hedge header")
    page.row(6, 8, ["Figure", "Native"], "hedge header")
    page.row(6, 15, ["Figure", "Difference"], "hedge header")
    calculations = (
        ("Spot value", "example_spot_value", "=example_quantity*example_price"),
        ("Contract value", "example_contract_value", "=example_price*example_contract_size"),
        ("Price move", "", "=example_return"),
    )
    for row, (label, name, formula) in enumerate(calculations, start=7):
        page.put(f"A{row}", label, "hedge label")
        number_format = theme.MONEY if name else theme.PERCENT
        page.put(f"B{row}", formula, "hedge calculation" if name else "hedge link", number_format)
        page.put(f"C{row}", MONEY if name else "%", "hedge note")
        if name:
            page.name(name, f"B{row}")
    values = ("example_spot_value", "example_contract_value")
    position = ("example_spot_value", "{hedge}", "example_contract_value")
    functions = (
        ("100% hedge fx", HEDGE_CONTRACTS, values, theme.COUNT, "contracts"),
        (
            "Hedge at ratio fx",
            HEDGE_CONTRACTS,
            (*values, "example_ratio"),
            theme.COUNT,
            "contracts",
        ),
        ("Achieved ratio fx", HEDGE_RATIO, position, theme.PERCENT, "%"),
        ("P&L of the move fx", HEDGE_PNL, (*position, "example_return"), theme.MONEY, MONEY),
    )
    for row, (label, function, arguments, number_format, unit) in enumerate(functions, start=10):
        declared = declaration(function)
        for offset, place in ((0, "$B$11"), (SIDE, "$I$11")):
            texts = [argument.format(hedge=place) for argument in arguments]
            native = f"={declared.native_form(*texts)}"
            written = native if offset else loaded(declared.call(*texts), twin(f"B{row}"))
            style = "hedge calculation" if offset else "hedge function"
            page.put(
                f"{LETTERS[offset]}{row}",
                label.removesuffix(" fx") if offset else label,
                "hedge label",
            )
            page.put(f"{LETTERS[1 + offset]}{row}", written, style, number_format)
        page.put(f"C{row}", unit, "hedge note")
        page.put(f"O{row}", label.removesuffix(" fx"), "hedge label")
        _difference(page, f"B{row}")


def _impact(page: Page) -> None:
    """Spill the impact table, with its twin cell by cell."""
    page.put(f"A{IMPACT - 1}", "Impact table fx", "hedge section")
    declared = declaration(HEDGE_IMPACT)
    arguments = ("example_spot_value", "B11", "example_contract_value", "example_return")
    headings = ["Component", "Initial", "Change", "Final"]
    rows = {
        "Spot": ("=example_spot_value", "=example_spot_value*example_return"),
        "Futures": (0, "=-$I$11*example_contract_value*example_return"),
        "Net": (f"=I{IMPACT + 1}+I{IMPACT + 2}", f"=J{IMPACT + 1}+J{IMPACT + 2}"),
    }  # fmt: skip
    natives = [headings] + [
        [f'="{label}"', initial, change, f"=I{row}+J{row}"]
        for row, (label, (initial, change)) in enumerate(rows.items(), start=IMPACT + 1)
    ]
    _spill(page, IMPACT, declared.call(*arguments), natives)


def _spill(page: Page, top: int, call: str, natives: list[list[Any]]) -> None:
    """Write a spilling function and style the block it fills; its twins; their differences."""
    for row, line in enumerate(natives, start=top):
        for letter, native in zip(LETTERS, line, strict=False):
            ref = f"{letter}{row}"
            head, text = row == top, row == top or '"' in str(native)
            percent = letter == "A" and not text
            number_format = theme.PERCENT if percent else theme.PLAIN if text else theme.MONEY
            page.put(ref, None, "hedge header" if head else "hedge function", number_format)
            style = "hedge header" if head else "hedge calculation"
            page.put(twin(ref), native, style, number_format)
            _difference(page, ref, text=text)
    end = f"{LETTERS[len(natives[0]) - 1]}{top + len(natives) - 1}"
    page.sheet[f"A{top}"].value = loaded(call, f"{twin(f'A{top}')}:{twin(end)}")
    page.sheet[f"A{top}"].protection = Protection(locked=False)


def _book(page: Page, hedge: Table) -> None:
    """Add up the book for the ladder, from the net exposure of each holding."""
    page.put(f"A{BOOK - 1}", "The book, hedged with the orders of the Hedge sheet", "hedge section")
    spot, net = hedge.cells("spot"), hedge.cells("net")
    beta = f"=IF({START}=0,0,book_exposure/{START})"
    short = f"=SUMPRODUCT({hedge.cells('native_order')},{hedge.cells('value')})"
    lines = (
        ("Spot value", "book_value", f"=SUM({spot})", theme.MONEY, MONEY),
        ("Futures sold, in money", "book_short", short, theme.MONEY, MONEY),
        ("Net exposure", "book_net", f"=SUM({net})", theme.MONEY, MONEY),
        ("Exposure: value x beta", "book_exposure", "=book_net+book_short", theme.MONEY, MONEY),
        ("Beta of the book", "book_beta", beta, theme.COUNT, "number"),
        ("Futures are counted in units of", "book_unit", 1, theme.COUNT, MONEY),
    )  # fmt: skip
    for row, (label, name, formula, number_format, unit) in enumerate(lines, start=BOOK):
        page.put(f"A{row}", label, "hedge label")
        page.put(f"B{row}", formula, "hedge calculation", number_format)
        page.put(f"C{row}", unit, "hedge note")
        page.name(name, f"B{row}")


def _ladder(page: Page, shocks: int) -> None:
    """Spill the ladder, with its twin cell by cell."""
    page.put(
        f"A{LADDER - 1}", "Ladder of market moves fx: each coin moves by its beta", "hedge section"
    )
    market = f"Inputs!$G${SHOCK_ROW}:$G${SHOCK_ROW + shocks - 1}"
    arguments = (START, "book_short", "book_unit", market, "book_beta")
    call = declaration(HEDGE_SCENARIOS).call(*arguments)
    natives = [["Return", "Unhedged P&L", "Futures P&L", "Hedged P&L", "Final value"]]
    for index in range(shocks):
        row = LADDER + 1 + index
        natives.append(
            [
                f"=Inputs!$G{SHOCK_ROW + index}",
                f"={START}*book_beta*$H{row}",
                f"=-book_short*book_unit*$H{row}",
                f"=$I{row}+$J{row}",
                f"={START}+$K{row}",
            ]
        )
    _spill(page, LADDER, call, natives)


def _chart(page: Page, shocks: int) -> None:
    """Draw hedged against unhedged P&L from the native columns: it stands with no add-in."""
    chart = LineChart()
    chart.title = "P&L of the book: hedged against unhedged"
    chart.height, chart.width = 7, 18
    chart.y_axis.title, chart.x_axis.title = "P&L", "market move"
    chart.y_axis.number_format, chart.x_axis.number_format = "#,##0", "0%"
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend = Legend()
    chart.legend.position = "b"
    sheet, last = page.sheet, LADDER + shocks
    for column, color in ((9, "9C2A2A"), (11, theme.NAVY)):
        data = Reference(sheet, min_col=column, min_row=LADDER, max_row=last)
        chart.add_data(data, titles_from_data=True)
        series = chart.series[-1]
        series.smooth = False
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=color, w=28575)
        )
        series.marker.symbol = "circle"
        series.marker.graphicalProperties = GraphicalProperties(solidFill=color)
    chart.set_categories(Reference(sheet, min_col=8, min_row=LADDER + 1, max_row=last))
    chart.layout = Layout(ManualLayout(x=0.1, y=0.14, w=0.86, h=0.62))
    sheet.add_chart(chart, f"A{last + 2}")
