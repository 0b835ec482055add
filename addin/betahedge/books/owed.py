"""Coins that are owed: borrowed, lent to the book, or liabilities, as a word or a heading tells."""

from collections.abc import Mapping, Sequence

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import Unclear
from betahedge.books.headings import Heading
from betahedge.books.line_words import OWED, SHORT, spoken
from betahedge.books.numbers import amount
from betahedge.books.text import escaped, listed

_COUNTS = frozenset(
    (
        *("borrowed", "borrow", "loan", "loans", "debt", "liability", "liabilities"),
        *("short", "shortquantity", "shortqty", "qtyshort", "shortposition", "soldshort"),
    )
)


def owed_in(found: Sequence[Heading], used: set[int]) -> list[int]:
    """Give the columns that are headed as what is owed, and are no field."""
    return [n for n, each in enumerate(found) if n not in used and each.short in _COUNTS]


def sign_owed(columns: Columns) -> list[str]:
    """Take quantities, and their values, below 0 where a word beside them says that they are owed.

    Gives what must be said of it.  Raises Unclear where a column beside the quantity counts what
    is owed, for the quantity may be with or without it.
    """
    header = columns.header
    if header.layout:
        return []
    used = set(header.columns.values()) - {header.columns.get("wallet", -1)}
    beside = [place for place in range(len(header.headings)) if place not in used]
    words = spoken(columns, beside)
    _check_shorts(columns, words)
    found = ((k, words.get(row, ())) for k, row in enumerate(columns.body))
    rows = {k: word for k, cells in found for _, word in cells if OWED.fits(word)}
    for name in ("quantity", "value") if rows else ():
        numbers = columns.values.get(name, [])
        for k in rows if numbers else ():
            numbers[k] = -abs(numbers[k]) if numbers[k] else numbers[k]
    _check_counts(columns, owed_in(header.headings, used))
    said = [
        f"{columns.grid.place(columns.grid.numbers[columns.body[k]])} ({word})"
        for k, word in rows.items()
    ]
    return [f"owed by a word beside, and below 0: {listed(said)}"] if said else []


def _check_shorts(columns: Columns, words: Mapping[int, Sequence[tuple[int, str]]]) -> None:
    """Ask about a word beside that says short: it may be a side, or name a book or a term."""
    header, grid = columns.header, columns.grid
    if "side" in header.columns or "side" in header.mapped:
        return
    quantities = dict(zip(columns.body, columns.values["quantity"]))
    for row, place, word in ((row, *each) for row, cells in words.items() for each in cells):
        is_wallet = place == header.columns.get("wallet")
        if (quantities.get(row) or 0.0) > 0 and not is_wallet and SHORT.fits(word):
            heading = header.headings[place].text
            raise Unclear(
                f"{escaped(grid.name)}, {grid.place(grid.numbers[row], place)}: "
                f"{escaped(heading) or 'it'} says {escaped(word)}; say --map "
                f"side={heading or f'#{place + 1}'!r} where that is below 0, or --map side= where "
                "it is not"
            )


def _check_counts(columns: Columns, places: Sequence[int]) -> None:
    header, grid = columns.header, columns.grid
    if "quantity" in header.mapped:
        return
    for row, place in ((row, place) for row in columns.body for place in places):
        value = cell(columns, row, place)
        found = amount(str(value)) if value not in (None, "") else None
        if found and (found.with_point or found.with_comma):
            what, name = escaped(header.headings[place].text), header.text("quantity")
            raise Unclear(
                f"{escaped(grid.name)}, {grid.place(grid.numbers[row], place)}: {what} says that "
                f"{escaped(str(value))[:40]} are owed; say --map quantity={name!r} if that is taken"
                f" off {name} already, or --map quantity=COLUMN where it is; or write what is owed "
                "in a line of its own, below 0"
            )
