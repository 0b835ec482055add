"""Files as desks have them: what is read of each, or the one message, word by word."""

import datetime

import pytest

from books.files import (
    HEAD,
    lines,
    number_cell,
    ods,
    raw_sheet,
    read,
    said,
    text_cell,
    written_by_library,
    xls,
    xlsx,
)

BTC = [("BTC", 3.0, 65_000.0)]
TWO = [("BTC", 3.0, 65_000.0), ("ETH", 40.0, 3_500.0)]
NOT_CALCULATED = "is a formula with no stored value; open and save the file, or run betahedge calc"


def never_calculated(sheet):
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["BTC", 0, 65_000])
    sheet.write_formula(1, 1, "=1+2")  # for which the library stores 0


READ = {
    "plain": ("asset,quantity,price\nBTC,3,65000\nETH,40,3500\n", TWO),
    "currency signs": ("asset,quantity,price\nBTC,3,$65000\nETH,40,\"$3,500.00\"\n", TWO),
    "currency codes": ("asset,quantity,price\nBTC,3,USD 65000\nETH,40,3500.00 USD\n", TWO),
    "thousands": ('asset,quantity,price\nBTC,3,"65,000.00"\nETH,40,"3,500.00"\n', TWO),
    "decimal comma": ("asset;quantity;price\nBTC;3,0;65.000,00\nETH;40;3.500,00\n", TWO),
    "apostrophes": ("asset,quantity,price\nBTC,3,65'000.00\nETH,40,3’500.00\n", TWO),
    "no-break spaces": ("asset;quantity;price\nBTC;3,0;65\u00a0000,00\nETH;40;3\u202f500\n", TWO),
    "parentheses": (
        "asset,quantity,price\nBTC,(250000),65000\n", [("BTC", -250_000.0, 65_000.0)],
    ),
    "a minus behind": ("asset,quantity,price\nBTC,3-,65000\n", [("BTC", -3.0, 65_000.0)]),
    "a minus sign of typesetters": (
        "asset,quantity,price\nBTC,\u22123,65000\n", [("BTC", -3.0, 65_000.0)],
    ),
    "a unit behind": ("asset,quantity,price\nBTC,3 BTC,65000\nETH,40ETH,3500\n", TWO),
    "a dash for nothing": (
        "asset,quantity,price,beta\nBTC,3,65000,-\nETH,40,3500,–\n", TWO,
    ),
    "title above, total below": (
        "Holdings at 30 September\nof the treasury\n\nasset,quantity,price\nBTC,3,65000\nETH,40,3500\n"
        "Total,,335000\n", TWO,
    ),
    "a total in its own words": (
        "asset;quantity;price\nBTC;3;65000\nETH;40;3500\nGesamtsumme:;;335.000,00\n", TWO,
    ),
    "synonyms": ("Ticker,Qty.,Last\nBTC,3,65000\nETH,40,3500\n", TWO),
    "more synonyms": ("Symbol,Balance,Mark Price (USD)\nBTC,3,65000\nETH,40,3500\n", TWO),
    "extra columns": ("asset,ISIN,quantity,price,trader\nBTC,x,3,65000,y\nETH,x,40,3500,y\n", TWO),
    "wallets": (
        "asset,quantity,price,wallet\nBTC,1,65000,cold\nETH,40,3500,cold\nBTC,2,65000,hot\n", TWO,
    ),
    "other names of a coin": (
        "asset,quantity,price\nXXBT,1,65000\nBitcoin (BTC),1.5,65000\nbtc,.5,65000\nETH,40,3500\n", TWO,
    ),
    "value in the place of a price": (
        "Asset,Quantity,Market value\nBTC,3,195000\nETH,40,140000\n", TWO,
    ),
    "sep=;": ("sep=;\nasset;quantity;price\nBTC;3;65000\nETH;40;3500\n", TWO),
    "UTF-16": ("asset\tquantity\tprice\nBTC\t3\t65000\nETH\t40\t3500\n".encode("utf-16"), TWO),
    "UTF-16 without a mark": ("asset,quantity,price\nBTC,3,65000\n".encode("utf-16-le"), BTC),
    "cp1252": ("asset,quantity,price\nBTC,3,€65000\n".encode("cp1252"), BTC),
    "a BOM": ("\ufeffasset,quantity,price\nBTC,3,65000\n", BTC),
    "leading blank lines": ("\n\r\n,,\nasset,quantity,price\n\nBTC,3,65000\n,,\n", BTC),
    "Windows and old Mac line ends": ("asset,quantity,price\r\nBTC,3,65000\rETH,40,3500\r\n", TWO),
    "lakhs and crores": (
        'asset,quantity,price\nBTC,3,"54,60,000.00"\n', [("BTC", 3.0, 5_460_000.0)],
    ),
    "scientific": ("asset,quantity,price\nBTC,3e0,6.5E+04\nETH,4.0e1,3500\n", TWO),
    "pipes": ("asset|quantity|price\nBTC|3|65000\nETH|40|3500\n", TWO),
    "names that are numbers": ("asset,quantity,price\n007,1,2\n1e3,1,2\n",
                               [("007", 1.0, 2.0), ("1e3", 1.0, 2.0)]),
    "a formula as a name is a text": ("asset,quantity,price\n=1+1,1,2\n", [("=1+1", 1.0, 2.0)]),
}  # fmt: skip


