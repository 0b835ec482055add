"""What a file holds is found by its columns."""

from pathlib import Path

import pytest

from betahedge.books.how import How
from betahedge.books.kinds import kinds_of

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_what_a_file_holds_is_found_by_its_columns():
    for kind in ("positions", "trades", "funding", "market", "prices"):
        path = EXAMPLES / f"{kind}.csv"
        assert kinds_of(path.name, path.read_bytes(), How()) == (kind,)


def test_a_coin_alone_makes_no_market():
    """The refusal names what a book has not, and not what a market would need."""
    data = b"Coin,pieces,quote\nBTC,3,65000\n"
    assert kinds_of("h.csv", data, How()) == ("holdings",)
    assert kinds_of("m.csv", b"Coin,price\nBTC,65000\n", How()) == ("market",)


def test_a_side_and_an_entry_price_are_of_positions():
    head = "Symbol,Type,Quantity,Entry Price,Mark Price,Side"
    assert kinds_of("p.csv", f"{head}\n".encode(), How()) == ("positions",)
    assert kinds_of("p.csv", f"{head},Contract\n".encode(), How()) == ("holdings",)


@pytest.mark.parametrize("head", ["contract,held", "contract,entry price", "contract,contracts"])
def test_a_contract_and_what_is_held_are_positions(head):
    assert kinds_of("p.csv", f"{head}\nCME:MBT,18\n".encode(), How()) == ("positions",)


@pytest.mark.parametrize(
    ("head", "fields", "kind"),
    [
        ("Symbol,Size,Mark Price", {"held": "Size"}, "positions"),
        ("Symbol,Size,Mark Price", {"position": "Size"}, "positions"),
        ("Symbol,Size,Mark Price", {"asset": "Symbol", "quantity": "Size"}, "holdings"),
        ("a,b,c", {"contract": "a", "position": "b"}, "positions"),
        ("a,b,c", {"asset": "a", "quantity": "b", "price": "c"}, "holdings"),
        ("Coin,pieces,price", {"quantity": "pieces"}, "holdings"),
        ("a,b", {"nonsense": "a"}, "holdings"),
    ],
)
def test_fields_that_are_named_are_of_the_kind_that_is_read(head, fields, kind):
    data = f"{head}\n".encode()
    assert kinds_of("f.csv", data, How(columns=fields)) == (kind,)


def test_a_coin_at_two_dates_is_a_history_and_no_market():
    text = "date,symbol,close{}\n2026-09-01,BTC,65000{}\n{},BTC,66000{}\n"
    assert kinds_of("p.csv", text.format("", "", "2026-09-02", "").encode(), How()) == ("prices",)
    assert kinds_of("p.csv", text.format("", "", "2026-09-01", "").encode(), How()) == ("market",)
    venues = text.format(",venue", ",KRAKEN", "2026-09-02", ",BINANCE")
    assert kinds_of("p.csv", venues.encode(), How()) == ("market",)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Date,Pair,Side,Price,Amount,Fee", "trades"),
        ("#,PAIR,DIRECTION,AMOUNT,PRICE,FEE,DATE,ORDER ID", "trades"),
        ("#,PAIR,AMOUNT,PRICE,FEE,FEE CURRENCY,DATE,ORDER ID", "trades"),
        ("Asset,Date,Amount,Fee,Price,Pair,Transaction Hash", "trades"),
        ("Date,Pair,Type,Price,Amount,Fee", "trades"),
        ("time,market,payment,rate,positionSize", "funding"),
        ("market,rate,positionSize,price,payment,effectiveAt", "funding"),
        ("Time,Type,Contract,Change,Balance", "funding"),
        ("Date,Type,Amount,Asset,Symbol,Transaction ID", "funding"),
        ("TimeStamp,Currency,Symbol,Amount,Confirmation,TxId", "holdings"),
        ("time,address,market,funding,asset", "funding"),
        ("symbol,timestamp,close,change,baseVolume", "market"),
        ("name,price,change,volume,timestamp", "holdings"),
        ("Asset,Supplied,Borrowed,Price", "holdings"),
    ],
)
def test_a_column_amount_or_change_alone_makes_no_funding(head, kind):
    line = ",".join("1" for _ in head.split(","))
    found = kinds_of("f.csv", f"{head}\n{line}\n".encode(), How())
    assert found == (kind,)


@pytest.mark.parametrize(
    "head",
    ["Time,Symbol,Price,Funding,Currency", "Time,Market,Mark Price,Funding,Rate",
     "Date,Exchange,Symbol,Type,Price,Funding"],
)  # fmt: skip
def test_funding_beside_a_price_is_a_rate_unless_it_is_told_twice(head):
    """Quotes are of now; what was paid is of several stamps."""
    line = ",".join(name.split()[0][:1] for name in head.split(","))
    once, twice = (f"{head}\n" + f"1{line[1:]}\n" + more for more in ("", f"2{line[1:]}\n"))
    assert kinds_of("f.csv", once.encode(), How()) == ("market",)
    assert kinds_of("f.csv", twice.encode(), How()) == ("funding",)
    paid = head.replace("Funding", "Funding Fee")
    assert kinds_of("f.csv", once.replace(head, paid).encode(), How()) != ("market",)


@pytest.mark.parametrize(
    "head",
    ["Date,Funding", "Date,Contract,Funding", "time,Funding Payment", "Date,Symbol,Income"],
)
def test_what_was_paid_at_two_times_is_funding_without_a_price(head):
    lines = (f"2026-09-0{day}{',CME:MBT' * (head.count(',') - 1)},-5\n" for day in (1, 2))
    assert kinds_of("f.csv", "".join([f"{head}\n", *lines]).encode(), How()) == ("funding",)


@pytest.mark.parametrize("head", ["Date,BTC", "Date,Amount", "Date,Fund,BTC"])
def test_a_day_and_numbers_are_no_funding(head):
    line = ",".join(["2026-09-01", *("5" for _ in head.split(",")[1:])])
    assert kinds_of("f.csv", f"{head}\n{line}\n".encode(), How()) == ("prices",)


@pytest.mark.parametrize("name", ["Symbol", "Instrument", "Product", "contract"])
def test_contracts_held_at_an_entry_price_are_positions_by_any_name(name):
    data = f"{name},held,entry price\nCME:MBT,12,64000\n".encode()
    assert kinds_of("p.csv", data, How()) == ("positions",)
    assert kinds_of("p.csv", b"Symbol,held,price\nBTC,3,65000\n", How()) == ("holdings",)
