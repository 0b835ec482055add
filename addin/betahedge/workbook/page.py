"""One sheet of a template: its header block, cells, validations, protection and print set-up."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from betahedge.workbook import theme


class Page:
    """A worksheet that is written through the theme."""

    def __init__(self, book: Workbook, name: str, title: str, widths: Sequence[float]) -> None:
        """Add the sheet `name` to the book, with the header block that every sheet has."""
        self.book = book
        self._styles: dict[tuple[str, str], Any] = {}
        self.twins: list[tuple[str, str]] = []  # function cells and their native twins
        self.sheet = book.create_sheet(name)
        for index, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        self.put("A1", title, "hedge title")
        self.put("A2", '=entity&IF(entity="",""," · ")&"as of "&as_of_text', "hedge subtitle")
        self.put("A3", '="Checks: "&master_check', "hedge section")
        failed = FormulaRule(formula=['master_check="FAIL"'], font=Font(bold=True, color=theme.RED))
        self.sheet.conditional_formatting.add("A3", failed)
        self.sheet.row_dimensions[1].height = 24
        self.sheet.sheet_view.showGridLines = False
        self.sheet.sheet_view.zoomScale = 90

    def put(self, ref: str, value: Any, style: str, number_format: str = "") -> None:
        """Write a number, a date, a formula of ours or a text of ours."""
        cell = self.sheet[ref]
        cell.value = value
        known = self._styles.get((style, number_format))
        if known is not None:  # naming a style anew for each cell would take half of the build
            cell._style = copy(known)
            return
        cell.style = style
        if number_format:
            cell.number_format = number_format
        self._styles[style, number_format] = copy(cell._style)

    def data(self, ref: str, value: Any, style: str, number_format: str = "") -> None:
        """Write a value of the user's; text stays text, whatever it begins with."""
        self.put(ref, None, style, number_format)
        cell = self.sheet[ref]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in "=+-@"

    def row(self, row: int, column: int, values: list[Any], style: str) -> None:
        """Write values side by side, from a column on."""
        for offset, value in enumerate(values):
            self.put(f"{get_column_letter(column + offset)}{row}", value, style)

    def pair(self, ref: str, native: str) -> None:
        """Note a function cell and its native twin."""
        sheet = self.sheet.title
        self.twins.append((f"{sheet}!{ref}", f"{sheet}!{native}"))

    def name(self, name: str, ref: str) -> None:
        """Give a cell of this sheet a name that formulas on every sheet may use."""
        column, row = ref.rstrip("0123456789"), ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        target = f"'{self.sheet.title}'!${column}${row}"
        self.book.defined_names[name] = DefinedName(name, attr_text=target)

    def flag(self, ref: str, good: str, bad: str) -> None:
        """Colour a cell by two conditions; the word in it says the same in grey print."""
        for condition, color in ((good, theme.OK_FILL), (bad, theme.FAIL_FILL)):
            fill = PatternFill("solid", start_color=color, end_color=color)
            rule = FormulaRule(formula=[condition], fill=fill, font=Font(bold=True))
            self.sheet.conditional_formatting.add(ref, rule)

    def clear(self, ref: str, empty: str) -> None:
        """Leave out the frames and colours of rows while a condition says that they are empty."""
        none, white = Side(style=None), f"FF{theme.WHITE}"
        rule = FormulaRule(
            formula=[empty],
            border=Border(left=none, right=none, top=none, bottom=none),
            fill=PatternFill("solid", start_color=white, end_color=white),
        )
        self.sheet.conditional_formatting.add(ref, rule)

    def validate(self, ref: str, message: str, **rule: Any) -> None:
        """Refuse bad input in a cell or range, with a message before and after."""
        validation = DataValidation(
            allow_blank=True,
            showErrorMessage=True,
            showInputMessage=True,
            errorTitle="Input",
            error=message,
            promptTitle="Input",
            prompt=message,
            **rule,
        )
        self.sheet.add_data_validation(validation)
        validation.add(ref)

    def finish(
        self, freeze: str, areas: list[str], repeat_rows: str, *, columns: str = "", pages: int = 0
    ) -> None:
        """Freeze, protect and set up printing: A4 landscape, every area one page wide."""
        sheet = self.sheet
        sheet.freeze_panes = freeze
        sheet.protection.sheet = True
        sheet.protection.formatColumns = False
        sheet.protection.formatRows = False
        sheet.print_area = areas if len(areas) > 1 else areas[0]
        sheet.print_title_rows = repeat_rows
        if columns:
            sheet.print_title_cols = columns
        setup = sheet.page_setup
        setup.orientation, setup.paperSize = "landscape", 9
        setup.fitToWidth, setup.fitToHeight = 1, pages
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom = 0.6, 0.6
        margins.header = margins.footer = 0.3
