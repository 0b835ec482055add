"""The types of the Python face, written from the declarations: `__init__.pyi` of the package.

The functions carry no type hints, for xlwings would read them as settings; type checkers and
editors read this file instead.  `python -m betahedge.cells.stub` prints it.
"""

from textwrap import fill, indent

from betahedge.cells.declaration import CATALOGUE, REQUIRED, Arg, Cell, declaration
from betahedge.cells.kinds import Number, Text, Word

_HEAD = '''"""The types of `import betahedge`; written by `python -m betahedge.cells.stub`."""

# fmt: off

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol, TypeAlias

from betahedge.cells.errors import ErrorValue as ErrorValue
from betahedge.errors import InputError as InputError

OWN_CHECK: bool  # true where the package itself is checked: no room may need the face
if not OWN_CHECK:
    from betahedge.face import calculate as calculate
    from betahedge.face import export as export
    from betahedge.face import read as read
    from betahedge.face import report as report
    from betahedge.face import size as size
    from betahedge.face import template as template

__version__: str

class Array(Protocol):
    """What holds values as NumPy does: an array, a column or a table of pandas or Polars."""

    def __array__(self) -> Any: ...

Range: TypeAlias = list[Any] | tuple[Any, ...] | Array  # rows of cells, or one row or column
Amount: TypeAlias = float | Decimal | date | ErrorValue | Range
Table: TypeAlias = list[list[Any]] | ErrorValue  # rows
Answer: TypeAlias = Any  # a number, a text or an ErrorValue; rows of them where a range was given
'''
_DEEP = " " * 8


def write_stub() -> str:
    """Write the file."""
    functions = [_function(declaration(CATALOGUE[name])) for name in sorted(CATALOGUE)]
    return "\n".join([_HEAD, *functions])


def _function(cell: Cell) -> str:
    arguments = [
        f"    {arg.name}: {_type(arg, default)}{_default(default)},\n"
        for arg, default in zip(cell.args, cell.defaults)
    ]
    given = f"\n{''.join(arguments)}" if arguments else ""
    answer = "Table" if cell.gives_table else "Answer"
    said = [*map(_said, cell.args), f"Gives: {cell.result}."]
    said = [fill(each, 95, subsequent_indent="  ") for each in said]
    text = indent("\n".join([fill(f'"""{cell.help}', 95), "", *said, '"""']), "    ")
    return f"def {cell.name}({given}) -> {answer}:\n{text}\n"


def _said(arg: Arg) -> str:
    return f"{arg.name}: {arg.help} ({arg.unit})" if arg.unit else f"{arg.name}: {arg.help}"


def _type(arg: Arg, default: object) -> str:
    if isinstance(arg.kind, Number):
        known = "Amount"
    elif isinstance(arg.kind, Word):
        words = fill(", ".join(f'"{word}"' for word in arg.kind.words), 80, subsequent_indent=_DEEP)
        known = f"Literal[{words}] | Range"
    else:
        known = "str | Amount" if isinstance(arg.kind, Text) else "Any"
    return known if default is REQUIRED or known == "Any" else f"{known} | None"


def _default(default: object) -> str:
    if default is REQUIRED:
        return ""
    return f' = "{default}"' if isinstance(default, str) else f" = {default}"


if __name__ == "__main__":
    print(write_stub(), end="")  # noqa: T201 - the file is what is asked for
