"""Workbooks that need no add-in: every call of it as a native formula on the same arguments.

A cell whose formula has no native form becomes the value stored in it, as does one whose native
formula is found to give something else.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from betahedge.formula.alike import fill, form_of
from betahedge.formula.names import gives_one_value, uses
from betahedge.formula.tokens import LONGEST
from betahedge.hosts.places import list_formula_cells, remove_calculation_order
from betahedge.hosts.plain.freezing import Group, Plain, freeze, grouped
from betahedge.hosts.plain.names import Names, write_native_names, write_native_rules
from betahedge.hosts.plain.proof import by_sheet, find_different, write_unvalued
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import Element

Recalculate = Callable[[bytes], Mapping[str, object]]  # a workbook's values by "Sheet!A1"
NOT_NEEDED = "not needed: native formulas"


def write_native_formulas(
    package: Package, recalculate: Recalculate | None = None
) -> tuple[Package, Plain]:
    """Replace the calls; `recalculate` proves that the native formulas give the stored values."""
    done, plain = _write(package, frozenset())
    if recalculate is None or not plain.replaced + plain.by_name:
        return done, plain
    replaced = {*plain.replaced, *plain.by_name}
    done = done.copy()  # without its trees: they would stand beside an engine's
    answers = recalculate(write_unvalued(done, replaced))
    wrong = find_different(done, replaced, answers)
    if wrong:
        done, plain = _write(package, wrong)
    told = set(answers) - set(plain.unproved)
    plain.unproved = [address for address in plain.replaced if address not in told]
    return done, plain


def _write(package: Package, wrong: Set[str]) -> tuple[Package, Plain]:
    """Replace the calls, but for the cells known to be wrong then, which become their values."""
    done, plain = package.copy(), Plain()
    names = write_native_names(done, NOT_NEEDED, plain, constants=True)
    replacer, differing = _Replacer(names, plain), by_sheet(wrong)
    for name, part in done.sheets().items():
        cells = list_formula_cells(done, part) if names.concern(done.parts[part]) else []
        for cell, formula, group in grouped(cells, differing.get(name, set())):
            if replacer.replace(cell, formula, group, f"{name}!{cell.get('r')}"):
                done.touch(part)
    write_native_rules(done, names, plain)
    if plain.frozen or names.concern_cells:
        remove_calculation_order(done)
    return done, plain


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a formula is to the export.

    needs: the add-in.  by_name: it uses a name that was replaced.  form: what it becomes, "" if it
    has no native form.  single: that is sure to be one value.
    """

    needs: bool
    by_name: bool
    form: str
    single: bool


class _Replacer:
    """The replacement of formula cells; a formula is read once for all that are alike."""

    def __init__(self, names: Names, plain: Plain) -> None:
        self.names, self.plain = names, plain
        self._known = lru_cache(maxsize=1000)(self._read)

    def replace(self, cell: Element, formula: Element, group: Group, address: str) -> bool:
        """Replace what calls the add-in, or needs a name that does; tell whether it changed."""
        readings = {text: self.read(text) for text in group.texts}
        needs = any(reading.needs for reading in readings.values())
        if (group.differs and readings) or not all(each.form for each in readings.values()):
            (self.plain.frozen if group.valued else self.plain.valueless).append(address)
            for text in () if group.valued else readings:
                self.names.hold(text)
            return group.valued and freeze(cell)
        if needs:
            self.plain.replaced.append(address)
            self.plain.unproved += [] if group.valued else [address]
        elif any(reading.by_name for reading in readings.values()):
            self.plain.by_name.append(address)
        own = readings.get(formula.text or "")
        if own is None or own.form == formula.text:
            return False
        _put(cell, formula, own)
        return True

    def read(self, formula: str) -> _Reading:
        """Read a formula by its form."""
        form, cells = form_of(formula)
        found = self._known(form)
        written = fill(found.form, cells)
        long = len(written) > LONGEST - 1 or (not written and len(formula) > LONGEST // 20)
        if long and cells:  # its own cells may have shorter addresses than those in the form
            return self._read(formula)
        return _Reading(found.needs, found.by_name, written, found.single)

    def _read(self, formula: str) -> _Reading:
        names = self.names
        needs = names.need(formula)
        form = names.native_form(formula) if needs else names.settle(formula)
        by_name = uses(formula, names.native)
        single = form != formula and gives_one_value(form, names.is_cell)
        return _Reading(needs, by_name, form, single)


def _put(cell: Element, formula: Element, found: _Reading) -> None:
    """Write a formula; what is sure to be one value is a dynamic array no longer."""
    formula.text = found.form
    if cell.get("cm") and found.single and ":" not in formula.get("ref", ""):
        for mark in ("t", "ref"):
            formula.attrib.pop(mark, "")
        cell.attrib.pop("cm", "")
