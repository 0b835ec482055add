"""The sheet from which INDIRECT takes the address of a name: the engine knows addresses only.

Its first column has what may stand before a name, for each sheet of the workbook.  Two more have
the texts that are names, and their addresses; two more each those as seen from a sheet that has
names of its own.
"""

from collections.abc import Iterator
from itertools import zip_longest

from openpyxl.utils import get_column_letter

from betahedge.engine.book import Book
from betahedge.formula.addresses import before

DIRECTORY = "_hd"


class Directory:
    """What INDIRECT finds on some sheets of a workbook by a name."""

    def __init__(self, book: Book, sheets: set[int]) -> None:
        """Look names up for some sheets, by their numbers."""
        self._titles = [place for title in book.titles for place in before(title)]
        known = book.addresses or {}
        self._blocks, self._of = [known], dict.fromkeys(sheets, 0)
        for sheet in sorted(sheets):
            place = before(book.titles[sheet])[0].lower()
            own = {t.removeprefix(place): a for t, a in known.items() if t.startswith(place)}
            if own:
                self._of[sheet] = len(self._blocks)
                self._blocks.append(own | known | own)

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Run through the rows of the directory's sheet."""
        columns = [column for block in self._blocks for column in (block.keys(), block.values())]
        return zip_longest(self._titles, *columns)

    def functions(self) -> dict[str, str]:
        """Write, by name, the functions that give what INDIRECT takes for a text."""
        return {f"{DIRECTORY}{sheet}": self._function(block) for sheet, block in self._of.items()}

    def _function(self, block: int) -> str:
        """Write the function that gives an address, or the text itself.

        A name of all sheets may have any sheet before it.
        """
        size = len(self._blocks[block])
        texts, found = (_column(2 + 2 * block + n, size) for n in range(2))
        text, sign, row = "_xlpm.text", "_xlpm.sign", "_xlpm.row"
        is_sheet = f"ISNUMBER(_xlfn.XMATCH(LEFT({text},{sign}),{_column(1, len(self._titles))}))"
        rest = f"IFNA(INDEX({found},_xlfn.XMATCH(MID({text},{sign}+1,255),{texts})),{text})"
        given = f"IF(ISNUMBER({row}),INDEX({found},{row}),IF({is_sheet},{rest},{text}))"
        steps = f'{sign},IFERROR(FIND("!",{text}),0),{row},_xlfn.XMATCH({text},{texts})'
        return f"_xlfn.LAMBDA({text},_xlfn.LET({steps},{given}))"


def _column(number: int, size: int) -> str:
    letter = get_column_letter(number)
    return f"{DIRECTORY}!${letter}$1:${letter}${size}"
