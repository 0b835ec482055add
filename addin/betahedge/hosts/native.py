"""Workbooks that need no add-in: every call of it as a native formula on the same arguments.

A cell whose formula has no native form becomes the value stored in it, as does one whose native
formula is found to give something else.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from betahedge.hosts.calls import NoNativeForm, native, one_value, still_calls
from betahedge.hosts.freezing import Plain, formula_cells, freeze, has_value
from betahedge.hosts.names import Names, native_names, native_rules
from betahedge.hosts.places import IN_CELL, WORKBOOK, mentioned, remove_calculation_order, tables
from betahedge.hosts.proved import different_cells, without_values
from betahedge.workbook.package import Element, Package, parse, serialize

Recalculate = Callable[[bytes], Mapping[str, object]]  # a workbook's values by "Sheet!A1"


def with_native_formulas(
    package: Package, recalculate: Recalculate | None = None
) -> tuple[Package, Plain]:
    """Replace the calls; `recalculate` proves that the native formulas give the stored values."""
    done, plain = _native(package, frozenset())
    if recalculate is None or not plain.replaced:
        return done, plain
    replaced = set(plain.replaced)
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
    for sheet, part in done.sheets().items():
        if mentioned(done.parts[part]) or names.bad:
            root = parse(done.parts[part])
            touched = _Cells(root, sheet, names, plain).replace(wrong)
            if native_rules(root, sheet, plain) or touched:
                done.parts[part] = serialize(root)
    for part in tables(done):
        if mentioned(done.parts[part]):
            root = parse(done.parts[part])
            if native_rules(root, "a table", plain):
                done.parts[part] = serialize(root)
    if plain.frozen or done.parts[WORKBOOK] != package.parts[WORKBOOK]:
        remove_calculation_order(done)
    return done, plain


@dataclass
class _Cells:
    """The formula cells of a sheet; those that share a formula are replaced together."""

    root: Element
    sheet: str
    names: Names
    plain: Plain

    def replace(self, wrong: Set[str]) -> bool:
        """Replace what calls the add-in, or needs a name that does; tell whether anything did."""
        shared: dict[str, list[Element]] = {}
        groups: list[list[Element]] = []
        for cell in formula_cells(self.root):
            formula = _formula(cell)
            index, text = formula.get("si", ""), formula.text or ""
            if index in shared and not text:
                shared[index].append(cell)
            elif still_calls(text) or self.names.uses_bad(text):
                groups.append([cell])
                if index:
                    shared[index] = groups[-1]
        before = len(self.plain.valueless)
        for group in groups:
            self._replace(group, wrong)
        return sum(map(len, groups)) > len(self.plain.valueless) - before

    def _replace(self, group: list[Element], wrong: Set[str]) -> None:
        formula = _formula(group[0])
        addresses = [f"{self.sheet}!{cell.get('r')}" for cell in group]
        try:
            text = native(formula.text or "")
            if self.names.uses_bad(text) or not wrong.isdisjoint(addresses):
                raise NoNativeForm
        except NoNativeForm:
            if all(map(has_value, group)):
                self.plain.frozen += addresses
                for cell in group:
                    freeze(cell)
            else:
                self.plain.valueless += addresses
            return
        formula.text = text
        self.plain.replaced += addresses
        if group[0].get("cm") and ":" not in formula.get("ref", ""):
            self._unmark(group[0], formula)

    def _unmark(self, cell: Element, formula: Element) -> None:
        """Make a dynamic array that is sure to be one value an ordinary formula."""
        if one_value(formula.text or "", self.names.is_cell):
            formula.attrib.pop("t", "")
            formula.attrib.pop("ref", "")
            cell.attrib.pop("cm", "")


def _formula(cell: Element) -> Element:
    found = cell.find(IN_CELL)
    assert found is not None  # noqa: S101 - it is given formula cells only
    return found
