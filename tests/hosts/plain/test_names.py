"""Native formulas where values move after the export, and where names stand for calls."""

import io
import time

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from betahedge.engine import calculate
from betahedge.hosts.export import export
from betahedge.xlsx.package import Package
from hosts.exported import WISH, cells, formula


def book(formulas, names=None, **inputs):
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "S"
    for name, text in (names or {}).items():
        made.defined_names[name] = DefinedName(name, attr_text=text)
    for ref, value in inputs.items():
        sheet[ref] = value
    for row, text in enumerate(formulas, start=1):
        sheet[f"H{row}"] = f"={text}"
    stream = io.BytesIO()
    made.save(stream)
    return calculate(stream.getvalue()).data


def moved(data, **inputs):
    """Type other inputs into a workbook."""
    made = openpyxl.load_workbook(io.BytesIO(data))
    for ref, value in inputs.items():
        made["S"][ref] = value
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


CALLS = [
    "HEDGE_CONTRACTS(A1,B1,C1)",
    "HEDGE_CONTRACTS(A1,B1,C1,D1,E1)",
    "HEDGE_CONTRACTS(A1,B1,INDEX(C1:D1,1))",
    "HEDGE_PNL(A1,2,B1,F1,G1)",
    "HEDGE_BREAKEVEN(A2,0.5,B1,D1)",
    "HEDGE_CONTRACTS(A1,B1,IFERROR(C1,2))",
    "SUM(HEDGE_CONTRACTS(A1:A2,B1,C1:C2))",
]


@pytest.mark.parametrize(
    "later",
    [
        {"A1": 325_000},
        {"A1": 325_000, "C1": 0.5, "D1": 2, "G1": 0.1},
        {"A1": 325_000, "C2": 0.5, "E1": 2},
    ],
    ids=str,
)
def test_blank_cells_take_the_default_whatever_is_typed_later(later, convert, tmp_path):
    # A1 is 0 at the export, so that the proof alone would not see what a blank becomes.
    made = book(CALLS, A1=0, A2=130_000, B1=65_000, F1=-0.1)
    done = export(made, "native", WISH)
    assert not [text for text in map(formula, cells(done.data).values()) if "HEDGE_" in str(text)]
    (tmp_path / "native.xlsx").write_bytes(moved(done.data, **later))
    theirs = cells(convert(tmp_path / "native.xlsx", "xlsx").read_bytes(), values=True)
    ours = cells(calculate(moved(made, **later)).data, values=True)
    for row in range(1, len(CALLS) + 1):
        found, wanted = (each[f"S!H{row}"].value for each in (theirs, ours))
        assert found == pytest.approx(wanted), CALLS[row - 1]


def test_a_cell_that_a_native_name_would_change_becomes_its_value():
    # A negative contract value is refused by the function; a quotient has a value for it.
    names = {
        "refused": "HEDGE_CONTRACTS(S!$A$1,-S!$B$1)",
        "fine": "HEDGE_CONTRACTS(S!$A$1,S!$B$1,S!$C$1)",
        "more": "refused+1",
    }
    made = book(["refused", "IFERROR(more,7)", "fine*2", "A1"], names, A1=325_000, B1=65_000)
    done = export(made, "native", WISH)
    found = cells(done.data)
    assert set(done.plain.frozen) == {"S!H1", "S!H2"}
    assert formula(found["S!H3"]) == "=fine*2"
    assert [cells(done.data, values=True)[f"S!H{row}"].value for row in (1, 2, 3)] == [
        *("#NUM!", 7, 10),
    ]


def test_a_validation_is_not_longer_than_excel_takes():
    made = openpyxl.load_workbook(io.BytesIO(book(["HEDGE_BASIS(7,2)"], A1=1, B1=2, C1=1)))
    rule = "HEDGE_CONTRACTS(A1,B1,C1,D1,E1,F1)>HEDGE_BASIS(A1,B1)"
    for ref, formula1 in (("A1", rule), ("B1", "HEDGE_BASIS(A1,B1)>0")):
        validation = DataValidation(type="custom", formula1=formula1)
        made["S"].add_data_validation(validation)
        validation.add(ref)
    stream = io.BytesIO()
    made.save(stream)
    done = export(calculate(stream.getvalue()).data, "native", WISH)
    assert done.plain.elsewhere == ["the validation of A1 on S"]
    rules = openpyxl.load_workbook(io.BytesIO(done.data))["S"].data_validations.dataValidation
    assert [each.formula1 for each in rules] == [rule, "(A1-B1)>0"]


def test_a_stored_error_is_not_replaced_by_a_formula_that_cannot_be_proved():
    # No days are negative, to the function; formualizer maps no ABS over INDEX of a range.
    done = export(book(["HEDGE_COST(INDEX(A1:B1,2),A1,-5)"], A1=1, B1=2), "native", WISH)
    assert (done.plain.frozen, done.plain.unproved) == (["S!H1"], [])
    assert cells(done.data)["S!H1"].value == "#NUM!"


CONSTANTS = {"rate": "0.05", "loss": "-3", "word": '"a ""b"""', "cell": "S!$A$1", "sum": "rate+1"}


