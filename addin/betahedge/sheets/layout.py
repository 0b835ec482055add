"""Where everything stands: tracks across, rows down, and a place for each item of a sheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from math import ceil

from openpyxl.utils import get_column_letter

from betahedge.sheets.blocks import (
    Block,
    Chart,
    Figures,
    Headline,
    Leaf,
    Listing,
    Panel,
    Series,
    Sheet,
    Side,
    Signatures,
    Spill,
    SpillTwin,
    Stack,
    Table,
)

TOP = 5  # the first row under the header block of every sheet
ROW = 15.0  # points of a row
HEAD = 27.0
HEADER = {1: 24.0, 2: 16.0, 3: 5.0}  # heights of the header block
POINTS = 72 / 2.54  # a cm


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, or the cells of a column; `family` tells rows that many tables share."""

    sheet: str
    column: int
    first: int
    last: int
    family: str = ""
    total: int = 0
    head: int = 0
    until: int = 0  # the last column of cells side by side

    @property
    def letter(self) -> str:
        """Give the column's letter."""
        return get_column_letter(self.column)

    def range(self, *, abroad: bool = True) -> str:
        """Give the absolute address of all cells."""
        ends = {
            (self.letter, self.first),
            (get_column_letter(self.until or self.column), self.last),
        }
        cells = ":".join(f"${letter}${row}" for letter, row in sorted(ends, key=_across))
        return f"{self.sheet}!{cells}" if abroad else cells


def _across(end: tuple[str, int]) -> tuple[int, str, int]:
    letter, row = end
    return len(letter), letter, row


Rooms = dict[str, int]  # rows of each family


