"""Positions of venues, small and of our own, under the headings of their own answers."""

import pytest

from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.positions import positions_of

VENUES = {
    "Binance": (
        "symbol,positionAmt,entryPrice,markPrice,liquidationPrice,leverage,positionSide\n"
        "BTCUSDT,-0.5,64000,65000,80000,20,BOTH\nETHUSDT,0.000,0.0,3500,0,20,BOTH\n",
        ("BINANCE:BTCUSDT", 0.5, 64000),
    ),
    "BitMEX": ("symbol,currentQty,avgEntryPrice\nXBTUSD,-700,64000\n", ("BITMEX:XBTUSD", 700, 64000)),
    "Bybit": (
        "symbol,side,size,avgPrice,positionValue\nBTCUSD,Buy,500,64000,0.0078\nETHUSD,None,0,0,0\n",
        ("BYBIT:BTCUSD", -500, 64000),
    ),
    "Binance, of an account": (
        "symbol,initialMargin,entryPrice,positionSide,positionAmt\nBTCUSDT,9,64000,SHORT,-0.5\n",
        ("BINANCE:BTCUSDT", 0.5, 64000),
    ),
    "OKX, beside coins on credit": (
        "instId,instType,posSide,pos,avgPx\nBTC-USDT,MARGIN,net,32500,64000\n"
        "BTC-USDT-SWAP,SWAP,net,-50,64000\n",
        ("OKX:BTC-USDT-SWAP", 50, 64000),
    ),
    "Coinbase, by a long word": (
        "product_id,side,number_of_contracts,avg_entry_price\n"
        "BIP-20DEC30-CDE,FUTURES_POSITION_SIDE_SHORT,5,64000\n",
        ("BIP-20DEC30-CDE", 5, 64000),
    ),
    "Deribit, which counts dollars": (
        "instrument_name,kind,direction,size,average_price\nBTC-PERPETUAL,future,sell,-5000,64000\n",
        ("DERIBIT:BTC-PERPETUAL", 500, 64000),
    ),
    "Gate, bought alone": (
        "contract,size,leverage,value,entry_price,liq_price,mark_price,mode\n"
        "BTC_USDT,9440,0,61360,64000,0,65000,single\n",
        ("BTC_USDT", -9440, 64000),
    ),
    "HTX": (
        "contract_code,volume,available,cost_open,direction,lever_rate\nBTC-USDT,50,50,64000,sell,5\n",
        ("BTC-USDT", 50, 64000),
    ),
    "Hyperliquid": ("coin,szi,leverage,entryPx\nBTC,-0.5,20,64000\n", ("HYPERLIQUID:BTC", 0.5, 64000)),
    "Kraken": (
        "side,symbol,price,fillTime,size,unrealizedFunding\nshort,PI_XBTUSD,64000,2026-01-01,900,0\n",
        ("KRAKEN:PI_XBTUSD", 900, 64000),
    ),
    "OKX net": (
        "instId,posSide,pos,avgPx\nBTC-USDT-SWAP,net,-50,64000\n",
        ("OKX:BTC-USDT-SWAP", 50, 64000),
    ),
    "OKX by side": (
        "instId,posSide,pos,avgPx\nBTC-USDT-SWAP,short,50,64000\n",
        ("OKX:BTC-USDT-SWAP", 50, 64000),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), VENUES.values(), ids=VENUES)
def test_positions_of_a_venue_are_known_by_its_own_names(text, wanted):
    """A contract is of the venue's size; what is not held is left out, whatever its entry."""
    assert kinds_of("p.csv", text.encode(), How()) == ("positions",)
    found = positions_of("p.csv", text.encode(), How())
    assert not found.faults
    assert [(row.contract, row.held, row.entry_price) for row in found.rows] == [wanted]


def test_a_future_of_no_known_size_is_not_counted_in_dollars():
    """5,000 dollars of it are no 5,000 contracts; an option of Deribit is of one coin."""
    text = (
        "instrument_name,kind,direction,size,average_price\nBTC-27MAR26,future,sell,-5000,64000\n"
        "ETH-27MAR26,future,zero,0,0\nBTC-27MAR26-70000-C,option,buy,3,0.05\n"
    )
    found = positions_of("p.csv", text.encode(), How())
    assert [(row.contract, row.held) for row in found.rows] == [("BTC-27MAR26-70000-C", -3)]
    assert [str(fault) for fault in found.faults] == [
        'line 2, contract: was "BTC-27MAR26"; is not in the register, and the file counts it in the '
        "unit of its size; add it by BETAHEDGE_CONTRACTS, or take the line out"
    ]
