"""Sums of portfolios, and orders: exact, the same every time, and those of a book."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch.many import make_lines
from batch.runs import HEAD, invoke, run
from betahedge.batch.polars_engine import Sizer, add_contracts, contract_sums, known_terms, net
from betahedge.batch.polars_scan import scan_all
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch
from betahedge.batch.source import look
from betahedge.books.contracts import name_contract
from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders


def lots(line: str, many: int, head: str = HEAD) -> str:
    """Write a line many times, each of another wallet, n."""
    rows = (f"{line.format(n=n)},{n}\n" for n in range(many))
    return f"{head.strip()},wallet\n{''.join(rows)}"


@pytest.mark.parametrize(
    ("quantity", "millionths"), [("-0.0000005", -1), ("-0.0000004", 0), ("0.0000005", 1)]
)
def test_sums_are_whole_millionths(tmp_path, quantity, millionths):
    folder = run(tmp_path, lots("A,BTC,0.1,1,,,,", 3) + f"A,BTC,{quantity},1,,,,,\n")
    sums = pl.read_parquet(folder / "portfolios.parquet")
    assert sums.select("lines", "spot_value_micro").rows() == [(4, 300_000 + millionths)]
    assert sums.schema["spot_value_micro"] == pl.Decimal(38, 0)


def test_the_order_of_one_line_is_of_its_own_number(tmp_path):
    """A billionth of a millionth of a contract is a few units of a sum, and not one of them."""
    text = f"{HEAD}A,BTC,0.00000000000000007,65000,CME:MBT,1,1,0\n"
    folder = run(tmp_path, text)
    exact = pl.read_parquet(folder / "orders")["exact"][0]
    assert exact == pl.read_parquet(folder / "lines")["exact"][0] == pytest.approx(7e-16, rel=1e-12)


def test_sums_beyond_64_bits_are_exact(tmp_path):
    folder = run(tmp_path, lots("A,IDR,2e12,1,,,0,", 30))
    sums = pl.read_parquet(folder / "portfolios.parquet")
    assert int(sums["spot_value_micro"][0]) == 60 * 10**12 * 10**6 > 2**63


def test_orders_of_more_money_than_64_bits_of_millionths(tmp_path):
    head = "portfolio,asset,quantity,price,contract,beta,hedge ratio,held"
    head += ",contract size,lot size,kind,futures price"
    text = lots("A,IDR,1e12,1,X:IDR,1,1,{n}e3,1e6,1000,linear,1", 30, head)
    orders = pl.read_parquet(run(tmp_path, text) / "orders")
    assert orders.select("exact", "held", "order").rows() == [(30e6, 435e3, 30e6 - 435e3)]


def test_sums_of_a_billion_lines_are_exact(tmp_path):
    text = HEAD + "A,BTC,0.3333333,65000,CME:BTC,1,1,0\n"
    exact = pl.read_parquet(run(tmp_path, text) / "lines")["exact"][0]
    (scan,) = scan_all(look(tmp_path / "p.csv", lambda _: None), currency="USD", has_market=False)
    sizer = Sizer(Policy(), known_terms(None), None)
    sums = contract_sums(sizer.size(next(scan.batches(1)), scan.texts)[0])
    for _ in range(30):
        sums = add_contracts(pl.concat([sums, sums]))
    order = net(sums, Policy()).select("lines", "exact", "target").row(0)
    assert order == (2**30, exact * 2**30, round(exact * 2**30))


def test_the_order_of_the_lines_changes_no_sum(tmp_path):
    lines = make_lines(20_000).with_columns(portfolio=pl.int_range(20_000) % 50)
    lines.write_parquet(tmp_path / "one.parquet")
    lines.sample(fraction=1.0, shuffle=True, seed=7).write_parquet(tmp_path / "other.parquet")
    for name in ("one", "other"):
        batch(tmp_path / f"{name}.parquet", tmp_path / name, Policy())
    for name in ("portfolios.parquet", "orders/part-000000.parquet"):
        assert len({(tmp_path / each / name).read_bytes() for each in ("one", "other")}) == 1


# One contract, one price: as a book has it.
PRICES = {"CME:MBT": 65010.0, "BINANCE:ETHUSDT": 3502.5, "BINANCE:BTCUSD_PERP": 65001.0}
quantities = st.decimals(-1000, 1000, places=4).map(float)
named = st.tuples(
    st.sampled_from(["BTC", "ETH", "DOT", "USDC"]), st.decimals("0.01", 70000, places=2).map(float),
    st.sampled_from(list(PRICES)), st.just((None, None, None)),
)  # fmt: skip
unnamed = st.tuples(  # of a size of its own, or none at all; DUST is worth nothing
    st.sampled_from([("BTC", 65000.0), ("DOT", 4.25), ("USDC", 1.0), ("DUST", 0.0)]), st.none(),
    st.sampled_from([(None, None, None), (0.1, 2.0, None), (10.0, 1.0, "inverse")]),
).map(lambda line: (*line[0], *line[1:]))  # fmt: skip


def nameless(line: tuple) -> tuple:
    """Hold nothing where neither a name nor a size says of which contract: that is refused."""
    (_, _, contract, (size, _, _)), quantity, beta, ratio, held, entry = line
    known = contract or size
    return line[0], quantity, beta, ratio, held if known else None, entry


book_line = st.tuples(
    named | unnamed, quantities,
    st.one_of(st.none(), st.sampled_from([0.5, 1.2, 1.3128, -0.4])),
    st.one_of(st.none(), st.sampled_from([0.0, 0.333, 0.6, 1.0])),
    st.one_of(st.none(), st.integers(-500, 500).map(float)),
    st.sampled_from([None, 60000.0, 71234.5]),
).map(nameless)  # fmt: skip
a_book = st.lists(  # each coin without a contract is there once, as in a book
    book_line, min_size=1, max_size=7, unique_by=lambda line: line if line[0][2] else line[0][0]
)


@given(books=st.lists(a_book, min_size=1, max_size=5),
       rounding=st.sampled_from(["nearest", "down", "up"]),
       band=st.sampled_from([0.0, 0.05, 0.2]))  # fmt: skip
def test_a_batch_and_a_book_give_the_same_orders(books, rounding, band, tmp_path_factory):
    rows = [as_row(line) | {"portfolio": n} for n, lines in enumerate(books) for line in lines]
    folder = tmp_path_factory.mktemp("b")
    schema = dict.fromkeys(rows[0], pl.Float64) | {
        "asset": pl.String, "contract": pl.String, "kind": pl.String, "portfolio": pl.Int64,
    }  # fmt: skip
    pl.DataFrame(rows, schema=schema).write_parquet(folder / "p.parquet")
    batch(folder / "p.parquet", folder / "out", Policy(0.8, rounding, band))
    orders = pl.read_parquet(folder / "out" / "orders")
    found = {(row["portfolio"], row["contract"]): row for row in orders.iter_rows(named=True)}
    expected = {
        (n, order.contract): order
        for n, lines in enumerate(books)
        for order in net_orders(as_book(lines), 0.8, rounding, band=band)
    }
    assert found.keys() == expected.keys()
    for key, order in expected.items():
        row = found[key]
        assert (row["target"], row["order"]) == (order.target, order.order)
        assert math.isclose(row["exact"], order.exact, rel_tol=1e-14, abs_tol=1e-11)


def as_row(line: tuple) -> dict[str, object]:
    (asset, price, contract, (size, lot, kind)), quantity, beta, ratio, held, entry = line
    return {
        "asset": asset, "quantity": quantity, "price": price, "contract": contract, "beta": beta,
        "hedge_ratio": ratio, "held": held, "entry_price": entry if held else None,
        "futures_price": PRICES.get(contract), "contract_size": size, "lot_size": lot,
        "kind": kind,
    }  # fmt: skip


def as_book(lines: list[tuple]) -> Book:
    book = []
    for said in map(as_row, lines):
        terms = dict(name_contract(said["contract"]).terms) if said["contract"] else {}
        is_cash = said["asset"] == "USDC"
        if is_cash or said["price"] == 0:
            terms["hedge_ratio"] = 0.0
        unsaid = {name: value for name, value in terms.items() if said[name] is None}
        book.append(Line(**said | unsaid, is_cash=is_cash))
    return Book(tuple(book))


def test_nothing_is_traded_inside_the_band(tmp_path):
    (tmp_path / "p.csv").write_text(HEAD + "A,BTC,10,65000,CME:MBT,,0.6,59\n", "utf-8")
    words = [tmp_path / "p.csv", "-o", tmp_path / "out", "--force", "--band"]
    for band, order in (("1%", 0.0), ("0.9%", 1.0)):  # 60 are 60 %, and 59 are 59 %
        assert invoke(*words, band).exit_code == 0
        assert pl.read_parquet(tmp_path / "out" / "orders")["order"].to_list() == [order]


def test_a_contract_of_two_prices_has_no_order(tmp_path):
    head = HEAD.replace("held", "futures price")
    text = head + "A,BTC,3,65000,CME:MBT,,,65000\nA,BTC,3,65000,CME:MBT,,,65100\n"
    orders = pl.read_parquet(run(tmp_path, text) / "orders")
    assert orders["order"].to_list() == [None, None]
    assert "two prices or sizes" in orders["note"][0]
