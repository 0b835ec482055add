"""Every function as a LAMBDA: what Excel allows in one, and how a workbook stores it.

Oracles: Excel's published limits; openpyxl's list of the functions that need no mark in a file.
That each gives the function's answers is asked in tests/hosts.
"""

import dataclasses
import re

import pytest
from openpyxl.utils import FORMULAE

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.declaration import HELP_LIMIT
from betahedge.cells.lambda_bodies import NATIVE
from betahedge.cells.lambda_spelling import PREFIXES, TOKEN, stored
from betahedge.cells.lambdas import (
    DEEPEST,
    LONGEST,
    has_lambda,
    module_text,
    register_names,
    stored_names,
    typed,
    typed_names,
    without_lambda,
)

TYPED, STORED = typed_names(), stored_names()
LIKE_A_CELL = re.compile(r"[a-z]{1,3}\d+|r\d*c?\d*|c\d*", re.IGNORECASE)
NEVER_CALLED = {"result", "value", "error", "group"}  # Excel takes such a call for something else
each_name = pytest.mark.parametrize("name", TYPED)


def found(name, kind):
    """List the tokens of a kind in a function's formula."""
    return {token[kind] for token in TOKEN.finditer(TYPED[name]) if token[kind]}


def test_a_function_without_a_lambda_is_named():
    assert sorted([*TYPED, *without_lambda()]) == sorted(CATALOGUE)
    assert TYPED.keys() == STORED.keys()


@each_name
def test_excel_takes_its_length(name):
    assert len(TYPED[name]) <= LONGEST
    assert len(STORED[name]) <= LONGEST
    assert len(declaration(CATALOGUE[name]).help) <= HELP_LIMIT  # of a name's comment, too


@each_name
def test_excel_takes_its_depth(name):
    depth = deepest = 0
    for sign in re.sub(r'"[^"]*"', "", TYPED[name]):
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    assert depth == 0
    assert deepest <= DEEPEST


@each_name
def test_excel_takes_the_names_that_it_binds(name):
    arguments = {arg.name for arg in declaration(CATALOGUE[name]).args}
    bound = found(name, "bound") | found(name, "optional")
    assert not any(map(LIKE_A_CELL.fullmatch, bound))
    assert not {each for each in bound - arguments if each.upper() in {*FORMULAE, *PREFIXES}}
    assert not any(f"{each}(" in TYPED[name] for each in NEVER_CALLED)
    assert arguments <= bound


@each_name
def test_every_function_that_it_calls_is_known_and_marked(name):
    assert found(name, "called") <= {*FORMULAE, *PREFIXES}
    assert found(name, "named") <= {"TRUE", "FALSE", *register_names("S")}
    assert not set(PREFIXES) & FORMULAE


@pytest.mark.parametrize(
    ("text", "in_a_file"),
    [
        ("LAMBDA(spot,[beta],LET(beta_,IF(ISOMITTED(beta),1,beta),spot*beta_))",
         "_xlfn.LAMBDA(_xlpm.spot,_xlop.beta,_xlfn.LET(_xlpm.beta_,IF(_xlfn.ISOMITTED(_xlpm.beta),"
         "1,_xlpm.beta),_xlpm.spot*_xlpm.beta_))"),
        ('FILTER(v,v>=1E-12,"v is [x]")', '_xlfn._xlws.FILTER(_xlpm.v,_xlpm.v>=1E-12,"v is [x]")'),
        ("IF(n<3,#N/A,#DIV/0!)", "IF(_xlpm.n<3,#N/A,#DIV/0!)"),
        ('{"say ""a""";"b"}&NORM.S.INV(p)', '{"say ""a""";"b"}&_xlfn.NORM.S.INV(_xlpm.p)'),
        ("XMATCH(TRUE,HEDGE_FIELDS)&1e-05", "_xlfn.XMATCH(TRUE,HEDGE_FIELDS)&1e-05"),
    ],
)  # fmt: skip
def test_what_is_typed_and_what_a_workbook_stores(text, in_a_file):
    """Oracle: files saved by Excel."""
    assert stored(text) == in_a_file


def test_a_body_may_be_the_native_form_or_say_more_or_be_none():
    declared = declaration(CATALOGUE["HEDGE_BASIS"])
    assert declared.lambda_body == NATIVE
    assert typed(declared).endswith(",futures_price_-spot_price_))))))))")
    more = dataclasses.replace(declared, lambda_body=f"IF(spot_price_>9,#N/A,\n {NATIVE})")
    assert "IF(spot_price_>9,#N/A,futures_price_-spot_price_)" in typed(more)
    for none in (
        dataclasses.replace(declared, lambda_body=None),
        dataclasses.replace(declared, native=None),
        dataclasses.replace(declared, whole=True),  # over whole ranges it must be said
    ):
        assert not has_lambda(none)
        with pytest.raises(ValueError, match="HEDGE_BASIS has no LAMBDA"):
            typed(none)


def test_the_module_is_the_formulas_with_their_help():
    text = module_text()
    modules = dict(re.findall(r"^(HEDGE_\w+) = (LAMBDA\(.*\));$", text, re.MULTILINE))
    assert modules == TYPED
    assert re.findall(r"^/\*\* (.*) \*/$", text, re.MULTILINE) == [
        declaration(CATALOGUE[name]).help for name in TYPED
    ]
