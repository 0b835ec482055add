"""One sheet as openpyxl has it: cells in named styles, conditions, validations, the page itself."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from betahedge.sheets import theme
from betahedge.sheets.items import Flag
from betahedge.sheets.items import Rule as InputRule
from betahedge.sheets.layout import ROW, Layout, Place
from betahedge.sheets.rows import LongList, Values
from betahedge.xlsx.cells import escaped

FIRST_DAY = 36526  # 1 January 2000
NUMBERS = {"type": "decimal", "operator": "between", "formula1": "-1E+300", "formula2": "1E+300"}
WORDS = {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "120"}
DATES = {"type": "date", "operator": "greaterThanOrEqual", "formula1": str(FIRST_DAY)}
BROKEN = {  # what a form has no decimals for, and its format then
    "lots": ("{x}<>ROUND({x},0)", "#,##0.0###;-#,##0.0###"),
    "amount": ("{x}<>ROUND({x},0)", "#,##0.0#######;-#,##0.0#######"),
    "value": ("{x}<>ROUND({x},0)", "#,##0.0#######;-#,##0.0#######"),
    "move": ("ROUND({x},6)<>ROUND({x},2)", "+0.0###%;-0.0###%"),
    "fee": ("ROUND({x},6)<>ROUND({x},4)", "0.00##%;-0.00##%"),
}
WIDE = 255  # characters of a validation's message


class Page:
    """A worksheet that is written through the theme."""

    def __init__(
        self, book: Workbook, layout: Layout, decimals: int, axes: Mapping[str, str]
    ) -> None:
        """Add the sheet to the book, with its tracks; axes: the formats of large money on one."""
        self.layout, self.decimals, self.axes = layout, decimals, axes
        self.sheet: Worksheet = book.create_sheet(layout.sheet.name)
        self._styles: dict[tuple[str, str, str, int], Any] = {}
        self.given: dict[str, Any] = {}  # values that are no formulas, by address
        self.long: LongList | None = None
        self.pictures: list[Callable[[], str]] = []  # what says what its charts show
        for index, width in enumerate(layout.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        for row, height in layout.heights.items():
            self.sheet.row_dimensions[row].height = height
        self.sheet.sheet_format.defaultRowHeight = ROW
        self.sheet.sheet_format.customHeight = True
        self.sheet.sheet_view.showGridLines = False
        self.sheet.sheet_view.zoomScale = 100

    def style(self, style: str, form: str = "", align: str = "", indent: int = 0) -> Any:
        """Give a named style with a number format and an alignment, made once."""
        known = self._styles.get((style, form, align, indent))
        if known is None:
            cell: Any = self.sheet.cell(1, 1)
            kept = copy(cell._style)
            cell.style = f"hedge {style}"
            if form:
                cell.number_format = theme.number_format(form, self.decimals)
            if align or indent:
                alignment = copy(cell.alignment)
                cell.alignment = Alignment(
                    horizontal=align or alignment.horizontal,
                    vertical=alignment.vertical,
                    wrap_text=alignment.wrap_text,
                    shrink_to_fit=alignment.shrink_to_fit,
                    indent=indent,
                )
            known = self._styles[style, form, align, indent] = copy(cell._style)
            cell._style = kept
        return known

    def put(
        self,
        row: int,
        column: int,
        value: Any,
        style: str,
        form: str = "",
        align: str = "",
        indent: int = 0,
    ) -> None:
        """Write a number, a formula of ours or a text of ours."""
        self.write(row, column, value, self.style(style, form, align, indent))

    def write(self, row: int, column: int, value: Any, style: Any) -> None:
        """Write a value in a style that is made."""
        cell: Any = self.sheet.cell(row, column)
        cell._value = None
        if value is not None:
            cell.value = value
        cell._style = copy(style)

    def data(self, row: int, column: int, value: Any, style: Any) -> None:
        """Write a value of the user's; text stays text, whatever it begins with."""
        self.write(row, column, escaped(value) if isinstance(value, str) else value, style)
        self.note(row, column, value)
        if isinstance(value, str):
            cell = self.sheet.cell(row, column)
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in "=+-@"

    def note(self, row: int, column: int, value: Any) -> None:
        """Note a value that is no formula, for the proof."""
        if value is not None:
            self.given[f"{self.sheet.title}!{get_column_letter(column)}{row}"] = value

    def formulas(self, place: Place, formula: str, style: Any) -> None:
        """Write a formula into every row of a list."""
        self._list(place).formulas[place.column] = self._number(style), formula

    def values(self, place: Place, values: Sequence[Any], default: Any, style: Any) -> None:
        """Write the user's values into the rows of a list; text stays text."""
        quoted = copy(style)
        quoted.quotePrefix = 1
        column = Values(values, default, self._number(style), self._number(quoted))
        self._list(place).values[place.column] = column
        for row, value in enumerate(values[: place.last - place.first + 1], start=place.first):
            self.note(row, place.column, value)

    def _list(self, place: Place) -> LongList:
        if self.long is None:
            self.long = LongList(place.first, place.last)
        if (self.long.first, self.long.last) != (place.first, place.last):
            raise ValueError(f"{self.sheet.title}: two lists on one sheet")
        return self.long

    def _number(self, style: Any) -> int:
        book: Any = self.sheet.parent
        return int(book._cell_styles.add(style))

    def described(self, drawing: bytes) -> bytes:
        """Write the part of its pictures with what they say to a reader of screens."""
        for number, says in enumerate(self.pictures, start=1):
            name = f'name="Chart {number}"'.encode()
            drawing = drawing.replace(name + b"/>", name + f" descr={quoteattr(says())}/>".encode())
        return drawing

    def link(self, row: int, column: int, sheet: str) -> None:
        """Lead from a cell to a sheet of this workbook."""
        cell: Any = self.sheet.cell(row, column)
        style = copy(cell._style)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")
        cell._style = style

    def merge(self, row: int, first: int, last: int) -> None:
        """Let a text run over several tracks; there is no other data in them."""
        if last > first:
            ends = [f"{get_column_letter(n)}{row}" for n in (first, last)]
            self.sheet.merge_cells(":".join(ends))

    def flag(self, place: str, flag: Flag) -> None:
        """Show an alarm white on red, a watch bold."""
        if flag.red:
            fill = PatternFill("solid", start_color=theme.RED, end_color=theme.RED)
            font = Font(bold=True, color=theme.WHITE)
            self._rule(place, FormulaRule(formula=[flag.red], fill=fill, font=font))
        if flag.bold:
            self._rule(place, FormulaRule(formula=[flag.bold], font=Font(bold=True)))

    def clear(self, place: str, empty: str) -> None:
        """Leave out the lines, grounds and numbers of rows while they are said to be empty."""
        none, white = theme.NONE, f"FF{theme.WHITE}"
        shown = DifferentialStyle(
            fill=PatternFill("solid", start_color=white, end_color=white),
            border=Border(left=none, right=none, top=none, bottom=none),
            numFmt=_format(";;;"),
        )
        self._rule(place, Rule(type="expression", dxf=shown, formula=[empty], stopIfTrue=True))

    def shown_as(self, place: str, condition: str, code: str) -> None:
        """Give numbers another format while a condition holds."""
        shown = DifferentialStyle(numFmt=_format(code))
        self._rule(place, Rule(type="expression", dxf=shown, formula=[condition]))

    def by_size(self, place: Place, form: str) -> None:
        """Show numbers by their size: small prices, large counts, broken lots, what is zero."""
        where, x = place.range(abroad=False), f"{place.letter}{place.first}"
        number = f"AND(ISNUMBER({x}),"
        narrow = self.layout.sheet.narrow
        places = "page_places" if narrow else "money_places"
        small = theme.smallest(form, places)
        if small:
            zero = theme.number_format(form, self.decimals).split(";")[-1]
            self.shown_as(where, f"{number}{x}<>0,ABS({x})<{small})", zero)
        for decimals, code in theme.other_formats(form, self.decimals, narrow=narrow).items():
            self.shown_as(where, f"{number}{places}={decimals})", code)
        if form == "price":
            self.shown_as(where, f"{number}{x}>0,{x}<0.0001)", "0.000E+00")
        if form == "basis":
            size = f"{number}{x}<>0,ABS({x})"
            self.shown_as(where, f"{size}<0.0001)", "+0.000E+00;-0.000E+00")
            self.shown_as(where, f"{size}<1)", "+0.0000##;-0.0000##")
        if form == "count":
            small = f"{number}ABS({x})>={theme.SETTLED},ABS({x})<0.01)"
            self.shown_as(where, small, "0.0#######;-0.0#######")
            large = f"{number}ABS({x})>=10000"
            broken = f"{large},ROUND({x},2)<>ROUND({x},0))"
            self.shown_as(where, broken, "#,##0.0#;-#,##0.0#")
            self.shown_as(where, f"{large})", "#,##0;-#,##0")
        if form in BROKEN:
            broken, code = BROKEN[form]
            self.shown_as(where, f"{number}{broken.format(x=x)})", code)

    def _rule(self, place: str, rule: Any) -> None:
        self.sheet.conditional_formatting.add(place.replace("$", ""), rule)

    def validate(self, place: str, label: str, rule: InputRule, source: str = "") -> None:
        """Refuse bad input in a cell or range, with a message before and after."""
        message = f"{label}: {rule.says}"[:WIDE]
        validation = DataValidation(
            allow_blank=True,
            showErrorMessage=rule.kind != "list" or not source,
            showInputMessage=True,
            errorTitle="Input",
            error=message,
            promptTitle="Input",
            prompt=message,
            **_validation(rule, source),
        )
        self.sheet.add_data_validation(validation)
        validation.add(place.replace("$", ""))


def _format(code: str) -> NumberFormat:
    """Make a number format of a condition."""
    return NumberFormat(numFmtId=164 + sum(map(ord, code)) % 800, formatCode=code)


def _validation(rule: InputRule, source: str) -> dict[str, Any]:
    """Give a rule as Excel has it."""
    if rule.kind in ("list", "custom"):
        return {"type": rule.kind, "formula1": source or rule.words}
    if rule.kind != "number":
        return dict(WORDS if rule.kind == "text" else DATES)
    if rule.minimum is None:
        return dict(NUMBERS)
    low = f"{rule.minimum:g}"
    if rule.maximum is not None:
        bounds = {"operator": "between", "formula1": low, "formula2": f"{rule.maximum:g}"}
    else:
        least = "greaterThan" if rule.above else "greaterThanOrEqual"
        bounds = {"operator": least, "formula1": low}
    return {"type": "decimal", **bounds}
