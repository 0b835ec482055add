"""The script of xlwings Lite that enters formulas again; stands in the generated file."""

from typing import Any

import xlwings as xw


def formulas_to_enter(rows: list[list[object]]) -> list[tuple[int, int, str]]:
    """Find the formulas that call betahedge, as row, column and text.

    A cell with the formula of its left or upper neighbour is taken for one that the neighbour's
    result fills, and left alone.
    """
    found = []
    for row, formulas in enumerate(rows):
        for column, formula in enumerate(formulas):
            neighbours = (
                formulas[column - 1] if column else None,
                rows[row - 1][column] if row else None,
            )
            if not isinstance(formula, str) or formula in neighbours:
                continue
            if formula.startswith("=") and "HEDGE_" in formula.upper():
                found.append((row, column, formula))
    return found


@xw.script
async def relink_formulas(book: xw.Book) -> None:
    """Relink formulas: enter again what calls betahedge, where cells show #NAME?."""
    for sheet in book.sheets:
        used = sheet.used_range
        rows: Any = await used.options(ndim=2).get_formula()
        for row, column, formula in formulas_to_enter(rows):
            used[row, column].formula2 = formula
