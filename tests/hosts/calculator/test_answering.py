"""What is typed into the calculator page, and its answer with a formula to paste."""

import json

import pytest

from betahedge.hosts.calculator.answering import answer, read_argument


def asked(name, *texts):
    return json.loads(answer(name, json.dumps(texts)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        (" 12 ", 12.0),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("60%", 0.6),
        ("true", True),
        ('"12"', "12"),
        ('"say ""no"""', 'say "no"'),
        ("65,000", "65,000"),
        ("1\n2\n", [[1.0], [2.0]]),
        ("1\t2\r\n3\t4", [[1.0, 2.0], [3.0, 4.0]]),
        ("1\n\n3", [[1.0], [""], [3.0]]),
        ("{1,2;3,4}", [[1.0, 2.0], [3.0, 4.0]]),
        ('{"a,b";-2}', [["a,b"], [-2.0]]),
        ("=1+1", "=1+1"),
    ],
)
def test_what_is_typed_is_read(text, value):
    assert read_argument(text) == value


def test_a_date_is_shown_as_one():
    assert asked("HEDGE_EXPIRY", "2018", "1")["rows"] == [["2018-01-26"]]  # CME's


def test_bad_input_has_a_reason_and_no_formula_without_the_add_in():
    found = asked("HEDGE_CONTRACTS", "325,000", "-1")
    assert found["rows"] == [["#VALUE!"]]
    assert found["reasons"] == ['spot_value: was "325,000"; must be a number']
    assert found["native"] == ""
    assert asked("HEDGE_CONTRACTS")["reasons"] == ["spot_value: was blank; must be a number"]


def test_the_formulas_are_those_to_paste():
    # 325,000 / 65,000, in lots of 1, rounded down: blanks take their defaults.
    found = asked("HEDGE_CONTRACTS", "325000", "65000", "", "", "", "down")
    assert found["rows"] == [["5"]]
    assert found["formula"] == '=HEDGE_CONTRACTS(325000,65000,,,,"down")'
    assert found["native"] == "=325000/65000"
    assert asked("HEDGE_CONTRACTS", "1\n\n3", "2")["formula"] == '=HEDGE_CONTRACTS({1;"";3},2)'
