"""Items: what a cell or a column of a sheet is, in terms of other items."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from betahedge.cells import declaration
from betahedge.cells.declaration import Cell


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an add-in function on items, names or literals: each argument stands in a cell.

    needs: items that must not be 0; where one is, the cell shows `otherwise`.  part: the row and
    column of the answer that is shown, of a function that gives a block; the column may be an item.
    error: what is shown in place of an error value.  native: the native form, where the declaration
    has none.
    """

    function: Callable[..., Any]
    arguments: tuple[str, ...]
    needs: tuple[str, ...] = ()
    otherwise: str = "0"
    part: tuple[int, int | str] | None = None
    error: str = ""
    native: str = ""

    @property
    def declared(self) -> Cell:
        """Give the function's declaration."""
        return declaration(self.function)


def fx(
    function: Callable[..., Any],
    *arguments: str,
    needs: tuple[str, ...] = (),
    otherwise: str = "0",
    part: tuple[int, int | str] | None = None,
    error: str = "",
    native: str = "",
) -> Call:
    """Call an add-in function: its twin, their difference and their check follow from this."""
    return Call(function, arguments, needs, otherwise, part, error, native)


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be typed into an input: a validation, and what it says; required inputs are checked.

    minimum, maximum: of a number.  words: the list that is allowed, or a formula that gives it.
    """

    kind: Literal["text", "number", "date", "list", "custom"] = "number"
    says: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: bool = False  # the minimum itself is refused
    words: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the user's, by the item's name; `default` where the book says nothing."""

    rule: Rule
    default: Any = None


@dataclass(frozen=True, slots=True)
class Here:
    """Where a formula stands: its sheet, its block, the family of its rows."""

    sheet: str
    block: str = ""
    family: str = ""
    siblings: tuple[str, ...] = ()  # the blocks of its sheet


@dataclass(frozen=True, slots=True)
class Twin:
    """The native form of a call that stands on another sheet."""

    item: str
    call: Call
    home: Here


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between a call and its twin, relative to the twin where that is above 1.

    Words differ or do not, which is 1 or 0; either: what may be a number or a word.
    """

    item: str
    words: bool
    either: bool = False


@dataclass(frozen=True, slots=True)
class Working:
    """A calculation of a block on another sheet."""

    item: str
    formula: str
    home: Here


One = str | float | datetime.date | None | Call | Given | Twin | Difference | Working
What = One | tuple[One, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """When a word is an alarm: white on red, or bold."""

    red: str = ""
    bold: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a panel: its label, what it is, its form and unit, and perhaps a name of its own.

    name: what the cell is called in the whole workbook.
    """

    key: str
    label: str
    what: What
    form: str = "money"
    unit: str = "=quote_currency"
    style: str = ""
    note: str = ""
    name: str = ""
    flag: Flag = field(default_factory=Flag)
    align: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: one formula, the same in every row.

    width: at least, in digits.  fits: what is given of this item must fit as well.
    total: "sum", or a formula or text in the total row.  last: another formula for the last row
    of a table of fixed length.  empty: what rows without a name have, 0 where formulas add rows up.
    """

    key: str
    heading: str
    unit: str
    width: float
    what: What
    form: str = "money"
    style: str = ""
    total: str = ""
    last: str = ""
    flag: Flag = field(default_factory=Flag)
    align: str = ""
    empty: str = '""'
    fits: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A promise of a sheet: a formula that is within a tolerance of what is expected.

    tolerance: a number, or a formula; `close(...)` gives one that is relative to what is summed.
    when: the condition under which it applies.  advice: what to do where it fails.
    """

    test: str
    what: str
    advice: str
    expected: str | float = 0
    tolerance: str | float = 1e-9
    when: str = ""


def close(size: str) -> str:
    """Give a tolerance that is relative to the size of what is compared."""
    return f"1E-9*ABS({size})+1E-12"
