"""What has changed since the pack before, in one paragraph."""

import json

import pytest

from betahedge.books.faults import BadFile
from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.previous import read_previous, write_changes
from report.periods import END, START, before, book, in_memory


def test_changes_in_one_paragraph(tmp_path):
    opening = before(book(100, 60_000, 60_000, 58, START), tmp_path)
    report = make_report(book(110, 65_000, 65_050, 68, END)).report
    text = write_changes(report, opening)
    assert text == (
        "Since 1 September 2026: BTC +10; exposure up 1.15 million USD; held now hedges 61.9%, "
        "was to hedge 58.0%; no breach new or gone."
    )


def test_a_breach_is_new_or_gone_an_asset_each():
    """BTC and ETH named no contract; BTC still names none, and SOL is new."""

    def case(*names):
        lines = tuple(Line(name, 100, 50) for name in names)
        return Case(Book(lines, as_of=END, source="h.csv"), as_of=END)

    text = write_changes(make_report(case("BTC", "SOL")).report, in_memory(case("BTC", "ETH")))
    assert text.endswith("new breach: SOL: no contract is named; gone: ETH: no contract is named.")


def test_a_position_that_is_nearer_to_its_liquidation_is_no_breach_that_is_gone():
    def case(*collaterals):
        lines = tuple(
            Line(f"C{n}", 100, 50, 0.6, contract=f"OWN:C{n}", contract_size=1.0, lot_size=1.0,
                 futures_price=50, held=60.0, entry_price=50.0, collateral=posted)
            for n, posted in enumerate(collaterals)
        )  # fmt: skip
        policy = Policy(maintenance={f"OWN:C{n}": 0.05 for n in range(len(collaterals))})
        return Case(Book(lines, as_of=END, source="h.csv"), policy, as_of=END)

    # 3,000 sold: 100 are below its maintenance of 150, 300 stand a rise of 4.8%, 3,000 of 90%
    opening = in_memory(case(300.0, 3_000.0, 3_000.0, 3_000.0, 300.0))
    report = make_report(case(100.0, 300.0, 300.0, 300.0, 3_000.0)).report
    assert [each.what for each in report.breaches if each.what.startswith("C0")] == [
        "C0: below maintenance after the orders"
    ]
    assert write_changes(report, opening).endswith(
        "new breach: C1: liquidated by a rise; new breach: C2: liquidated by a rise and 1 more; "
        "gone: C4: liquidated by a rise."
    )


def test_where_nothing_changed_it_says_so():
    same = book(100, 60_000, 60_000, 60, START)
    text = write_changes(make_report(same).report, in_memory(same))
    assert text == (
        "Since 1 September 2026: no holding changed; exposure unchanged; held now hedges 60.0%, "
        "was to hedge 60.0%; no breach new or gone."
    )


def damaged(name, value):
    def damage(data):
        *way, last = name
        for step in way:
            data = data[step]
        data[last] = value

    return damage


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (damaged(["assets"], [{}]), "assets[0].asset"),
        (damaged(["held"], "x"), "held"),
        (damaged(["totals"], None), "totals"),
        (damaged(["assets", 0, "quantity"], "1e5"), "assets[0].quantity"),
        (damaged(["assets", 0, "price"], float("nan")), "assets[0].price"),
        (damaged(["assets", 0, "shared"], 1), "assets[0].shared"),
        (damaged(["assets", 0, "held"], True), "assets[0].held"),
        (damaged(["held", 0, "entry"], "x"), "held[0].entry"),
        (lambda data: data.pop("breaches"), "breaches"),
    ],
)
def test_a_damaged_report_is_refused_by_the_place_of_it(damage, place, tmp_path):
    before(book(100, 60_000, 60_000, 58, START), tmp_path)
    [file] = tmp_path.glob("**/*.json")
    data = json.loads(file.read_bytes())
    damage(data)
    file.write_text(json.dumps(data))
    with pytest.raises(BadFile, match="is missing, or is not as a report has it") as refused:
        read_previous(file)
    assert f": {place} is" in str(refused.value)
