"""Formulas that are alike but for their cells: changed once, as each alone would have been."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.formula.alike import fill, form_of, once_for_all_alike
from betahedge.formula.tokens import LONGEST


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("A1+B1", "C7+$D$9", True),
        ("A1+A1", "C7+D9", False),
        ("S!A1", "S!B2", True),
        ("S!A1", "T!A1", False),
        ("A1:B2", "C3:D4", True),
        ("F(A1,1)", "F(A2,2)", False),
        ('"A1"', '"A2"', False),
        ("'A1'!x", "'A2'!x", False),
        ("T[A1]", "T[A2]", False),
        ("ZAR1", "ZAR2", False),  # names
        ("XFE1", "XFE2", False),
        ("LOG10(1)", "LOG11(1)", False),
        ("TAB1[x]", "TAB2[x]", False),
        ("A1.x", "A2.x", False),
    ],
)
def test_which_formulas_are_alike(one, other, alike):
    assert (form_of(one)[0] == form_of(other)[0]) == alike


def test_a_change_is_asked_for_once():
    asked = []

    def change(formula):
        asked.append(formula)
        return f"{formula}*{formula}"

    changed = once_for_all_alike(change)
    rows = range(1, 100)
    assert [changed(f"A{n}+B{n}") for n in rows] == [f"A{n}+B{n}*A{n}+B{n}" for n in rows]
    assert len(asked) == 1


def test_what_grows_too_long_is_asked_with_its_own_cells():
    lengths = []

    def grown(formula):
        lengths.append(len(formula))
        return "+".join([formula] * 1000)

    assert len(once_for_all_alike(grown)("$WZZ$99999")) > LONGEST
    assert lengths[-1] == len("$WZZ$99999")


PIECES = (
    *("HEDGE_PNL(", "A1", "$B$12", "ZAR1", "X_Y2", "Other!C3", "'it''s A1'!B2", ",", ")", "+"),
    *('"a&<b>"', "1.5", "1E5", "2:3", "é7", "한8", "T[[#This Row],[C1]]", "%", "\n", "SUM(A1:A9)"),
    *("XFD1048001", "xfd1048001", "#SPILL!", "'"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_form_filled_with_its_cells_is_the_formula(formula):
    assert fill(*form_of(formula)) == formula
    assert once_for_all_alike(lambda text: text)(formula) == formula
