"""Names and parts of tables written out: circles, names without end, damaged names."""

import pytest

from betahedge.formula.meanings import Meanings
from betahedge.formula.tables import Table
from betahedge.formula.tokens import LONGEST


def write_out(text, **names):
    found = Meanings(names={("", name): text for name, text in names.items()})
    return found.write_out(text, "Sheet", 1, 1)


def test_names_that_go_round_in_a_circle_end():
    for names in ({"a": "b+HEDGE_PNL(1)", "b": "a"}, {"a": "c+HEDGE_PNL(1)", "b": "a", "c": "b"}):
        assert write_out("a", **names).count("HEDGE_PNL") <= 10


def test_names_that_would_grow_without_end_stay():
    names = {f"n_{k}": "+".join([f"n_{k - 1}"] * 6) for k in range(1, 20)}
    names["n_0"] = "HEDGE_PNL(1)"
    assert write_out("n_1", **names).count("HEDGE_PNL") == 6
    assert len(write_out("n_19", **names)) < LONGEST


@pytest.mark.parametrize("text", ["1)", "[", "'", "HEDGE_PNL(", '"', "{1,2", ""])
def test_a_damaged_name_is_left_alone(text):
    assert write_out("bad+1", bad=text) == "bad+1"


def test_a_sheets_own_name_comes_before_the_workbooks():
    found = Meanings(names={("", "x"): "HEDGE_PNL(1)", ("mine", "x"): "Mine!$A$1"})
    mine = found.write_out("x+Mine!x+Other!x", "Mine", 1, 2)
    assert mine == "Mine!$A$1+Mine!$A$1+(HEDGE_PNL(1))"
    assert found.write_out("x+[0]!x", "Other", 1, 2) == "(HEDGE_PNL(1))+(HEDGE_PNL(1))"


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("SUM(D1:D1)", "SUM(D1)"),
        ("SUM($D$1:D1,T!$D1:$D$1)", "SUM($D$1,T!$D1)"),
        ("SUM(1:1,$2:$2,T!3:3)", "SUM(1:1,$2:$2,T!3:3)"),
        ("SUM(A:A,$B:$B)", "SUM(A:A,$B:$B)"),
        ("SUM(D1:D2)", "SUM(D1:D2)"),
        ("SUM(D1#,T!$D$1#)", "SUM(_xlfn.ANCHORARRAY(D1),_xlfn.ANCHORARRAY(T!$D$1))"),
    ],
)
def test_a_range_of_one_cell_is_its_cell_and_a_row_or_a_column_is_none(formula, written):
    assert write_out(formula) == written


TABLE = Table("S", 1, 1, 3, 4, ("q", "p", "n"))  # A1:C4, with a head


@pytest.mark.parametrize(
    ("part", "area"),
    [
        ("T[[#Headers],[q]]:T[[#This Row],[q]]", "'S'!$A$1:$A$3"),
        ("T[q]:T[n]", "'S'!$A$2:$A$4:$C$2:$C$4"),
        ("T[[#This Row],[p]]:T[[#This Row],[p]]", "'S'!$B$3"),
        ("INDEX(T[q],1):T[[#This Row],[q]]", "INDEX('S'!$A$2:$A$4,1):'S'!$A$3"),
        ("T[[q]:[p]]", "'S'!$A$2:$B$4"),
        ("T[@q]", "'S'!$A$3"),
        ("T[@[q]:[n]]", "'S'!$A$3:$C$3"),
        ("T[@]", "'S'!$A$3:$C$3"),
        ("T[[#This Row],q]", "'S'!$A$3"),  # as XlsxWriter and Polars have [@q]
        ("T[@none]", "T[@none]"),
        ("last:(T[p])", "S!$C$4:('S'!$B$2:$B$4)"),
    ],
)
def test_parts_of_tables_and_ranges_between_them(part, area):
    """As Excel's documentation of structured references has it; what is no part of one stays."""
    found = Meanings(names={("", "last"): "S!$C$4"}, tables={"t": TABLE})
    assert found.write_out(f"SUM({part})", "S", 3, 5) == f"SUM({area})"


@pytest.mark.parametrize(
    ("part", "area"),
    [
        ("T[[Net ]]", "'S'!$A$2:$A$4"),
        ("T[[#This Row],[Net ]]", "'S'!$A$3"),
        ("T[[#Headers],[Net ]:['#]]", "'S'!$A$1:$B$1"),
        ("T['#]", "'S'!$B$2:$B$4"),
        ("T[[#Data],['#]]", "'S'!$B$2:$B$4"),
        ("T[p'[EUR']]", "'S'!$C$2:$C$4"),
        ("T[[p'[EUR']]:[p'[EUR']]]", "'S'!$C$2:$C$4"),
        ("T[[ #Data ],['#]]", "'S'!$B$2:$B$4"),
        ("T[[Net]]", "T[[Net]]"),
        ("T[#]", "T[#]"),
    ],
)
def test_a_columns_name_may_end_in_a_space_or_hold_a_sign(part, area):
    """As Excel's documentation of structured references has it: an apostrophe before the sign."""
    table = Table("S", 1, 1, 3, 4, ("Net ", "#", "p[EUR]"))
    assert Meanings(tables={"t": table}).write_out(part, "S", 3, 5) == area
