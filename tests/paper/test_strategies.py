"""The strategies on paper: one page each at 8 points or more, with 1 and 12 rows, any names.

Oracle: LibreOffice's PDF, read by poppler.
"""

import re

import pytest

from betahedge.sheets.layout import Layout
from betahedge.sheets.paper import HEIGHTS, LANDSCAPE, LEAST, PORTRAIT, Paper, pixels
from paper.printing import charts_are_plain, pages_of, small_in, texts_of
from templates.strategy_books import NAMES, solved

LONG = "Wrapped liquid staked ether of a long name"
FOREIGN = "比特币"
ENTITY = {"entity": "Казначейство цифровых активов, управление ликвидностью и хеджированием"}


def rows_of(name, count):
    """Give the table of a strategy with a number of rows, of long and of foreign names."""
    if name == "single_asset":
        head = [["code", "size"]]
        rows = [[(FOREIGN, LONG)[n % 2] + f" {n}", SIZES[n]] for n in range(count)]
        return {"contracts": head + rows}
    if name == "defensive":
        head = [["asset", "quantity", "spot entry", "futures entry", "spot exit", "futures exit",
                 "size"]]  # fmt: skip
        rows = [[(LONG, FOREIGN)[n % 2] + f" {n}", f"{0.4 * (n + 1):g}", "65000", "65065", "52000",
                 "51948", "0.1"] for n in range(count)]  # fmt: skip
        return {"holdings": head + rows}
    if name == "transition":
        head = [["date", "from price", "to price", "sold"]]
        rows = [[f"2025-10-{n + 1:02}", f"{65_000 - 130 * n}", f"{3_500 + 11 * n}",
                 f"{0.3 * n / count}"] for n in range(count + 1)]  # fmt: skip
        return {"steps": head + rows}
    return {}


PRICES = (("65000", "65065", "52000", "51948"), ("3500", "3503.5", "2800", "2797.2"))
SIZES = ("5", "2", "1", "0.5", "0.2", "0.1", "0.05", "0.02", "0.01", "0.005", "0.002", "0.001")
CHANGES = {
    "single_asset": {"asset name": LONG, "contract used": f"{FOREIGN} 0"},
    "defensive": {"cost budget": 100_000},
    "carry": {"asset name": LONG, "coins held": 500},
    "transition": {"from asset": LONG, "to asset": FOREIGN},
}


def changed(name, count):
    return solved(name, ENTITY | CHANGES[name], rows_of(name, count))


@pytest.fixture(scope="module", params=[(n, c) for n in NAMES for c in (0, 1, 12)], ids=str)
def printed(request, convert, tmp_path_factory):
    """Give a strategy's outcome, and its pages as LibreOffice prints them; 0 is the example."""
    name, count = request.param
    outcome = changed(name, count) if count else solved(name)
    path = tmp_path_factory.mktemp("page") / f"{name}.xlsx"
    path.write_bytes(outcome.result.data)
    return outcome, path, pages_of(convert(path, "pdf"))


def test_one_page_and_no_cell_in_hashes(printed):
    outcome, _, pages = printed
    names = [name for name, _ in pages]
    for sheet in ("Cover", "Inputs", outcome.strategy.page.name):
        assert names.count(sheet) == 1
        lines = [text.strip() for text, _ in dict(pages)[sheet]]
        assert any(re.search(r"as of \d+ \w+ \d{4}$", line) for line in lines), "the day is whole"
    assert texts_of(pages)


def test_the_title_of_each_sheet_is_whole(printed):
    outcome, _, pages = printed
    for sheet in outcome.built.sheets:
        lines = [text.strip() for text, _ in dict(reversed(pages))[sheet.name]]
        assert f"{sheet.name}: {sheet.question}" in lines


def test_no_table_of_a_proof_is_cut_by_the_end_of_a_page(printed):
    outcome, _, pages = printed
    if outcome.strategy.name != "carry":
        return
    proofs = [" ".join(text for text, _ in boxes) for name, boxes in pages if name == "Proof"]
    assert [("+10%" in text, "+100%" in text) for text in proofs if "Survival" in text] == [
        (True, True)
    ]
    assert len(proofs) == 3


def test_no_character_is_smaller_than_8_points(printed):
    """On any page of the example; in long names, which shrink, on the page that is read."""
    outcome, _, pages = printed
    own, is_example = outcome.strategy.page.name, ENTITY["entity"] not in texts_of(pages)
    looked_at = [(name, boxes) for name, boxes in pages if is_example or name == own]
    assert len(looked_at) == (len(pages) if is_example else 1)
    assert not {name: small for name, boxes in looked_at if (small := small_in(boxes))}


