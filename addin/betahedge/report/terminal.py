"""What the command line prints: the hedge table, values as a cell shows them, reference pages."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby

import click
from rich.console import Console
from rich.markdown import Markdown

from betahedge.books.text import escaped
from betahedge.cells.kinds import date_text
from betahedge.report.terminal_table import (
    Column,
    number_text,
    pair_lines,
    table_lines,
    wrap_words,
)
from betahedge.sheets.book import Built

WIDE = 120  # columns, where the output is no terminal
READABLE = 100  # columns of a text, at most
SHOWN = 20  # lines of a table, at most
COLUMNS = (
    ("hedge.asset", "Asset"),
    ("hedge.spot", "Spot value"),
    ("hedge.printed_value", "Contract value"),
    ("hedge.full", "100% hedge"),
    ("hedge.printed", ""),
    ("hedge.lots", "In new lots"),
    ("orders.order", "Order"),
    ("orders.side", "Side"),
    ("hedge.status", "Status"),
)
MONEY = ("", "hedge.spot")  # "" is the total
WORDS = ("hedge.asset", "orders.side", "hedge.status")
TICKET = (
    ("netted.contract", "Contract"),
    ("netted.exact", "Exact"),
    ("netted.held", "Held"),
    ("netted.net", "Order"),
    ("netted.side", "Side"),
    ("netted.after", "Held after"),
    ("netted.hedges", "Hedges"),
)
ONE_ORDER = "One order a contract: its assets netted, rounded once; + sold short, - bought"
TITLE = "Contracts of one coin each, and the orders that can be traded"


def width() -> int:
    """Tell how wide the terminal is; where the output is none, wide enough for the tables."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE


def console() -> Console:
    """Make a console as wide as the terminal, and without colours: it is read on any ground."""
    return Console(width=width(), highlight=False, markup=False, emoji=False, no_color=True)


def show_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], total: Sequence[str] = ()
) -> None:
    """Print a table, or a block a line where the terminal is too narrow for it."""
    shown = [[escaped(text) for text in row] for row in rows]
    for line in table_lines(columns, shown, width(), total):
        click.echo(line)


def show_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Print names with their values, a line each or, on a narrow terminal, two."""
    for line in pair_lines([(escaped(name), escaped(value)) for name, value in pairs], width()):
        click.echo(line)


def show_text(text: str, start: str = "  ", rest: str = "  ") -> None:
    """Print a text in lines that fit the terminal; start, rest: what they begin with."""
    for line in wrap_words(text, min(width(), READABLE), start, rest):
        click.echo(line)


def show_heading(text: str) -> None:
    """Print a heading, which stands out."""
    for line in wrap_words(escaped(text), min(width(), READABLE)):
        click.secho(line, bold=True)


def show_table(values: Mapping[str, object], built: Built) -> None:
    """Print the hedge as it stands in the workbook: contracts of one coin, then the orders."""
    columns = {item: [values.get(cell) for cell in built.cells(item)] for item, _ in COLUMNS}
    place = built.names.places["hedge.printed"]
    heading = str(values[f"{place.sheet}!{place.letter}{place.head}"]).removesuffix(" fx")
    heads = [Column(title or heading, item not in WORDS) for item, title in COLUMNS]
    rows = [
        [plain(columns[item][row], item) for item, _ in COLUMNS]
        for row in range(min(len(columns["hedge.asset"]), SHOWN))
    ]
    spot, count = built.names.places["hedge.spot"], len(columns["hedge.asset"])
    label = "total" if count <= SHOWN else f"total of {count:,}"
    total = [label, plain(values[f"{spot.sheet}!{spot.letter}{spot.total}"])]
    click.echo(TITLE)
    show_lines(heads, rows, total)


def show_ticket(values: Mapping[str, object], built: Built) -> None:
    """Print the orders to trade, where a contract is held or hedges more than one asset."""
    rows = [
        [plain(values.get(cell)) for cell in cells]
        for cells in zip(*(built.cells(item) for item, _ in TICKET), strict=True)
        if values.get(cells[0])
    ]
    held = any(values.get(cell) for cell in built.cells("orders.held"))
    if not rows or not (held or any(" and " in row[-1] for row in rows)):
        return
    click.echo("")
    click.echo(ONE_ORDER)
    words = ("netted.contract", "netted.side", "netted.hedges")
    heads = [Column(title, item not in words) for item, title in TICKET]
    show_lines(heads, rows[:SHOWN])
    if len(rows) > SHOWN:
        click.echo(f"and {len(rows) - SHOWN:,} more")


def plain(value: object, item: str = "") -> str:
    """Write a value with thousands separators; contracts of one coin as 3.0."""
    if not isinstance(value, float):
        return str(value)
    text = number_text(value, 2 if item in MONEY else None)
    printed = item in ("hedge.full", "hedge.printed")
    return f"{text}.0" if printed and value.is_integer() else text


def as_date(value: object) -> object:
    """Give the number of a day as a date; anything else as it is."""
    return date_text(value) if isinstance(value, float) else value


def cell_text(value: object) -> str:
    """Write a value as a sheet shows it: 15 significant digits, TRUE and FALSE in capitals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}".upper() if isinstance(value, float) else str(value)


def show_markdown(text: str) -> None:
    """Show a reference page; its tables as all tables are, with whole words."""
    for is_table, lines in groupby(text.splitlines(), lambda line: line.startswith("|")):
        if is_table:
            head, _, *rows = (_cells(line) for line in lines)
            click.echo()
            show_lines([Column(each) for each in head], rows)
            click.echo()
        else:
            console().print(Markdown("\n".join(lines)))


def _cells(line: str) -> list[str]:
    """Give the cells of a table's line in Markdown."""
    return [cell.strip(" `") for cell in line[1:-1].split("|")]