@pytest.mark.parametrize(("data", "wanted"), READ.values(), ids=READ)
def test_a_text_file_is_read(data, wanted):
    reading = read(data)
    assert (sorted(lines(reading)), reading.faults) == (sorted(wanted), ())


SHEETS = {
    "plain.xlsx": (xlsx(HEAD, ["BTC", 3, 65000], ["ETH", 40, 3500]), TWO),
    "second_sheet.xlsx": (
        xlsx(["Read me"], sheets=[("Book", [HEAD, ["BTC", 3, 65000], ["ETH", 40, 3500]])]), TWO,
    ),
    "column_b.xlsx": (
        xlsx([], [None, "Our book"], [], [None, *HEAD], [None, "BTC", 3, 65000], [None, "ETH", 40, 3500],
             [None, "Total", None, 335000]), TWO,
    ),
    "numbers_as_text.xlsx": (xlsx(HEAD, ["BTC", "3", "$65,000.00"], ["ETH", "40", 3500]), TWO),
    "booked.xls": (xls(HEAD, ["BTC", 3.0, 65000.0], ["ETH", 40.0, 3500.0]), TWO),
    "booked.ods": (
        ods("".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3) + number_cell(65000),
            text_cell("ETH") + number_cell(40) + number_cell(3500)), TWO,
    ),
    "calculated.ods": (
        ods("".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3, "of:=1+2") + number_cell(65000)), BTC,
    ),
    "formatted_far_out.xlsx": (
        raw_sheet(
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>asset</t></is></c><c r="B1" t="inlineStr"><is><t>quantity'
            b'</t></is></c><c r="C1" t="inlineStr"><is><t>price</t></is></c></row><row r="2"><c r="A2" t="inlineStr">'
            b'<is><t>BTC</t></is></c><c r="B2"><v>3</v></c><c r="C2"><v>65000</v></c></row>'
            b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
        ), BTC,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "wanted"), [(n, *each) for n, each in SHEETS.items()])
def test_a_spreadsheet_is_read(name, data, wanted):
    reading = read(data, name)
    assert (lines(reading), reading.faults) == (wanted, ())


def test_parquet_is_read():
    import io

    import polars as pl

    stream = io.BytesIO()
    pl.DataFrame({"coin": ["BTC", "ETH"], "qty": [3, 40], "px": [65000.0, 3500.0]}).write_parquet(
        stream
    )
    assert lines(read(stream.getvalue(), "h.parquet")) == TWO


