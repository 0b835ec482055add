"""Text of files is data: shown escaped, and refused as a name where it could deceive."""

import html
import unicodedata
from collections.abc import Iterable, Sequence

NAME_LIMIT = 100  # characters of a name
SHOWN = 40  # characters of a value in a message
# Letters, digits and signs as wide as those of Japanese, and the usual ones.
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Controls, formats (U+202E turns a line around), surrogates, private and unassigned characters,
# line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_hidden(character: str) -> bool:
    """Tell a character that a terminal would obey or not show."""
    return unicodedata.category(character) in _HIDDEN


def escaped(text: str) -> str:
    """Write a text so that a terminal shows every character of it and obeys none."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        each.encode("unicode_escape").decode("ascii") if is_hidden(each) else each for each in text
    )


def shown(value: object) -> str:
    """Write a value of a file in a message, short and escaped."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value + 0.0:.15g}"  # no minus zero
    if not isinstance(value, str):
        return escaped(str(value))
    text = escaped(value[: SHOWN + 1])
    return f'"{text}"' if len(text) <= SHOWN else f'"{text[: SHOWN - 3]}..."'


def bad_name(text: str) -> str:
    """Say why a text cannot be a name: "" if it can."""
    if len(text) > NAME_LIMIT or (not text.isprintable() and any(map(is_hidden, text))):
        return f"must be a name of up to {NAME_LIMIT} printable characters"
    return ""


def listed(names: list[str], most: int = 12, join: str = ", ") -> str:
    """Name several things of a file, escaped, and how many more there are."""
    kept = [escaped(name)[:SHOWN] for name in names[:most]]
    return join.join(kept) + (f" and {len(names) - most:,} more" if len(names) > most else "")


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table for a notebook; every text is shown as it is, whatever it holds."""
    head = "".join(f"<th>{html_text(each)}</th>" for each in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{html_text(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def html_text(text: str) -> str:
    """Write a text as a page shows it and obeys none of it."""
    return html.escape(escaped(text))
