"""What goes with what: a ledger needs accounts and a pack before; and what is lacking."""

import datetime
import json

import pytest

from betahedge.books.model import Book, Line
from betahedge.books.prices import Prices
from betahedge.errors import InputError
from betahedge.report.case import Case
from betahedge.report.extras import Extras
from betahedge.report.journal import Accounts
from betahedge.report.pack import make_pack


def test_a_ledger_needs_accounts_and_a_pack_before():
    with pytest.raises(InputError, match="needs --accounts"):
        Extras(ledger="netsuite").check()
    with pytest.raises(InputError, match="needs --previous"):
        Extras(ledger="netsuite", accounts=Accounts({})).check()


def test_prices_of_too_few_days_are_warned_of():
    day = datetime.datetime(2026, 9, 30)
    prices = Prices("p.csv", (day - datetime.timedelta(1), day), {"BTC": (64_000.0, 65_000.0)})
    case = Case(Book((Line("BTC", 3, 65_000),), as_of=day), prices=prices, as_of=day)
    pack = make_pack(case, more=Extras().add)
    said = "p.csv: has 2 days with a price of BTC; a history takes 10, so there is none"
    for name in ("report.json", "audit.json"):
        assert json.loads(pack.files[name])["warnings"] == [said]
    assert said in pack.warnings
    assert json.loads(pack.files["report.json"])["history"] is None


def test_prices_after_the_report_are_left_out_of_its_history_and_said():
    day = datetime.datetime(2026, 9, 30, 16)
    dates = tuple(day + datetime.timedelta(n) for n in range(-30, 6))
    path = tuple(64_000.0 + 500 * (n % 4) for n in range(len(dates)))
    book = Book((Line("BTC", 3, 65_000),), as_of=day)
    pack = make_pack(
        Case(book, prices=Prices("p.csv", dates, {"BTC": path}), as_of=day), more=Extras().add
    )
    report = json.loads(pack.files["report.json"])
    assert report["history"]["days"][-1]["date"] == "2026-09-30"
    assert report["warnings"] == ["5 rows of p.csv left out: after 2026-09-30"]