LIKE = "; write it like 4000.5"
ASKED = {
    "German thousands between tabs": (
        "asset\tquantity\tprice\nSOL\t1.250\t148\nETH\t3.500\t3\n",
        "h.csv, line 2, quantity: 1.250 can be 1.25 and 1250, and nothing in the file says which; "
        "say --decimal . or --decimal ,",
    ),
    "American thousands alone": (
        'asset,quantity,price\nBTC,3,"65,000"\n',
        "h.csv, line 2, price: 65,000 can be 65000 and 65, and nothing in the file says which; "
        "say --decimal . or --decimal ,",
    ),
    "a point and a comma": (
        "asset;quantity;price\nBTC;1,5;65.5\n",
        "h.csv: has a decimal point (line 2, price: 65.5) and a decimal comma (line 2, quantity: 1,5); "
        "say --decimal . or --decimal , and mend the other",
    ),
    "two columns that could be it": (
        "asset,quantity,amount,price\nBTC,3,4,65000\n",
        "h.csv: quantity could be quantity or amount; say --map quantity=quantity or --map quantity=amount",
    ),
    "two columns of one name": (
        "asset,quantity,price,price\nBTC,3,65000,65000\n",
        "h.csv: price could be #3 or #4; say --map price=#3 or --map price=#4",
    ),
    "no header": (
        "BTC,3,65000\n",
        "h.csv: none of the first 20 lines names asset and quantity; there are BTC, 3, 65000; "
        "say --map asset=COLUMN",
    ),
    "a header of other words": (
        "ISIN,pieces,quote\nBTC,3,65000\n",
        "h.csv, line 1: has no column asset and quantity; there are ISIN, pieces, quote; "
        "say --map asset=COLUMN",
    ),
    "thousands in the header": (
        "asset,quantity (000s),price\nBTC,3,65000\n",
        "h.csv, line 1: has no column quantity; there are asset, quantity (000s), price; "
        "say --map quantity=COLUMN",
    ),
    "two currencies": (
        "asset,quantity,price\nBTC,3,$65000\nETH,40,€3500\n",
        "h.csv: has prices in USD (line 2) and EUR (line 3); a book has one currency",
    ),
    "per cent in the header": (
        "asset,quantity,price,hedge ratio (%)\nBTC,3,65000,0.6\n",
        "h.csv, hedge ratio (%): the heading says per cent, and 0.6 can be 0.6% or 60%; "
        "write the sign behind the numbers",
    ),
    "an unknown name of a venue": (
        "asset,quantity,price\nSOL03.S,3,150\n",
        'h.csv, line 2, asset: was "SOL03.S"; is a venue\'s name of a coin that is not known; '
        "say --coin SOL03.S=TICKER",
    ),
    "a ratio of 6": (
        "asset,quantity,price,hedge ratio\nBTC,3,65000,6\n",
        "h.csv, line 2, hedge ratio: was 6; is above 1.5; write 0.6 or 6% if that was meant, "
        "or say --allow-over-hedge",
    ),
    "a ratio of 60": (
        "asset,quantity,price,hedge ratio\nBTC,3,65000,60\n",
        "h.csv, line 2, hedge ratio: was \"60\"; must be a share from 0 to 1.5, like 0.6 or 60%",
    ),
    "no price": (
        "asset,quantity\nBTC,3\n",
        "h.csv, line 2, price: BTC has no price; give one, or a market file with --market",
    ),
    "a price of 0 for what is traded": (
        "asset,quantity,price\nBTC,3,0\n",
        "h.csv, line 2, price: was 0; must be above 0, for BTC is traded",
    ),
    "a total that is none": (
        "asset,quantity,price\nBTC,3,65000\nTotal,,335000\n",
        'h.csv, line 3, price: was "335000"; is not the total of the lines above; '
        "are lines missing? else take the total out",
    ),
    "value against quantity x price": (
        "asset,quantity,price,value\nBTC,3,65000,19500\n",
        "h.csv, line 2, value: was 19500; is not quantity x price, which is 195000; "
        "mend one of the three, or say --map value= to leave it unread",
    ),
    "pasted twice": (
        "asset,quantity,price\nBTC,3,65000\nBTC,3,65000\n",
        'h.csv, line 3, asset: was "BTC"; repeats line 2; take one out, or give each its wallet',
    ),
    "two prices of a coin": (
        "asset,quantity,price,wallet\nBTC,3,65000,a\nBTC,2,6500,b\n",
        "h.csv, line 3, price: was 6500; is not 65000, the price of BTC in line 2; give a coin one price",
    ),
    "two ratios of a coin": (
        "asset,quantity,price,wallet,hedge ratio\nBTC,3,65000,a,.5\nBTC,2,65000,b,.6\n",
        "h.csv, line 3, hedge ratio: was 0.6; is not that of BTC in line 2; say one for all lines of a coin",
    ),
    "another unit": (
        "asset,quantity,price\nBTC,3 ETH,65000\n",
        "h.csv, line 2, quantity: was \"3 ETH\"; has 'ETH' beside it, which is not its unit" + LIKE,
    ),
    "thousands as a letter": (
        "asset,quantity,price\nBTC,12.5k,65000\n",
        "h.csv, line 2, quantity: was \"12.5k\"; has 'k' beside it, which is not its unit" + LIKE,
    ),
    "per cent of coins": (
        "asset,quantity,price\nBTC,3%,65000\n",
        'h.csv, line 2, quantity: was "3%"; must be a number, and no per cent' + LIKE,
    ),
    "thousands without quotes": (
        "asset,quantity,price\nBTC,3,65,000\n",
        "h.csv, line 2: has 4 values; the header has 3; put a value with a delimiter in quotes",
    ),
    "a contract that is not known": (
        "asset,quantity,price,contract\nBTC,3,65000,CME:NOPE\n",
        'h.csv, line 2, contract: was "CME:NOPE"; is not in the register; '
        "write VENUE:CODE, give its contract size, or add it by BETAHEDGE_CONTRACTS",
    ),
    "a code of two venues": (
        "asset,quantity,price,contract\nSOL,3,150,SOL\n",
        'h.csv, line 2, contract: was "SOL"; is a code of several venues; write CME:SOL or CDE:SOL',
    ),
    "an alt whose future has no price": (
        "asset,quantity,price,contract\nDOGE,3,0.1,CME:MBT\n",
        "h.csv, line 2, futures price: DOGE is hedged with CME:MBT, whose price is not known; "
        "give it, a line of BTC, or a market file",
    ),
    "an escape in a name": (
        "asset,quantity,price\nB\x1b[31mTC,3,65000\n",
        'h.csv, line 2, asset: was "B\\x1b[31mTC"; must be a name of up to 100 printable characters',
    ),
    "a name that turns the line": (
        "asset,quantity,price\nB\u202eTC,3,65000\n",
        'h.csv, line 2, asset: was "B\\u202eTC"; must be a name of up to 100 printable characters',
    ),
    "a line break in a name": (
        'asset,quantity,price\n"S\nChecks: OK",3,65000\n',
        'h.csv, line 3, asset: was "S\\nChecks: OK"; must be a name of up to 100 printable characters',
    ),
    "infinity": (
        "asset,quantity,price\nBTC,inf,65000\n",
        'h.csv, line 2, quantity: was "inf"; must be a number' + LIKE,
    ),
    "a number too large": (
        "asset,quantity,price\nBTC,1e999,65000\n",
        'h.csv, line 2, quantity: was "1e999"; must be a number' + LIKE,
    ),
    "a square": (
        "asset,quantity,price\nBTC,5²,65000\n",
        "h.csv, line 2, quantity: was \"5²\"; has '²' beside it, which is not its unit" + LIKE,
    ),
    "empty": ("", "h.csv: has no lines"),
    "a header alone": (
        "asset,quantity,price\n",
        "h.csv: has no holdings; must have a line or more under the header",
    ),
    "no text": (b"asset,quantity,price\n\x81,1,2\n", "h.csv: is not UTF-8 text (byte 22); save it as CSV UTF-8"),
    "broken quotes": ('asset,quantity,price\nBTC,3,"6\n', "h.csv, line 2: is not CSV (unexpected end of data)"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), ASKED.values(), ids=ASKED)
