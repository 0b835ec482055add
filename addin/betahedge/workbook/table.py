"""Tables of formulas: one formula a column, and beside each function its native twin.

A table has two halves.  The first is what a reader wants; the second, its proof, holds for every
column of an add-in function the native formula on the same arguments and the difference.  Other
cells use the native column, and a function cell shows it where the add-in is not loaded, so a
sheet is right with no add-in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from betahedge.cells import declaration
from betahedge.workbook import theme
from betahedge.workbook.page import Page

STATE = "addin_state"  # the name of the cell that tells whether functions answer
IS_LOADED = '"loaded"'  # what stands in it then
LOADED = f"{STATE}={IS_LOADED}"
NOT_AVAILABLE = '"n.a."'


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: one formula, the same in every row.

    formula: in terms of other columns, `{quantity}*{price}`; `{i}` is the row on Inputs.
    call: instead of it, an add-in function and its arguments: keys of columns, or names.
    when: the condition under which a filled row has a value; always: a blank row has one too.
    total: "SUM" or a text.
    """

    key: str
    heading: str
    unit: str
    number_format: str = theme.PLAIN
    formula: str = ""
    style: str = "hedge calculation"
    call: tuple[Callable[..., Any], *tuple[str, ...]] | tuple[()] = ()
    when: str = ""
    total: str = ""
    always: bool = False

    @property
    def is_text(self) -> bool:
        """Tell a column of words, which differ or do not."""
        return self.number_format == theme.PLAIN


def guarded(column: Column, refs: Mapping[str, str], formula: str) -> str:
    """Leave a blank row blank, and a value that does not apply."""
    if column.always:
        return f"={formula}"
    if column.when:
        formula = f'IF({column.when.format_map(refs)},{formula},"")'
    filled = f"Inputs!$A{refs['i']}" if column.key == FIRST_KEY else refs[FIRST_KEY]
    return f'=IF({filled}="","",{formula})'


FIRST_KEY = "asset"


@dataclass(frozen=True)
class Table:
    """A table of holdings: its columns, the rows it fills and where its proof begins."""

    page: Page
    columns: list[Column]
    rows: range
    shift: int  # from a row here to the same holding's row on Inputs
    proof: int  # the first column of the proof
    tests: list[Column]  # behind the proof: what the checks add up, row by row

    @property
    def functions(self) -> list[Column]:
        """Give the columns that call the add-in."""
        return [column for column in self.columns if column.call]

    def letter(self, key: str) -> str:
        """Give the letter of a column; `native_KEY` and `difference_KEY` are in the proof."""
        return self._letters[key]

    def cells(self, key: str) -> str:
        """Give the range of a column, for formulas on any sheet."""
        letter = self.letter(key)
        sheet = self.page.sheet.title
        return f"{sheet}!${letter}${self.rows[0]}:${letter}${self.rows[-1]}"

    def write(self, header: int) -> None:
        """Write the headings, units and totals in three rows from `header`, and all rows."""
        page, letters = self.page, self._letters
        page.sheet.row_dimensions[header].height = 30
        for column in self.columns:
            self._head(self.letter(column.key), header, column.heading, column.unit)
            self._total(column, header + 2)
        page.put(f"{get_column_letter(self.proof)}{header}", "Asset", "hedge header")
        page.put(f"{get_column_letter(self.proof)}{header + 1}", "name", "hedge unit")
        for column in self.functions:
            native, difference = (
                letters[f"native_{column.key}"],
                letters[f"difference_{column.key}"],
            )
            heading = column.heading.removesuffix('&" fx"')
            native_heading = '&" native"' if heading != column.heading else " native"
            heading = heading.removesuffix(" fx") + native_heading
            self._head(native, header, heading, column.unit)
            self._head(difference, header, "Difference", "0 = same")
        for column in self.tests:
            self._head(self.letter(column.key), header, column.heading, column.unit)
        for row in self.rows:
            self._row(row, {key: f"${letter}{row}" for key, letter in letters.items()})

    @cached_property
    def _letters(self) -> dict[str, str]:
        keys = [column.key for column in self.columns]
        letters = {key: get_column_letter(n) for n, key in enumerate(keys, start=1)}
        for index, column in enumerate(self.functions):
            place = self.proof + 1 + 2 * index
            letters[f"native_{column.key}"] = get_column_letter(place)
            letters[f"difference_{column.key}"] = get_column_letter(place + 1)
        place = self.proof + 1 + 2 * len(self.functions)
        for index, column in enumerate(self.tests):
            letters[column.key] = get_column_letter(place + index)
        return letters

    def _head(self, letter: str, row: int, heading: str, unit: str) -> None:
        self.page.put(f"{letter}{row}", heading, "hedge header")
        self.page.put(f"{letter}{row + 1}", unit, "hedge unit")

    def _total(self, column: Column, row: int) -> None:
        letter = self.letter(column.key)
        first, last = self.rows[0], self.rows[-1]
        value = f"=SUM({letter}{first}:{letter}{last})" if column.total == "SUM" else column.total
        self.page.put(f"{letter}{row}", value or None, "hedge output", column.number_format)

    def _row(self, row: int, refs: dict[str, str]) -> None:
        page = self.page
        refs["i"] = str(row + self.shift)
        page.put(f"{get_column_letter(self.proof)}{row}", f"={refs[FIRST_KEY]}", "hedge link")
        for column in (*self.columns, *self.tests):
            place = refs[column.key].lstrip("$")
            if not column.call:
                formula = column.formula.format_map(refs)
                page.put(place, guarded(column, refs, formula), column.style, column.number_format)
                continue
            function = declaration(column.call[0])
            arguments = [refs.get(key, key) for key in column.call[1:]]
            natives = [refs.get(f"native_{key}", refs.get(key, key)) for key in column.call[1:]]
            native, difference = refs[f"native_{column.key}"], refs[f"difference_{column.key}"]
            call = f"IF({LOADED},{function.call(*arguments)},{native})"
            page.put(place, guarded(column, refs, call), "hedge function", column.number_format)
            twin = guarded(column, refs, function.native_form(*natives))
            page.put(native.lstrip("$"), twin, "hedge calculation", column.number_format)
            same = f'--NOT(EXACT({refs[column.key]}&"",{native}))'
            gap = same if column.is_text else f"ABS({refs[column.key]}-{native})"
            page.pair(place, native.lstrip("$"))
            gap = guarded(column, refs, f"IF({LOADED},{gap},{NOT_AVAILABLE})")
            page.put(difference.lstrip("$"), gap, "hedge calculation", theme.DIFFERENCE)
            if column.is_text:
                for ref in (place, native.lstrip("$")):
                    page.sheet[ref].alignment = Alignment(horizontal="center", vertical="center")
