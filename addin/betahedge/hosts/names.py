"""Formulas outside cells: defined names, conditional formats, validations, table columns."""

import re
from collections.abc import Set

from betahedge.formula.formulas import CELL, ON_SHEET, TEXT, bare, still_calls
from betahedge.hosts.calls import NoNativeForm, native
from betahedge.hosts.freezing import Plain, formula, put_text
from betahedge.hosts.places import (
    change_around,
    mentioned,
    places,
)
from betahedge.sheets.names import IS_LOADED, STATE
from betahedge.xlsx.package import (
    WORKBOOK,
    Element,
    Package,
    defined_names,
    parse,
    serialize,
    sheet_and_ref,
)
from betahedge.xlsx.sheet_part import SheetPart

_WORD = re.compile(r"[\w.\\]+")
CELL_ALONE = re.compile(rf"{ON_SHEET}{CELL}")
ONE_CELL = re.compile(rf"{CELL_ALONE.pattern}|-?[\d.]+|{TEXT}")


class Names:
    """The defined names of a workbook: which stand for one cell, and which need the add-in.

    bad: those that need it.  native: those that needed it and are native now; in capitals.
    """

    def __init__(self, root: Element, native: Set[str] = frozenset()) -> None:
        """Read the names from the workbook's part."""
        self.texts: dict[str, list[str]] = {}  # a sheet may have a name of its own beside all's
        for _, each in defined_names(root):
            self.texts.setdefault(each.get("name", "").upper(), []).append(each.text or "")
        self._users: dict[str, list[str]] = {}  # by the name that they use
        for name, texts in self.texts.items():
            for word in {word for text in texts for word in words(text)}:
                self._users.setdefault(word, []).append(name)
        calling = {name for name, texts in self.texts.items() if any(map(still_calls, texts))}
        self.bad = self._with_users(calling)
        self.native = self._with_users(native) - self.bad

    def _with_users(self, names: Set[str]) -> Set[str]:
        """Add the names that use some names."""
        found, waiting = set(names), list(names)
        while waiting:
            more = set(self._users.get(waiting.pop(), ())) - found
            found |= more
            waiting.extend(more)
        return found

    def uses_bad(self, formula: str) -> bool:
        """Tell a formula that uses a name which needs the add-in."""
        return uses(formula, self.bad)

    @property
    def cells(self) -> frozenset[str]:
        """Give the names that stand for a cell, in capitals."""
        names = self.texts.items()
        return frozenset(name for name, texts in names if all(map(CELL_ALONE.fullmatch, texts)))

    def is_cell(self, name: str) -> bool:
        """Tell a name that stands for one cell or one value, or no name but TRUE or FALSE."""
        texts = self.texts.get(name.upper())
        if texts is None:
            return name.upper() in ("TRUE", "FALSE") or bool(ONE_CELL.fullmatch(name.upper()))
        return all(map(ONE_CELL.fullmatch, texts))


def uses(formula: str, names: Set[str]) -> bool:
    """Tell a formula that uses one of some names, in capitals."""
    return bool(names) and not names.isdisjoint(words(formula))


def words(formula: str) -> list[str]:
    """List what may be a name in a formula, in capitals."""
    return _WORD.findall(bare(formula).upper())


def native_names(package: Package, state: str, plain: Plain) -> Names:
    """Replace the calls in defined names; in the template's status cell write `state`."""
    root = parse(package.parts[WORKBOOK])
    written: set[str] = set()
    for _, name in defined_names(root):
        text = name.text or ""
        if name.get("name") == STATE and _tell(package, text, state):
            name.text = IS_LOADED
        elif still_calls(text):
            name.text = _form_or_same(text)
            if still_calls(name.text):
                plain.elsewhere.append(f"name {name.get('name')}")
        if name.text != text:
            written.add(name.get("name", "").upper())
    if written:
        package.parts[WORKBOOK] = serialize(root)
    return Names(root, written - {STATE.upper()})


def _tell(package: Package, reference: str, state: str) -> bool:
    """Write the state into the cell of the reference, if it asks whether functions answer."""
    name, ref = sheet_and_ref(reference)
    part = package.sheets().get(name)
    if part is None or not mentioned(package.parts[part]):
        return False

    def tell(cell: Element, chosen: bool) -> None:
        if chosen and still_calls(formula(cell)):
            put_text(cell, state)

    sheet = SheetPart.read(name, package.parts[part])
    told = sheet.changed(tell, {ref})
    if told is not sheet:
        package.parts[part] = told.data
    return told is not sheet


def _form_or_same(formula: str) -> str:
    try:
        return native(formula)
    except NoNativeForm:
        return formula


def native_rules(root: Element, where: str, plain: Plain) -> bool:
    """Replace the calls in conditional formats, validations and table columns."""
    changed = False
    for place in places(root):
        if not still_calls(place.text):
            continue
        form = _form_or_same(place.text)
        if len(form) <= place.longest:
            place.put(form)
        if still_calls(place.text):
            plain.elsewhere.append(f"{place.described} on {where}")
        else:
            changed = True
    return changed


def with_native_rules(sheet: SheetPart, plain: Plain) -> SheetPart:
    """Replace the calls around the rows of a sheet."""
    return change_around(sheet, lambda root: native_rules(root, sheet.name, plain))
