"""The function reference, derived from the declarations: tables and pages in Markdown."""

from typing import Any, get_args

from betahedge.cells.declaration import (
    CATALOGUE,
    REQUIRED,
    Category,
    Cell,
    Example,
    declaration,
)
from betahedge.cells.kinds import Word
from betahedge.cells.lambdas import has_lambda
from betahedge.cells.native import literal
from betahedge.cells.questions import CHAPTERS, WORKED
from betahedge.cells.search import find

CATEGORIES: tuple[str, ...] = get_args(Category)


def by_category() -> dict[str, list[Cell]]:
    """Give the declarations under their categories, in the order of their questions."""
    order = {name: place for place, name in enumerate(WORKED)}
    declared = [declaration(function) for function in CATALOGUE.values()]
    declared.sort(key=lambda cell: order.get(cell.name, len(order)))
    groups = {name: [cell for cell in declared if cell.category == name] for name in CATEGORIES}
    return {name: cells for name, cells in groups.items() if cells}


def answering(question: str) -> list[Cell]:
    """Find the functions that a question in words is about, the best first, at most five."""
    cells = {cell.name: cell for group in by_category().values() for cell in group}
    texts = {
        name: f"{WORKED[name].question} {WORKED[name].reading} {cell.help} {cell.result}"
        for name, cell in cells.items()
    }
    return [cells[name] for name in find(question, texts)]


def summary() -> str:
    """Write a table of the functions for each category."""
    tables = []
    for category, cells in by_category().items():
        rows = [f"| `{cell.signature}` | {cell.help} |" for cell in cells]
        tables.append(
            "\n".join([f"**{category}**", "", "| function | result |", "|---|---|", *rows])
        )
    return "\n\n".join(tables)


def questions() -> str:
    """Write a table of the questions, each with the function that answers it, for docs."""
    lines = ["| you ask | function |", "|---|---|"]
    for cells in by_category().values():
        for cell in cells:
            link = f"[{cell.name}](../addin/FUNCTIONS.md#{cell.name.lower()})"
            lines.append(f"| {WORKED[cell.name].question} | {link} |")
    return "\n".join(lines)


def argument_text(value: object) -> str:
    """Write an argument of an example as it stands in a formula; a block as an array constant."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        rows = value if value and isinstance(value[0], list | tuple) else [value]
        return "{" + ";".join(",".join(literal(cell) for cell in row) for row in rows) + "}"
    return literal(value)


def call_text(cell: Cell, example: Example) -> str:
    """Write an example as a formula."""
    return f"={cell.call(*map(argument_text, example.args))}"


def answer_text(value: object) -> str:
    """Write an answer as a cell shows it; a block as an array constant."""
    if isinstance(value, list):
        return argument_text(value)
    return literal(value) if isinstance(value, float | int) else str(value)


def worked_example(cell: Cell) -> list[str]:
    """Write the example that starts from a desk's question; a block of answers as a table."""
    if cell.name not in WORKED:
        return []
    worked = WORKED[cell.name]
    example = cell.examples[worked.example]
    lines = [f"**{worked.question}**", ""]
    if not isinstance(example.answer, list):
        answer = answer_text(example.answer)
        return [*lines, f"`{call_text(cell, example)}` is `{answer}`: {worked.reading}.", ""]
    reading = f"{worked.reading[0].upper()}{worked.reading[1:]}."
    table = block_table(example.answer)
    return [*lines, f"`{call_text(cell, example)}` spills", "", *table, "", reading, ""]


def block_table(block: list[list[object]]) -> list[str]:
    """Write a block as a table; without a header of texts it gets an empty one."""
    rows = [f"| {' | '.join(map(answer_text, row))} |" for row in block]
    if not all(isinstance(value, str) for value in block[0]):
        rows.insert(0, "|" + " |" * len(block[0]))
    rows.insert(1, "|" + "---|" * len(block[0]))
    return rows


# What a kind refuses besides what its `must` says, and what a cell shows then.
ERRORS = (
    "An error value in an argument comes out as the same error.",
    "`#VALUE!`: a required argument is blank, there is text where a number is needed, an option "
    "word is unknown, or ranges do not go together or make more than 2,097,152 cells.",
    "`#DIV/0!`: a divisor is 0.",
    "`#NUM!`: a number is out of its range, or the result is beyond what a cell can hold.",
)


def page(cell: Cell) -> str:
    """Write the reference page of one function."""
    lines = [f"### {cell.name}", "", *worked_example(cell)]
    lines += [cell.help, "", f"`{cell.signature}`", ""]
    if cell.args:
        lines += ["| argument | unit | meaning | must be | default |", "|---|---|---|---|---|"]
        lines += [_argument_row(cell, index) for index in range(len(cell.args))]
        lines.append("")
    lines += [f"* **Result:** {cell.result}."]
    if cell.formula:
        lines += [f"* **Formula:** {cell.formula}."]
    if cell.native is None:
        other = "; its LAMBDA name does without the add-in" if has_lambda(cell) else ""
        lines += [f"* **Native Excel:** none that is one formula{other}."]
    else:
        native = cell.native_form(*(arg.name for arg in cell.args))
        lines += [f"* **Native Excel:** `={native}`"]
    if not has_lambda(cell):
        lines += ["* **LAMBDA name:** none; a workbook for Excel alone has its values"]
    lines += [
        f"* **Example:** `{call_text(cell, each)}` is `{answer_text(each.answer)}`"
        for each in cell.examples
    ]
    if cell.source:
        lines += [f"* **Source:** {cell.source}."]
    return "\n".join(lines)


def _argument_row(cell: Cell, index: int) -> str:
    arg = cell.args[index]
    return f"| `{arg.name}` | {arg.unit} | {arg.help} | {arg.kind.must} | {_default(cell, index)} |"


def _default(cell: Cell, index: int) -> str:
    default = cell.defaults[index]
    if default is REQUIRED:
        return "required"
    return cell.args[index].shown_default or ("none" if default is None else literal(default))


def described(cell: Cell) -> dict[str, Any]:
    """Give a declaration as a program takes it: names to texts and lists, as JSON has them."""
    return {
        "name": cell.name,
        "category": cell.category,
        "question": WORKED[cell.name].question if cell.name in WORKED else "",
        "help": cell.help,
        "signature": cell.signature,
        "arguments": [
            {
                "name": arg.name,
                "unit": arg.unit,
                "help": arg.help,
                "must": arg.kind.must,
                "words": list(arg.kind.words) if isinstance(arg.kind, Word) else [],
                "required": cell.defaults[index] is REQUIRED,
                "default": _default(cell, index),
            }
            for index, arg in enumerate(cell.args)
        ],
        "result": cell.result,
        "formula": cell.formula,
        "source": cell.source,
        "examples": [
            {"formula": call_text(cell, each), "answer": each.answer} for each in cell.examples
        ],
    }


def reference() -> str:
    """Write FUNCTIONS.md: every function, under its category."""
    parts = [
        "# The functions",
        "Written by `betahedge functions --reference` from the declarations; do not edit.",
        "A chapter for each kind of question, and for each function a question that a desk asks, "
        "worked.",
        "Signs: exposure and contracts sold are +, P&L and cash received are +. Ratios, rates and "
        "returns are decimals. A blank optional argument takes its default. An argument that takes "
        "a number takes a range too: ranges broadcast, the result spills, and a bad element is an "
        "error alone. In every function:",
        "\n".join(f"* {line}" for line in ERRORS),
    ]
    for category, cells in by_category().items():
        parts += [f"## {category}", CHAPTERS[category], *map(page, cells)]
    return "\n\n".join(parts) + "\n"
