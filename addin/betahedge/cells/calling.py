"""How a cell function is called: one value, many values, or a table that spills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, Any

from betahedge.cells.broadcast import (
    CELLS,
    as_rows,
    checked,
    common_shape,
    first_error,
    stretched,
    unwrap,
)
from betahedge.cells.errors import DIV0, NA, NUM, VALUE, ErrorValue, Refused, refuse
from betahedge.cells.kinds import Kind, Number, Word, is_blank, shown
from betahedge.core.least_squares import NotAvailable

if TYPE_CHECKING:
    from betahedge.cells.declaration import Arg, Cell

Answer = Callable[[Sequence[Any]], Any]

COLUMNS = 20  # series side by side, at most: the work of a regression grows with their square


def settled(result: Any, name: str) -> Any:
    """Make a result fit for a cell: no infinity, no NaN, no minus zero."""
    if type(result) is float:
        if result - result != 0:
            return ErrorValue(NUM, f"{name}: the result is beyond what a cell can hold")
        return result + 0.0
    return result


def single(arg: Arg, default: Any, value: Any) -> Any:
    """Check one value of one argument; a blank takes the default."""
    if default is not ... and is_blank(value):
        return default
    return arg.kind.coerce(value, arg.name)


# What core may raise on arguments that passed: everything else is a defect, and is called one.
RAISED = (Refused, ArithmeticError, ValueError)
DEFECT = "a fault of this program, please report it"


def error_for(raised: Exception, name: str) -> ErrorValue:
    """Turn what a function raised into the error value that its cell shows."""
    if isinstance(raised, Refused):
        return raised.error
    if not isinstance(raised, RAISED):
        return ErrorValue(VALUE, f"{name}: {DEFECT} ({type(raised).__name__})")
    if isinstance(raised, ZeroDivisionError):
        return ErrorValue(DIV0, f"{name}: the arguments divide by zero")
    if isinstance(raised, NotAvailable):
        return ErrorValue(NA, f"{name}: {raised}")
    if isinstance(raised, OverflowError):
        return ErrorValue(NUM, f"{name}: the result is beyond what a cell can hold")
    return ErrorValue(NUM, f"{name}: {raised}")


def attempt(name: str, function: Callable[..., Any], *values: Any) -> Any:
    """Call a function; where there is no answer, give the error value that says why.

    Of any exception, for a host shows one as a crash of its own.
    """
    try:
        return function(*values)
    except Exception as raised:
        return error_for(raised, name)


def element(declared: Cell, values: Sequence[Any]) -> Any:
    """Answer for one element of a range, an error in it included."""
    error = first_error(values)
    if error is not None:
        return error
    return settled(attempt(declared.name, declared.body, *values), declared.name)


def elementwise(declared: Cell) -> Answer:
    """Answer one element at a time; ranges broadcast against each other."""
    body, name = declared.body, declared.name
    required, most = declared.required, len(declared.args)
    checks = tuple(
        (*quick_look(arg.kind), arg.kind.coerce, arg.name, default)
        for arg, default in zip(declared.args, declared.defaults)
    )

    def answer(given: Sequence[Any]) -> Any:
        values: list[Any] = []
        if not required <= len(given) <= most:
            given = padded(declared, given)
        for value, (above, below, zero_fits, words, coerce, argument, default) in zip(
            given, checks
        ):
            if type(value) is float and above < value < below and (value or zero_fits):
                values.append(value)  # most often, and fast
            elif type(value) is str and value in words:
                values.append(value)
            elif isinstance(value, list | tuple):
                given = list(map(unwrap, given))
                ranges = any(isinstance(value, list | tuple) for value in given)
                return over_ranges(declared, given) if ranges else answer(given)
            elif default is not ... and is_blank(value):
                values.append(default)
            else:
                values.append(coerce(value, argument))
        result = body(*values)
        if type(result) is float and result - result == 0:
            return result + 0.0
        return settled(result, name)

    return answer


def quick_look(kind: Kind) -> tuple[float, float, bool, tuple[str, ...]]:
    """Give what needs no further look: floats strictly between two bounds, whether 0, words."""
    if isinstance(kind, Number):
        return (*kind.quick, ())
    return 0.0, 0.0, False, kind.words if isinstance(kind, Word) else ()


def padded(declared: Cell, given: Sequence[Any]) -> Sequence[Any]:
    """Put blanks where arguments are left out at the end; more than there are is refused."""
    most = len(declared.args)
    if len(given) > most:
        raise refuse(VALUE, f"{declared.name}: was {len(given)} arguments; must be {most} at most")
    return (*given, *repeat(None, most - len(given)))


def over_ranges(declared: Cell, given: Sequence[Any]) -> Any:
    """Answer with a block as large as the ranges given."""
    singles, ranges = {}, {}
    for index, (arg, default) in enumerate(zip(declared.args, declared.defaults)):
        value = given[index] if index < len(given) else None
        if isinstance(value, list | tuple):
            ranges[index] = as_rows(value, arg.name)
        else:
            singles[index] = repeat(single(arg, default, value))
    shapes = {declared.args[i].name: (len(rows), len(rows[0])) for i, rows in ranges.items()}
    shape = common_shape(shapes)
    columns: list[Any] = []
    bad = False
    for index, (arg, default) in enumerate(zip(declared.args, declared.defaults)):
        if index in singles:
            columns.append(singles[index])
            continue
        rows = ranges[index]
        flat = [row[0] for row in rows] if len(rows[0]) == 1 else [x for row in rows for x in row]
        values, wrong = checked(arg.kind, flat, arg.name, default)
        columns.append(stretched(values, (len(rows), len(rows[0])), shape))
        bad = bad or wrong
    return folded(answers(declared, columns, bad), shape[1])


def answers(declared: Cell, columns: list[Any], bad: bool) -> list[Any]:
    """Call the function along the columns, with care only where care is needed."""
    if not bad:
        try:
            results = list(map(declared.body, *columns))
            if list(map(type, results)).count(float) != len(results):
                return [settled(result, declared.name) for result in results]
            total = sum(results)
            if total - total == 0 and 0.0 not in results:
                return results
            return [settled(result, declared.name) for result in results]
        except Exception:  # noqa: S110 - one element or more will not do: answer one by one
            pass
    return [element(declared, values) for values in zip(*columns)]


def folded(values: list[Any], width: int) -> list[list[Any]]:
    """Fold a flat list into rows."""
    if width == 1:
        return [[value] for value in values]
    return [values[start : start + width] for start in range(0, len(values), width)]


def whole(declared: Cell) -> Answer:
    """Answer for whole ranges: once, or for each value of the arguments that are taken so."""
    each = [index for index, arg in enumerate(declared.args) if arg.shape == "each"]
    return for_each(declared, each) if each else once(declared)


def for_each(declared: Cell, each: Sequence[int]) -> Answer:
    """Answer along the ranges of some arguments, which broadcast; the others are taken whole."""

    def answer(given: Sequence[Any]) -> Any:
        given = padded(declared, given)
        held = {
            index: SHAPES[arg.shape](arg, declared.defaults[index], given[index])
            for index, arg in enumerate(declared.args)
            if index not in each
        }

        def body(*values: Any) -> Any:
            taken = held | dict(zip(each, values))
            return declared.body(*(taken[index] for index in range(len(taken))))

        args, defaults = ([of[i] for i in each] for of in (declared.args, declared.defaults))
        part = replace(declared, args=tuple(args), defaults=tuple(defaults), body=body)
        return elementwise(part)([given[index] for index in each])

    return answer


def once(declared: Cell) -> Answer:
    """Answer once, with one value or a block."""

    def answer(given: Sequence[Any]) -> Any:
        given = padded(declared, given)
        values = [
            SHAPES[arg.shape](arg, default, value)
            for arg, default, value in zip(declared.args, declared.defaults, given)
        ]
        result = declared.body(*values)
        if not isinstance(result, list):
            return settled(result, declared.name)
        return [[settled(value, declared.name) for value in row] for row in result]

    return answer


def one(arg: Arg, default: Any, value: Any) -> Any:
    """Take the one value of an argument that must not be a range."""
    if type(value) is float:
        return arg.kind.coerce(value, arg.name)
    value = unwrap(value)
    if isinstance(value, list | tuple):
        raise refuse(VALUE, f"{arg.name}: was {shown(value)}; must be {arg.kind.must}")
    return single(arg, default, value)


def lines(arg: Arg, default: Any, value: Any) -> list[Any]:
    """Take a range of one row or one column; bad elements stay in it as error values.

    A blank without a default stays as None: a line of blanks is no line.
    """
    values, _ = checked(
        arg.kind, in_line(arg, value), arg.name, None if default is ... else default
    )
    return values


def series(arg: Arg, default: Any, value: Any) -> list[Any]:  # noqa: ARG001
    """Take a column of observations: a blank is a missing one, an error the answer."""
    if is_blank(unwrap(value)):
        raise refuse(VALUE, f"{arg.name}: was blank; must be one column or one row")
    return observations(arg, in_line(arg, value))


def row(arg: Arg, default: Any, value: Any) -> list[Any]:
    """Take a row or a column with a value for each column of a block, none of them blank."""
    return [single(arg, default, cell) for cell in in_line(arg, value)]


def block(arg: Arg, default: Any, value: Any) -> list[list[Any]]:  # noqa: ARG001
    """Take series side by side, one for each column; a single row is one series."""
    if is_blank(unwrap(value)):
        raise refuse(VALUE, f"{arg.name}: was blank; must be columns side by side")
    rows = as_rows(value, arg.name)
    if len(rows) > 1 and len(rows[0]) > COLUMNS:
        raise refuse(VALUE, f"{arg.name}: was {len(rows[0])} columns; must be {COLUMNS} at most")
    if len(rows) > 1 and len(rows) * len(rows[0]) > CELLS:
        cells = len(rows) * len(rows[0])
        raise refuse(VALUE, f"{arg.name}: was {cells} cells; must be {CELLS} at most")
    columns = [rows[0]] if len(rows) == 1 else list(zip(*rows, strict=True))
    return [observations(arg, list(column)) for column in columns]


def in_line(arg: Arg, value: Any) -> list[Any]:
    """Flatten a range of one row or one column."""
    rows = as_rows(value, arg.name)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise refuse(VALUE, f"{arg.name}: was a block of cells; must be one column or one row")
    return [x for row in rows for x in row]


def observations(arg: Arg, values: list[Any]) -> list[Any]:
    """Check the observations of a series; None stands for a missing one."""
    taken = arg.kind.all_of(values)
    if taken is not None:
        return taken
    return [None if is_blank(value) else arg.kind.coerce(value, arg.name) for value in values]


SHAPES: dict[str, Callable[[Arg, Any, Any], Any]] = {
    "cell": one,
    "lines": lines,
    "series": series,
    "row": row,
    "block": block,
}
