"""Ranges against ranges: how the blocks of cells that arrive become columns of equal length.

A block is a list or tuple of rows.  A 1x1 block is a single value, a flat list is one row.
"""

from collections.abc import Callable, Sequence
from typing import Any

from betahedge.cells.errors import VALUE, ErrorValue, Refused, refuse
from betahedge.cells.kinds import Kind, is_blank

CELLS = 2 * 1_048_576  # an answer's, at most: two of Excel's columns from top to bottom

Shape = tuple[int, int]
Block = Sequence[Sequence[Any]]


def as_rows(value: Any, name: str) -> Block:
    """Give the rows of a range; a ragged one is refused."""
    if not isinstance(value, list | tuple):
        return ((value,),)
    if not value:
        return ((None,),)
    rows: Block = value if isinstance(value[0], list | tuple) else (value,)
    if not (alike(rows, type) and alike(rows, len)):
        for row in rows:
            if not isinstance(row, list | tuple) or len(row) != len(rows[0]):
                raise refuse(VALUE, f"{name}: was rows of different lengths; must be a range")
    return rows if rows[0] else ((None,),)


def is_array(value: Any) -> bool:
    """Tell what a notebook keeps values in: an array, a column or a table, and no single number."""
    return hasattr(type(value), "__array__") and bool(getattr(value, "shape", ()))


def from_array(value: Any) -> Any:
    """Give the range that an array holds, of one axis a column; anything else as it is."""
    if not is_array(value):
        return value
    found = value.__array__().tolist()
    return found if len(value.shape) > 1 else [[each] for each in found]


def alike(rows: Block, trait: Callable[[Any], object]) -> bool:
    """Tell, fast, that a trait of the first row is every row's."""
    return list(map(trait, rows)).count(trait(rows[0])) == len(rows)


def unwrap(value: Any) -> Any:
    """Take a single value out of a 1x1 range, as deep as it is wrapped."""
    while isinstance(value, list | tuple) and len(value) <= 1:
        value = value[0] if value else None
    return value


def common_shape(shapes: dict[str, Shape]) -> Shape:
    """Find the shape all ranges stretch to: each side is 1 or the same for all."""
    result = [1, 1]
    for name, shape in shapes.items():
        for axis in (0, 1):
            if shape[axis] != 1 and result[axis] not in (1, shape[axis]):
                unit = ("rows", "columns")[axis]
                raise refuse(
                    VALUE,
                    f"{name}: was {shape[axis]} {unit}; must be 1 or {result[axis]}, "
                    "like the other ranges",
                )
            result[axis] = max(result[axis], shape[axis])
        if result[0] * result[1] > CELLS:
            made = f"{result[0]} rows by {result[1]} columns with the other ranges"
            raise refuse(VALUE, f"{name}: was {made}; must be {CELLS} cells at most")
    return result[0], result[1]


def stretched(values: list[Any], shape: Shape, target: Shape) -> list[Any]:
    """Repeat a range's values, row by row, to the target shape."""
    if shape == target:
        return values
    (rows, columns), (wide_rows, wide_columns) = shape, target
    if columns < wide_columns:
        values = [value for value in values for _ in range(wide_columns)]
    return values * wide_rows if rows < wide_rows else values


def checked(kind: Kind, values: list[Any], name: str, default: Any) -> tuple[list[Any], bool]:
    """Coerce a range's values; a bad element becomes its error value.

    `default` stands in for blanks (`...` means there is none).  Returns the values, and whether
    any is an error.
    """
    taken = kind.all_of(values)
    if taken is not None:
        return taken, False
    result: list[Any] = []
    bad = False
    for value in values:
        if default is not ... and is_blank(value):
            result.append(default)
            continue
        try:
            result.append(kind.coerce(value, name))
        except Refused as refused:
            result.append(refused.error)
            bad = True
    return result, bad


def first_error(values: Sequence[Any]) -> ErrorValue | None:
    """Find the first error value among the arguments of one element."""
    for value in values:
        if isinstance(value, ErrorValue):
            return value
    return None
