"""What names mean: formulas in terms of items, written out with the addresses of a place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from betahedge.sheets.items import Here
from betahedge.sheets.layout import Place

STATE = "addin_state"  # the name of the cell that tells whether functions answer
IS_LOADED = '"loaded"'  # what stands in it then
LOADED = f"{STATE}={IS_LOADED}"
NOT_AVAILABLE = '"n.a."'

_IN_ROW = re.compile(r"(\$[A-Z]{1,3})(\d+)(?!\d)")
_ITEM = re.compile(r"\{([\w.]+)(?::(\w+))?\}")
_WORD = re.compile(r"(?<![\w.!$:{\"])[a-z]+(?:_[a-z]+)+(?![\w(])")
_TEXT = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Form:
    """A formula with its rows open: `text` has a field for each of `firsts`, counted on by row."""

    text: str
    firsts: tuple[int, ...] = ()

    @classmethod
    def of(cls, formula: str) -> "Form":
        """Open the rows of a formula that is written for a first row."""
        firsts: list[int] = []
        return cls(opened(formula, firsts), tuple(firsts))

    def at(self, number: int) -> str:
        """Write the formula of the nth row."""
        return self.text.format(*(first + number for first in self.firsts))


def opened(formula: str, firsts: list[int]) -> str:
    """Give a formula a field for each row that it reads; `firsts` lists them, and may grow."""

    def field_of(found: re.Match[str]) -> str:
        row = int(found[2])
        if row not in firsts:
            firsts.append(row)
        return f"{found[1]}{{{firsts.index(row)}}}"

    return _IN_ROW.sub(field_of, formula.replace("{", "{{").replace("}", "}}"))


@dataclass
class Names:
    """The places of all items of a workbook, of their native twins, and the defined names."""

    places: dict[str, Place] = field(default_factory=dict)
    natives: dict[str, Place] = field(default_factory=dict)
    differences: dict[str, Place] = field(default_factory=dict)
    defined: dict[str, Place] = field(default_factory=dict)

    def text(self, formula: str, here: Here, *, native: bool = True) -> str:
        """Write out a formula, of the first row where it stands in many.

        Calls are meant by their native twins, but in another call.
        """
        self._check_words(formula, here)

        def written(found: re.Match[str]) -> str:
            part = found[2] or ""
            place = self.place(found[1], here, native=native and part not in ("total", "head"))
            return _address(place, part, here)

        return _ITEM.sub(written, formula)

    def place(self, name: str, here: Here, *, native: bool = True) -> Place:
        """Find an item: of its block, of its sheet, of the workbook."""
        near = (here.block, *here.siblings)
        for full in (*(f"{block}.{name}" for block in near), name):
            if native and full in self.natives:
                return self.natives[full]
            if full in self.places:
                return self.places[full]
        raise ValueError(f"{here.sheet}, {here.block}: there is no item {name}")

    def _check_words(self, formula: str, here: Here) -> None:
        for word in _WORD.findall(_TEXT.sub('""', formula)):
            if word not in self.defined:
                raise ValueError(f"{here.sheet}, {here.block}: there is no name {word}")


def _address(place: Place, part: str, here: Here) -> str:
    sheet = "" if place.sheet == here.sheet else f"{place.sheet}!"
    rows = {
        "total": place.total,
        "head": place.head,
        "first": place.first,
        "last": place.last,
        "before": place.first - 1,  # the row above the first
    }
    if part in rows:
        return f"{sheet}${place.letter}${rows[part]}"
    if part == "others":  # all rows but the last
        return sheet + replace(place, last=place.last - 1).range(abroad=False)
    if part == "rest":  # all rows but the first
        return sheet + replace(place, first=place.first + 1).range(abroad=False)
    if here.family and place.family == here.family and part != "all":
        return f"{sheet}${place.letter}{place.first}"
    return sheet + place.range(abroad=False)


def merged(places: Iterable[Mapping[str, Place]]) -> dict[str, Place]:
    """Put the items of all sheets together; a name is there once."""
    found: dict[str, Place] = {}
    for each in places:
        twice = found.keys() & each.keys()
        if twice:
            raise ValueError(f"two sheets have an item {min(twice)}")
        found.update(each)
    return found
