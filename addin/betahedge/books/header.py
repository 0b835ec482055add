"""Which row is the header, and which column is what: told, known, by synonyms; never a guess."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from betahedge.books.dates import read_date
from betahedge.books.declared import DECLARED
from betahedge.books.faults import BadChoice, Unclear
from betahedge.books.field import DATE, RATE, SHARE, Field
from betahedge.books.grid import Grid
from betahedge.books.headings import Heading, headings, key, without_zone
from betahedge.books.layout import Layout
from betahedge.books.layouts import LAYOUTS
from betahedge.books.numbers import amount
from betahedge.books.parts import parts_in
from betahedge.books.text import escaped, listed
from betahedge.books.tickers import heads_coins, tickers
from betahedge.cells.kinds import Number

_COUNTED = {  # what tells that a file is meant to be of its kind
    "holdings": frozenset(("quantity",)),
    "positions": frozenset(("contract", "held", "position", "short", "long")),
    "trades": frozenset(("quantity",)),
    "funding": frozenset(("amount",)),
    "market": frozenset(("price", "futures_price", "funding_rate")),
}
FIRST_ROWS = 20  # the header is one of them
DATES = frozenset(
    (
        *("date", "time", "timestamp", "day", "datetime", "dateutc", "datum", "fecha"),
        *("snappedat", "opentime"),
    )
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of a table are: fields by their column, and what is not used."""

    row: int  # index into the grid's rows
    headings: tuple[Heading, ...]
    columns: dict[str, int]
    ignored: tuple[str, ...]
    layout: Layout | None = None
    mapped: tuple[str, ...] = field(default=())  # said by the user
    aside: frozenset[int] = frozenset()  # columns of other tables beside it

    def text(self, name: str) -> str:
        """Give the heading of a field as the file writes it."""
        return escaped(self.headings[self.columns[name]].text) or name


def is_meant(kind: str, chosen: Iterable[str]) -> bool:
    """Tell that the user names the column that counts, and so takes the file for its kind."""
    return not _COUNTED[kind].isdisjoint(chosen)


def _key(header: str) -> str:
    name, _, count = header.partition("#")
    return f"{key(name)}#{count}" if count else key(name)


def _places(found: Sequence[Heading]) -> dict[str, int]:
    """Give where each heading stands, under its key, and under that without a time zone."""
    places = {each.key: index for index, each in reversed(list(enumerate(found)))}
    times = {without_zone(each): index for index, each in enumerate(found) if "(" in each.text}
    return times | places


def known_layout(found: Sequence[Heading], kind: str = "") -> Layout | None:
    """Give the known layout that has the most headers of all that fit."""
    keys = _places(found)
    fits = [
        layout
        for layout in LAYOUTS
        if (not kind or kind in layout.holds) and all(_key(each) in keys for each in layout.headers)
    ]
    return max(fits, key=lambda layout: len(layout.headers), default=None)


def score(row: Sequence[Any], fields: Sequence[Field]) -> int:
    """Count the fields that a row names."""
    texts = [value for value in row if isinstance(value, str) and value]
    if not texts or len(texts) > 2000:
        return 0
    found = headings(texts)
    if known_layout(found):
        return 100
    named = sum(bool(hits_of(field, found, set())) for field in fields)
    return named + bool(parts_in(found))


def _is_named(each: Heading, keys: Set[str], wanted: Field) -> bool:
    """Tell a heading that is one of the names; money or a per cent beside it is no count."""
    if not each.key or (each.per_cent and wanted.kind not in (SHARE, RATE)):
        return False
    counted = wanted.unit.startswith(("coins", "contracts"))
    bare = each.short in keys and not (each.currency and counted)
    return each.key.partition("#")[0] in keys or bare


def hits_of(wanted: Field, found: Sequence[Heading], taken: set[int]) -> list[int]:
    """Give the columns that could be a field: by its names, and only then by its weak names."""
    for names in ((wanted.name, *wanted.synonyms), wanted.weak):
        keys = _keys(names)
        hits = [
            index
            for index, each in enumerate(found)
            if index not in taken and _is_named(each, keys, wanted)
        ]
        if hits:
            return hits
    return []


