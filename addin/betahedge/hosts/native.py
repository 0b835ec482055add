"""Workbooks that need no add-in: every call of it as a native formula on the same arguments.

A cell whose formula has no native form becomes the value stored in it, as does one whose native
formula is found to give something else.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from betahedge.formula.calls import still_calls
from betahedge.hosts.calls import NoNativeForm, native, one_value
from betahedge.hosts.freezing import Group, Plain, formula, freeze, group_number, groups_on
from betahedge.hosts.names import Names, native_names, native_rules, uses, with_native_rules
from betahedge.hosts.places import (
    IN_CELL,
    change_part,
    change_sheets,
    has_formula,
    mentioned,
    remove_calculation_order,
)
from betahedge.hosts.proved import different_cells, refs_on, without_values
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.shapes import REFERENCES
from betahedge.xlsx.sheet_part import SheetPart
from betahedge.xlsx.xml import Element

Recalculate = Callable[[bytes], Mapping[str, object]]  # a workbook's values by "Sheet!A1"


def with_native_formulas(
    package: Package, recalculate: Recalculate | None = None
) -> tuple[Package, Plain]:
    """Replace the calls; `recalculate` proves that the native formulas give the stored values."""
    done, plain = _native(package, frozenset())
    if recalculate is None or not plain.replaced + plain.by_name:
        return done, plain
    replaced = {*plain.replaced, *plain.by_name}
    answers = recalculate(without_values(done, replaced).write())
    wrong = different_cells(done, replaced, answers)
    if wrong:
        done, plain = _native(package, wrong)
    plain.unproved = [address for address in plain.replaced if address not in answers]
    return done, plain


def _native(package: Package, wrong: Set[str]) -> tuple[Package, Plain]:
    """Replace the calls, but for the cells known to be wrong then, which become their values."""
    done, plain = Package(dict(package.parts)), Plain()
    names = native_names(done, "not needed: native formulas", plain)

    def on_sheet(sheet: SheetPart) -> SheetPart:
        cells = _Cells(names, plain, groups_on(sheet, wrong))
        changed = sheet.changed(cells.replace, refs_on(sheet.name, wrong), varies=REFERENCES)
        return with_native_rules(changed, plain)

    change_sheets(done, on_sheet, has_formula if names.bad or names.native else mentioned)
    for part in done.tables():
        change_part(done, part, lambda root: native_rules(root, "a table", plain))
    if plain.frozen or done.parts[WORKBOOK] != package.parts[WORKBOOK]:
        remove_calculation_order(done)
    return done, plain


@dataclass
class _Cells:
    """The replacement of the formula cells of a sheet."""

    names: Names
    plain: Plain
    groups: dict[str, Group]

    def replace(self, cell: Element, wrong: bool) -> list[str] | None:
        """Replace what calls the add-in, or needs a name that does."""
        group = self.groups.get(group_number(cell)) or Group.of(cell, differs=wrong)
        calls = any(still_calls(text) or self.names.uses_bad(text) for text in group.texts)
        if not calls and not any(uses(text, self.names.native) for text in group.texts):
            return None
        if not calls and not group.differs:
            return self.plain.by_name
        form = self._form(group, formula(cell)) if calls else None
        if form is not None:
            self._put(cell, form)
            return self.plain.replaced
        if not group.valued:
            return self.plain.valueless
        freeze(cell)
        return self.plain.frozen

    def _form(self, group: Group, own: str) -> str | None:
        """Give the native form of a cell's own text, if all cells of its group have one."""
        try:
            forms = {text: native(text) for text in group.texts}
        except NoNativeForm:
            return None
        bad = group.differs or any(map(self.names.uses_bad, forms.values()))
        return None if bad else forms.get(own, "")

    def _put(self, cell: Element, form: str) -> None:
        """Write a formula; what is sure to be one value is a dynamic array no longer."""
        element = cell.find(IN_CELL)
        if element is None or not form:
            return
        element.text = form
        single = ":" not in element.get("ref", "") and one_value(form, self.names.is_cell)
        if cell.get("cm") and single:
            element.attrib.pop("t", "")
            element.attrib.pop("ref", "")
            cell.attrib.pop("cm", "")
