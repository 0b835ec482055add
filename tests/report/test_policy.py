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
        "p.toml, target", "p.toml, bandd", "p.toml, rounding", "p.toml, ratios",
        "p.toml, limits.watch",
    ]  # fmt: skip


def test_an_unknown_contract_of_the_policy_is_refused():
    with pytest.raises(BadLines, match=r"contracts\.BTC"):
        made([Line("BTC", 3, 65_000)], contracts={"BTC": "CME:NOPE"})


def test_limits_have_defaults():
    assert Policy().limits == Limits(0.25)
