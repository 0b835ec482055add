"""Workbooks to export: a stranger's, our small template that is tried most, and the main one."""

from pathlib import Path

import pytest

from betahedge.engine import calculate
from betahedge.hosts.export import neutralize
from hosts.stranger import book

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def theirs():
    return calculate(neutralize(book())).data


@pytest.fixture(scope="session")
def template():
    return (ROOT / "templates" / "mixed_portfolio.xlsx").read_bytes()


@pytest.fixture(scope="session")
def small_template():
    return (ROOT / "templates" / "single_asset.xlsx").read_bytes()


@pytest.fixture(scope="session", params=["theirs", "small_template"])
def any_book(request):
    return request.getfixturevalue(request.param)
