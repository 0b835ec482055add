"""The words that a column engine hands in: core's operations, and those of tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from betahedge.core.operations import Operations

Columns = Mapping[str, Any]
MISSING_NUMBER, MISSING_TEXT, MISSING_MARK = "number", "text", "mark"
# All that Unicode calls white space; \s is that in Polars and Sail, and of ASCII alone in Java.
BLANK = r"[\s\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]"


@dataclass(frozen=True)
class Words:
    """The words of an engine for whole columns.

    column: one of the table by its name.  literal: a plain value as a column.  is_known: is not
    missing.  first: the first of several that is known.  number, text, whole: as a 64-bit float,
    as text, as a 64-bit whole number without the fraction; what is none is missing.  wide: a
    whole number as one of 38 digits.  units: a number in whole parts of one, a power of two of
    them, without the fraction; wide.  name: text without blanks around it, missing where nothing
    is left.  upper: in capitals.  joined: two texts as one, missing where one is.  is_in: is one of
    a list.  contains: text that holds a sign.  matches: text that is whole of a pattern, in
    letters of any size.
    blank(kind): a missing number, text, or mark, which is a whole number below 128.
    """

    ops: Operations
    column: Callable[[str], Any]
    literal: Callable[[Any], Any]
    is_known: Callable[[Any], Any]
    first: Callable[..., Any]
    number: Callable[[Any], Any]
    text: Callable[[Any], Any]
    whole: Callable[[Any], Any]
    wide: Callable[[Any], Any]
    units: Callable[[Any, int], Any]
    name: Callable[[Any], Any]
    upper: Callable[[Any], Any]
    joined: Callable[[Any, Any], Any]
    is_in: Callable[[Any, Sequence[str]], Any]
    contains: Callable[[Any, str], Any]
    matches: Callable[[Any, str], Any]
    blank: Callable[[str], Any]

    def columns(self, *names: str) -> list[Any]:
        """Give several columns by their names."""
        return [self.column(name) for name in names]

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Choose row by row."""
        return self.ops.where(condition, one, other)
