"""Tables for any terminal: numbers are whole, and the first column is always there.

A table that is wider than the terminal becomes a block a line: a name, and under it each heading
with its value.  Where even that is too wide, words go on in further lines, and a number stands
alone on its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len

GAP = 2  # columns between two columns
LEAST = 16  # columns for words that go on in further lines


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it holds numbers, which stand right."""

    heading: str
    is_number: bool = False


def table_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, total: Sequence[str] = ()
) -> list[str]:
    """Lay a table out in lines of at most `width`, where its numbers leave that open.

    The first column names the rows.  total: a last row, under a rule.
    """
    everything = [*rows, *([total] if total else [])]
    widths = [
        max(
            cell_len(text)
            for text in (column.heading, *(row[place] for row in everything if place < len(row)))
        )
        for place, column in enumerate(columns)
    ]
    if sum(widths) + GAP * (len(widths) - 1) > width:
        return _blocks(columns, everything, width)
    rule = "-" * (sum(widths) + GAP * (len(widths) - 1))
    lines = [_line(columns, widths, [column.heading for column in columns]), rule]
    lines += [_line(columns, widths, row) for row in rows]
    return lines + ([rule, _line(columns, widths, total)] if total else [])


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    cells = []
    for column, width, text in zip(columns, widths, [*row, *[""] * (len(columns) - len(row))]):
        space = " " * (width - cell_len(text))
        cells.append(space + text if column.is_number else text + space)
    return (" " * GAP).join(cells).rstrip()


def _blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Give a block a row: its name, and a line a value that is there."""
    heads = max((cell_len(column.heading) for column in columns[1:]), default=0)
    lines: list[str] = []
    for row in rows:
        lines.append(row[0])
        for column, text in zip(columns[1:], row[1:]):
            if text:
                lines += _pair(column, text, heads, width)
        lines.append("")
    return lines[:-1]


def _pair(column: Column, text: str, heads: int, width: int) -> list[str]:
    """Give a heading with its value: side by side, or one under the other."""
    heading = column.heading
    start = f"  {heading}{' ' * (heads - cell_len(heading))}  "
    if cell_len(start + text) <= width:
        return [start + text]
    if not column.is_number and " " in text and width - cell_len(start) >= LEAST:
        return wrap_words(text, width, start, " " * cell_len(start))
    tight = f"  {heading} {text}"
    return [tight] if cell_len(tight) <= width else [f" {heading}", text]


def wrap_words(text: str, width: int, start: str = "", rest: str = "") -> list[str]:
    """Part a text into lines of at most `width`, at its spaces; a longer word is whole."""
    return wrap(text, max(width, 1), initial_indent=start, subsequent_indent=rest,
                break_on_hyphens=False, break_long_words=False)  # fmt: skip


def pair_lines(pairs: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Give a line a name with its value, which stands right; on a narrow terminal, below it."""
    names, values = (max((cell_len(pair[n]) for pair in pairs), default=0) for n in (0, 1))
    if 2 + names + GAP + values <= width:
        return [
            f"  {name}{' ' * (names - cell_len(name) + GAP + values - cell_len(value))}{value}"
            for name, value in pairs
        ]
    return [line for name, value in pairs for line in (f"  {name}", f"    {value}")]


def number_text(value: float, decimals: int | None = None) -> str:
    """Write a number with separators and no exponent: ten digits or more, or some decimals."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if decimals is not None:
        text = f"{value:,.{decimals}f}"
        return (
            text.rstrip("0").rstrip(".")
            if "." in text and set(text.split(".")[1]) == {"0"}
            else text
        )
    whole, _, rest = f"{abs(value):.10g}".partition("e")
    if rest:  # too large or too small for ten digits: all of them, in plain form
        text = f"{value:,.20f}" if int(rest) < 0 else f"{value:,.0f}"
        digits = 9 - int(rest)
        text = f"{value:,.{min(digits, 30)}f}" if int(rest) < 0 else text
        return text.rstrip("0").rstrip(".") if "." in text else text
    decimals = len(whole.partition(".")[2])
    return f"{value + 0.0:,.{decimals}f}"
