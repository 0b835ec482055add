"""The plan of a formula: the calls of the add-in in it, taken out of its form.

It is made once for all formulas that are alike but for the cells they name.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from betahedge.engine.plainly import written_plainly
from betahedge.formula.calls import calls, handed_on, our_calls, plain_name
from betahedge.formula.names import cell_in, literal, may_be_blank
from betahedge.formula.references import operands, reference
from betahedge.formula.tokens import Call
from betahedge.xlsx.cells import Value

SLOT = re.compile(r"\x00(\d+)\x00")  # in a plan's text, where a call was
_SINGLE = re.compile(rf"_xlfn\.SINGLE\(({SLOT.pattern})\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Constant:
    """An argument that is a number, a text, a truth value or nothing."""

    value: Value


@dataclass(frozen=True, slots=True)
class Inner:
    """An argument that is the answer of another call: its number in the formula."""

    number: int


@dataclass(frozen=True, slots=True)
class Text:
    """An argument that has to be read: cells, or a calculation.  Here it is part of a form.

    leads: it may lead to a blank cell.
    """

    text: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A form with slots in the place of its calls, and the calls, innermost first.

    calls: the function and its arguments.  bound: the functions that stay: those that are given
    what a LET or LAMBDA around them calls by a name of its own, and those that are handed on.
    """

    text: str
    calls: tuple[tuple[str, tuple[Constant | Inner | Text, ...]], ...]
    bound: frozenset[str]


@lru_cache(maxsize=4096)
def plan_of(form: str) -> Plan:
    """Take the calls out of a formula; in arguments too, a slot stands for a call."""
    form = written_plainly(form)
    found: list[tuple[str, tuple[Constant | Inner | Text, ...]]] = []
    while ours := [call for call in our_calls(form) if not _is_bound(form, call)]:
        call = ours[0]  # nothing of ours is within it
        texts = [form[start:end].strip() for start, end in call.arguments]
        form = f"{form[: call.start]}\x00{len(found)}\x00{form[call.end :]}"
        found.append((plain_name(call.function), tuple(map(_planned, texts))))
    form = _SINGLE.sub(r"INDEX(\1,1,1)", form)
    return Plan(form, tuple(found), frozenset(calls(form) | handed_on(form)))


def _is_bound(form: str, call: Call) -> bool:
    """Tell a call with a name in it: all names of the workbook have been written out."""
    within = (each for each in operands(form[call.start : call.end]) if not SLOT.fullmatch(each))
    return any(reference(each).name for each in within)


def _planned(text: str) -> Constant | Inner | Text:
    slot = SLOT.fullmatch(text)
    if slot:
        return Inner(int(slot[1]))
    value = literal(text)
    if value is not ...:
        return Constant(value)
    return Text(cell_in(text) or text, may_be_blank(text))