@dataclass
class Layout:
    """The places of a sheet's items, by "block.item"."""

    sheet: Sheet
    rooms: Rooms
    tracks: dict[str, int] = field(default_factory=dict)
    widths: list[float] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    tops: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)  # the row after a block
    heights: dict[int, float] = field(default_factory=lambda: dict(HEADER))
    fills: int = 0  # rows of a chart that takes what the page has left
    last: int = TOP
    under: int = 0  # the first row of the blocks below
    floats: int = 0  # the row from which charts stand on the list's own page

    def __post_init__(self) -> None:
        """Lay out the tracks and the blocks."""
        self._lay_tracks()
        listed = bool(self.sheet.blocks) and is_list(self.sheet.blocks[0])
        self.last = self._flow(self.sheet.blocks, TOP + listed)  # as if there were a headline
        if self.sheet.below:
            self.under = self.last + 2
            self.last = self._flow(self.sheet.below, self.under)

    def _lay_tracks(self) -> None:
        for key, width in self.sheet.tracks.items():
            self.add_track(key, width)
        for block in every(self.sheet.blocks):
            if isinstance(block, Table) and not block.tracks:
                for column in block.columns:
                    self.add_track(f"{block.key}.{column.key}", column.width)
                    self.tracks.setdefault(column.key, len(self.widths))

    def add_track(self, key: str, width: float) -> int:
        """Add a column to the sheet."""
        self.widths.append(width)
        self.tracks[key] = len(self.widths)
        return len(self.widths)

    def track(self, key: str) -> int:
        """Give the number of a column by its name, or of the nth, #n."""
        number = int(key[1:]) if key.startswith("#") else self.tracks.get(key, 0)
        if not 0 < number <= len(self.widths):
            raise ValueError(f"{self.sheet.name}: there is no track {key}")
        return number

    def track_of(self, table: Table, number: int) -> int:
        """Give the column of a table's column."""
        if table.tracks:
            return self.track(table.tracks[number])
        return self.track(f"{table.key}.{table.columns[number].key}")

    def nth(self, key: str, number: int, across: tuple[str, ...] = ()) -> int:
        """Give the track of a block's part: as it says, or the nth from the left."""
        if number < len(across):
            return self.track(across[number])
        if number >= len(self.widths):
            raise ValueError(f"{self.sheet.name}: {key} is wider than the sheet")
        return number + 1

    def _flow(self, blocks: tuple[Block, ...], row: int) -> int:
        """Lay blocks below one another; give the last row."""
        before: Block | None = None
        for block in blocks:
            row += 0 if before is None else gap(before, block)
            row = self._place(block, row)
            before = block
        return row - 1

    def _place(self, block: Block, row: int) -> int:
        """Lay one block from a row on; give the row after it."""
        if isinstance(block, Side):
            lower = any(map(has_high_head, block.blocks))
            return max(
                self._place(each, row + (lower and not has_high_head(each)))
                for each in block.blocks
            )
        if isinstance(block, Stack):
            return self._flow(block.blocks, row) + 1
        if block.key in self.tops:
            raise ValueError(f"{self.sheet.name}: two blocks are called {block.key}")
        self.tops[block.key] = row
        lay: Callable[[Leaf, int], int] = LAYERS[type(block)].__get__(self)
        self.ends[block.key] = lay(block, row)
        return self.ends[block.key]

    def _cell(self, block: str, key: str, column: int, row: int, rows: int = 1) -> None:
        self.add(f"{block}.{key}", Place(self.sheet.name, column, row, row + rows - 1))

    def add(self, name: str, place: Place) -> None:
        """Give an item its place; no two items have one cell."""
        if name in self.places:
            raise ValueError(f"{self.sheet.name}: two items are called {name}")
        for other, held in self.places.items():
            apart = held.last < place.first or place.last < held.first
            if held.column == place.column and not apart and not held.until:
                raise ValueError(f"{self.sheet.name}: {name} and {other} are on one cell")
        self.places[name] = place

    def _headline(self, block: Headline, row: int) -> int:
        self.heights[row] = block.high
        return row + 1 + len(block.lines)

    def _panel(self, block: Panel, row: int) -> int:
        row += bool(block.title)
        for item in block.items:
            self._cell(block.key, item.key, self.nth(block.key, 1, block.across), row)
            row += 1
        return row

    def _table(self, block: Table, row: int) -> int:
        row += 1 if is_list(block) or block.title else 0  # titles of groups, or of the table
        head = row
        if not block.short:
            self.heights[head] = HEAD
        total = head + 2 if block.total else 0
        first = head + 2 + block.total
        rows = self.rooms[block.rows] if isinstance(block.rows, str) else block.rows
        family = block.family
        for number, column in enumerate(block.columns):
            at, last = self.track_of(block, number), first + rows - 1
            place = Place(self.sheet.name, at, first, last, family, total, head)
            self.add(f"{block.key}.{column.key}", place)
        places = [self.places[f"{block.key}.{c.key}"] for c in block.columns]
        if len(places) > 1:
            whole = replace(places[1], until=places[-1].column)
            self.places[f"{block.key}.block"] = whole
        if block.tall:
            self.heights.update(dict.fromkeys(range(first, first + rows), block.tall))
        return first + rows

    def _series(self, block: Series, row: int) -> int:
        for number in range(block.count):
            self._cell(block.key, str(number + 1), 2 + number, row)
        whole = Place(self.sheet.name, 2, row, row, until=1 + block.count)
        self.places[block.key] = whole
        return row + 1

    def _spill(self, block: Spill, row: int) -> int:
        head = row + 1
        self.heights[head] = HEAD
        for down, key in enumerate(("", *block.row_keys)):
            for across, column in enumerate(block.native.head):
                self._cell(block.key, f"{column}.{key}", 1 + across, head + down)
        return head + 1 + len(block.row_keys)

    def _spill_twin(self, block: SpillTwin, row: int) -> int:
        spill, head = block.spill, row + 1
        wide = len(spill.native.head)
        for down, key in enumerate(("", *spill.row_keys)):
            for across, column in enumerate(spill.native.head, start=1):
                self._cell(block.key, f"{column}.{key}", across, head + down)
                self._cell(block.key, f"gap.{column}.{key}", across + wide, head + down)
        return head + 1 + len(spill.row_keys)

    def _chart(self, block: Chart, row: int) -> int:
        rows = ceil(block.height * POINTS / ROW) if block.height else self.fills
        return row + rows

    def _figures(self, block: Figures, row: int) -> int:
        self.heights[row + 1] = 22
        for figure in block.figures:
            self._cell(block.key, figure.key, self.track(figure.across[0]), row + 1)
        return row + 3

    def _listing(self, block: Listing, row: int) -> int:
        first = row + bool(block.title)
        if block.tall:
            self.heights.update(dict.fromkeys(range(first, first + len(block.entries)), block.tall))
        return first + len(block.entries)

    def _signatures(self, block: Signatures, row: int) -> int:  # noqa: ARG002
        return row + 4

    def points(self, first: int, last: int) -> float:
        """Give the height of rows in points."""
        return sum(self.heights.get(row, ROW) for row in range(first, last + 1))


LAYERS = {
    Headline: Layout._headline,
    Panel: Layout._panel,
    Table: Layout._table,
    Series: Layout._series,
    Spill: Layout._spill,
    SpillTwin: Layout._spill_twin,
    Chart: Layout._chart,
    Figures: Layout._figures,
    Listing: Layout._listing,
    Signatures: Layout._signatures,
}


def is_list(block: Block) -> bool:
    """Tell a list of the main rows, which stands on the same row numbers everywhere."""
    return isinstance(block, Table) and isinstance(block.rows, str) and not block.title


def has_high_head(block: Block) -> bool:
    """Tell a block with a high row of heads under its title: what is beside it begins there."""
    return isinstance(block, Spill) or (isinstance(block, Table) and not block.short)


def gap(before: Block, block: Block) -> int:
    """Count the empty rows between two blocks: none before a list's groups, or between series."""
    if isinstance(block, Series):
        return 0 if isinstance(before, Series | Side | Panel) else 1
    return 0 if is_list(block) and isinstance(before, Headline) else 1


def every(blocks: tuple[Block, ...]) -> Iterator[Leaf]:
    """Run through blocks, those that stand side by side one after the other."""
    for block in blocks:
        if isinstance(block, Side | Stack):
            yield from every(block.blocks)
        else:
            yield block
