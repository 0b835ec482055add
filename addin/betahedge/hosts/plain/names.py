"""Formulas outside cells: defined names, conditional formats, validations, table columns."""

from collections.abc import Iterable, Set

from betahedge.cells import CATALOGUE
from betahedge.formula.calls import handed_on, still_calls
from betahedge.formula.names import is_constant, is_one_cell, names_in, uses, with_constants
from betahedge.formula.references import sheet_and_ref
from betahedge.hosts.places import find_rules, has_formula, mentioned
from betahedge.hosts.plain.calls import native_form
from betahedge.hosts.plain.freezing import Plain, freeze
from betahedge.sheets.names import IS_LOADED, LOADED, STATE
from betahedge.xlsx.cells import CELL, FORMULA, set_value
from betahedge.xlsx.package import WORKBOOK, Package, defined_names, texts_of_names
from betahedge.xlsx.xml import detach


class Names:
    """The defined names of a workbook, in capitals: those of one cell, those that need the add-in.

    bad: those that need it.  native: those that needed it and are native now.  constants: those
    that are a number or a text, or are one now, with it.  gone: those of them that formulas held
    and hold no longer.
    """

    def __init__(self, package: Package, told: Set[str], *, constants: bool) -> None:
        """Read the names from the workbook's part.

        told: those that say whether it is loaded.  constants: whether such names are to go.
        """
        self.texts = texts_of_names(package.book)
        self.constants = self._constants(package) if constants else {}
        self.constants |= dict.fromkeys(told, IS_LOADED)
        self.gone = set[str](told)
        self._held: set[str] = set()
        self._users: dict[str, list[str]] = {}  # by the name that they use
        for name, texts in self.texts.items():
            for word in {word for text in texts for word in names_in(text)}:
                self._users.setdefault(word, []).append(name)
        self._ours = CATALOGUE.keys() - self.texts.keys() - package.table_names()
        calling = {name for name, texts in self.texts.items() if any(map(self.asks, texts))}
        self.bad: Set[str] = self._with_users(calling - told)
        self.native: Set[str] = frozenset()

    def _constants(self, package: Package) -> dict[str, str]:
        """Find the names of constants; one that a chart or a macro may use stays a name."""
        parts = package.parts.items()
        if any(part.endswith("vbaProject.bin") for part, _ in parts):
            return {}
        charts = b"".join(data for part, data in parts if "/charts/" in part).upper()
        return {
            name: text
            for name, (text, *others) in self.texts.items()
            if is_constant(text) and not others and name.encode() not in charts
        }

    def _with_users(self, names: Set[str]) -> set[str]:
        """Add the names that use some names."""
        found, waiting = set(names), list(names)
        while waiting:
            more = set(self._users.get(waiting.pop(), ())) - found
            found |= more
            waiting.extend(more)
        return found

    def mend(self, native: Iterable[str]) -> None:
        """Take names for native ones, which needed the add-in before."""
        known = {name for name in self.bad if any(map(self.asks, self.texts[name]))}
        self.bad = self._with_users(known - set(native))
        self.native = self._with_users(set(native)) - self.bad

    def asks(self, formula: str) -> bool:
        """Tell a formula that calls the add-in, or hands a function of it on."""
        return still_calls(formula) or not handed_on(formula).isdisjoint(self._ours)

    def need(self, formula: str) -> bool:
        """Tell a formula that needs the add-in, by itself or by a name."""
        return self.asks(formula) or uses(formula, self.bad)

    def is_cell(self, name: str) -> bool:
        """Tell a name that stands for one cell or one value."""
        texts = self.texts.get(name.upper(), ())
        return bool(texts) and all(is_one_cell(text) or is_constant(text) for text in texts)

    @property
    def concern_cells(self) -> bool:
        """Tell that cells which do not call the add-in may have to change."""
        return bool(self.bad or self.native or self.constants)

    def concern(self, part: bytes) -> bool:
        """Tell a part in which something may have to change."""
        return has_formula(part) if self.concern_cells else mentioned(part)

    def settle(self, formula: str) -> str:
        """Write a formula without calls, where it has a form, and without names of constants."""
        asks = LOADED in formula or still_calls(formula)
        return self._with_constants((native_form(formula) if asks else "") or formula)

    def native_form(self, formula: str) -> str:
        """Write a formula that needs no add-in, "" if there is none."""
        form = self._with_constants(native_form(formula))
        return "" if self.need(form) else form

    def _with_constants(self, formula: str) -> str:
        self.gone |= self.constants.keys() & names_in(formula)
        return with_constants(formula, self.constants)

    def hold(self, formula: str) -> None:
        """Keep the names in a formula that stays as it was."""
        self._held |= names_in(formula)

    def remove(self, package: Package) -> None:
        """Take out the names of constants that formulas held; others may be an add-in's own."""
        for _, each in list(defined_names(package.book)):
            if each.get("name", "").upper() in self.gone - self._held:
                detach(each)
                package.touch(WORKBOOK)


def write_native_names(package: Package, state: str, plain: Plain, *, constants: bool) -> Names:
    """Replace the calls in defined names; in the template's status cell write `state`.

    constants: whether the names of constants are to go, which not every spreadsheet has.
    """
    names, native = Names(package, _tell(package, state), constants=constants), []
    for _, each in list(defined_names(package.book)):
        name, text = each.get("name", ""), each.text or ""
        form = names.settle(text) if name.upper() not in names.constants else text
        native += [name.upper()] if form != text and still_calls(text) else []
        plain.elsewhere += [f"name {name}"] if names.asks(form) else []
        if form != text:
            each.text = form
            package.touch(WORKBOOK)
    names.mend(native)
    return names


def _tell(package: Package, state: str) -> frozenset[str]:
    """Write the state into the cell that asks whether functions answer; give the cell's name."""
    named = (each for _, each in defined_names(package.book) if each.get("name") == STATE)
    texts = [each.text or "" for each in named]
    sheet_name, ref = sheet_and_ref(texts[0]) if len(texts) == 1 else ("", "")
    part = package.sheets().get(sheet_name)
    if part is None or not is_one_cell(texts[0]):
        return frozenset()
    cells = package.tree(part).iter(CELL)
    cell = next((each for each in cells if each.get("r") == ref), None)
    if cell is None or not still_calls(cell.findtext(FORMULA) or ""):
        return frozenset()
    set_value(cell, state)
    freeze(cell)
    package.touch(part)
    return frozenset({STATE.upper()})


def write_native_rules(package: Package, names: Names, plain: Plain) -> None:
    """Replace the calls in conditional formats, validations and table columns.

    These come last: then it is known which names of constants nothing needs any more.
    """
    for part, where, place in find_rules(package, names.concern):
        form = names.settle(place.text)
        if len(form) > place.longest:
            names.hold(place.text)
        elif form != place.text:
            place.put(form)
            package.touch(part)
        if names.asks(place.text):
            plain.elsewhere.append(f"{place.described} on {where}")
    names.remove(package)
