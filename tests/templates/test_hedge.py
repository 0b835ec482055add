"""The Hedge sheet: on one page where the book allows it, with its names and counts whole."""

from dataclasses import replace

import pytest

from betahedge.sheets.paper import LANDSCAPE, pixels
from betahedge.templates.book import HoldingRow, article
from betahedge.templates.mixed_portfolio import build_mixed_portfolio


def width_of(quantity, target, contract):
    rows = (
        HoldingRow("COIN0", 3.0, 1.0, contract="CME:MBT"),
        HoldingRow("COIN1", quantity, 1.0, hedge_ratio=target, contract=contract),
    )
    sheets = build_mixed_portfolio(replace(article(), holdings=rows)).sheets
    (hedge,) = (sheet for sheet in sheets if sheet.name == "Hedge")
    return pixels([column.width for column in hedge.blocks[-1].columns])


@pytest.mark.parametrize(
    ("quantity", "target", "contract", "fits"),
    [
        (226.77, None, "CME:MBT", True),
        (2_500_000.0, 0.0, "OWN:USDC", True),  # cash is not hedged, so no count is as long
        (13_650.5, None, "BINANCE:LTCUSD_PERP", True),
        (25_000_000.0, None, "BINANCE:LTCUSD_PERP", False),  # goes on on a second page
    ],
)
def test_one_page_is_as_wide_as_the_columns_that_fit(quantity, target, contract, fits):
    assert (width_of(quantity, target, contract) <= LANDSCAPE) == fits


def test_a_hundred_billion_lots_are_whole_to_the_digits_of_a_float(make_book):
    """13,529,817,678.9 over 0.1 is 1.5E-5 off 135,298,176,789 in floats."""
    row = HoldingRow("XYZ", 13_529_817_678.9, 0.02, hedge_ratio=1.0, contract_size=1, lot_size=0.1)
    book = make_book(replace(article(), holdings=(row,)))
    assert book.column("hedge.lots") == pytest.approx([13_529_817_678.9], rel=1e-15)
    assert book.failed() == set()
