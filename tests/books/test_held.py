"""Which lines of positions are held."""

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.how import How
from betahedge.books.positions import positions_of


def held(text):
    rows = positions_of("p.csv", text.encode(), How()).accept()
    return [(each.contract, each.held) for each in rows]


def test_a_position_that_was_closed_is_held_no_more():
    text = (
        "market,status,side,size,entryPrice,exitPrice,closedAt\n"
        "BTC-USD,OPEN,SHORT,2,64000,,\n"
        "ETH-USD,CLOSED,LONG,10,3400,3500,2026-08-20T00:00:00Z\n"
    )
    assert held(text) == [("DYDX:BTC-USD", 2)]
    assert held(text.replace("CLOSED", "").replace("3500", "")) == [("DYDX:BTC-USD", 2)]


def test_a_position_that_was_closed_in_part_is_open():
    """dYdX and Paradex give the exit price of the part that was closed."""
    text = (
        "market,status,side,size,entryPrice,exitPrice\nBTC-USD,OPEN,SHORT,-2,64000,63000\n"
        "ETH-USD,CLOSED,LONG,10,3400,3500\n"
    )
    assert held(text) == [("DYDX:BTC-USD", 2)]


@pytest.mark.parametrize("cell", ["", "0", "0.00", "-", "NaN", "None", "false"])
def test_a_position_without_an_exit_is_open(cell):
    text = f"contract,side,size,entry price,closed,avg exit price\nCME:MBT,sell,2,64000,{cell},0\n"
    assert held(text) == [("CME:MBT", 2)]


def test_a_price_at_the_close_of_the_day_is_no_exit():
    assert held("contract,held,close price\nCME:MBT,2,65000\n") == [("CME:MBT", 2)]


def test_a_history_of_positions_is_no_list_of_those_held():
    text = "symbol,side,qty,avgEntryPrice,avgExitPrice\nBTCUSDT,Buy,1,64000,63000\n"
    with pytest.raises(
        Unclear, match=r"p\.csv: every line is a position that was closed; give thos"
    ):
        held(text)


def test_a_contract_at_two_times_is_a_history():
    text = "date,contract,side,quantity\n2026-09-01,CME:MBT,sell,2\n2026-09-0{},{},{},1\n"
    assert held(text.format(2, "CME:MET", "sell")) == [("CME:MBT", 2), ("CME:MET", 1)]
    assert held(text.format(1, "CME:MBT", "sell")) == [("CME:MBT", 2), ("CME:MBT", 1)]
    assert held(text.format(2, "CME:MBT", "buy")) == [("CME:MBT", 2), ("CME:MBT", -1)]
    two = text.format(2, "CME:MBT", "sell")
    assert held(two.replace("date", "opened")) == [("CME:MBT", 2), ("CME:MBT", 1)]
    [fault] = positions_of("p.csv", two.encode(), How()).faults
    assert str(fault) == (
        'line 3, as of: was "2026-09-02 00:00:00"; is another time of CME:MBT than that of line 2, '
        "as in a history; leave one time, or head the column opened"
    )
