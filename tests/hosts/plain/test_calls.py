"""Calls in the text of a formula, written out as native formulas."""

import pytest

from betahedge.hosts.plain.calls import native_form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("HEDGE_FUNDING_RATE(A1)", "A1*8760/8"),
        ("1-HEDGE_BASIS(A1,B1)", "1-(A1-B1)"),
        ("SUM(HEDGE_BASIS(A1,B1),(1,2))", "SUM(A1-B1,(1,2))"),
        ("HEDGE_BASIS({1,2},B1)", "({1,2})-B1"),
        ('HEDGE_BASIS(A1,IF(B1="a,)",1,2))', 'A1-(IF(B1="a,)",1,2))'),
        ("HEDGE_CONTRACTS(A1,B1,,,)", "A1/B1"),
        ("HEDGE_PNL(A1,B1,C1,D1,,E1)", "A1*D1-B1*C1*D1+E1"),
        ("HEDGE_CONTRACTS(A1,B1,C1)", 'IF(C1="",1,C1)*A1/B1'),
        ("HEDGE_CONTRACTS(A1,B1,SUM(C1:C9),x)", 'IF(x="",1,x)*SUM(C1:C9)*A1/B1'),
        ("HEDGE_CONTRACTS(A1:A2,B1,T[x])", 'IF(T[x]="",1,T[x])*(A1:A2)/B1'),
        ("HEDGE_BASIS(INDEX(A1:A9,2),B1)", "INDEX(A1:A9,2)-B1"),
        ("HEDGE_PNL(A1,B1,C1,D1,E1)", 'A1*D1-B1*C1*IF(E1="",D1,E1)'),
        ("HEDGE_CONTRACTS(A1,B1,1-C1)", "(1-C1)*A1/B1"),
        ("HEDGE_CONTRACTS(IF(LEFT(C1,1)+0=3,A1,0),B1)", "(IF(LEFT(C1,1)+0=3,A1,0))/B1"),
        ("HEDGE_CONTRACTS(-1*B1^2,10)", "(-1*B1^2)/10"),
        ("HEDGE_CONTRACTS(A1,B1,IFERROR(C1,2))", '(IF(IFERROR(C1,2)="",1,IFERROR(C1,2)))*A1/B1'),
        ('HEDGE_FUTURES_PNL(A1,1,2,3,"\ua4f7")', 'A1*IF("\ua4f7"="inverse",1/3-1/2,2-3)'),
        ("HEDGE_CONTRACTS(SUMPRODUCT(1*(A1:B1>7)),B1,1,1)", "(SUMPRODUCT(1*(A1:B1>7)))/B1"),
    ],
)
def test_native_forms(text, form):
    assert native_form(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('IF(addin_state="loaded",HEDGE_VERSION(),H16:K19)', "H16:K19"),
        ('1+if( addin_state="loaded" ,1+HEDGE_VERSION(),A1+1)*2', "1+(A1+1)*2"),
        ('COUNTIF(addin_state="loaded",HEDGE_BASIS(1,2),3)', 'COUNTIF(addin_state="loaded",1-2,3)'),
        ('IF(addin_state="loaded",1,HEDGE_VERSION())', "1"),
        ('IF(addin_state="loaded",HEDGE_BASIS(1,2))', "1-2"),
        ('2*IF(addin_state="loaded",HEDGE_BASIS(1,2),3)', "2*(1-2)"),
        ('IF(A1="","",IF(addin_state="loaded",ABS(B1-C1),"n.a."))', 'IF(A1="","",ABS(B1-C1))'),
    ],
)
def test_a_formula_that_says_what_holds_without_the_add_in_is_taken_at_its_word(text, form):
    assert native_form(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "HEDGE_VERSION()",
        '(addin_state="loaded",HEDGE_VERSION(),1)',
        'COUNTIF(addin_state="loaded",HEDGE_VERSION(),1)',
        "IF(A1>0,HEDGE_VERSION(),1)",
        "1+HEDGE_TABLE(A1,B1,C1,D1)",
        "HEDGE_PNL(1)",
        "HEDGE_BASIS(1,2,3)",
        "HEDGE_BASIS(1,2",
        "HEDGE_BASIS(1,2))",
        "[2]!HEDGE_PNL(1,2,3,4)",
        f"HEDGE_BASIS(1,{'+'.join(['A1'] * 3000)})",
    ],
)
def test_what_has_no_native_form(text):
    assert native_form(text) == ""


def test_a_random_number_is_drawn_once_as_the_argument_of_a_call_is():
    assert native_form("HEDGE_CONTRACTS(A1*RAND(),B1)") == "(A1*RAND())/B1"
    assert native_form("HEDGE_PNL(A1,2,B1,RANDBETWEEN(1,9)/100)") == ""  # both returns are that one
