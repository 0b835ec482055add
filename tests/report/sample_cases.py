"""The seven books that the page was designed with: 1 to 50 assets, names, crowded, trillions."""

import datetime
import random

from betahedge.books.model import Book, Line
from betahedge.core.rounding import round_lots
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Limits, Policy

AS_OF = datetime.datetime(2025, 10, 5, 16)
DAYS = datetime.timedelta(days=82)
LONG = "Sehr langer Name einer Abteilung für digitale Vermögenswerte und Absicherung von Kursen"


def line(asset, quantity, price, *, posted=0.35, target=0.6, code=None, dated=False, **more):
    """Make a line with its own contract; `posted`: collateral, a share of the hedge."""
    beta = more.get("beta", 1.0)
    size = more.pop("size", 1.0)
    more.setdefault("funding_rate", None if dated else 0.0001)
    return Line(
        asset, quantity, price, target, contract=code or f"BINANCE:{asset}USDT", contract_size=size,
        lot_size=more.pop("lot", 1.0), kind="linear", expiry=AS_OF + DAYS if dated else None,
        funding_interval=8.0, futures_price=more.pop("futures", price),
        collateral=posted * abs(quantity * price * beta * target), **more,
    )  # fmt: skip


def case(lines, entity, *, as_of=AS_OF, priced=AS_OF, **policy):
    limits = Limits(policy.pop("distance", 0.25))
    rates = {each.contract: 0.005 for each in lines if each.contract} | policy.pop("rates", {})
    policy = Policy(limits=limits, maintenance=rates, **policy)
    return Case(Book(tuple(lines), as_of=priced, source="holdings.csv"), policy, entity=entity,
                as_of=as_of)  # fmt: skip


def one():
    btc = line("BTC", 5, 65000, size=0.1, target=0.5, code="CME:MBT", futures=65850, dated=True)
    return case([btc], "Treasury", distance=0.05, rates={"CME:MBT": 0.27})


def two(entity="Mixed portfolio of the article", scale=1):
    lines = [line("BTC", 3 * scale, 65000, size=0.1, code="OWN:BTC 0.1"),
             line("ETH", 40 * scale, 3500, size=0.1, code="OWN:ETH 0.1")]  # fmt: skip
    return case(lines, entity, rounding="down")


TWELVE = (
    ("BTC", 420, 65000, {"size": 5, "held": 40, "futures": 65900, "dated": True,
                         "code": "CME:BTC", "posted": 0.42}),
    ("ETH", 5200, 3500, {"lot": 0.001, "held": 2650}),
    ("SOL", 38000, 155, {"held": 14200, "beta": 1.25, "funding_rate": -0.00006}),
    ("BNB", 5400, 610, {"lot": 0.01, "held": 3240}),
    ("XRP", 2_600_000, 0.62, {"lot": 0.1, "held": 1_600_000, "beta": 1.1, "funding_rate": 0.00007}),
    ("ADA", 2_100_000, 0.45, {"held": 1_390_000, "beta": 1.15}),
    ("DOGE", 6_500_000, 0.12, {"held": 4_950_000, "beta": 1.3, "funding_rate": 0.00012}),
    ("AVAX", 21000, 31, {"held": 16_200, "beta": 1.3, "posted": 0.22}),
    ("LINK", 44000, 14.2, {"lot": 0.01, "held": 31_900, "beta": 1.2}),
    ("DOT", 61000, 6.1, {"lot": 0.1, "held": 44_000, "beta": 1.2}),
    ("LTC", 3100, 84, {"lot": 500, "held": 1500, "beta": 0.95}),
    ("PAXG", 55, 2650, {"target": 0.0, "beta": 0.05}),
)  # fmt: skip


def twelve():
    lines = [line(name, quantity, price, **more) for name, quantity, price, more in TWELVE]
    return case(lines, "Digital asset treasury", rates={"CME:BTC": 0.1})


def crowded():
    """Twelve assets with long names, two-line breaches and decisions."""
    words = " held with the second custodian"
    lines = [
        line(f"{name}{words}", quantity, price, **({"code": f"BINANCE:{name}USDT"} | more))
        for name, quantity, price, more in TWELVE
    ]
    return case(lines, f"{LONG}, Außenstelle Zürich", rates={"CME:BTC": 0.1})