def names_in(found: Sequence[Heading], fields: Sequence[Field], *, weak: bool = False) -> set[str]:
    """Give the fields that a row names, by names that are theirs alone.

    weak: by weak names too, where the heading is no other field's own.
    """

    def named(each: Heading) -> set[str]:
        own = {f.name for f in fields if _is_named(each, _keys((f.name, *f.synonyms)), f)}
        return own or {f.name for f in fields if weak and _is_named(each, _keys(f.weak), f)}

    return {name for each in found for name in named(each)}


@functools.lru_cache(maxsize=512)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(key, names))


def find_header(grid: Grid, kind: str, chosen: Mapping[str, str]) -> Header | None:
    """Find the header of a table in its first rows; None if there is none."""
    fields, _ = DECLARED[kind]
    candidates = []
    for index, row in enumerate(grid.rows[:FIRST_ROWS]):
        found = headings(row)
        if chosen and all(
            find_column(found, column) is not None for column in chosen.values() if column
        ):
            points = 1 + len(chosen) + score(row, fields) if _texts(row) > 1 else 0
        else:
            points = score(row, fields) if not chosen else 0
        candidates.append((points, -index))
    points, index = max(candidates, default=(0, 0))
    if points < 2 and not (chosen and points):
        return None
    return resolve(grid, -index, kind, chosen)


def _texts(row: Sequence[Any]) -> int:
    return sum(isinstance(value, str) and value != "" for value in row)


def find_column(found: Sequence[Heading], wanted: str) -> int | None:
    """Find a column by its heading, or by #3, the third; Name#2 is the second of a name."""
    if re.fullmatch(r"#[0-9]{1,4}", wanted):
        place = int(wanted[1:]) - 1
        return place if 0 <= place < len(found) else None
    exact = [
        i
        for i, each in enumerate(found)
        if each.text.casefold() == " ".join(wanted.split()).casefold()
    ]
    if exact:
        return exact[0]
    return next((i for i, each in enumerate(found) if each.key and each.key == _key(wanted)), None)


def resolve(grid: Grid, row: int, kind: str, chosen: Mapping[str, str]) -> Header:
    """Tell which column is which field: as chosen, then by a known layout, then by synonyms."""
    found = headings(grid.rows[row])
    columns: dict[str, int] = {}
    for name, column in chosen.items():
        place = find_column(found, column) if column else -1
        if place is None:
            there = listed([each.text for each in found if each.text])
            raise BadChoice(
                f"{escaped(grid.name)}, --map {name}={escaped(column)}: there is no such "
                f"column; there are {there}"
            )
        columns[name] = place
    layout, aside = known_layout(found, kind), frozenset[int]()
    if layout:
        _by_layout(layout.where[kind], found, columns)
    else:
        aside = _aside(grid, row, found, kind) - set(columns.values())
        _by_synonyms(grid, row, kind, columns, aside)
        if kind == "holdings" and "quantity" not in columns:
            columns |= parts_in(found)
        if kind == "holdings" and "asset" not in columns and heads_coins(grid.rows[row:]):
            columns["asset"] = 0
    columns = {name: place for name, place in columns.items() if place >= 0}
    _check_chosen(grid, row, kind, {name: columns[name] for name in chosen if name in columns})
    used = set(columns.values())
    below = grid.rows[row + 1 : row + 1 + FIRST_ROWS]
    ignored = [
        each.text or f"#{i + 1}, which has no heading"
        for i, each in enumerate(found)
        if i not in used
        and (each.text or any(len(r) > i and r[i] not in (None, "") for r in below))
    ]
    return Header(row, found, columns, tuple(ignored), layout, tuple(chosen), aside)