LARGE = {
    "single_asset": {"coins held": 15_000},
    "defensive": {"cost budget": 4_000_000},
    "carry": {"coins held": 15_000},
    "transition": {"coins held": 15_000},
}


@pytest.mark.parametrize("coins", [1 / 110, 1], ids=["nine million", "a billion"])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_large_book_can_be_read(name, coins, convert, tmp_path):
    """From ten million on its money is in thousands; the foot of the page says what k is."""
    changes = {key: value * coins for key, value in LARGE[name].items()}
    rows = {}
    if name == "defensive":
        rows = {"holdings": [*rows_of(name, 0)["holdings"],
                             ["BTC", f"{9_300.5 * coins}", *PRICES[0], "0.1"],
                             ["ETH", f"{140_000 * coins}", *PRICES[1], "1"]]}  # fmt: skip
    path = tmp_path / "large.xlsx"
    outcome = solved(name, changes, rows)
    path.write_bytes(outcome.result.data)
    boxes = dict(pages_of(convert(path, "pdf")))[outcome.strategy.page.name]
    texts = " ".join(text for text, _ in boxes)
    assert not small_in(boxes)
    assert "k: thousand, m: million" in texts
    assert bool(re.search(r"[+-]\d[\d,]*k\b", texts)) == (coins == 1)


def test_a_page_of_billions_is_in_millions_and_its_basis_is_not(convert, tmp_path):
    """A book of 146,250 million yen; the basis of a coin is 195,000, and +195k or +0m nowhere."""
    prices = {"spot price": 9_750_000, "perpetual price": 9_750_000, "dated price": 9_945_000,
              "end price": 7_500_000, "low price": 6_000_000, "high price": 19_500_000}  # fmt: skip
    outcome = solved("carry", prices | {"coins held": 15_000, "quote currency": "JPY"})
    path = tmp_path / "yen.xlsx"
    path.write_bytes(outcome.result.data)
    boxes = dict(pages_of(convert(path, "pdf")))["Carry"]
    texts = " ".join(text for text, _ in boxes)
    assert not small_in(boxes)
    assert "146,250m" in texts
    assert "+195,000.00" in texts


def test_prices_of_a_small_coin_are_printed(convert, tmp_path):
    """At 1e-8 with a fifth posted and 0.5 % kept: liquidated at 1e-8 x 1.2 / 1.005."""
    outcome = solved("carry", {"coins held": 1e12, "spot price": 1e-8, "perpetual price": 1e-8,
                               "dated price": 9.7e-9, "end price": 2e-8, "low price": 1e-9,
                               "high price": 3e-8})  # fmt: skip
    path = tmp_path / "small.xlsx"
    path.write_bytes(outcome.result.data)
    texts = " ".join(text for text, _ in dict(pages_of(convert(path, "pdf")))["Carry"])
    assert "1.194E-08" in texts
    assert "-3.000E-10" in texts


def test_the_axis_of_few_coins_has_their_digits(convert, tmp_path):
    """Bars of 0.00123 coins stand on an axis of 0, 0.0002 and so on, not of 0.0 alone.

    30 % of them at 65,000 buy 0.00685286 of the second at 3,500.
    """
    path = tmp_path / "few.xlsx"
    path.write_bytes(solved("transition", {"coins held": 0.00123, "from lot": 0.001}).result.data)
    texts = {text for text, _ in dict(pages_of(convert(path, "pdf")))["Transition"]}
    assert {"0.0002", "0.0004", "0.001", "0.00685286"} <= texts


def test_columns_of_a_ratio_stand_on_zero(convert, tmp_path):
    """Ratios of 139 to 141 % are nearly alike, and their columns nearly as high."""
    path = tmp_path / "high.xlsx"
    path.write_bytes(solved("single_asset", {"target ratio": 1.4, "coins held": 500}).result.data)
    texts = {text for text, _ in dict(pages_of(convert(path, "pdf")))["Single"]}
    assert {"0%", "100%"} <= texts


def test_the_arithmetic_of_the_page(printed):
    outcome, _, _ = printed
    for sheet in outcome.built.sheets:
        if not sheet.one_page:
            continue
        rooms = {f: 13 if f == "steps" else 12 for f in ("contracts", "holdings", "steps")}
        layout = Layout(sheet, rooms)
        paper = Paper(layout, dict(outcome.built.used))
        limit = PORTRAIT if sheet.portrait else LANDSCAPE
        assert all(pixels(layout.widths[a - 1 : b]) <= limit for a, b in paper.columns)
        assert layout.points(1, layout.last) <= HEIGHTS[sheet.portrait] / LEAST


def test_charts_are_of_plain_cells(printed):
    _, path, _ = printed
    assert charts_are_plain(path, 2)
