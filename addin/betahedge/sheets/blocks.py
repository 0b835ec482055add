"""What a sheet is made of, as data: blocks of named items, charts, checks.

An item's formula is written in terms of other items: `{quantity}*{price}` for those of its own
block or sheet, `{hedge.spot}` for another block's.  In a table that name is the cell of the same
row; `{hedge.spot:all}` is the whole column and `{hedge.spot:total}` its total.  Nothing here has an
address: `layout` gives each item its place, `writer` writes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from betahedge.cells.native import NativeBlock
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Call, Check, Column, Flag, Given, Here, Item


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines of label, value and unit or note.

    across: the tracks of label, value and note; the value is merged from its track to `until`.
    head: over the lines, for those that stand as a small table; total: the last line is one.
    """

    key: str
    title: str
    items: tuple[Item, ...]
    across: tuple[str, ...] = ()
    until: str = ""
    note: str = ""
    ruled: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one formula a column.

    rows: the name of the family whose rows these are (a row here is the same holding's row as on
    every other table of the family), or a number.  workings: columns that stand on the proof's
    sheet, behind the twins.  groups: titles over columns, by the first one's key.
    """

    key: str
    columns: tuple[Column, ...]
    rows: str | int
    title: str = ""
    note: str = ""
    workings: tuple[Column, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    tracks: tuple[str, ...] = ()
    split: str = ""  # the column that begins a second page, where one is too narrow
    total: bool = True
    short: bool = False  # the heading is one line high
    tall: float = 0.0  # points of a row, where it is higher than others
    blank: bool = False  # rows whose first column shows nothing have no lines
    room: int = 0  # of a family's first table: the rows there are at the least
    limit: int = 0  # rows printed, at the most, of a table that stands below a list
    like: str = ""  # the table whose rows these are, where they are a number

    @property
    def family(self) -> str:
        """Name the rows: a row here is the same row of every table of the family."""
        return self.rows if isinstance(self.rows, str) else f"#{self.like or self.key}"


@dataclass(frozen=True, slots=True)
class Series:
    """Inputs side by side: a label, then a cell a track."""

    key: str
    label: str
    given: Given
    count: int
    form: str = "move"


@dataclass(frozen=True, slots=True)
class Spill:
    """A function that fills a block, with its native twin cell by cell.

    rows: where the native block has one row for each of them.  forms: of the columns, by key.
    """

    key: str
    title: str
    call: Call
    rows: int = 0
    forms: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def native(self) -> NativeBlock:
        """Give the native form, cell by cell."""
        found = self.call.declared.native_block
        if found is None:
            raise ValueError(f"{self.call.declared.name} has no native block")
        return found

    @property
    def row_keys(self) -> tuple[str, ...]:
        """Name the rows under the head."""
        return tuple(self.native.rows) or tuple(map(str, range(1, self.rows + 1)))


@dataclass(frozen=True, slots=True)
class SpillTwin:
    """The native form of a spill, cell by cell, and beside it the differences."""

    key: str
    spill: Spill
    home: Here


@dataclass(frozen=True, slots=True)
class Line:
    """A line, bar or column of a chart: a column of a table, and how it looks."""

    of: str
    look: str
    name: str = ""  # where it is not the column's heading


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns over a first one; a height of 0 takes what the page has left.

    y_form: of the axis; "cash" is what a hedge earns or costs, which is little beside its book.
    legend: names the lines below, where their ends may meet and names there would overprint.
    from_zero: of what is never below 0, so that columns nearly alike are seen to be.
    """

    key: str
    title: str
    kind: Literal["line", "bridge", "columns"]
    over: str
    lines: tuple[Line, ...]
    width: float  # cm
    height: float = 0.0
    x_form: str = "general"
    y_form: str = "money"
    at: str = ""
    narrow: bool = False
    inner: tuple[float, float, float, float] = (0.10, 0.16, 0.74, 0.70)
    legend: bool = False
    from_zero: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: its label, a big value, a note, from one track to another."""

    key: str
    label: str
    what: str
    form: str
    note: str
    across: tuple[str, ...] = ()
    flag: Flag = field(default_factory=Flag)


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures side by side."""

    key: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One sentence that says the result; lines under it, with what stands at their right ends."""

    what: str
    lines: tuple[tuple[str, ...], ...] = ()
    until: str = ""
    key: str = "headline"
    high: float = 22


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a listing: texts or formulas by track; a link leads to a sheet."""

    texts: tuple[str, ...]
    link: str = ""
    style: str = "label"
    flag: Flag = field(default_factory=Flag)


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of text."""

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    across: tuple[str, ...] = ()
    contents: bool = False  # the sheets of the workbook, each with its question and its checks
    tall: float = 0.0


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs: a line each, from one track to another."""

    key: str
    who: tuple[tuple[str, str, str], ...]  # label, first track, last track


@dataclass(frozen=True, slots=True)
class Side:
    """Blocks that begin on the same row."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks below one another, in a place beside others."""

    blocks: tuple["Block", ...]


Leaf = (
    Panel | Table | Series | Spill | SpillTwin | Chart | Figures | Headline | Listing | Signatures
)
Block = Leaf | Side | Stack


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the question it answers, its blocks from top to bottom, and what must hold.

    below: blocks under the room of a list, printed on pages of their own.  tracks: the widths of
    its columns by name, where no table gives them.  one_page: fits one page high, too.  narrow:
    money of a large book is shown in thousands or millions.
    """

    name: str
    question: str
    blocks: tuple[Block, ...]
    checks: tuple[Check, ...] = ()
    below: tuple[Block, ...] = ()
    tracks: Mapping[str, float] = field(default_factory=dict)
    portrait: bool = False
    one_page: bool = False
    narrow: bool = False
    proves: bool = False  # the twins of the whole workbook stand here
    lists_checks: bool = False
    reads_checks: bool = False  # it shows what the checks say, so no check reads it
    print_rows: int = 0  # where not all of it is printed
    breaks: tuple[str, ...] = ()  # keys of blocks that begin a page
    inputs: bool = False  # blank rows look like inputs, three at a time


@dataclass(frozen=True)
class Workbook:
    """A workbook: its file's name, its title, its sheets in order."""

    name: str
    title: str
    sheets: tuple[Sheet | Callable[[Facts], Sheet], ...]
