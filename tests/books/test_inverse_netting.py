"""What is held of an inverse contract moves with the price since its entry."""

import pytest

from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position

TERMS = {"contract": "OWN:I", "futures_price": 90_000.0, "contract_size": 100.0,
         "lot_size": 1.0, "kind": "inverse"}  # fmt: skip


@pytest.mark.parametrize("by_line", [True, False])
def test_a_full_inverse_hedge_needs_no_trade_at_any_price(by_line):
    # 10 BTC at 90,000 against 6,000 contracts of 100 USD sold at 60,000: 10 coins on each side.
    own = {"held": 6_000.0, "entry_price": 60_000.0} if by_line else {}
    positions = () if by_line else (Position("OWN:I", 6_000.0, 60_000.0),)
    book = Book((Line("BTC", 10.0, 90_000.0, 1.0, **TERMS, **own),))
    (order,) = net_orders(book, positions=positions)
    assert (order.held, order.target, order.order) == (6_000, 6_000, 0)


def test_a_new_inverse_hedge_is_sized_by_its_face():
    (order,) = net_orders(Book((Line("BTC", 10.0, 90_000.0, 1.0, **TERMS),)))
    assert (order.exact, order.order) == (9_000, 9_000)
