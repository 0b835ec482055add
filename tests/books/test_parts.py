"""Balances by their parts, under the names that venues give them in their answers.

Oracle: Binance's own netAsset, and what a total beside says.
"""

import pytest

from betahedge.books.faults import Unclear
from books.files import lines, read, said

BY_PARTS = {
    "Binance, all that a coin has": "asset,free,locked,freeze,withdrawing\nBTC,1,0.5,0.25,0.25\n",
    "Binance, its wallets": "coin,free,freeze,ipoing,locked,name,withdrawing\nBTC,1,0.25,0,0.5,x,0.25\n",
    "Bitget": "coin,available,frozen,locked,limitAvailable\nBTC,1.5,0.25,0.25,0\n",
    "Bitvavo": "symbol,available,inOrder\nBTC,1.5,0.5\n",
    "Backpack": "symbol,available,locked,staked\nBTC,1,0.25,0.75\n",
    "MEXC, which says twice what is free": "asset,free,locked,available\nBTC,1.5,0.5,1.5\n",
    "Gate, with what was borrowed": "currency,available,freeze,borrowed,interest\nBTC,4,1,2.5,0.5\n",
    "a total, which is all": "coin,total,available,in order\nBTC,2,1,0.25\n",
}


def with_price(text):
    head, *body = text.splitlines()
    return "\n".join([f"{head},price", *(f"{line},65000" for line in body)]) + "\n"


@pytest.mark.parametrize("text", BY_PARTS.values(), ids=BY_PARTS)
def test_the_parts_of_a_balance_are_added_up(text):
    assert lines(read(with_price(text))) == [("BTC", 2.0, 65000.0)]


def test_what_is_borrowed_is_among_what_is_there():
    text = (
        "asset,borrowed,free,interest,locked,netAsset,price\nBTC,0,1,0,0.5,1.5,65000\n"
        "ETH,10,1,0.1,0,-9.1,3500\n"
    )
    assert lines(read(text)) == [("BTC", 1.5, 65000.0), ("ETH", pytest.approx(-9.1), 3500.0)]


def test_what_is_free_alone_is_no_balance():
    with pytest.raises(Unclear, match="has no column quantity"):
        read("asset,available,price\nBTC,1.5,65000\n")


def test_a_part_that_is_no_number_is_a_fault():
    told = 'h.csv, line 2, rest: was "some"; must be a number; write it like 4000.5'
    assert said("asset,free,locked,price\nBTC,1.5,some,65000\n") == [told]