def test_a_text_file_is_refused_or_asked_about(data, message):
    assert said(data) == [message]


CELLS = {
    "a formula without a value": (xlsx([*HEAD, "lot size"], ["BTC", 3, 65000, "=10/10"]), f"D2, lot size: {NOT_CALCULATED}"),
    "0 stored by a library": (written_by_library(never_calculated), f"B2, quantity: {NOT_CALCULATED}"),
    "a date in a price": (
        xlsx(HEAD, ["BTC", 3, datetime.datetime(2026, 7, 1)]),
        'C2, price: was "2026-07-01"; is a date; must be a number, 0 or above; '
        "give the cell a number format, and its number",
    ),
    "an error value": (
        xlsx(HEAD, ["BTC", 3, "#N/A"]), "C2, price: is the error #N/A; mend the cell",
    ),
    "TRUE": (xlsx(HEAD, ["BTC", True, 65000]), "B2, quantity: was TRUE; must be a number; write it like 4000.5"),
    "two sheets that could be it": (
        xlsx(HEAD, ["BTC", 3, 65000], sheets=[("Old", [HEAD, ["BTC", 2, 60000]])]), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), CELLS.values(), ids=CELLS)
def test_a_cell_is_refused_with_its_address(data, message):
    wanted = "h.xlsx: sheets Sheet and Old could both be it; say --sheet"
    assert said(data, "h.xlsx") == [f"h.xlsx, {message}" if message else wanted]


