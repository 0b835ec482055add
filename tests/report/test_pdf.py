"""The committee page: seven books compiled, every block on page one, the same bytes twice."""

import json
import re
from dataclasses import replace

import pytest

from betahedge.books.model import Line
from betahedge.books.positions import Position
from betahedge.report.assets import make_other
from betahedge.report.making import make_report
from betahedge.report.markdown import report_md
from betahedge.report.numbers import shorter
from betahedge.report.pdf import FEW, NoPage, compile_page, make_pdf, replace_names
from betahedge.report.policy import Limits, Policy
from betahedge.report.schema import report_json
from betahedge.report.tables import make_chart, make_line
from report.pages import MARGIN, attachment, is_archival, places, text_of
from report.sample_cases import ALL, FROZEN, HOSTILE, crowded, names, twelve, two
from report.sample_cases import made as made_of

BLOCKS = (
    "Hedge report", "Exposure before,", "Hedge after orders", "Hedge ratio", "Nearest liquidation",
    "Exposure before and after the hedge", "P&L of the book when the market moves", "Carry",
    "Rise of the price that liquidates", "Collateral to survive a rally", "Breaches and watches",
    "Checks and sources", "Prepared by", "Reviewed by", "For the committee", "page 1 of",
)  # fmt: skip
APPENDIX = ("Every asset", "Limits of the policy", "Ladder of market moves", "Checks")


@pytest.fixture(scope="module", params=ALL)
def page(request):
    made = make_report(ALL[request.param]())
    return *make_pdf(made.report, made.case.policy), made


def test_page_one_holds_every_block(page):
    data, report, *_ = page
    first = text_of(data, 1)
    assert [block for block in BLOCKS if block not in first] == []
    assert report.headline.replace("\N{MINUS SIGN}", "-")[:60] in " ".join(first.split())


def test_the_appendix_is_always_there(page):
    data, *_ = page
    rest = text_of(data).removeprefix(text_of(data, 1))
    assert [block for block in APPENDIX if block not in rest] == []


def test_it_is_archival_and_carries_its_numbers(page):
    data, report, *_ = page
    assert is_archival(data)
    assert attachment(data) == report_json(report)


def test_bytes_are_equal_on_two_runs(page):
    data, _, _, made = page
    assert make_pdf(made.report, made.case.policy)[0] == data


def test_every_decimal_of_the_totals_is_on_the_page():
    made = make_report(two())
    first = text_of(make_pdf(made.report, made.case.policy)[0], 1)
    for number in ("335,000", "-201,000", "134,000", "60.0%", "-26,800", "-67,000", "+34.3%"):
        assert number in first


