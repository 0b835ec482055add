"""What runs in the page: the texts of a form in, the answer and the formulas out."""

import json
import re
from typing import Any

from betahedge.cells import CATALOGUE, Cell, ErrorValue, declaration
from betahedge.cells.kinds import date_text
from betahedge.cells.native import on
from betahedge.cells.pages import answer_text, argument_text

_NUMBER = re.compile(r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?)(?P<percent>%?)", re.I)
_CELL = re.compile(r'\s*("(?:[^"]|"")*"|[^,;]*?)\s*([,;]|$)')  # of an array constant


def answer(name: str, form: str) -> str:
    """Answer a function: a JSON list of the arguments' texts in, a JSON object out.

    rows: the answer as a cell shows it, a list of rows.  reasons: why there is an error value.
    formula: to paste where the add-in is.  native: to paste where it is not; "" where there is no
    answer, or no one formula that gives it.
    """
    values = [read_argument(text) for text in json.loads(form)]
    while values and values[-1] == "":
        values.pop()
    cell = declaration(CATALOGUE[name])
    given = CATALOGUE[name](*values)
    rows = given if isinstance(given, list) else [[given]]
    errors = [value for row in rows for value in row if isinstance(value, ErrorValue)]
    texts = ["" if value == "" else argument_text(value) for value in values]
    found = {
        "rows": [[show(value, cell) for value in row] for row in rows],
        "reasons": list(dict.fromkeys(error.reason or str(error) for error in errors)),
        "formula": f"={cell.call(*texts)}",
        "native": "" if errors else write_native(cell, texts),
    }
    return json.dumps(found)


def show(value: Any, cell: Cell) -> str:
    """Write a value of an answer as a cell shows it."""
    return date_text(value) if cell.gives_date and type(value) is float else answer_text(value)


def write_native(cell: Cell, texts: list[str]) -> str:
    """Write the native form on the arguments' texts; a blank one takes its default."""
    if cell.native is None:
        return ""
    said = {arg.name: text for arg, text in zip(cell.args, texts) if text}
    return f"={on(cell.native, cell.texts(*texts[: cell.required]) | said)}"


def read_argument(text: str) -> Any:
    """Read what was typed or pasted: a value, lines and tabs of cells, or an array constant."""
    if re.fullmatch(r"\s*\{.*\}\s*", text, re.DOTALL):
        return read_array(text.strip()[1:-1])
    lines = [line.split("\t") for line in text.strip("\r\n").splitlines()] or [[""]]
    rows = [[read_value(cell) for cell in line] for line in lines]
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def read_array(text: str) -> list[list[Any]]:
    """Read what stands between the braces of {1,2;3,4}."""
    rows: list[list[Any]] = [[]]
    for found in _CELL.finditer(text):
        rows[-1].append(read_value(found[1]))
        if not found[2]:
            break
        if found[2] == ";":
            rows.append([])
    return rows


def read_value(text: str) -> float | bool | str:
    """Read one value; what is no number, truth value or text in quotes is the text itself."""
    text = text.strip()
    number = _NUMBER.fullmatch(text)
    if number:
        return float(number["number"]) / (100 if number["percent"] else 1)
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text
