"""Books at two dates, and the period between them."""

import datetime
import json
from dataclasses import replace

from betahedge.books.model import Book, Line
from betahedge.books.positions import Trade
from betahedge.report.case import Case, Given
from betahedge.report.making import make_report
from betahedge.report.period import make_period
from betahedge.report.policy import Policy
from betahedge.report.previous import Previous, read_previous
from betahedge.report.schema import report_json

START, END = datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30)
PERP = "BINANCE:BTCUSDT"


def book(quantity, price, futures, held, as_of, kind="linear", size=1.0, **more):
    btc = Line("BTC", quantity, price, 0.6, contract=PERP, futures_price=futures,
               contract_size=size, lot_size=0.001, kind=kind, held=held, **more)  # fmt: skip
    return Case(Book((btc,), as_of=as_of, source="h.csv"), Policy(), as_of=as_of)


def before(case, tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(report_json(make_report(case).report))
    return read_previous(path)


def in_memory(case):
    from pathlib import Path

    data = json.loads(report_json(make_report(case).report))
    return Previous(data, Given("previous", Path("report.json"), "0" * 64, 1))


def period(opening, closing, trades=(), flows=(), method="average"):
    case = replace(closing, trades=tuple(trades), flows=tuple(flows))
    return make_period(make_report(case).report, case, in_memory(opening), method)


def trade(day, quantity, price, contract=PERP, fee=0.0):
    return Trade(START + datetime.timedelta(days=day), contract, quantity, price, fee, "USDT")


def coins(quantity, price, day, name="BTC"):
    """Give coins alone."""
    return Case(Book((Line(name, quantity, price),), as_of=day), as_of=day)