def test_what_was_bought_is_liquidated_by_a_fall():
    """By hand: 60 BTC bought at 65,000 with 780,000 are gone at 52,000, 20 % below."""
    owed = Line("BTC", -100, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    report = made_of([owed], [Position("CME:MBT", -600, 65_000, 780_000)])
    text = " ".join(text_of(compile_page(report, False)).split())
    assert "Move of the price that liquidates policy line: 25% BTC -20.0% at 52,000" in text
    assert "Nearest liquidation" in text and "+20.0%" not in text
    assert "Fall to the nearest liquidation 20.0%" in text
    assert "Nearest liquidation: \N{MINUS SIGN}20.0%" in report_md(report).decode()


def test_a_position_at_its_liquidation_has_a_page_where_policy_asks_for_no_distance():
    """Without collateral, and a maintenance of 0, today's price is that which liquidates."""
    line = Line("BTC", 100, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    held = [Position("CME:MBT", 600, 65_000, 0)]
    report = made_of([line], held, limits=Limits(0.0))
    assert report.positions[0].distance == 0
    text = " ".join(text_of(compile_page(report, False)).split())
    assert "Rise of the price that liquidates a short policy line: 0% BTC 0.0% at 65,000" in text


def test_longs_and_shorts_that_cancel_leave_no_share():
    lines = [Line("BTC", 1.1, 1_000.1, 1.0, contract="BINANCE:BTCUSDT"),
             Line("ETH", 2.2, 1_000.1, 1.0, contract="BINANCE:ETHUSDT"),
             Line("SOL", -3.3, 1_000.1, 0.0)]  # fmt: skip
    page = " ".join(text_of(compile_page(made_of(lines), False), 1).split())
    assert "policy by asset" in page
    assert "of before" not in page


def test_futures_bought_are_paid_for_by_a_rise():
    """By hand: 350,000 of ETH are bought; fees of both ways and slippage are 420, 0.12 %."""
    lines = [Line("BTC", 10, 65_000, 0.0),
             Line("ETH", -100, 3_500, 1.0, contract="BINANCE:ETHUSDT")]  # fmt: skip
    text = " ".join(text_of(compile_page(made_of(lines, horizon_days=1.0), False), 1).split())
    assert "A rise of 0.12% pays for the hedge." in text
    assert "Carry, 1 day " in text


def test_the_others_have_the_worst_of_their_states():
    """The least of thirteen coins has no contract, and is below what is material."""
    report = make_report(twelve()).report
    small = replace(report.assets[-1], asset="SMALL", status="WATCH")
    many = replace(report, assets=(*report.assets, small), shown=12)
    many = replace(many, other=make_other(many.assets, 12, Policy()))
    shown = " ".join(text_of(compile_page(many, False), 1).split())
    assert re.search("Other 1 .* orders? page 2 WATCH", shown)
    assert re.search(r"^\| Other 1 \|.*\| WATCH \|$", report_md(many).decode(), re.M)


def test_a_ratio_of_many_times_keeps_to_its_column():
    """By hand: 1 BTC is left of the 60 that were sold short, 6,000 %; the headline says it all."""
    line = Line("BTC", 1, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    text = text_of(compile_page(made_of([line], [Position("CME:MBT", 600, 65_000)]), False), 1)
    assert "from 6000.0% to 60.0% hedged" in text.replace(",", "")
    assert text.count(">999%") == 2  # in its row, and in the total


def test_a_ratio_of_the_other_side_keeps_to_its_column():
    """By hand: 600 that were bought are -200 % of 300 BTC, which are 6 characters with no more."""
    line = Line("BTC", 30, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    text = text_of(compile_page(made_of([line], [Position("CME:MBT", -600, 65_000)]), False), 1)
    assert "from -200.0% to 60.0% hedged" in text
    assert text.count("-200%") == 2  # in its row, and in the total


def test_the_words_on_liquidation_keep_off_the_names_of_falling_lines():
    """60 BTC sold short stand beside 100 that are owed: both lines end below, at the right."""
    owed = Line("BTC", -100, 65_000, -0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    report = made_of([owed], [Position("CME:MBT", 600, 65_000, 400_000)])
    data = compile_page(report, False)
    assert report.margin.half < 0.2
    [words], [name] = (places(data, each, 5) for each in ("half of the hedge", "Hedged"))
    assert words - name > 100


def test_no_title_is_left_at_the_end_of_a_page():
    report = made_of([Line(f"C{n}", 100 - n, 100.0, 0.0) for n in range(43)])
    data = compile_page(report, False)
    [page] = (page for page in (2, 3) if "Checks 17 OK" in text_of(data, page))
    assert "C01 Values are quantity x price" in text_of(data, page)


def test_a_band_stands_on_one_line():
    data = compile_page(made_of([Line("BTC", 3, 65_000, 1.2)], band=0.025), False)
    assert "117.5%\N{EN DASH}122.5%" in text_of(data, 2)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([-0.02, 0.08], ["-2.5%", "0.0%", "2.5%", "5.0%", "7.5%", "10.0%"]),
        ([0.0, 0.2], ["0%", "5%", "10%", "15%", "20%"]),
        ([0.0, 0.01], ["0.00%", "0.25%", "0.50%", "0.75%", "1.00%"]),
    ],
)
def test_an_axis_in_per_cent_has_the_decimals_of_its_steps(values, labels):
    chart = make_chart("Past", "", "A line.", ["a", "b"], [make_line("Line", values)], percent=True)
    report = replace(made_of([Line("BTC", 3, 100, 0.6)]), history={"tables": [], "charts": [chart]})
    drawn = text_of(compile_page(report, False)).partition("Past")[2].split()
    assert [each for each in drawn if each.endswith("%")] == labels


def test_the_amounts_of_the_largest_move_stay_on_the_paper():
    line = Line("BTC", 3_000, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    for move in (-0.5, 0.5):
        report = made_of([line if move < 0 else replace(line, quantity=-3_000)], stress=move)
        for amount in ("-97,500,000", "-39,000,000"):
            assert min(places(compile_page(report, False), amount)) > MARGIN


def test_a_failed_check_is_not_to_be_signed():
    made = make_report(names())
    data, report, _ = make_pdf(made.report, made.case.policy)
    first = text_of(data, 1)
    assert "Not to be signed: C16 Prices are 1 day old at most" in " ".join(first.split())
    assert "1 check failed: do not sign" in first
    assert "approved" not in first  # no boxes to tick
    assert report.checks.failed == 1


def test_a_name_that_no_font_has_is_replaced_and_said():
    made = make_report(names())
    data, report, fonts = make_pdf(made.report, made.case.policy)
    if fonts == "system":
        pytest.skip("this computer has fonts for every name")
    assert fonts == "names replaced"
    assert set(report.names.values()) <= set(HOSTILE)
    assert FROZEN in report.names.values()
    assert "asset 1" in text_of(data)


def test_a_name_that_no_font_has_is_replaced_in_tables_and_where_it_was_cut():
    name = FROZEN * 4
    report = made_of([Line(name, 3, 65_000, 0.6), Line("ETH", 40, 3_500, 0.6)])
    tables = {"tables": [{"rows": [[name, "3"]], "columns": ({"head": name},)}]}
    shown = replace_names(replace(report, filing=tables))
    assert shown.filing == {
        "tables": [{"rows": [["asset 1", "3"]], "columns": ({"head": "asset 1"},)}]
    }
    assert shorter(name) in report.breaches[0].what
    assert shown.breaches[0].what.startswith("asset 1, ETH: ")


def test_a_long_word_of_a_name_takes_several_lines_of_its_column():
    data = compile_page(made_of([Line("W" * 60, 3, 65_000, 0.6)]), False)
    rows = text_of(data, 2).splitlines()
    assert max(row.count("W") for row in rows) < 30  # of 60; a breach cuts it to 25
    assert sum(row.count("W") for row in rows) >= 60


def test_a_distance_of_many_times_the_price_has_no_decimals():
    """By hand: 600 with 9.75 million stand at 65,000 (1 + 2.5); with 390 million at 101 times."""
    line = Line("BTC", 100, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    for posted, said in ((9.75e6, "+250.0% at"), (390e6, "+10,000% at")):
        report = made_of([line], [Position("CME:MBT", 600, 65_000, posted)])
        assert said in " ".join(text_of(compile_page(report, False), 1).split())


def test_markup_in_names_is_text_and_moves_nothing():
    made = make_report(names())
    text = text_of(make_pdf(made.report, made.case.policy)[0])
    for name in ("=cmd|'/c calc'!A1", "<b>dust</b> $x$ #x"):
        assert name in " ".join(text.split()).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def test_twelve_assets_with_two_lines_everywhere_fit():
    report = make_report(crowded()).report
    breach = replace(report.breaches[0], what=report.breaches[0].what + ", and words" * 4)
    decision = replace(report.decisions[0], text="Sell " + "and words " * 9, why="w" * 58)
    full = replace(report, breaches=(breach,) * 6, decisions=(decision,) * 4)
    assert "page 1 of 3" in text_of(compile_page(full, False), 1)


def test_what_does_not_fit_shows_eight_assets():
    made = make_report(crowded())
    report = made.report
    for words in range(14, 60, 2):  # grows until twelve do not fit
        long = replace(report.breaches[0], what="many words " * words)
        full = replace(report, breaches=(long,) * 4, changes="much has changed " * 18)
        try:
            compile_page(full, False)
        except NoPage as error:
            assert "does not fit" in str(error)
            break
    _, shown, _ = make_pdf(full, made.case.policy)
    assert shown.shown == FEW
    assert shown.other.asset == "Other 4"
    assert json.loads(report_json(shown))["shown"] == FEW