NAMES = (
    *("BTC", "ETH", "SOL", "BNB", "XRP", "ADA", "DOGE", "AVAX", "LINK", "DOT"),
    *("LTC", "TRX", "BCH", "UNI", "ATOM", "XLM", "NEAR", "APT", "ICP", "FIL"),
    *("ARB", "OP", "SUI", "INJ", "AAVE", "MKR", "GRT", "RUNE", "ALGO", "VET"),
    *("HBAR", "QNT", "EGLD", "SAND", "MANA", "AXS", "FTM", "THETA", "XTZ", "EOS"),
    *("FLOW", "CHZ", "ZEC", "DASH", "COMP", "SNX", "CRV", "LDO", "ENJ", "BAT"),
)
PRICES = (
    65000, 3500, 155, 610, 0.62, 0.45, 0.12, 31, 14.2, 6.1, 84, 0.16, 410, 8.2, 7.1, 0.11, 5.2, 8.9,
    9.7, 4.6, 0.78, 1.9, 1.6, 21, 148, 1850, 0.19, 4.6, 0.17, 0.026, 0.064, 88, 33, 0.32, 0.33, 5.6,
    0.62, 1.4, 0.77, 0.61, 0.6, 0.07, 28, 27, 49, 1.8, 0.32, 1.3, 0.17, 0.2,
)  # fmt: skip
NO_CONTRACT = ("BAT", "QNT", "DASH")


def fifty():
    draw = random.Random(7)
    lines = []
    for i, (name, price) in enumerate(zip(NAMES, PRICES)):
        quantity = float(f"{(9_400_000 * 0.86**i + 40_000 * draw.random()) / price:.4g}")
        lot = 10.0 ** (len(str(int(quantity))) - 4)
        shares = [0.6, 0.58, 0.63, 0.41, 0.52, 0.72, 0.6, 0.0]
        held = round_lots(quantity * draw.choice(shares), lot)
        rate = draw.choice([0.0001, 0.0001, 0.00008, -0.00003, 0.00005])
        venue = draw.choice(["BINANCE", "BYBIT", "OKX", "KRAKEN"])
        lines.append(line(name, quantity, price, lot=lot,
                          held=None if name in NO_CONTRACT else held,
                          beta=round(1 + 0.02 * (i % 17), 2), funding_rate=rate,
                          code=f"{venue}:{name}USDT", target=0.6 if i < 30 else 0.5,
                          posted=0.2 if i == 6 else 0.35))  # fmt: skip
    made = [
        Line(each.asset, each.quantity, each.price, 0.5) if each.asset in NO_CONTRACT else each
        for each in lines
    ]
    return case(made, "Digital asset treasury, all portfolios",
                contracts=dict.fromkeys(NO_CONTRACT, "none"))  # fmt: skip


FROZEN = "比特币（冷钱包）"  # noqa: RUF001 - as a desk may write it
HOSTILE = (
    "Wrapped Staked Ether, Institutional Custody Segregated Account No. 7",
    FROZEN, "Биткоин, холодный кошелёк, хранение в Цюрихе", "Ψηφιακό νόμισμα",
    "عملة رقمية", "=cmd|'/c calc'!A1", "<b>dust</b> $x$ #x", "कॉइन कोष",
)  # fmt: skip


def names():
    ether, frozen, cold, owed, arab, command, dust, hindi = HOSTILE
    btc, eth = "OWN:BTC 0.1", "OWN:ETH 0.1"
    lines = [
        line(ether, 40, 3500, size=0.1, code=eth, held=200),
        line(frozen, 3, 65000, size=0.1, code=btc, held=19),
        line(cold, 1.2, 65000, size=0.1, code=btc), line(owed, -0.4, 65000, size=0.1, code=btc),
        line(arab, 12, 3500, size=0.1, code=eth),
        line(command, 1e9, 0.00002, size=1000, code="OWN:SHIB 1000"),
        line(dust, 1e-8, 65000, size=0.001, lot=0.001, code="OWN:DUST"),
        Line(hindi, 2.5, 2650, 0.0),
    ]  # fmt: skip
    old = AS_OF - datetime.timedelta(days=3)
    return case(lines, f"{LONG}, Außenstelle Zürich", priced=old)


def huge():
    return two(scale=10**9)


ALL = {"one": one, "two": two, "twelve": twelve, "fifty": fifty, "names": names, "crowded": crowded,
       "huge": huge}  # fmt: skip


def made(lines, positions=(), **policy):
    book = Book(tuple(lines), as_of=None, source="h.csv")
    return make_report(Case(book, Policy(**policy), positions=tuple(positions))).report
