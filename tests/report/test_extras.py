"""What goes with what: a ledger needs accounts and a pack before; and what is lacking."""

import datetime
import json
from hashlib import sha256

import pytest
from click.testing import CliRunner

from betahedge.books.model import Book, Line
from betahedge.books.prices import Prices
from betahedge.cli import main
from betahedge.errors import InputError
from betahedge.report.case import Case
from betahedge.report.extras import Extras
from betahedge.report.journal import KEYS, Accounts
from betahedge.report.pack import make_pack


def test_a_ledger_needs_accounts_and_a_pack_before():
    with pytest.raises(InputError, match="needs --accounts"):
        Extras(ledger="netsuite").check()
    with pytest.raises(InputError, match="needs --previous"):
        Extras(ledger="netsuite", accounts=Accounts({})).check()


CHART = "[accounts]\n" + "".join(f"{key} = '{key}'\n" for key in KEYS)


def test_the_audit_names_every_file_and_how_it_was_understood(tmp_path):
    """The hash of a chart of accounts is there; it makes no number, and no other identity."""
    head = "asset,quantity,price,contract,held,as of\nBTC,3,65000,CME:MBT,"
    files = {
        "then.csv": f"{head}5,2026-08-31\n",
        "now.csv": f"{head}6,2026-09-30\n",
        "trades.csv": "date,contract,side,quantity,price,Comm\n2026-09-09,CME:MBT,sell,1,64000,9\n",
        "chart.toml": CHART,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    words = dict(zip(("previous", "trades", "accounts"), ("then.csv", "trades.csv", "chart.toml")))
    options = [word for name, file in words.items() for word in (f"--{name}", str(tmp_path / file))]
    entries = []
    for chart in (CHART, CHART.replace("'fees'", "'6100 Fees'")):
        (tmp_path / "chart.toml").write_text(chart)
        made = CliRunner().invoke(main, ["report", str(tmp_path / "now.csv"), *options, "--force",
                                         "--as-of", "2026-09-30",
                                         "-o", str(tmp_path / "pack")])  # fmt: skip
        assert made.exit_code == 0, made.output
        audit = json.loads((tmp_path / "pack" / "audit.json").read_text())
        hashes = {each["role"]: each["sha256"] for each in audit["inputs"]}
        assert hashes == {
            "holdings": sha256(files["now.csv"].encode()).hexdigest(),
            "trades": sha256(files["trades.csv"].encode()).hexdigest(),
            "previous": sha256(files["then.csv"].encode()).hexdigest(),
            "accounts": sha256(chart.encode()).hexdigest(),
        }
        assert audit["beside"]["trades"]["ignored"] == ["Comm"]
        entries.append((tmp_path / "pack" / "journal.csv").read_text().splitlines()[1][:20])
    assert entries[0] == entries[1]


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
