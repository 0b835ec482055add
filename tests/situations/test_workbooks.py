"""Situations from public reports: what `calc` stores, and what an export for values freezes."""

import datetime

import pytest
from click.testing import CliRunner

from betahedge.cells import ErrorValue
from betahedge.cli import main
from betahedge.engine import calculate
from betahedge.hosts.export import export
from betahedge.xlsx.cells import value_of
from betahedge.xlsx.package import Package
from engine.case_books import library, sheet
from situations.reported import ERROR, KINDS
from situations.reported_cases import HC, LEFT, Case

CASES = [(kind, number) for kind, cases in KINDS.items() for number in range(len(cases))]


def stored(data):
    """Read the values of the sheet S."""
    package = Package.read(data)
    strings = package.strings()
    cells = package.tree(package.sheets()["S"]).iter("{*}c")
    return {cell.get("r"): value_of(cell, strings) for cell in cells}


def is_right(found, right):
    if isinstance(right, tuple):
        return any(is_right(found, each) for each in right)
    if right == LEFT or right is None:
        return found is None
    if right == ERROR:
        return isinstance(found, ErrorValue)
    if isinstance(right, str | bool):
        return found == right and isinstance(found, bool) == isinstance(right, bool)
    is_number = isinstance(found, float) and not isinstance(found, bool)
    return is_number and found == pytest.approx(right, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_what_is_stored_and_frozen(kind, number):
    case: Case = KINDS[kind][number]
    result = calculate(case.data)
    frozen = export(result.data, "values").data
    for data in (result.data, frozen):
        found = stored(data)
        wrong = {
            ref: found.get(ref)
            for ref, right in case.right.items()
            if not is_right(found.get(ref), right)
        }
        assert not wrong
    assert list(result.kept) == case.kept


def test_every_kind_is_tried_with_other_numbers():
    assert all(len(cases) >= 3 for cases in KINDS.values())


@pytest.mark.parametrize("price", [66_000, 64_000, 70_000.5])
def test_a_call_sees_the_day_that_is_stored(price):
    cells = {"B1": "=TODAY()", "B2": 46_800, "B3": "=B2-B1"}
    cells["B4"] = f"=HEDGE_BASIS_RATE({price},65000,B3)"
    found = stored(calculate(sheet(cells, {"B1": 46_000, "B3": 800, "B4": 0.5})).data)
    today = (datetime.date.today() - datetime.date(1899, 12, 30)).days
    assert found["B1"] in (today, today - 1)
    assert found["B3"] == 46_800 - found["B1"]
    assert found["B4"] == pytest.approx((price / 65_000 - 1) * 365 / found["B3"])


@pytest.mark.parametrize("formula", ["=RAND()", "=RANDBETWEEN(1,9)", "=1+RAND()*0.5"])
def test_a_call_sees_the_random_number_that_is_stored(formula):
    cells = {"A1": formula, "A2": "=HEDGE_CONTRACTS(A1*1000,65)", "A3": "=A1*2+A2"}
    found = stored(calculate(sheet(cells, {"A1": 0.25, "A2": 3.8})).data)
    assert found["A2"] == pytest.approx(found["A1"] * 1000 / 65)
    assert found["A3"] == pytest.approx(found["A1"] * 2 + found["A2"])


@pytest.mark.parametrize("formula", ["=20+20", "=4*10", "=B2+37"])
def test_holdings_with_a_formula_are_read_or_refused_by_name(formula, tmp_path):
    rows = (["asset", "quantity", "price"], ["BTC", 3, 65_000], ["ETH", formula, 3_500])
    cells = {f"{c}{n}": v for n, row in enumerate(rows, start=1) for c, v in zip("ABC", row)}
    holdings, saved = tmp_path / "holdings.xlsx", tmp_path / "book.csv"
    holdings.write_bytes(library(cells))
    result = CliRunner().invoke(main, ["read", str(holdings), "--save", str(saved)])
    if result.exit_code:
        assert "B3" in result.output
    else:
        assert "40" in saved.read_text().splitlines()[2].split(",")


def test_the_reported_call_gives_what_was_reported():
    assert calculate(sheet({"A1": HC})).values == {"S!A1": 2.5}
