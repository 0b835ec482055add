"""The language of sheets: items by name, places by layout, what follows from a declaration."""

import dataclasses
import inspect

import pytest

from betahedge.cells import HEDGE_CONTRACTS
from betahedge.engine import calculate
from betahedge.report.proof import proof
from betahedge.sheets.blocks import Panel, Sheet, Side, Table
from betahedge.sheets.book import build
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, Item, fx
from betahedge.templates import inputs as inputs_sheet
from betahedge.templates.book import article
from betahedge.templates.mixed_portfolio import MIXED_PORTFOLIO, values

FACTS = Facts(values(article()), 335_000)
STRESS = Sheet("Stress", "what a worse day would need", (
    Panel("worse", "Twice the stress", (
        Item("move", "Move", "2*stress_move", "move", "%"),
        Item("loss", "Loss of the book", "book_net*{move}", "pnl"),
        Item("full", "Contracts of 65,000 for all of it fx",
             fx(HEDGE_CONTRACTS, "book_exposure", "{figures.pb}"), "count", "contracts"),
    )),
    Table("worse_assets", (
        Column("nth", "Asset", "number", 20, "ROW()-ROW({nth:before})", "number"),
        Column("spot", "Spot value", "USD", 12, "INDEX({hedge.spot:all},{nth})"),
        Column("lots", "In lots fx", "contracts", 12,
               fx(HEDGE_CONTRACTS, "{spot}", "{figures.pb}"), "count"),
    ), 2, "Asset by asset"),
), checks=(
    Check("The worse loss is twice the stress", "{worse.loss}-2*book_net*stress_move",
          "Stress: a formula was changed"),
))  # fmt: skip


def with_sheet(sheet):
    sheets = MIXED_PORTFOLIO.sheets
    return dataclasses.replace(MIXED_PORTFOLIO, sheets=(*sheets[:-1], sheet, sheets[-1]))


def test_a_sheet_is_added_by_its_own_file_and_the_tuple():
    source = inspect.getsource(inspect.getmodule(with_sheet))
    lines = source[source.index("STRESS =") : source.index("def with_sheet")].strip().splitlines()
    assert len(lines) < 40
    built = build(with_sheet(STRESS), FACTS)
    result = calculate(built.data)
    assert result.errors == {}
    assert result.master_check == "OK"
    assert [result.values[ref] for ref in built.cells("worse.loss")] == [pytest.approx(-53_600)]
    assert [result.values[ref] for ref in built.cells("worse_assets.lots")] == pytest.approx(
        [3, 140 / 65]
    )
    twins = [result.values[ref] for ref in built.cells("worse_assets.lots", native=True)]
    assert twins == pytest.approx([3, 140 / 65])
    assert proof(result.values, built).different == []
    listed = [ref for ref, value in result.values.items() if value == "OK" and "Cover!" in ref]
    assert len(listed) >= len(built.sheets)


def test_a_new_policy_line_appears_everywhere():
    new = inputs_sheet.line(
        "limit", "Largest order", inputs_sheet.SOME, "money", "", "policy_limit"
    )
    policy = inputs_sheet.POLICY
    longer = dataclasses.replace(policy, items=(*policy.items, new))

    def inputs(facts):
        sheet = inputs_sheet.inputs(facts)
        side = Side(tuple(longer if b is policy else b for b in sheet.blocks[0].blocks))
        check = Check("No order is above the limit", "MAX({orders.notional:all})-policy_limit",
                      "Orders: split the order", 0, 1e9)  # fmt: skip
        return dataclasses.replace(
            sheet, blocks=(side, *sheet.blocks[1:]), checks=(*sheet.checks, check)
        )

    sheets = tuple(inputs if s is inputs_sheet.inputs else s for s in MIXED_PORTFOLIO.sheets)
    book = dataclasses.replace(MIXED_PORTFOLIO, sheets=sheets)
    for limit, word in ((200_000.0, "OK"), (None, "FAIL")):  # a blank one fails the blank check
        built = build(book, Facts({**FACTS.values, "policy.limit": limit}, 335_000))
        result = calculate(built.data)
        assert result.master_check == word
        assert result.errors == {}
    place = built.names.places["policy.limit"]
    assert (place.sheet, place.first) == ("Inputs", 13)
    assert built.names.places["moves.1"].first == 14, "the blocks below have made room"
