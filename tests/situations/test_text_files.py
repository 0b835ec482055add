"""Text files as desks have them: what is read of each, or the one message, word by word."""

import pytest

from books.files import (
    lines,
    read,
    said,
)

BTC = [("BTC", 3.0, 65_000.0)]
TWO = [("BTC", 3.0, 65_000.0), ("ETH", 40.0, 3_500.0)]
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
    "German headings": ("Coin;Bestand;Kurs\nBTC;3;65.000,00\nETH;40;3.500,00\n", TWO),
    "French headings": ("actif;quantité;prix\nBTC;3;65000\nETH;40;3500\n", TWO),
    "Spanish headings": ("activo;cantidad;precio\nBTC;3;65000\nETH;40;3500\n", TWO),
    "pipes": ("asset|quantity|price\nBTC|3|65000\nETH|40|3500\n", TWO),
    "names that are numbers": ("asset,quantity,price\n007,1,2\n1e3,1,2\n",
                               [("007", 1.0, 2.0), ("1e3", 1.0, 2.0)]),
    "a formula as a name is a text": ("asset,quantity,price\n=1+1,1,2\n", [("=1+1", 1.0, 2.0)]),
}  # fmt: skip


@pytest.mark.parametrize(("data", "wanted"), READ.values(), ids=READ)
def test_a_text_file_is_read(data, wanted):
    reading = read(data)
    assert (sorted(lines(reading)), reading.faults) == (sorted(wanted), ())


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
        "h.csv, line 1: has numbers and no names above them; write a line like asset,quantity first",
    ),
    "a header of other words": (
        "ISIN,pieces,quote\nBTC,3,65000\n",
        "h.csv, line 1: has no column asset and quantity; there are ISIN, pieces, quote; "
        "say --map asset=COLUMN --map quantity=COLUMN",
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
        "h.csv, line 2, quantity: was \"12.5k\"; is cut short, by 'k' beside it; must be in full" + LIKE,
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
    "a coin whose future has no price, for it has none itself": (
        "asset,quantity,contract\nBTC,3,CME:MBT\n",
        "h.csv, line 2, price: BTC has no price; give one, or a market file with --market",
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
