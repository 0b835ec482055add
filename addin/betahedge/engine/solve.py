"""Which cells of a workbook are calculated, which keep their value, and which are left."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import count

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NAME, REF, SPILL
from betahedge.engine.answers import Answers
from betahedge.engine.book import Book, Formula
from betahedge.engine.calls import PENDING, Call, Calls, Cells
from betahedge.engine.graph import Graph, reads_itself
from betahedge.engine.limits import (
    is_random,
    is_volatile,
    misread,
    why_not,
    why_not_so,
)
from betahedge.engine.searches import is_open
from betahedge.engine.values import Place, Values
from betahedge.formula.references import operands, reference
from betahedge.xlsx.cells import same_value

_UNCLEAR = "finds by INDIRECT or OFFSET what is not known here"
_CRAMPED = "calculates within a call, for which its sheet has no room: it is used to its edge"
_PATIENCE = 5  # rounds in which a cell that may show another's error only is asked again


@dataclass
class Solution:
    """The values of a workbook as a whole: no cell and no call use two values of one cell.

    chosen: the formulas whose value is to be stored.  kept, left: those whose value stays as it
    came, or is left to the spreadsheet, each with the reason.  asking: those that are so for what
    their searches and calls are given.
    """

    book: Book
    chosen: set[Formula]
    kept: dict[Formula, str] = field(default_factory=dict)
    left: dict[Formula, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    asking: dict[Formula, str] = field(default_factory=dict)
    values: Values = field(init=False)

    @cached_property
    def graph(self) -> Graph:
        """Tell which formulas depend on which; read only if something asks."""
        return Graph(self.book)


def solve(book: Book, advance: Callable[[str], None] = lambda _: None) -> Solution:
    """Calculate calls, what depends on them, and what has no value that counts.

    The rest enters with its stored value.  What is beyond the engine enters so too, and keeps its
    value while nothing that it depends on has moved; else it and what depends on it are left.
    """
    solution = Solution(book, set())
    solution.chosen = _choose(solution)
    unable = _unable(solution, solution.chosen)
    for turn in count():
        advance("calculating")
        known = len(book.rows_read)
        answers = _ask(solution, unable)
        beyond = _beyond(solution, unable, patient=turn < _PATIENCE)
        more = _grown(solution)
        is_new = turn < _PATIENCE and len(book.rows_read) > known
        if not (beyond or more or (is_new and _in_the_way(solution))):
            break
        solution.chosen |= more
        unable |= _unable(solution, more) | beyond
    for formula in answers.unsettled:
        solution.left[formula] = "goes round in a circle"
    _judge(solution, unable)
    return solution


def _in_the_way(solution: Solution) -> bool:
    """Tell whether an argument is calculated on a row that was found to be read to its end."""
    given = (each for call in solution.calls for each in call.arguments)
    own = (each.area.place for each in given if isinstance(each, Cells) and each.own)
    return any(solution.book.reads_row(*place[:2]) for place in own)


def _choose(solution: Solution) -> set[Formula]:
    formulas = solution.book.formulas
    chosen = {formula for formula in formulas if not formula.known}
    calling = [formula for formula in formulas if formula.calls]
    if calling and len(chosen) < len(formulas):
        # What reads by an address that is known later may read a call.
        chosen |= solution.graph.dependents([*calling, *solution.graph.searching])
        chosen.update(solution.graph.searching)
    return chosen


def _unable(solution: Solution, formulas: Iterable[Formula]) -> dict[Formula, str]:
    found = {each: why for each in formulas if (why := why_not(solution.book, each))}
    return _by_chance(solution, formulas) | found


def _by_chance(solution: Solution, formulas: Iterable[Formula]) -> dict[Formula, str]:
    """Find formulas with a random number that call, or depend on a call.

    A random number is drawn once, and before any call is answered.
    """
    drawn = [formula for formula in formulas if is_random(formula.form)]
    calling = [formula for formula in solution.book.formulas if formula.calls] if drawn else []
    if not calling:
        return {}
    graph = solution.graph
    late = {*calling, *graph.dependents(calling), *graph.searching}
    return dict.fromkeys(late & set(drawn), "draws a random number together with a call")


def _ask(solution: Solution, unable: dict[Formula, str]) -> Answers:
    """Have everything calculated that can be."""
    calls = Calls(solution.book)
    for formula in solution.book.formulas:
        if formula in solution.chosen and formula not in unable:
            calls.add(formula)
    answers = Answers(solution.book, calls)
    solution.values, solution.calls = answers.settle(), calls.calls
    searches = calls.searches
    owners = calls.owners() if searches.written else {}
    written = {owners[place]: text for place, text in searches.written.items()}
    found = {each: why for each, text in written.items() if (why := why_not_so(text, each))}
    found |= dict.fromkeys((owners[place] for place in searches.unclear()), _UNCLEAR)
    solution.asking = found | dict.fromkeys(calls.cramped, _CRAMPED)
    for place, areas in searches.found.items():
        solution.graph.find(owners[place], areas)
    return answers


def _beyond(solution: Solution, unable: dict[Formula, str], *, patient: bool) -> dict[Formula, str]:
    """Find formulas that the engine cannot read, or in which it does not know a name.

    Of these the stored value is better, if there is one; an error of the same kind is no better.
    patient: those that depend on others found wait for them.  In a long chain each link would take
    a calculation, so patience ends.
    """
    found = dict.fromkeys(_circles(solution), "goes round in a circle")
    found |= dict.fromkeys(
        _crowded(solution), "calculates a range within a call, for which there is no room"
    )
    found |= solution.asking
    values = solution.values.cells
    for formula in solution.chosen - unable.keys():
        if formula.place not in values and formula.text:
            found[formula] = "cannot be read by the engine"
        elif values.get(formula.place) == NAME and _is_odd(solution, formula):
            found[formula] = "uses what the engine does not know"
        elif why := misread(solution.book, formula, values):
            found[formula] = why
        elif _spills(solution, formula):
            found[formula] = "would fill more cells than its own"
    first = solution.graph.dependents(found) if patient and len(found) > 1 else set()
    return {f: why for f, why in found.items() if f not in first} or found


def _circles(solution: Solution) -> set[Formula]:
    """Find formulas that go round in a circle, and those that read them.

    A circle is an error to the engine, and a cell that reads itself is 0; to a spreadsheet it may
    be a setting.
    """
    cells = solution.values.cells
    stuck = {call.formula.place: call.formula for call in solution.calls if call.waits}
    for formula in solution.chosen:
        value = cells.get(formula.place)
        is_stuck = value in (REF, PENDING) and REF not in formula.text
        if is_stuck or (value == 0 and _reads_itself(solution, formula)):
            stuck[formula.place] = formula
    filled = {cell: p for p in stuck for cell in solution.values.filled([p])}
    reads = {place: _reads(solution.graph, formula, filled) for place, formula in stuck.items()}
    order = TopologicalSorter(reads)
    with suppress(CycleError):  # it orders what is in none all the same
        order.prepare()
    while free := order.get_ready():
        order.done(*free)
        for place in free:
            del stuck[place]
    return set(stuck.values())


def _reads_itself(solution: Solution, formula: Formula) -> bool:
    """Tell a formula that reads its own cell, where no circle is gone round."""
    if solution.book.goes_round:
        return False
    finds = is_open(formula.form) and solution.graph.finds_itself(formula)
    return finds or reads_itself(solution.book, formula)


def _reads(graph: Graph, formula: Formula, filled: dict[Place, Place]) -> set[Place]:
    """Give the formulas that a formula reads, among those by which some cells are filled."""
    found = set[Place]()
    for area in graph.precedents(formula):
        cells = {area.place} & filled.keys() if area.is_cell else filter(area.holds, filled)
        found.update(map(filled.__getitem__, cells))
    return found


def _has_better(formula: Formula) -> bool:
    return formula.stored is not None and not isinstance(formula.stored, ErrorValue)


def _is_odd(solution: Solution, formula: Formula) -> bool:
    """Tell #NAME? beside a better value, or where no name stands and nothing read shows it."""
    if formula.calls or _has_better(formula):
        return not formula.calls
    names = any(reference(each).name for each in operands(formula.text))
    return not (names or _shows(solution, formula, NAME))


