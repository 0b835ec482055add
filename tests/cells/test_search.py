"""Functions are found by what a desk asks, in its own words and in whatever form."""

import pytest
from click.testing import CliRunner

from betahedge.cells.pages import answering
from betahedge.cells.questions import WORKED
from betahedge.cells.search import find
from betahedge.cli import main

ASKED = {  # written down before the search was tried on them
    "survive": "HEDGE_SURVIVAL",
    "surviving a rally": "HEDGE_SURVIVAL",
    "how many contracts": "HEDGE_CONTRACTS",
    "roll to next month": "HEDGE_ROLL",
    "value at risk by asset": "HEDGE_VAR_COMPONENTS",
    "average price of my fills": "HEDGE_AVERAGE_PRICE",
    "expiry date of the future": "HEDGE_EXPIRY",
    "is my hedge effective": "HEDGE_EFFECTIVENESS",
    "break even": "HEDGE_BREAKEVEN",
    "margin call": "HEDGE_MARGIN_CALLS",
    "tick size": "HEDGE_SPEC",
    "P&L by source": "HEDGE_ATTRIBUTION",
    "is the add-in loaded": "HEDGE_VERSION",
}


@pytest.mark.parametrize(("question", "name"), ASKED.items())
def test_a_question_finds_its_function_first(question, name):
    assert answering(question)[0].name == name


@pytest.mark.parametrize("name", WORKED)
def test_every_function_is_found_by_its_own_question(name):
    assert name in [cell.name for cell in answering(WORKED[name].question)]


def test_a_rare_word_counts_more_and_a_name_most():
    texts = {"one": "coins rally", "two": "coins", "three": "coins", "rally": ""}
    assert find("coins in a rally", texts) == ["rally", "one"]


@pytest.mark.parametrize("question", ["", "what is it", "zebra", "=1+1", "\x1b[31m"])
def test_what_no_text_has_finds_nothing(question):
    assert find(question, {"one": "a rally of coins"}) == []


def test_the_command_shows_the_question_and_the_help():
    result = CliRunner().invoke(main, ["functions", "survive", "a", "rally"])
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())  # it is told in lines that fit
    assert said.startswith(f"HEDGE_SURVIVAL {WORKED['HEDGE_SURVIVAL'].question} Collateral that")


def test_a_name_that_is_wrong_is_asked_back():
    result = CliRunner().invoke(main, ["functions", "HEDGE_CONTARCTS"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is it HEDGE_CONTRACTS?" in result.stderr
