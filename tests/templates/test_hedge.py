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
