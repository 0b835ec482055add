"""What the command line prints: the hedge table, values as a cell shows them, reference pages."""

import shutil
import sys
from collections.abc import Mapping, Sequence

import click
from rich.console import Console
from rich.markdown import Markdown

from betahedge.books.text import escaped
from betahedge.report.terminal_table import Column, number_text, table_lines
from betahedge.workbook.build import Built

WIDE = 120  # columns, where the output is no terminal
SHOWN = 20  # lines of a table, at most
COLUMNS = (
    ("asset", "Asset"),
    ("spot", "Spot value"),
    ("printed_value", "Contract value"),
    ("full", "100% hedge"),
    ("printed", ""),
    ("order", "Order"),
    ("action", "Action"),
    ("status", "Status"),
)
MONEY = ("", "spot")  # "" is the total
WORDS = ("asset", "action", "status")


def width() -> int:
    """Tell how wide the terminal is; where the output is none, wide enough for the tables."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE


def console() -> Console:
    """Make a console as wide as the terminal."""
    return Console(width=width(), highlight=False)


def show_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], total: Sequence[str] = ()
) -> None:
    """Print a table, or a block a line where the terminal is too narrow for it."""
    for line in table_lines(columns, rows, width(), total):
        click.echo(line)


def show_table(values: Mapping[str, object], built: Built, count: int) -> None:
    """Print the hedge as it stands in the workbook: contracts of one coin, then the orders."""
    hedge = built.hedge
    columns = []
    for key, heading in COLUMNS:
        ratio = str(values[f"Hedge!{hedge.letter('printed')}6"]).removesuffix(" fx")
        columns.append(Column(heading or ratio, key not in WORDS))
    rows = [
        [plain(values.get(f"Hedge!{hedge.letter(key)}{row}"), key) for key, _ in COLUMNS]
        for row in hedge.rows[: min(count, SHOWN)]
    ]
    total = plain(values[f"Hedge!{hedge.letter('spot')}8"])
    click.echo("Contracts of one coin each, and the orders that can be traded")
    show_lines(columns, rows, ["total" if count <= SHOWN else f"total of {count:,}", total])


def plain(value: object, key: str = "") -> str:
    """Write a value with thousands separators; contracts of one coin as 3.0."""
    if not isinstance(value, float):
        return escaped(str(value))
    text = number_text(value, 2 if key in MONEY else None)
    return f"{text}.0" if key in ("full", "printed") and value.is_integer() else text


def cell_text(value: object) -> str:
    """Write a value as a sheet shows it: 15 significant digits, TRUE and FALSE in capitals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}".upper() if isinstance(value, float) else str(value)


def show_markdown(text: str) -> None:
    """Show a reference page."""
    console().print(Markdown(text))
