"""What depends on what: cells, ranges, other sheets, blocks that are filled.

Oracle: the references that the test wrote, followed one by one.
"""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.engine import calculate
from betahedge.engine.book import Book
from betahedge.engine.graph import Graph
from betahedge.xlsx.package import Package
from engine.case_books import sheet


def graph_of(cells, more=()):
    """Give the graph of a workbook, and its formulas by their address on the sheet S."""
    book = Book(Package.read(sheet(cells, more=more)))
    first = book.numbers["s"]
    places = {
        f"{get_column_letter(formula.place[2])}{formula.place[1]}": formula
        for formula in book.formulas
        if formula.place[0] == first
    }
    return Graph(book), places


def reached(graph, places, start):
    found = graph.dependents([places[start]])
    return {name for name, formula in places.items() if formula in found}


@pytest.mark.parametrize(
    ("text", "depends"),
    [
        *(("=A1", True), ("=$A$1*2", True), ("=SUM(A1:B9)", True), ("=SUM(A:A)", True)),
        *(("=SUM(1:1)", True), ("=S!A1", True), ("=SUM(S:T!A1)", True), ('=IF(1,"A1",A2)', False)),
        *(("=A2", False), ("=T!A1", False), ("=SUM(A2:B9)", False), ("=[1]S!A1", False)),
        ("=A1048576", False),
    ],
)
def test_a_reader_of_a_cell(text, depends):
    graph, places = graph_of({"A1": "=1+1", "D4": text}, [("T", {"A1": 5})])
    assert reached(graph, places, "A1") == ({"D4"} if depends else set())


def test_what_an_array_formula_fills_moves_with_it():
    cells = {"A1": ArrayFormula("A1:A3", "=ROW(1:3)"), "C1": "=A3*2", "C2": "=A4*2", "C3": "=C1+1"}
    graph, places = graph_of(cells)
    assert reached(graph, places, "A1") - {"A1"} == {"C1", "C3"}


@pytest.mark.parametrize(
    "text", ['=INDIRECT("A1")', "=OFFSET(A1,1,0)", "=SUM(A1:INDEX(B1:B9,2))", "=SUM((A1):B2)"]
)
def test_what_is_found_only_by_calculating_is_named(text):
    graph, _ = graph_of({"C1": text, "C2": "=SUM(A1:B2)"})
    assert [formula.place[1] for formula in graph.searching] == [1]


LINKS = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 3)), max_size=12)


@given(LINKS)
@settings(max_examples=40)
def test_everything_that_depends_on_a_cell_is_found(links):
    """Each row's formula reads some rows of the column, one by one or as a range; circles too."""
    reads = {row: [] for row in range(1, 13)}
    for row, top, more in links:
        reads[row].append(range(top, min(top + more, 12) + 1))
    graph, places = graph_of(
        {f"A{row}": "=1" + "".join(f"+SUM(A{r[0]}:A{r[-1]})" for r in spans)
         for row, spans in reads.items()}
    )  # fmt: skip
    wanted, waiting = set(), [1]
    while waiting:
        moved = waiting.pop()
        new = {r for r, spans in reads.items() if any(moved in s for s in spans)} - wanted
        wanted |= new
        waiting += new
    assert reached(graph, places, "A1") == {f"A{row}" for row in wanted}


@pytest.mark.parametrize(
    "formula",
    [
        *("B4", "SUM(B1:B4)", "COUNTIF(B:B,3)", "IFERROR(B4,9)", "VLOOKUP(3,B1:C9,1,0)"),
        *('SUM(INDIRECT("B1:B"&4))', "SUM(OFFSET(A1,0,1,4))"),
    ],
)
def test_a_cell_that_reads_itself_is_left_with_what_reads_it(formula):
    """Excel warns, and shows 0; so does the engine, and does not warn."""
    cells = {"B1": 3, "B4": f"={formula}", "C4": '=IF(B4=0,"none","some")', "D4": "=B1"}
    result = calculate(sheet(cells))
    assert list(result.left) == ["S!B4", "S!C4"]
    assert result.values == {"S!D4": 3}


@pytest.mark.parametrize(
    "formula",
    [
        *("SUM(B1:OFFSET(B4,-1,0))", "SUM(OFFSET(B4,-3,0,3))", 'SUM(INDIRECT("B1:B"&ROW()-1))'),
        *("ROWS(B1:B4)-4", "COLUMN(B4)-2"),
    ],
)
def test_a_cell_that_counts_from_its_own_place_may_be_0(formula):
    assert calculate(sheet({"B4": f"={formula}"})).values == {"S!B4": 0}


def test_a_circle_that_is_gone_round_is_calculated():
    """A fee of a tenth of a sum that half of the fee is in: f = (100 + f/2)/10."""
    made = openpyxl.load_workbook(
        io.BytesIO(sheet({"A1": 100, "B1": "=(A1+B2)/10", "B2": "=B1/2", "C1": "=C1*2"}))
    )
    made.calculation.iterate, made.calculation.iterateDelta = True, 1e-9
    stream = io.BytesIO()
    made.save(stream)
    values = calculate(stream.getvalue()).values
    assert values["S!B1"] == pytest.approx(10 / 0.95, abs=1e-6)
    assert values["S!C1"] == 0
