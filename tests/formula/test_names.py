"""Names, single cells, single values, blanks, constants and links in a formula."""

import pytest

from betahedge.formula.names import (
    cell_in,
    gives_one_value,
    is_constant,
    is_one_cell,
    links_in,
    may_be_blank,
    names_in,
    uses,
    with_constants,
)


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("rate*2", {"RATE"}),
        ("A1+$B$2+C:C+1:2", set()),
        ("Sheet1!A1+'my sheet'!B2", set()),
        ("Sheet1!local+[0]!other", {"LOCAL", "OTHER"}),
        ("A1:last", {"A1", "LAST"}),
        ("SUM(ZAR1,A1)", {"SUM", "ZAR1"}),
        ("my_function(1)", {"MY_FUNCTION"}),
        ("Prices[rate]", {"PRICES"}),
        ('"rate"&TRUE', set()),
        ("@x+\\y.z+über", {"X", "\\Y.Z", "ÜBER"}),
    ],
)
def test_names_in_a_formula(formula, found):
    assert names_in(formula) == found
    assert not uses(formula, set())
    assert all(uses(formula, {name}) for name in found)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("rate*2", "0.05*2"),
        ("2^RATE-loss", "2^0.05-(-3)"),
        ("-2^fee/fee%", "-2^5%/5%%"),
        ("S!rate+[0]!rate+@rate", "0.05+0.05+0.05"),
        ('IF(state="loaded",1,"state")', 'IF("loaded"="loaded",1,"state")'),
        ("rate(1)+rates+T[rate]+'rate'!A1", "rate(1)+rates+T[rate]+'rate'!A1"),
        ("A1+B2", "A1+B2"),
    ],
)
def test_constants_stand_in_the_place_of_their_names(formula, written):
    constants = {"RATE": "0.05", "LOSS": "-3", "FEE": "5%", "STATE": '"loaded"'}
    assert with_constants(formula, constants) == written


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        *(("1", True), ("-0.5", True), ("1E-5", True), ('"a ""b"""', True), ("TRUE", True)),
        *(("A1", False), ("S!$A$1", False), ('"a"&"b"', False), ("{1,2}", False), ("", False)),
        *(("1+1", False), ("#N/A", False), ("x", False), ("5%", True)),
    ],
)
def test_constants(text, constant):
    assert is_constant(text) == constant


@pytest.mark.parametrize(
    ("argument", "cell"),
    [
        *(("A1", "A1"), (" $B$2 ", "$B$2"), ("S!A1", "S!A1"), ("'a b'!A1", "'a b'!A1")),
        *(("(A1):A1", "A1"), ("A1:A1", "A1"), ("S!A1:A1", "S!A1"), ("(S!A1):S!A1", "S!A1")),
        *(("T[[#This Row],[x]]", "T[[#This Row],[x]]"), ("one", "one"), ("(other):other", "other")),
        ("(T[[#This Row],[x]]):T[[#This Row],[x]]", "T[[#This Row],[x]]"),
        *(("other", ""), ("A1:A2", ""), ("(A1):A2", ""), ("A1:$A$1", ""), ("A:A", ""), ("1:1", "")),
        *(("T[[#This Row],[x]:[y]]", ""), ("T[x]", ""), ("A1#", ""), ("A1+1", ""), ("-A1", "")),
        *(("(A1)", ""), ("7", ""), ('"A1"', ""), ("F(A1)", ""), ("", ""), ("ZAR1", "")),
        ("Sheet1:Sheet3!A1", ""),
    ],
)
def test_the_one_cell_of_an_argument(argument, cell):
    assert cell_in(argument, {"ONE"}) == cell


@pytest.mark.parametrize(
    ("operand", "one"),
    [("A1", True), ("S!$A$1", True), ("A1:B2", False), ("A1:A1", False), ("A1#", False)],
)  # fmt: skip
def test_the_address_of_one_cell(operand, one):
    assert is_one_cell(operand) == one


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("A1*$B$2+Sheet!C3", True),
        ("one+1", True),
        ('IF(A1="a:b",1,2)', True),
        ("IF(A1>#N/A,1%,-2)", True),
        ("SUM(A1:A2)", False),
        ("many*2", False),
        ("Sheet!one", False),
        ("{1,2}*A1", False),
        ("A1#", False),
        ('INDIRECT("A1")', False),
        ("_xlfn.SEQUENCE(3)", False),
        ("T[x]", False),
        ("A1 B1", True),
        ("A1+(", False),
    ],
)
def test_what_is_sure_to_be_one_value(text, single):
    assert gives_one_value(text, lambda name: name == "one") == single


@pytest.mark.parametrize(
    ("argument", "blank"),
    [
        *(("A1", True), ("A1:A9", True), ("x", True), ("T[x]", True), ("(A1)", True)),
        *(("INDEX(A1:A9,2)", True), ("IF(A1>0,B1,C1)", True), ("_xlfn.XLOOKUP(1,A:A,B:B)", True)),
        *(("1", False), ('"x"', False), ("TRUE", False), ("A1+1", False), ("-A1", False)),
        *(("SUM(A1:A9)", False), ("{1,2}", False), ("A1%", False), ("1+INDEX(A1:A9,2)", False)),
    ],
)
def test_what_may_lead_to_a_blank_cell(argument, blank):
    assert may_be_blank(argument) == blank


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[1]Sheet!A1+'[12]a b'!B2", {1, 12}),
        ("[2]!HEDGE_PNL(1)", {2}),
        ("T[1]+A1", set()),
        ("T[[#This Row],[1]]", {1}),  # a text that may be one is taken for one
    ],
)
def test_links(text, links):
    assert links_in(text) == links
