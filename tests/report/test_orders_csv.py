"""orders.csv: numbers as a broker reads them."""

import csv
import io
from decimal import Decimal

from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.orders_csv import orders_csv
from betahedge.report.policy import Policy


def test_orders_have_no_dust_of_binary_fractions():
    """By decimals: 412.3 ether hedged by 60 %, at 3,510.02, in contracts of a tenth of one."""
    line = Line("ETH", 412.3, 3500, 0.6, contract="X:ETH", contract_size=0.1, lot_size=0.001,
                kind="linear", futures_price=3510.02)  # fmt: skip
    report = make_report(Case(Book((line,)), Policy(fee=0.0005, slippage=0.0002))).report
    [row] = csv.DictReader(io.StringIO(orders_csv(report).decode()))
    [order] = report.orders
    assert repr(order.notional) != row["notional"], "there was dust to take away"
    notional = Decimal(row["contracts"]) * Decimal("0.1") * Decimal("3510.02")
    assert Decimal(row["notional"]) == notional
    assert Decimal(row["fee"]) == (notional * Decimal("0.0005")).quantize(Decimal("1e-8"))
    assert Decimal(row["lots"]) == Decimal(row["contracts"]) / Decimal("0.001")
