"""The calls in a workbook's formulas, taken out of them.

A call has a slot on a helper sheet, from which the formula that it stands in takes the answer.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.engine.book import Book, Formula
from betahedge.engine.spreadsheet import Place
from betahedge.formula.alike import fill, form_of
from betahedge.formula.calls import our_calls, plain_name
from betahedge.formula.references import operands, reference
from betahedge.xlsx.cells import Value

HELPER = "_hedge_calls"
PENDING = "#NULL!"  # what a slot shows until its call has been answered
Answer = Value | list[list[Value]]
NUMBER = re.compile(r"([+-]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(%?)")
TEXT = re.compile(r'"((?:[^"]|"")*)"')
_SLOT = re.compile(r"\x00(\d+)\x00")


@dataclass(frozen=True, slots=True)
class Plan:
    """A formula with slots in the place of its calls, and the calls, innermost first."""

    text: str
    calls: tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=4096)
def plan_of(form: str) -> Plan:
    """Take the calls out of a formula; in arguments too, a slot stands for a call."""
    found: list[tuple[str, tuple[str, ...]]] = []
    while ours := our_calls(form):
        call = ours[0]  # nothing of ours is within it
        arguments = tuple(form[start:end].strip() for start, end in call.arguments)
        form = f"{form[: call.start]}\x00{len(found)}\x00{form[call.end :]}"
        found.append((plain_name(call.function), arguments))
    return Plan(form, tuple(found))


@dataclass(eq=False, slots=True)
class Call:
    """A call in a cell: its slot, its function, its arguments' texts, and what came of it.

    many: it may answer with more than one value; then a name stands for its slot.
    """

    slot: int
    formula: Formula
    function: str
    arguments: tuple[str, ...]
    many: bool
    given: list[object] | None = None
    answer: Answer = None

    @property
    def answer_so_far(self) -> Answer:
        """Give the answer, or what its slot shows until there is one."""
        return ErrorValue(PENDING) if self.given is None else self.answer

    @property
    def answers(self) -> list[Value]:
        """List the values that the call has given."""
        if isinstance(self.answer, list):
            return [value for row in self.answer for value in row]
        return [self.answer]

    @property
    def reference(self) -> str:
        """Write what stands for the call in its formula."""
        return f"{HELPER}_{self.slot}" if self.many else f"{HELPER}!$A${self.slot}"


@dataclass
class Calls:
    """The calls of a workbook's formulas, and the formulas without them."""

    book: Book
    calls: list[Call] = field(default_factory=list)
    texts: dict[Place, str] = field(default_factory=dict)
    many: set[tuple[Place, int]] = field(default_factory=set)  # known to answer with many values
    filling: set[Place] = field(default_factory=set)  # formulas that may fill more than their cell

    def add(self, formula: Formula) -> None:
        """Take the calls out of a formula that is to be calculated."""
        form, cells = form_of(formula.text)
        plan = plan_of(form)
        slots: list[str] = []

        def filled(text: str) -> str:
            whole = fill(text, cells)
            return _SLOT.sub(lambda found: slots[int(found[1])], whole) if slots else whole

        for number, (function, arguments) in enumerate(plan.calls):
            texts = tuple(map(filled, arguments))
            many = (formula.place, number) in self.many or _may_be_many(function, texts)
            call = Call(len(self.calls) + 1, formula, function, texts, many)
            slots.append(call.reference)
            self.calls.append(call)
        self.texts[formula.place] = filled(plan.text)
        mine = self.calls[len(self.calls) - len(slots) :]
        if any(call.many for call in mine) or (mine and not _is_single(formula.text)):
            self.filling.add(formula.place)

    @property
    def names(self) -> dict[str, str]:
        """Give the names of the slots of calls with many values."""
        return {call.reference: f"{HELPER}!$A${call.slot}" for call in self.calls if call.many}


def _may_be_many(function: str, arguments: tuple[str, ...]) -> bool:
    """Tell a call that gives a table, or is given more than single cells where it takes one."""
    cell = declaration(CATALOGUE[function])
    if cell.whole:
        return cell.gives_table
    return not all(map(_is_single, arguments))


def _is_single(argument: str) -> bool:
    if not argument or NUMBER.fullmatch(argument) or TEXT.fullmatch(argument):
        return True
    area = reference(argument).area
    if area:
        return area[:2] == area[2:]
    areas = [reference(each).area for each in operands(argument)]
    return "{" not in argument and all(area and area[:2] == area[2:] for area in areas)
