"""Questions at the command line: a formula's value, the functions."""

import pytest


def test_a_name_that_is_nearly_a_function_is_named(run):
    code, out, err = run("eval", "=HEDGE_CONTRACT(1,2)")
    line = "HEDGE_CONTRACT: is no function; is it HEDGE_CONTRACTS?"
    assert (code, out, err.strip()) == (1, "#NAME?\n", line)
    import xlsxwriter

    book = xlsxwriter.Workbook("mine.xlsx")  # which stores 0 for what it cannot calculate
    book.add_worksheet("S").write_formula("A1", "=HEDGE_CONTRACT(1,2)")
    book.close()
    err = run("calc", "mine.xlsx")[2]
    assert "HEDGE_CONTRACT is no function of betahedge; is it HEDGE_CONTRACTS?: S!A1" in err


@pytest.mark.parametrize(
    ("formula", "out"),
    [
        ("=HEDGE_CONTRACTS(325000,65000,0.5)", "2.5\n"),
        ("HEDGE_CONTRACTS(195000,6500,0.6,1,1,\"down\")", "18\n"),
        (
            "=HEDGE_IMPACT(325000,2.5,65000,-0.1)",
            "Component\tInitial\tChange\tFinal\nSpot\t325000\t-32500\t292500\n"
            "Futures\t0\t16250\t16250\nNet\t325000\t-16250\t308750\n",
        ),
        ("=1/3", "0.333333333333333\n"),
        ("=0.1+0.2", "0.3\n"),
        ("=HEDGE_RATIO(1,1,1)=1", "TRUE\n"),
        ("=1E+20*1", "1E+20\n"),
        ("=HEDGE_CONTRACTS({100;200},10)", "10\n20\n"),
        ("=LET(f,LAMBDA(x,x+1),f(2))", "3\n"),
        (  # the article's table, on contracts of 0.1; what it is given stands beside what it fills
            '=HEDGE_TABLE({"BTC";"ETH"},{3;40},{65000;3500},{0.1;0.1},0.6)',
            "Asset\tSpot value\tContract value\t100% hedge\t60% hedge\tAction\n"
            "BTC\t195000\t6500\t30\t18\tShort\nETH\t140000\t350\t400\t240\tShort\n"
            "Total\t335000\t\t\t\t\n",
        ),
    ],
)  # fmt: skip
def test_eval(run, formula, out):
    assert run("eval", formula) == (0, out, "")


def test_eval_shows_an_error_value_by_name_and_its_reason(run):
    code, out, err = run("eval", "=HEDGE_CONTRACTS(325000,-1)")
    assert (code, out) == (1, "#NUM!\n")
    assert err == "  contract_value: was -1; must be a number above 0\n"


def test_functions_lists_every_one(run):
    from betahedge.cells import CATALOGUE

    _, out, _ = run("functions")
    assert all(f"  {name}(" in out for name in CATALOGUE)


def test_a_bad_formula_is_refused(run):
    code, out, err = run("eval", "=1+(")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("betahedge: =1+(: is not a formula")


@pytest.mark.parametrize(
    "words", [("--lambda", "carry"), ("--lambda", "--json"), ("--markdown", "--reference")]
)
def test_two_answers_at_once_are_asked_back(run, words):
    code, out, err = run("functions", *words)
    assert (code, out) == (2, "")
    assert "pages of their own" in err
