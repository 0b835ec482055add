"""Tables and pictures that the appendix shows as they come: words and numbers already written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Table = dict[str, Any]
Chart = dict[str, Any]


def make_table(
    title: str,
    note: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[str]],
    total: Sequence[str] = (),
) -> Table:
    """Make a table.  columns: heading and width in mm, below 0 for words; 0 takes what is left."""
    return {
        "title": title,
        "note": note,
        "columns": [
            {"head": head, "width": abs(width), "number": width > 0} for head, width in columns
        ],
        "rows": [list(row) for row in rows],
        "total": list(total),
    }


def make_line(
    name: str,
    values: Sequence[float | None],
    colour: str = "navy",
    *,
    dashed: bool = False,
    thin: bool = False,
) -> dict[str, Any]:
    """Make a line of a picture, its name at its end."""
    return {"name": name, "values": list(values), "colour": colour, "dashed": dashed, "thin": thin}


def make_chart(
    title: str,
    note: str,
    alt: str,
    labels: Sequence[str],
    lines: Sequence[dict[str, Any]],
    *,
    percent: bool = False,
) -> Chart:
    """Make a picture of lines over time; alt: its main numbers in a sentence."""
    return {"title": title, "note": note, "alt": alt, "labels": list(labels), "lines": list(lines),
            "percent": percent}  # fmt: skip
