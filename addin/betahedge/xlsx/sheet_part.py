"""A sheet part as a run of bytes: its formula cells change, and every other byte passes through.

What is around the rows is small, and read as a tree; the rows, which may be many, are not.
"""

import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from betahedge.xlsx.plain_form import INSIDE, OPENING, in_plain_form, rows
from betahedge.xlsx.shapes import CELL, NOTHING, NUMBERS, Change, Shapes, marked
from betahedge.xlsx.xml import Element, parse, serialize, tag

_ANY_CELL = re.compile(
    rb'<c r="([^"<]*+)"%b(?:/>|>[^<]*+(?:<(?!/c[\s>])[^<]*+)*+</c\s*+>)' % INSIDE
)
_TOGETHER = 1000  # cells that are read at a time


@dataclass(frozen=True)
class SheetPart:
    """The part of a worksheet, by the sheet's name; in the plain form."""

    name: str
    data: bytes

    @classmethod
    def read(cls, name: str, data: bytes) -> "SheetPart":
        """Take a part as it stands in a package, after a look at whether it is sound."""
        return cls(name, in_plain_form(data))

    def changed(
        self,
        change: Change,
        chosen: Collection[str] = (),
        *,
        having: bytes = b"",
        varies: bytes = NUMBERS,
    ) -> "SheetPart":
        """Change the formula cells; the part itself is given back if none has changed.

        chosen: addresses that the change is told of.  having: bytes without which a cell is passed
        over.  varies: what cells may differ in and still be changed alike.
        """
        if having not in self.data:
            return self
        if marked(self.data):
            varies = NOTHING
        shapes = Shapes(self.name, self._opening, change, chosen, varies)
        written, done = io.BytesIO(), 0
        for found in CELL.finditer(self.data, *rows(self.data)):
            if having and having not in found[0]:
                continue
            new = shapes.changed(found)
            if new is not None:
                start, end = found.span()
                written.write(self.data[done:start])
                written.write(new)
                done = end
        if not done:
            return self
        written.write(self.data[done:])
        return SheetPart(self.name, written.getvalue())

    def cells(self, refs: Collection[str]) -> Iterator[Element]:
        """Run through the cells at some addresses, as elements."""
        found = _ANY_CELL.finditer(self.data, *rows(self.data))
        cells = (cell[0] for cell in found if cell[1].decode() in refs)
        while some := b"".join(islice(cells, _TOGETHER)):
            yield from parse(b"%b%b</worksheet>" % (self._opening, some))

    @property
    def around(self) -> bytes:
        """Give the part without its rows."""
        start, end = rows(self.data)
        return self.data[:start] + self.data[end:]

    def put_around(self, root: Element) -> "SheetPart":
        """Put the rows into another tree of what is around them."""
        start, end = rows(self.data)
        place = root.find(tag("sheetData"))
        if place is None or start == end:
            return SheetPart(self.name, serialize(root))
        place.text = "_"
        before, cut, after = serialize(root).partition(b">_</sheetData>")
        whole = (before, cut[:1], self.data[start:end], cut[2:], after)
        return SheetPart(self.name, b"".join(whole))

    @property
    def _opening(self) -> bytes:
        found = OPENING.match(self.data)
        return found[1] if found else b""
