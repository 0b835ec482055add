"""What is said of a file in whose first rows no header is found."""

from collections.abc import Mapping, Sequence

from betahedge.books.declared import DECLARED
from betahedge.books.faults import BadChoice, Unclear
from betahedge.books.grid import Grid
from betahedge.books.header import FIRST_ROWS, find_column, hits_of
from betahedge.books.headings import Heading, headings
from betahedge.books.numbers import amount
from betahedge.books.text import escaped, listed


def no_header(grids: Sequence[Grid], kind: str, chosen: Mapping[str, str]) -> Exception:
    """Say what the likeliest header lacks, or that no row is one, and what there is."""
    fields, needed = DECLARED[kind]
    rows = [
        (grid, i, headings(row)) for grid in grids for i, row in enumerate(grid.rows[:FIRST_ROWS])
    ]

    def named(row: Sequence[Heading]) -> list[str]:
        return [each.name for each in fields if hits_of(each, row, set())]

    grid, index, found = max(
        rows, key=lambda row: (len(named(row[2])), sum(bool(each.text) for each in row[2]))
    )
    name, there = escaped(grid.name), listed([each.text for each in found if each.text])
    for field_, column in chosen.items():
        if column and all(find_column(row, column) is None for _, _, row in rows):
            return BadChoice(
                f"{name}, --map {field_}={escaped(column)}: there is no such column; there "
                f"are {there}"
            )
    missing = [each for each in needed if each not in chosen and each not in named(found)]
    lacking = missing or needed
    told = " and ".join(lacking)
    remedy = f"there are {there}; say {' '.join(f'--map {each}=COLUMN' for each in lacking)}"
    if index == 0 and not named(found) and any(amount(each.text) for each in found):
        return Unclear(
            f"{name}, {grid.place(grid.numbers[0])}: has numbers and no names above them; write a "
            f"line like {','.join(needed)} first"
        )
    if not named(found):
        return Unclear(f"{name}: none of the first {FIRST_ROWS} lines names {told}; {remedy}")
    return Unclear(f"{name}, {grid.place(grid.numbers[index])}: has no column {told}; {remedy}")
