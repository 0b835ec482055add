"""Formulas taken apart: every sign is in a token, and calls stand where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.formula.tokens import Call, calls_in, tokens

WHOLE = [
    "1",
    "A1+$B$2*Sheet!C3",
    '\'it\'\'s (1)\'!A1&"say ""("""',
    "SUM( A1 , B1:C9 ,,{1,2;3,4})%",
    "T[[#This Row],[a '[b'] ''c'' '#]]*T[]",
    "[1]Sheet!A1+'C:\\x\\[b c.xlsx]S'!A1",
    "A1#+@B1:B9+_xlfn.SINGLE(C1)",
    "A1:A2 B1:B2",
    "SUM((A1,B1),-1E+5)",
    "IF(A1=#N/A,#SPILL!,#REF!)+Sheet!#REF!",
    "IF(A1\n>1,\r\n\t2,\n3)",
    'CODE("\t")&"a\r\nb"',
    "A1:INDEX(B1:B9,2)",
    "über_1+\\x.y?",
]


@pytest.mark.parametrize("formula", WHOLE)
def test_nothing_of_a_formula_is_lost(formula):
    assert "".join(token.value for token in tokens(formula)) == formula


@pytest.mark.parametrize("formula", ["SUM(A1", "SUM(A1))", "(", "{1,2", 'A1&"x', "T[x", "'x"])
def test_what_cannot_be_taken_apart_has_no_tokens_and_no_calls(formula):
    assert tokens(formula) == ()
    assert calls_in(formula) == ()


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("F()", [("F", "F()", [], 0)]),
        ("F( )", [("F", "F( )", [], 0)]),
        ("1+F(,)", [("F", "F(,)", ["", ""], 0)]),
        ("F(A1,G((1,2),{3,4}))", [
            ("G", "G((1,2),{3,4})", ["(1,2)", "{3,4}"], 1),
            ("F", "F(A1,G((1,2),{3,4}))", ["A1", "G((1,2),{3,4})"], 0),
        ]),
        ('F("),(",\'a,b\'!A1,T[x,(])', [
            ("F", 'F("),(",\'a,b\'!A1,T[x,(])', ['"),("', "'a,b'!A1", "T[x,(]"], 0),
        ]),
        ("(F(\n1\n))", [("F", "F(\n1\n)", ["\n1\n"], 0)]),
        ("HEDGE_PNL (1)", [("HEDGE_PNL", "HEDGE_PNL (1)", ["1"], 0)]),
        ("name (A1)", []),
        ("(A1)", []),
    ],
)  # fmt: skip
def test_calls_stand_where_they_stand(formula, found):
    def shown(call: Call):
        arguments = [formula[start:end] for start, end in call.arguments]
        return call.function, formula[call.start : call.end], arguments, call.depth

    assert list(map(shown, calls_in(formula))) == found


PIECES = st.sampled_from([*"()[]{},;'\"!#@:&+ \n", "A1", "F(", "T[x]", "1E+5", "#N/A", "'s'!", "x"])


@given(st.lists(PIECES, max_size=12).map("".join))
def test_anything_is_taken_apart_whole_or_not_at_all(formula):
    found = tokens(formula)
    assert not found or "".join(token.value for token in found) == formula
    calls_in(formula)
