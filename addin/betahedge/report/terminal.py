"""What the command line prints: the hedge table, values as a cell shows them, reference pages."""

import shutil
import sys
from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

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


def console() -> Console:
    """Make a console as wide as the terminal, and wide enough for the table elsewhere."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
    return Console(width=width, highlight=False)


def show_table(values: Mapping[str, object], built: Built, count: int) -> None:
    """Print the hedge as it stands in the workbook: contracts of one coin, then the orders."""
    table = Table(
        title="Contracts of one coin each, and the orders that can be traded", box=box.SIMPLE_HEAD
    )
    hedge = built.hedge
    for key, heading in COLUMNS:
        ratio = str(values[f"Hedge!{hedge.letter('printed')}6"]).removesuffix(" fx")
        justify = "left" if key in WORDS else "right"
        whole = key not in WORDS  # a number is never broken over two lines
        table.add_column(heading or ratio, justify=justify, overflow="fold", no_wrap=whole)  # type: ignore[arg-type]
    for row in hedge.rows[: min(count, SHOWN)]:
        cells = [(values.get(f"Hedge!{hedge.letter(key)}{row}"), key) for key, _ in COLUMNS]
        table.add_row(*(plain(value, key) for value, key in cells))
    total = values[f"Hedge!{hedge.letter('spot')}8"]
    table.add_section()
    table.add_row("total" if count <= SHOWN else f"total of {count:,}", plain(total))
    console().print(table, markup=False)


def plain(value: object, key: str = "") -> str:
    """Write a value with thousands separators; contracts of one coin as 3.0."""
    if not isinstance(value, float):
        return str(value)
    text = f"{value:,.2f}".removesuffix(".00") if key in MONEY else f"{value:,.10g}"
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
