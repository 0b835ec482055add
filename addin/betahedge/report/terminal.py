"""What the command line prints: the hedge table, values as a cell shows them, reference pages."""

import shutil
import sys
from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from betahedge.sheets.book import Built

WIDE = 120  # columns, where the output is no terminal
SHOWN = 20  # lines of a table, at most
COLUMNS = (
    ("hedge.asset", "Asset"),
    ("hedge.spot", "Spot value"),
    ("hedge.printed_value", "Contract value"),
    ("hedge.full", "100% hedge"),
    ("hedge.printed", ""),
    ("hedge.lots", "In lots"),
    ("orders.order", "Order"),
    ("orders.side", "Side"),
    ("hedge.status", "Status"),
)
MONEY = ("", "hedge.spot")  # "" is the total
WORDS = ("hedge.asset", "orders.side", "hedge.status")
TITLE = "Contracts of one coin each, and the orders that can be traded"


def console() -> Console:
    """Make a console as wide as the terminal, and wide enough for the table elsewhere."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
    return Console(width=width, highlight=False)


def show_table(values: Mapping[str, object], built: Built) -> None:
    """Print the hedge as it stands in the workbook: contracts of one coin, then the orders.

    Where the terminal is too narrow for the table, each holding is a block of lines.
    """
    columns = {item: [values.get(cell) for cell in built.cells(item)] for item, _ in COLUMNS}
    place = built.names.places["hedge.printed"]
    heading = str(values[f"{place.sheet}!{place.letter}{place.head}"]).removesuffix(" fx")
    headings = [title or heading for _, title in COLUMNS]
    rows = [
        [plain(columns[item][row], item) for item, _ in COLUMNS]
        for row in range(min(len(columns["hedge.asset"]), SHOWN))
    ]
    spot, count = built.names.places["hedge.spot"], len(columns["hedge.asset"])
    label = "total" if count <= SHOWN else f"total of {count:,}"
    total = [label, plain(values[f"{spot.sheet}!{spot.letter}{spot.total}"])]
    out = console()
    wide = sum(max(map(len, cells)) + 2 for cells in zip(headings, *rows)) + 2
    if wide > out.width:
        _show_blocks(out, headings, rows, total)
    else:
        out.print(_table(headings, rows, total), markup=False)


def _table(headings: list[str], rows: list[list[str]], total: list[str]) -> Table:
    table = Table(title=TITLE, box=box.SIMPLE_HEAD)
    for (item, _), heading in zip(COLUMNS, headings, strict=True):
        words = item in WORDS  # a number is never broken over two lines
        table.add_column(heading, justify="left" if words else "right", no_wrap=not words)
    for row in rows:
        table.add_row(*row)
    table.add_section()
    table.add_row(*total)
    return table


def _show_blocks(
    out: Console, headings: list[str], rows: list[list[str]], total: list[str]
) -> None:
    """Print a line a figure: none is cut, however narrow the terminal is."""
    lines = [TITLE]
    for row in rows:
        lines += ["", row[0]]
        lines += [f"  {heading}: {cell}" for heading, cell in zip(headings[1:], row[1:])]
    for line in [*lines, "", ": ".join(total)]:
        out.print(line, markup=False, soft_wrap=True)


def plain(value: object, item: str = "") -> str:
    """Write a value with thousands separators; contracts of one coin as 3.0."""
    if not isinstance(value, float):
        return str(value)
    text = f"{value:,.2f}".removesuffix(".00") if item in MONEY else f"{value:,.10g}"
    printed = item in ("hedge.full", "hedge.printed")
    return f"{text}.0" if printed and value.is_integer() else text


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