def test_no_name_of_a_constant_is_left_and_its_value_stands_in_its_place():
    formulas = ["HEDGE_BASIS(A1,rate)", "A1^loss", 'word&"rate"', "cell*2", "sum*RATE"]
    made = openpyxl.load_workbook(io.BytesIO(book(formulas, CONSTANTS, A1=2)))
    validation = DataValidation(type="custom", formula1="A1>rate")
    made["S"].add_data_validation(validation)
    validation.add("A1")
    stream = io.BytesIO()
    made.save(stream)
    before = calculate(stream.getvalue()).data
    done = export(before, "native", WISH)
    loaded = openpyxl.load_workbook(io.BytesIO(done.data))
    left = {name: each.attr_text for name, each in loaded.defined_names.items()}
    assert left == {"cell": "S!$A$1", "sum": "0.05+1"}
    found = [formula(cells(done.data)[f"S!H{row}"]) for row in range(1, 6)]
    assert found == ["=A1-0.05", "=A1^(-3)", '="a ""b"""&"rate"', "=cell*2", "=sum*0.05"]
    assert loaded["S"].data_validations.dataValidation[0].formula1 == "A1>0.05"
    values = [cells(each, values=True) for each in (before, done.data)]
    assert [values[0][f"S!H{n}"].value for n in (1, 2, 3, 4, 5)] == [
        values[1][f"S!H{n}"].value for n in (1, 2, 3, 4, 5)
    ]


def test_names_of_constants_stay_for_hosts_that_have_them():
    done = export(book(["A1*rate"], CONSTANTS, A1=2), "values", WISH)
    assert openpyxl.load_workbook(io.BytesIO(done.data)).defined_names.keys() == CONSTANTS.keys()


def test_a_chain_of_names_is_followed_once():
    names = {f"n_{n}": f"n_{n - 1}+1" for n in range(1, 800)} | {"n_0": "HEDGE_ACTION(S!$A$1)"}
    made = openpyxl.Workbook()
    made.worksheets[0].title = "S"
    for name, text in names.items():
        made.defined_names[name] = DefinedName(name, attr_text=text)
    made["S"]["H1"] = "=n_799"
    made["S"]["H2"] = "=HEDGE_VERSION()"
    stream = io.BytesIO()
    made.save(stream)
    start = time.process_time()
    done = export(stream.getvalue(), "native")
    assert time.process_time() - start < 5
    assert done.plain.by_name == ["S!H1"]
    assert done.plain.elsewhere == []


def test_a_function_that_is_handed_on_becomes_the_value_of_its_cell():
    formulas = ["SUM(_xlfn.MAP(A1:B1,HEDGE_ROUND_))", "HEDGE_BASIS(A1,hedge_ratio)"]
    names = {"HEDGE_ROUND_": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)", "hedge_ratio": "S!$B$1"}
    handed = ["SUM(_xlfn.MAP(A1:B1,B1:C1,HEDGE_BASIS))", "SUM(_xlfn.MAP(A1:B1,B1:C1,less))"]
    made = book([*formulas, *handed], {**names, "less": "HEDGE_BASIS"}, A1=9, B1=5, C1=1)
    done = export(made, "native", WISH)
    assert done.plain.frozen == ["S!H3", "S!H4"]
    assert done.plain.elsewhere == ["name less"]
    values = cells(done.data, values=True)
    assert [values[f"S!H{row}"].value for row in (1, 2, 3, 4)] == [28, 4, 8, 8]


def with_constants_beside(data):
    """Add what an add-in keeps for itself, and a name in a validation too long to be native."""
    made = openpyxl.load_workbook(io.BytesIO(data))
    hidden = DefinedName("solver_eng", attr_text="1", hidden=True)
    made["S"].defined_names["solver_eng"] = hidden
    for name, number in {"idle": "42", "used": "2", "limit": "3"}.items():
        made.defined_names[name] = DefinedName(name, attr_text=number)
    long = DataValidation(type="custom", formula1="HEDGE_CONTRACTS(A1,B1,C1,D1,E1,F1)>limit")
    made["S"].add_data_validation(long)
    long.add("A1")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_name_of_a_constant_goes_only_where_formulas_held_it():
    beside = with_constants_beside(book(["HEDGE_BASIS(A1,used)"], {"used": "2"}, A1=9))
    made = openpyxl.load_workbook(io.BytesIO(export(calculate(beside).data, "native", WISH).data))
    assert set(made.defined_names) == {"idle", "limit"}
    assert made["S"].defined_names["solver_eng"].attr_text == "1"


def test_names_that_macros_may_read_stay():
    made = Package.read(book(["HEDGE_BASIS(A1,used)"], {"used": "2"}, A1=9))
    made.parts["xl/vbaProject.bin"] = b""
    done = export(made.write(), "native", WISH).data
    assert openpyxl.load_workbook(io.BytesIO(done)).defined_names["used"].attr_text == "2"
    assert formula(cells(done)["S!H1"]) == "=A1-used"


def test_a_name_may_have_its_sign_before_it(convert, tmp_path):
    """openpyxl writes it as it is given; LibreOffice takes it as the name without."""
    names = {"sold": "=HEDGE_CONTRACTS(S!$A$1,S!$B$1)", "half": "=0.5"}
    done = export(book(["sold*2", "half*A1"], names, A1=325_000, B1=65_000), "native", WISH)
    path = tmp_path / "native.xlsx"
    path.write_bytes(done.data)
    found = openpyxl.load_workbook(convert(path, "xlsx"), data_only=True)["S"]
    assert [found[ref].value for ref in ("H1", "H2")] == [10, 162_500]
    assert (done.plain.by_name, done.plain.frozen) == (["S!H1"], [])
    assert formula(cells(done.data)["S!H2"]) == "=0.5*A1"
