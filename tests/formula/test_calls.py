"""Calls of the add-in in a formula: which there are, renamed, untied, changed, replaced."""

import pytest

from betahedge.formula.calls import (
    calls,
    renamed,
    replace_calls,
    still_calls,
    strangers,
    untied,
    with_arguments,
)

STILL = [  # nothing in these is a call of ours
    '"HEDGE_PNL("&"say ""HEDGE_PNL("""',
    "'it''s HEDGE_PNL(1)'!A1",
    "T[[#This Row],[HEDGE_PNL(x)]]",
    "HEDGE_PNL!A1+HEDGE_X!B2+MY_HEDGE_PNL(1)",
    "HEDGE_NOTHING(1)",
    "HEDGE_PNL+1",
    "OTHER.HEDGE_PNL(1)",
    "SUM(A1:A9)",
    "",
]


@pytest.mark.parametrize("formula", STILL)
def test_what_only_looks_like_a_call_is_none_and_stays(formula):
    assert calls(formula) == set()
    assert not still_calls(formula)
    assert renamed(formula, "_xldudf_") == formula
    assert untied(formula) == formula
    assert with_arguments(formula, lambda _: "x") == formula


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("_xldudf_hedge_pnl (1)", "_xldudf_HEDGE_PNL(1)"),
        ("_xlfn.HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("_xludf.HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("_xll.HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("1-HEDGE_PNL(HEDGE_RATIO(1,2,3))", "1-_xldudf_HEDGE_PNL(_xldudf_HEDGE_RATIO(1,2,3))"),
        ("[2]!HEDGE_PNL(1)", "[2]!HEDGE_PNL(1)"),
        ("_xldudf_ACME_HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("_xldudf_HEDGE_HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("org.betahedge.Functions.HEDGE_PNL((A1):A1)", "_xldudf_HEDGE_PNL((A1):A1)"),
        ("SUM(HEDGE_PNL(\n1,\n2))", "SUM(_xldudf_HEDGE_PNL(\n1,\n2))"),
        ('HEDGE_ACTION(1)&"HEDGE_PNL(1)"', '_xldudf_HEDGE_ACTION(1)&"HEDGE_PNL(1)"'),
    ],
)
def test_calls_are_renamed(text, stored):
    assert renamed(text, "_xldudf_") == stored


@pytest.mark.parametrize(
    ("text", "needs", "names"),
    [
        ("HEDGE_PNL(1)", True, set()),
        ("[2]!HEDGE_PNL (1)", True, set()),
        ("_xldudf_A_B_hedge_pnl(1)", True, set()),
        ("MY_HEDGE_PNL(1)+OTHER.HEDGE_PNL(1)", False, set()),
        ("HEDGE_CONTRACT(1)+HEDGE_PNL(1)", True, {"HEDGE_CONTRACT"}),
        ('"HEDGE_PNL("&A1&T[HEDGE_PNL(x)]', False, set()),
    ],
)
def test_what_needs_the_add_in_and_what_only_looks_like_it(text, needs, names):
    assert still_calls(text) == needs
    assert strangers(text) == names


PLACE = r"'C:\Users\me\it''s\betahedge.xlam'"


@pytest.mark.parametrize(
    ("tied", "plain"),
    [
        (f"{PLACE}!HEDGE_PNL(1,2)", "HEDGE_PNL(1,2)"),
        (f"1+{PLACE}!hedge_pnl (1)*{PLACE}!HEDGE_RATIO(2)", "1+HEDGE_PNL(1)*HEDGE_RATIO(2)"),
        ("[2]!HEDGE_PNL(1)", "HEDGE_PNL(1)"),
        ("IF(A1>0,[12]!HEDGE_PNL(1),[3]Sheet1!A1)", "IF(A1>0,HEDGE_PNL(1),[3]Sheet1!A1)"),
        ("betahedge.xlam!HEDGE_PNL(1)", "HEDGE_PNL(1)"),
        (r"'C:\x\[betahedge.xlam]Sheet1'!HEDGE_PNL(1)", "HEDGE_PNL(1)"),
        ("'https://d.docs.live.net/1/betahedge.xlam'!HEDGE_PNL(1)", "HEDGE_PNL(1)"),
        ("'It''s'!A1+[1]!HEDGE_PNL(1)", "'It''s'!A1+HEDGE_PNL(1)"),
        (f'"{PLACE}!HEDGE_PNL(1)"', f'"{PLACE}!HEDGE_PNL(1)"'),
        ("[1]!HEDGE_NOTHING(1)+[1]!SUM(1)", "[1]!HEDGE_NOTHING(1)+[1]!SUM(1)"),
        ("'My sheet'!HEDGE_PNL(1)", "'My sheet'!HEDGE_PNL(1)"),
        (f"T['#x]*{PLACE}!HEDGE_PNL(1)", "T['#x]*HEDGE_PNL(1)"),
        ("[1]!HEDGE_PNL+HEDGE_PNL(1)", "[1]!HEDGE_PNL+HEDGE_PNL(1)"),
    ],
)
def test_only_the_place_before_our_functions_goes(tied, plain):
    assert untied(tied) == plain


@pytest.mark.parametrize(
    ("formula", "changed"),
    [
        ("HEDGE_PNL(1,A1)", "HEDGE_PNL(<1>,<A1>)"),
        ("HEDGE_PNL()", "HEDGE_PNL()"),
        ("HEDGE_PNL(,)", "HEDGE_PNL(<>,<>)"),
        ("SUM(1,HEDGE_PNL(2))*-HEDGE_RATIO(3)", "SUM(1,HEDGE_PNL(<2>))*-HEDGE_RATIO(<3>)"),
        ("HEDGE_PNL(HEDGE_RATIO(1),2)", "HEDGE_PNL(<HEDGE_RATIO(<1>)>,<2>)"),
        ("[1]!HEDGE_PNL(1)+HEDGE_PNL (2)", "[1]!HEDGE_PNL(1)+HEDGE_PNL (<2>)"),
    ],
)
def test_arguments_are_changed_innermost_first(formula, changed):
    assert with_arguments(formula, lambda text: f"<{text}>") == changed


def sum_of(function, arguments):
    """F becomes a sum of its arguments, G a call, and all else stays."""
    forms = {"F": "+".join(arguments), "G": f"H({','.join(arguments)})"}
    return forms.get(function)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("F(1,2)", "1+2"),
        ("F(1,2)*3", "(1+2)*3"),
        ("3*G(F(1,2),(4))", "3*H(1+2,(4))"),
        ("SUM( F(1,2) ,F(1,2)-1)", "SUM( 1+2 ,(1+2)-1)"),
        ("-(F(1,2))", "-(1+2)"),
        ("{1,2;3,4}*F(5)", "{1,2;3,4}*5"),
        ("F(F(1,2),3)*2", "(1+2+3)*2"),
        ('"F(1,2)"&F(A1)', '"F(1,2)"&A1'),
        ("X(1, 2 )", "X(1, 2 )"),
        ("F(1", "F(1"),
        ("", ""),
    ],
)
def test_calls_are_replaced_and_put_in_brackets_where_they_must(formula, written):
    assert replace_calls(formula, sum_of) == written


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("HEDGE_PNL(1,2)", {"HEDGE_PNL"}),
        ("@hedge_pnl(1)+_xldudf_HEDGE_RATIO(1)", {"HEDGE_PNL", "HEDGE_RATIO"}),
        ('"HEDGE_PNL(1)"', set()),
        ("'HEDGE_PNL(1)'!A1+HEDGE_X!A1", set()),
        ("HEDGE_NOTHING(1)", set()),
        ("MY_HEDGE_PNL(1)", set()),
    ],
)
def test_calls_are_told_from_mentions(formula, names):
    assert calls(formula) == names
