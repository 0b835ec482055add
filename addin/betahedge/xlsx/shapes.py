"""Formula cells of one shape, alike but for references, numbers and values: changed all at once.

The first cell of a shape is changed as an XML element in which a mark stands for each of these.
What comes out is a form, with gaps for the references, numbers and values of the other cells.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from lxml import etree

from betahedge.formula.tokens import LONGEST
from betahedge.xlsx.plain_form import INSIDE, OPENING
from betahedge.xlsx.xml import Element, parse

# A change of one formula cell, as an element.  It is told whether the cell is one of those chosen,
# and gives the list that the addresses of such cells are to be added to, if there is one.
Change = Callable[[Element, bool], list[str] | None]

CELL = re.compile(  # a cell with a formula; its address
    rb'<c r="([^"<]*+)"%b>[^<]*+<f(?=[\s/>])%b(?:/>|>[^<]*+</f\s*+>)'
    rb"[^<]*+(?:<(?!/c[\s>])[^<]*+)*+</c\s*+>" % (INSIDE, INSIDE)
)
SHAPES = 1000  # that are remembered

# What may vary in a shape; a change that looks at numbers, or at references, must say so.  What
# follows "#" is a letter by its number, &#10;.
_BEFORE, _AFTER = rb"(?<![\w.$#\\\x80-\xff].)", rb"(?![\w.(!\x80-\xff])"
_VALUE = rb"(?<=<v>)[^<]++"
_REFERENCE = (  # A1, $A$1; not ZAR1, which may be a name
    rb"[$A-Z]%b(?:(?<=\$)[A-Z])?+[A-Z]{0,2}+(?<![X-Z][A-Z]{2})\$?+[1-9]\d{0,5}+%b"
    % (_BEFORE, _AFTER)
)
_NUMBER = rb"\d%b[\d.]*+(?:[eE][+-]?\d++)?+%b" % (_BEFORE, _AFTER)
_KINDS = tuple(rb"(%b)" % each for each in (_VALUE, _REFERENCE, _NUMBER))
NUMBERS = rb"(%b|%b|%b)" % (_VALUE, _REFERENCE, _NUMBER)
REFERENCES = rb"(%b|%b)" % (_VALUE, _REFERENCE)
NOTHING = rb"((?!))"

# A mark is one letter of the Yi script: a word to every reader of formulas, but no name of a cell,
# and never longer than what it stands for.
REFERENCE_MARK, ANY_MARK = "[\ua000-\ua1ff]", "[\ua000-\ua3ff]"
_MARK = re.compile(rb"\xea[\x80-\x8f][\x80-\xbf]")
_BY_NUMBER = re.compile(rb"&#(?:0*4[01]\d{3};|x0*[aA][0-3])")
_MOST = 0x200  # marks of a kind
_FIRST, _FIRST_OF_NUMBERS = 0xA000, 0xA200


def marked(data: bytes) -> bool:
    """Tell a part in which a mark would not be the only one of its kind."""
    return bool(_MARK.search(data) or _BY_NUMBER.search(data))


def _kinds(split: list[bytes]) -> tuple[int, ...]:
    """Tell of each thing that varies which of `_KINDS` it is: a change may treat them unlike."""
    return tuple(
        0 if before.endswith(b"<v>") else 1 if each[:1].isalpha() or each[:1] == b"$" else 2
        for before, each in zip(split[::2], split[1::2])
    )


def _marks(varying: list[bytes]) -> list[bytes]:
    """Give the marks for what varies: of one kind for references, of another for the rest."""
    firsts = (
        _FIRST if each[:1].isalpha() or each[:1] == b"$" else _FIRST_OF_NUMBERS for each in varying
    )
    return [chr(first + place).encode() for place, first in enumerate(firsts)]


@dataclass(slots=True)
class _Form:
    """What becomes of a shape: a text with gaps, what goes into them, who hears of the cells.

    cell: matches a cell of the shape, if there was more than one; its groups are what varies.
    """

    text: bytes | None
    fill: Callable[[Sequence[bytes]], Any]
    told: list[str] | None
    cell: re.Pattern[bytes] | None = None
    next: "_Form | None" = None  # the shape that was found after it


@dataclass
class Shapes:
    """The shapes of a sheet's formula cells, each with what one change makes of it.

    opening: the worksheet's tag, which declares the namespaces.  varies: what may vary in a shape.
    """

    sheet: str
    opening: bytes
    change: Change
    chosen: Collection[str]
    varies: bytes
    _known: dict[object, _Form] = field(default_factory=dict)
    _last: _Form = field(default_factory=lambda: _Form(None, tuple, None))

    def changed(self, found: re.Match[bytes]) -> bytes | None:
        """Give what becomes of a cell that `CELL` has found; None if it stays as it is."""
        form, varying = self._alike(found)
        new = None if form.text is None else form.text % form.fill(varying)
        if new is not None and len(new) >= LONGEST:  # a formula may be too long, with these texts
            form = self._learnt([found[0]], self._is_chosen(found))
            new = None if form.text is None else form.text % ()
        if form.told is not None:
            form.told.append(f"{self.sheet}!{found[1].decode()}")
        return new

    def _alike(self, found: re.Match[bytes]) -> tuple[_Form, Sequence[bytes]]:
        """Give the form of a cell's shape, and what varies in it."""
        form = self._last.next  # most rows have the shapes of the row above
        if form and form.cell and not self.chosen:
            match = form.cell.fullmatch(found[0])
            if match:
                self._last = form
                return form, match.groups()
        split = re.split(self.varies, found[0], maxsplit=_MOST)
        kinds = _kinds(split)
        shape = (*split[::2], kinds, self._is_chosen(found))
        form = self._known.get(shape)
        if form is None:
            if len(self._known) >= SHAPES:
                self._known.clear()
            form = self._known[shape] = self._learnt(split, self._is_chosen(found))
        elif form.cell is None:
            literals = map(re.escape, split[::2])
            patterns = (*(_KINDS[kind] for kind in kinds), b"")
            form.cell = re.compile(b"".join(chain.from_iterable(zip(literals, patterns))))
        self._last.next = form
        self._last = form
        return form, split[1::2]

    def _is_chosen(self, found: re.Match[bytes]) -> bool:
        return bool(self.chosen) and found[1].decode() in self.chosen

    def _learnt(self, split: list[bytes], chosen: bool) -> _Form:
        """Change a cell with marks in the place of what varies; what comes out is the form."""
        marked = list(split)
        marked[1::2] = _marks(split[1::2])
        root = parse(b"%b%b</worksheet>" % (self.opening, b"".join(marked)))
        before = etree.tostring(root, encoding="UTF-8")
        told = self.change(root[0], chosen)
        after = etree.tostring(root, encoding="UTF-8")
        opening = OPENING.match(after)
        if opening is None or after == before:
            return _Form(None, tuple, told)
        text = after[opening.end() : -len(b"</worksheet>")].replace(b"%", b"%%")
        if len(split) == 1:
            return _Form(text, lambda _: (), told)
        places = [ord(mark.decode()) % _MOST for mark in _MARK.findall(text)]
        fill = itemgetter(*places) if places else lambda _: ()
        return _Form(_MARK.sub(b"%b", text), fill, told)
