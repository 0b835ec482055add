"""A policy: its contracts and ratios, defaults, and all its faults at once."""

import pytest

from betahedge.books.faults import BadLines
from betahedge.books.model import Line
from betahedge.report.policy import Limits, Policy, policy_of
from report.sample_cases import made


def test_the_policy_names_contracts_and_ratios():
    report = made([Line("BTC", 3, 65_000, 0.3)], contracts={"btc": "CME:MBT"}, ratios={"BTC": 0.5})
    [row] = report.assets
    assert (row.contract, row.venue, row.target, row.order) == ("MBT", "CME", 0.5, 15)


def test_all_faults_of_a_policy_at_once():
    text = (
        'target = 60\nbandd = 1\nrounding = "half"\n[ratios]\nBTC = "x"\n[limits]\nwatch = true\n'
    )
    with pytest.raises(BadLines) as refused:
        policy_of("p.toml", text.encode())
    assert [line.split(":")[0] for line in refused.value.lines] == [
        "p.toml, target", "p.toml, bandd", "p.toml, rounding", "p.toml, ratios.BTC",
        "p.toml, limits.watch",
    ]  # fmt: skip


def test_an_unknown_contract_of_the_policy_is_refused():
    with pytest.raises(BadLines, match=r"contracts\.BTC"):
        made([Line("BTC", 3, 65_000)], contracts={"BTC": "CME:NOPE"})


def test_what_is_wrong_in_a_table_is_named_as_the_file_has_it():
    text = (
        "target = {a = 1}\nband = [1]\nratio = {BTC = 3}\nratios = {BTC = 6}\n"
        'maintenance = {"CME:MBT" = 27, x = "y"}\n'
    )
    with pytest.raises(BadLines) as refused:
        policy_of("p.toml", text.encode())
    over = "must be a number from 0 to 1.5, or 10 with --allow-over-hedge"
    told = [line.partition("; there are")[0] for line in refused.value.lines]
    assert told == [
        f"p.toml, target: was a table; {over}",
        "p.toml, band: was a list; must be a number from 0 to 1",
        "p.toml, ratio: was a table; is no setting",
        f"p.toml, ratios.BTC: was 6; {over}",
        'p.toml, maintenance."CME:MBT": was 27; must be a number from 0 to 0.99',
        'p.toml, maintenance.x: was "y"; must be a number from 0 to 0.99',
    ]


def test_a_ratio_above_that_of_a_line_is_refused_unless_it_is_allowed():
    for text in ("target = 2", "[ratios]\nBTC = 2"):
        with pytest.raises(BadLines, match=r"was 2; must be .* 0 to 1\.5, or 10 with"):
            policy_of("p.toml", text.encode())
    allowed = policy_of("p.toml", b"target = 2\n[ratios]\nBTC = 10", allow_over_hedge=True)
    assert (allowed.target, allowed.ratios) == (2.0, {"BTC": 10})
    with pytest.raises(BadLines, match=r"was 11; must be a number from 0 to 10$"):
        policy_of("p.toml", b"target = 11", allow_over_hedge=True)


def test_names_that_the_book_does_not_have_are_warned_of():
    report = made(
        [Line("BTC", 3, 65_000, contract="CME:BTC+CME:MBT", contract_size=0.1, lot_size=1.0)],
        ratios={"btc": 0.5, "BTCC": 0.2},
        contracts={"SOL": "CME:MSL"},
        maintenance={"cme:mbt": 0.3, "CME:BTC": 0.3, "CME:MBTT": 0.9},
    )
    assert report.warnings == (
        "policy, ratios.BTCC: no line of the book has this name; is it BTC?",
        "policy, contracts.SOL: no line of the book has this name",
        'policy, maintenance."CME:MBTT": no contract of the book has this name; is it CME:MBT?',
    )


def test_limits_have_defaults():
    assert Policy().limits == Limits(0.25)
