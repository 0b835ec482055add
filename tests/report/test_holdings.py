"""Holdings files: what is read, and the one line that says what is wrong with a bad one."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from betahedge.report.holdings import LIMIT, BadHoldings, read_holdings
from betahedge.templates.book import HoldingRow

FULL = HoldingRow("BTC", 3.0, 65_000.0, 65_650.0, 0.1, 1.0, 1.1, 0.6)


def read(text: str, name: str = "h.csv") -> tuple[HoldingRow, ...]:
    return read_holdings(Path(name), text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "asset,quantity,price,futures price,contract size,lot size,beta,hedge ratio\n"
        "BTC,3,65000,65650,0.1,1,1.1,0.6\n",
        "\ufeffAsset;Quantity;PRICE;Futures_Price;contract_size;lot_size;Beta;hedge_ratio\r\n"
        "BTC;3.0;65e3;65650;.1;1;+1.1;0.6\r\n\r\n",
        "hedge ratio\tasset\tlot size\tquantity\tbeta\tprice\tcontract size\tfutures price\n"
        "0.6\t BTC \t1\t3\t1.1\t65000\t0.1\t65650\n",
    ],
)
def test_columns_in_any_order_and_the_usual_delimiters(text):
    assert read(text) == (FULL,)


def test_blank_optional_values_are_left_to_the_policy():
    rows = read('asset,quantity,price,beta\n"A, B",1,2,\nETH,-4,3,0\n')
    assert rows == (HoldingRow("A, B", 1.0, 2.0), HoldingRow("ETH", -4.0, 3.0, beta=0.0))


def test_xlsx_gives_the_same_rows():
    book = openpyxl.Workbook()
    book.active.append(["Asset", "Quantity", "Price", "Lot size"])
    book.active.append(["BTC", 3, 65000.5, None])
    book.active.append([None, None, None, None])
    book.active.append([123, 1, 2, 0.001])
    stream = io.BytesIO()
    book.save(stream)
    rows = read_holdings(Path("h.xlsx"), stream.getvalue())
    assert rows == (HoldingRow("BTC", 3.0, 65000.5), HoldingRow("123", 1.0, 2.0, lot_size=0.001))


LIKE = ", written like 4000.5"
HEAD = "asset,quantity,price\n"
LONG = "x" * 101


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "asset,quantity,price,hedge ratio\nBTC,1,2,60\n",
            "h.csv, line 2, hedge ratio: was 60; must be a share from 0 to 10, like 0.6",
        ),
        (HEAD, "h.csv: has no holdings; must have a line or more under the header"),
        ("\n", "h.csv, header: has no column asset and quantity and price"),
        ("asset,quantity\nBTC,1\n", "h.csv, header: has no column price"),
        (
            "coin,quantity,price\nBTC,1,2\n",
            'h.csv, header: "coin" is no column; line 1 names asset, quantity, price, '
            "futures price, contract size, lot size, beta, hedge ratio, contract, expiry days, "
            "funding rate, funding hours, held, entry price, collateral",
        ),
        ("asset,price,quantity,price\n", "h.csv, header: price is there twice"),
        (HEAD + "BTC,three,2\n", 'h.csv, line 2, quantity: was "three"; must be a number' + LIKE),
        (
            HEAD + 'BTC,1,"65,000"\n',
            'h.csv, line 2, price: was "65,000"; must be a number above 0' + LIKE,
        ),
        (HEAD + "BTC,1,-5\n", "h.csv, line 2, price: was -5; must be a number above 0"),
        (HEAD + "BTC,1,0\n", "h.csv, line 2, price: was 0; must be a number above 0"),
        (HEAD + "BTC,NaN,2\n", "h.csv, line 2, quantity: was nan; must be a number"),
        (HEAD + "BTC,-inf,2\n", "h.csv, line 2, quantity: was nan; must be a number"),
        (HEAD + "BTC,1e999,2\n", "h.csv, line 2, quantity: was inf; must be a number"),
        (HEAD + "BTC,1_000,2\n", 'h.csv, line 2, quantity: was "1_000"; must be a number' + LIKE),
        (HEAD + "BTC,,2\n", "h.csv, line 2, quantity: was blank; must be a number"),
        (HEAD + "BTC\n", "h.csv, line 2: has no quantity"),
        (HEAD + "BTC,1,2\n\nbtc,3,4\n", "h.csv, line 4, asset: btc is in line 2 too"),
        (HEAD + "BTC,1,2,3\n", "h.csv, line 2: has 4 values; the header has 3"),
        (
            HEAD + ",1,2\n",
            "h.csv, line 2, asset: was blank; must be a name of up to 100 printable characters",
        ),
        (
            HEAD + f"{LONG},1,2\n",
            f'h.csv, line 2, asset: was "{"x" * 36}...; must be a name of up to 100 printable '
            "characters",
        ),
        (HEAD + 'BTC,1,"2\n', "h.csv, line 2: is not CSV (unexpected end of data)"),
        ("asset,quantity,price,lot size\nBTC,1,2,-1\n",
         "h.csv, line 2, lot size: was -1; must be a number, 0 or above"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_one_line(text, message):
    with pytest.raises(BadHoldings) as caught:
        read(text)
    assert str(caught.value) == message
    assert "\n" not in message


def test_what_is_not_text_or_not_a_spreadsheet():
    with pytest.raises(BadHoldings, match=r"h.csv: is not UTF-8 .*byte 22.*; save it as CSV UTF-8"):
        read_holdings(Path("h.csv"), HEAD.encode() + b"\xe9t\xe9,1,2\n")
    with pytest.raises(BadHoldings, match=r"h.xlsx: is not a spreadsheet"):
        read_holdings(Path("h.xlsx"), b"asset,quantity,price\n")
    with pytest.raises(BadHoldings, match=r"h.pdf: is neither .csv nor .xlsx"):
        read_holdings(Path("h.pdf"), b"%PDF")


def test_control_characters_in_a_name_are_refused():
    with pytest.raises(BadHoldings, match="printable"):
        read(HEAD + "B\x07TC,1,2\n")


def test_the_limit_is_said():
    lines = "".join(f"C{n},1,2\n" for n in range(LIMIT + 1))
    with pytest.raises(BadHoldings, match=f"more than {LIMIT:,} holdings"):
        read(HEAD + lines)


def test_a_date_where_a_number_should_be_is_its_serial_number():
    book = openpyxl.Workbook()
    book.active.append(["asset", "quantity", "price"])
    book.active.append(["BTC", datetime.datetime(2025, 10, 5), 2])
    stream = io.BytesIO()
    book.save(stream)
    assert read_holdings(Path("h.xlsx"), stream.getvalue())[0].quantity == 45935


def test_a_point_between_semicolons_may_mean_thousands():
    with pytest.raises(BadHoldings, match=r'quantity: was "4.000"; must be a number, written like'):
        read("asset;quantity;price\nSOL;4.000;148.20\n")
    assert read("asset,quantity,price\nSOL,4.000,148.20\n")[0].quantity == 4.0


def test_percent_and_names_that_look_like_numbers():
    rows = read("asset,quantity,price,hedge ratio\n007,1,2,60%\n1e3,1,2,0.5\n")
    assert [(row.asset, row.hedge_ratio) for row in rows] == [("007", 0.6), ("1e3", 0.5)]
