"""The page as a text for a mail: a name stays a name, whatever shows the text.

Oracle: markdown-it, a reader of CommonMark with tables, which mail programs and web pages use.
"""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from betahedge.books.model import Line
from betahedge.report.making import make_report
from betahedge.report.markdown import plain_text, report_md
from betahedge.report.numbers import amount
from report.sample_cases import ALL, HOSTILE, made, names, two

TAGS = {"h1", "p", "strong", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


def rendered(text):
    return MarkdownIt("commonmark").enable("table").render(text)


def shown(text):
    """Give what a reader sees of a text: without tags, entities as signs, spaces as one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", rendered(text))).split())


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=30))
def test_a_name_stays_a_name(name):
    wanted = " ".join(name.split())
    assert shown(f"x {plain_text(name)} x") == " ".join(f"x {wanted} x".split())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_text(name):
    assert name in shown(f"x {plain_text(name)} x")


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_the_page_has_its_own_markup_and_no_other(case):
    page = rendered(report_md(make_report(case()).report).decode())
    assert set(re.findall(r"<(\w+)", page)) <= TAGS


def test_a_row_an_asset_and_the_total():
    report = make_report(two()).report
    page = rendered(report_md(report).decode())
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in page.split("<tr>")]
    found = {html.unescape(row[0]): row[1:4] for row in rows if row}
    wanted = {
        row.asset: [amount(x, report.money) for x in (row.exposure, row.hedge_value, row.net)]
        for row in report.assets
    }
    assert found.items() >= wanted.items()
    assert len(found) == len(wanted) + 1


def test_a_page_of_names_has_a_whole_row_for_each():
    text = report_md(make_report(names()).report).decode()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") - row.count("\\|") for row in rows} == {8}


@pytest.mark.parametrize(("posted", "said"), [(None, "n.a., collateral not given"), (1e9, "none")])
def test_a_liquidation_that_is_not_known_is_not_none(posted, said):
    """A short of 3 coins by an inverse contract, with more coins posted than it owes, has none."""
    line = Line("BTC", 3, 65_000, 1.0, contract="BINANCE:BTCUSD_PERP", contract_size=100.0,
                lot_size=1.0, kind="inverse", held=1_950.0, collateral=posted)  # fmt: skip
    assert f"* Nearest liquidation: {said} (policy" in report_md(made([line])).decode()