def test_old_and_open_workbooks_say_so_too():
    data = xls([*HEAD, "lot size"], ["BTC", 3.0, 65000.0, "=10/10"])
    assert said(data, "h.xls") == [f"h.xls, D2, lot size: {NOT_CALCULATED}"]
    empty = '<table:table-cell table:formula="of:=1+2"/>'
    data = ods("".join(map(text_cell, HEAD)), text_cell("BTC") + empty + number_cell(65000))
    assert said(data, "h.ods") == [f"h.ods, B2, quantity: {NOT_CALCULATED}"]
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    data = ods("".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3) + error)
    assert said(data, "h.ods") == ["h.ods, C2, price: is the error #DIV/0!; mend the cell"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_formulas_that_a_spreadsheet_calculated(tmp_path, convert, kind):
    rows = ["BTC", "=1+2", "=60000+5000", '=IF(1=2,5,"")', "=DATE(2026,12,25)"]
    data = xlsx([*HEAD, "lot size", "expiry"], rows, ["ETH", "=1-1", 3500, "=1/0", None])
    (tmp_path / "h.xlsx").write_bytes(data)
    path = convert(tmp_path / "h.xlsx", kind)
    reading = read(path.read_bytes(), path.name)
    assert lines(reading) == BTC
    assert str(reading.book.lines[0].expiry) == "2026-12-25 00:00:00" or kind == "xlsx"
    assert [str(fault) for fault in reading.faults] == [
        "D3, lot size: is the error #DIV/0!; mend the cell"
    ]


def test_a_0_among_calculated_formulas_is_a_number():
    def calculated(sheet):
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 1, "=1-1", None, 0)
        sheet.write_formula(1, 2, "=60000+5000", None, 65000)
        sheet.write(1, 0, "BTC")

    import io
    import zipfile

    data = written_by_library(calculated)
    assert said(data, "h.xlsx") == [
        f"h.xlsx, B2, quantity: {NOT_CALCULATED}"
    ]  # it may be any library
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():  # as Excel saves it
            new.writestr(name, old.read(name).replace(b' fullCalcOnLoad="1"', b""))
    assert lines(read(stream.getvalue(), "h.xlsx")) == [("BTC", 0.0, 65_000.0)]


def test_cash_is_shown_and_not_hedged_unless_a_ratio_is_given():
    reading = read(
        "asset,quantity,price,hedge ratio\nUSDT,2500000,1,\nUSDC,5,1,0.5\nBTC,3,65000,\nUSD,7,,\n"
    )
    found = {
        line.asset: (line.is_cash, line.hedge_ratio, line.is_hedged) for line in reading.book.lines
    }
    assert found == {
        "USDT": (True, 0.0, False), "USDC": (True, 0.5, True), "BTC": (False, None, True), "USD": (True, 0.0, False),
    }  # fmt: skip
    assert read("asset,quantity,price\nXSGD,5,1\n", cash=frozenset({"XSGD"})).book.lines[0].is_cash