def _check_chosen(grid: Grid, row: int, kind: str, chosen: Mapping[str, int]) -> None:
    """Refuse one column for two fields, and a line of numbers that is taken for the header."""
    name, number = escaped(grid.name), grid.numbers[row]
    owner: dict[int, str] = {}
    for field_, place in chosen.items():
        other = owner.setdefault(place, field_)
        if other != field_:
            raise BadChoice(f"{name}, --map: {other} and {field_} are one column; say two")
    for each in DECLARED[kind][0]:
        place = chosen.get(each.name, -1)
        text = str(grid.rows[row][place]) if place >= 0 else ""
        if isinstance(each.kind, Number) and amount(text):
            raise BadChoice(
                f"{name}, {grid.place(number)}: is no header, for {each.label} is {escaped(text)} "
                "there; write a line of names above it"
            )


def _by_layout(where: Mapping[str, str], found: Sequence[Heading], columns: dict[str, int]) -> None:
    keys = _places(found)
    for name, options in where.items():
        place = next((keys[_key(each)] for each in options.split("|") if _key(each) in keys), None)
        if place is not None:
            columns.setdefault(name, place)


def _aside(grid: Grid, row: int, found: Sequence[Heading], kind: str) -> frozenset[int]:
    """Give the columns of other tables beside the one that is whole.

    Empty columns part them, and each names coins, or what its lines are of, itself.
    """
    fields, needed = DECLARED[kind]
    filled = [
        place
        for place in range(len(found))
        if any(place < len(r) and r[place] not in (None, "") for r in grid.rows[row:])
    ]
    parts: list[list[int]] = []
    for place in filled:
        if not parts or parts[-1][-1] + 1 < place:
            parts.append([])
        parts[-1].append(place)
    if len(parts) < 2:
        return frozenset()
    names = [names_in([found[place] for place in part], fields, weak=True) for part in parts]
    whole = [part for part, own in zip(parts, names) if own.issuperset(needed)]
    is_parted = sum(needed[0] in own for own in names) > 1 and len(whole) == 1
    return frozenset(filled) - frozenset(whole[0]) if is_parted else frozenset()


def _by_synonyms(grid: Grid, row: int, kind: str, columns: dict[str, int], aside: Set[int]) -> None:
    found = headings(grid.rows[row])
    taken = {*aside, *(place for place in columns.values() if place >= 0)}
    for field_ in DECLARED[kind][0]:
        if field_.name in columns:
            continue
        hits = hits_of(field_, found, taken)
        if len(hits) > 1:  # Security and Ccy may both be a coin; Ccy is a currency by its name
            hits = [hit for hit in hits if not _is_of_another(found[hit], field_, kind)] or hits
        if len(hits) > 1:
            hits = tickers(grid.rows[row + 1 :], found, hits) or hits
        if len(hits) > 1 and field_.kind == DATE and _say_the_same(grid.rows[row + 1 :], hits):
            hits = hits[:1]
        if len(hits) > 1:
            texts = [escaped(found[hit].text) for hit in hits]
            if len(set(texts)) < len(texts):
                texts = [f"#{hit + 1}" for hit in hits]
            told = " or ".join(
                f"--map {field_.name}={text!r}" if " " in text else f"--map {field_.name}={text}"
                for text in texts
            )
            raise Unclear(
                f"{escaped(grid.name)}: {field_.label} could be {' or '.join(texts)}; say {told}"
            )
        if hits:
            columns[field_.name] = hits[0]
            taken.add(hits[0])


def _say_the_same(below: Sequence[Sequence[Any]], hits: Sequence[int]) -> bool:
    """Tell columns that give each line one time, in milliseconds and in words as ccxt does."""
    lines = [[read_date(row[hit]) for hit in hits] for row in below if len(row) > max(hits)]
    return bool(lines) and all(times[0] and len(set(times)) == 1 for times in lines)


def _is_of_another(each: Heading, wanted: Field, kind: str) -> bool:
    """Tell a heading that is another field's own name."""
    others = (other for other in DECLARED[kind][0] if other is not wanted)
    return any(_is_named(each, _keys((other.name, *other.synonyms)), other) for other in others)
