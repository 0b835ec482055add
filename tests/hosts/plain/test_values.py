"""Values in the place of formulas: nothing is calculated, and all stands as it was."""

from betahedge.hosts.export import export
from betahedge.xlsx.package import Package
from hosts.exported import WISH, formulas


def test_values_have_no_formula_and_stand_as_they_were(any_book):
    done = export(any_book, "values", WISH)
    assert not formulas(done.data)
    parts = Package.read(done.data).parts
    assert not any(b"<f>" in data or b"<f " in data for n, data in parts.items() if "sheets/" in n)
    assert done.plain.valueless == []
