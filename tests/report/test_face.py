"""A report in Python: the same names, outputs on demand, and text in a notebook."""

import datetime

import pytest

import betahedge
from betahedge.books.market import Market
from betahedge.errors import InputError
from betahedge.report.policy import Policy

LINES = [
    {"asset": "BTC", "quantity": 3.0, "price": 65_000.0, "contract_size": 0.1, "lot_size": 1.0},
    {
        "asset": "<b>ETH</b>",
        "quantity": 40.0,
        "price": 3_500.0,
        "contract_size": 0.1,
        "lot_size": 1.0,
    },
]
WHEN = datetime.datetime(2026, 9, 30)


@pytest.fixture(scope="module")
def report():
    return betahedge.report(LINES, policy=Policy(rounding="down"), entity="Desk", as_of=WHEN)


def test_the_names_of_report_json(report):
    assert report.totals.ratio == 0.6
    assert [order.contracts for order in report.orders] == [18, 240]
    assert report.headline.startswith("Two orders bring the book from 0.0% to 60.0% hedged;")
    assert "totals" in dir(report)
    with pytest.raises(AttributeError, match="a report has no total"):
        _ = report.total


def test_outputs_on_demand(report, tmp_path):
    assert report.to_pdf(tmp_path / "r.pdf")[:5] == b"%PDF-"
    assert (tmp_path / "r.pdf").read_bytes() == report.to_pdf()
    assert report.to_xlsx()[:2] == b"PK"
    report.to_folder(tmp_path / "pack")
    assert (tmp_path / "pack" / "report.json").read_bytes() == report.to_json()


def test_a_notebook_shows_names_as_text(report):
    shown = report._repr_html_()
    assert "&lt;b&gt;ETH&lt;/b&gt;" in shown
    assert "<b>" not in shown
    assert "Two orders bring the book" in repr(report)


def test_a_file_as_the_command_reads_it(tmp_path):
    (tmp_path / "h.csv").write_text("asset,quantity,price,contract size\nBTC,3,65000,0.1\n")
    (tmp_path / "p.toml").write_text("target = 0.5\n")
    found = betahedge.report(tmp_path / "h.csv", policy=tmp_path / "p.toml", as_of=WHEN)
    assert found.totals.ratio == 0.5


def test_what_cannot_be_a_line_is_refused():
    with pytest.raises(InputError, match="qty: is no field of a line"):
        betahedge.report([{"asset": "BTC", "qty": 3}])
    for name in ("market", "positions", "prices"):
        with pytest.raises(InputError, match=f"{name}: was a path; must be rows"):
            betahedge.report(LINES, **{name: "m.csv"})
    with pytest.raises(InputError, match="market: was rows; must be a path"):
        betahedge.report("h.csv", market=Market("m", (), ()))


def test_a_contract_by_its_name_has_its_own_size():
    # CME's micro bitcoin future is a tenth of a coin: 3 BTC, 60 % of them, are 18 contracts.
    line = {"asset": "BTC", "quantity": 3.0, "price": 65_000.0, "contract": "CME:MBT"}
    sized = betahedge.size([line], hedge_ratio=0.6, as_of=WHEN)
    assert [(order.contract, order.contracts) for order in sized.orders] == [("MBT", 18)]
    assert sized.totals.ratio == 0.6


def test_a_book_is_sized_as_it_is_reported(report):
    sized = betahedge.size(LINES, policy=Policy(rounding="down"), as_of=WHEN)
    assert (sized.orders, sized.totals) == (report.orders, report.totals)
    assert "<b>" not in sized._repr_html_()
    with pytest.raises(InputError, match=r"hedge_ratio: was 60; must be from 0 to 1.5"):
        betahedge.size(LINES, hedge_ratio=60)


def test_all_faults_of_lines_are_said_at_once():
    lines = [{"asset": "BTC", "quantity": float("nan"), "price": 1}, {"asset": "A", "quantity": 1}]
    with pytest.raises(InputError) as error:
        betahedge.size(lines)
    assert error.value.lines == (
        'lines.csv, line 2, quantity: was "NaN"; must be a number; write it like 4000.5',
        "lines.csv, line 3, price: A has no price; give one, or a market file with --market",
    )