def _spills(solution: Solution, formula: Formula) -> bool:
    """Tell a formula that fills other cells here, but not as it is stored: plain, or shared."""
    if (formula.calls and formula.kind != "shared") or formula.array or formula.dynamic:
        return False
    if solution.values.cells.get(formula.place) == SPILL:
        return not _shows(solution, formula, SPILL)
    return formula.place in solution.values.extents


def _crowded(solution: Solution) -> set[Formula]:
    """Find formulas with a call that is given a calculated range for which there is no room."""
    values = solution.values.cells
    crowded = {
        call.formula
        for call in solution.calls
        for given in call.arguments
        if isinstance(given, Cells) and given.own and values.get(given.area.place) == SPILL
    }
    return {each for each in crowded if not _shows(solution, each, SPILL)}


def _shows(solution: Solution, formula: Formula, error: str) -> bool:
    """Tell a formula in which an error stands, or that reads a cell with it."""
    if error in formula.text:
        return True
    shown = [place for place, value in solution.values.cells.items() if value == error]
    return any(any(map(area.holds, shown)) for area in solution.graph.precedents(formula))


def _grown(solution: Solution) -> set[Formula]:
    """Find formulas that read what another fills now and did not fill before."""
    if len(solution.chosen) == len(solution.book.formulas):
        return set()
    extents = solution.values.extents
    filling = [f for f in solution.chosen if f.place in extents and (f.calls or f.dynamic)]
    found = solution.graph.dependents(filling, extents) if filling else set()
    return found - solution.chosen


def _are_old(solution: Solution, moved: list[Formula]) -> bool:
    """Tell stored values that are older than their inputs: some moved by themselves.

    What depends on a call, on the clock or on chance moves at any time.
    """
    if not solution.book.is_stale:
        return False
    first = [each for each in solution.book.formulas if each.calls or is_volatile(each.form)]
    own = set(moved) - solution.graph.dependents(first) - set(first)
    return any(_has_better(formula) for formula in own)


def _judge(solution: Solution, unable: dict[Formula, str]) -> None:
    """Say of what could not be calculated whether it keeps its value."""
    values = solution.values.cells
    if unable:
        moved = [
            formula
            for formula in solution.chosen - unable.keys()
            if formula.stored is not None
            and not same_value(values.get(formula.place), formula.stored)
        ]
        touched = solution.graph.dependents(moved) if moved else set()
        touched |= set(solution.graph.searching) if moved else set()
        if _are_old(solution, moved):
            touched |= {formula for formula in unable if any(solution.graph.precedents(formula))}
        for formula, why in unable.items():
            keeps = formula.stored is not None and formula not in touched
            (solution.kept if keeps else solution.left)[formula] = why
    if solution.left:
        for formula in solution.graph.dependents(solution.left):
            if formula in solution.chosen and formula not in solution.left:
                solution.kept.pop(formula, None)
                solution.left[formula] = "depends on a cell that is left"
