"""The Hedge sheet: on one page where the book allows it, with its names and counts whole."""

import pytest

from betahedge.sheets.facts import Facts
from betahedge.sheets.paper import LANDSCAPE, pixels
from betahedge.templates.hedge import hedge


def width_of(quantities, targets, contracts):
    facts = Facts({
        "holdings.asset": [f"COIN{n}" for n in range(len(quantities))],
        "holdings.quantity": quantities,
        "holdings.target": targets,
        "holdings.contract": contracts,
    })  # fmt: skip
    table = next(block for block in hedge(facts).blocks if getattr(block, "key", "") == "hedge")
    return pixels([column.width for column in table.columns])


@pytest.mark.parametrize(
    ("quantity", "target", "contract", "fits"),
    [
        (226.77, None, "CME:MBT", True),
        (2_500_000.0, 0.0, "OWN:USDC", True),  # cash is not hedged, so no count is as long
        (13_650.5, None, "BINANCE:LTCUSD_PERP", True),
        (2_500_000.0, None, "BINANCE:LTCUSD_PERP", False),  # goes on on a second page
    ],
)
def test_one_page_is_as_wide_as_the_columns_that_fit(quantity, target, contract, fits):
    width = width_of([3.0, quantity], [None, target], ["CME:MBT", contract])
    assert (width <= LANDSCAPE) == fits
