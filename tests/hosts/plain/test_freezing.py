"""Cells that become their values: each by its own, or named where it has none."""

from betahedge.hosts.export import export
from betahedge.xlsx.package import Package
from hosts.exported import SHEET, changed, formulas_of, of_rows, rows_of


def test_cells_of_one_shape_are_frozen_each_by_its_own_value(theirs):
    rows = rows_of(
        [f"HEDGE_CHECK(A{n},{n})" for n in range(1, 5)], ["<v>1</v>", "", "<v/>", "<v>4</v>"]
    )
    done = export(of_rows(theirs, rows), "native")
    assert done.plain.frozen == ["Book!C1", "Book!C4"]
    assert done.plain.valueless == ["Book!C2", "Book!C3"]
    found = formulas_of(Package.read(done.data).parts[SHEET])
    assert {ref: found.get(ref) for ref in ("C1", "C2", "C3", "C4")} == {
        "C1": None,
        "C2": "HEDGE_CHECK(A2,2)",
        "C3": "HEDGE_CHECK(A3,3)",
        "C4": None,
    }


def test_a_name_that_looks_like_a_reference_is_a_name(theirs):
    name = b'<definedName name="ZAR1">HEDGE_CHECK(1,2)</definedName></definedNames>'
    data = changed(theirs, "xl/workbook.xml", lambda part: part.replace(b"</definedNames>", name))
    done = export(of_rows(data, rows_of(["ZAR1*2", "ZAB1*2"])), "native")
    assert done.plain.frozen == ["Book!C1"]