def test_a_dead_token_is_worth_nothing_and_said():
    reading = read("asset,quantity,price\nDEADCOIN,1000,0\nBTC,3,65000\n")
    assert [(line.asset, line.is_hedged) for line in reading.book.lines] == [
        ("DEADCOIN", False),
        ("BTC", True),
    ]
    assert reading.book.warnings == (
        "DEADCOIN: has the price 0; it is worth nothing, and not hedged",
    )


def test_a_beta_on_a_coins_own_future_is_said():
    reading = read(
        "asset,quantity,price,contract,beta\nBTC,3,65000,CME:MBT,1.2\nETH,4,3500,CME:MBT,1.2\n"
    )
    assert reading.book.warnings == (
        "BTC: CME:MBT is on BTC itself, where beta is 1; with 1.2 the hedge is 120% of what was asked",
    )


def test_what_is_said_of_a_good_file():
    reading = read("Coin,Amount,Price (EUR),Wallet,ISIN\nXBT,1,5,a,\nBTC,2,5,b,\n")
    assert reading.book.currency == "EUR"
    assert reading.understood.mapped == {
        "asset": "Coin", "quantity": "Amount", "price": "Price (EUR)", "wallet": "Wallet",
    }  # fmt: skip
    assert reading.understood.ignored == ("ISIN",)
    assert reading.understood.notes == (
        "names read as tickers: XBT = BTC",
        "added up: BTC of 2 lines",
    )
    assert [tuple(wallet) for wallet in reading.book.lines[0].wallets] == [("a", 1.0), ("b", 2.0)]
    notes = read(xlsx(HEAD, ["BTC", "3", 65000]), "h.xlsx").understood.notes
    assert notes == ("quantity: 1 cell holds a text that is a number",)


def test_what_the_user_says_goes_before():
    data = "name of it;pieces;asset;quote\nBTC;1.250;x;5\n"
    chosen = {"asset": "name of it", "quantity": "pieces", "price": "#4"}
    assert lines(read(data, columns=chosen, decimal=",")) == [("BTC", 1250.0, 5.0)]
    assert lines(read(data, columns=chosen, decimal=".")) == [("BTC", 1.25, 5.0)]
    assert said(data, columns={"asset": "nothing"}) == [
        "h.csv, --map asset=nothing: there is no such column; there are name of it, pieces, asset, quote"
    ]
    assert said(data, columns={"colour": "x"})[0].startswith(
        "--map: colour is no field; there are asset, "
    )
    book = xlsx(HEAD, ["BTC", 3, 65000], sheets=[("Old", [HEAD, ["BTC", 2, 60000]])])
    assert lines(read(book, "h.xlsx", sheet="Old")) == [("BTC", 2.0, 60000.0)]
    assert said(book, "h.xlsx", sheet="New") == [
        "h.xlsx, --sheet: there is no sheet New; there are Sheet, Old"
    ]
    ratio = "asset,quantity,price,hedge ratio\nBTC,3,65000,6\n"
    assert read(ratio, allow_over_hedge=True).book.lines[0].hedge_ratio == 6.0
    assert lines(read("asset,quantity,price\nSOL03.S,3,150\n", coins={"SOL03.S": "SOL"})) == [
        ("SOL", 3.0, 150.0)
    ]


def test_charts_and_hidden_sheets_are_passed_over():
    from openpyxl.chart import BarChart

    def change(book):
        book.create_chartsheet("Chart").add_chart(BarChart())
        book["Old"].sheet_state = "hidden"

    data = xlsx(HEAD, ["BTC", 3, 65000], sheets=[("Old", [HEAD, ["BTC", 2, 60000]])], change=change)
    assert lines(read(data, "h.xlsx")) == BTC
    assert lines(read(data, "h.xlsx", sheet="Old")) == [("BTC", 2.0, 60000.0)]


def test_per_cent_is_read_as_it_is_written():
    data = "asset,quantity,price,hedge ratio %\nBTC,3,65000,60\nETH,1,2,55 %\nSOL,1,2,0.5%\n"
    assert [line.hedge_ratio for line in read(data).book.lines] == [0.6, 0.55, 0.005]
