"""Headings of a file of many portfolios: those that `betahedge read` takes, in their first line."""

import polars as pl
import pytest

from batch.runs import HEAD, invoke, rejected, run
from betahedge.batch.fields import FIELDS, find_fields
from betahedge.books.field import by_name
from betahedge.books.fields import HOLDINGS

BOOK = by_name(HOLDINGS)
WORDS = {
    name: field.synonyms
    for name, field in by_name(FIELDS).items()
    if name in BOOK and field.synonyms
}


@pytest.mark.parametrize(
    ("name", "word"), [(name, word) for name, words in WORDS.items() for word in words]
)
def test_a_field_has_the_names_that_a_book_knows_it_by(name, word):
    needed = [each for each in ("portfolio", "asset", "quantity", "price") if each != name]
    heads = [*needed, word.upper()]
    found = find_fields("p.csv", heads, heads, currency="USD")
    assert found.columns[name] == word.upper()
    assert found.ignored == ()


def test_a_file_of_a_desk_is_sized_like_one_of_plain_names(tmp_path):
    line = "A,BTC,10,65000,CME:MBT,1,60%,4\n"
    plain = pl.read_parquet(run(tmp_path, HEAD + line) / "lines")
    head = "Portfolio,Symbol,Qty,Price (USD),Hedge contract,Beta,Target ratio,Contracts held\n"
    assert pl.read_parquet(run(tmp_path, head + line) / "lines").equals(plain)
    assert plain["exact"].to_list() == [pytest.approx(10 * 0.6 / 0.1, abs=1e-9)]


def test_the_very_name_of_a_field_goes_before_what_may_mean_it():
    heads = ["Asset", "Symbol", "Portfolio", "Price", "Mark", "Quantity", "Account"]
    found = find_fields("p.csv", heads, heads, currency="USD")
    assert found.columns == {
        "portfolio": "Portfolio", "asset": "Asset", "quantity": "Quantity", "price": "Price",
    }  # fmt: skip
    assert found.ignored == ("Symbol", "Mark", "Account")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Portfolio,Symbol,Qty,Price,PRICE", "Price is there twice"),
        ("Portfolio,Symbol,Qty,Last,Last", "Last is there twice"),
        (
            "Portfolio,Symbol,Qty,Last,Mark",
            "price could be Last or Mark; call the one that is meant price",
        ),
        ("Portfolio,Symbol,Qty,Price (EUR)", "Price (EUR) is not in USD; say --currency EUR"),
        (
            "Portfolio,Symbol,Qty,Price,Collateral EUR",
            "Collateral EUR is not in USD; say --currency EUR",
        ),
        (
            "Portfolio,Symbol,Qty,Price,Market value (CHF)",
            "Market value (CHF) is not in USD; say --currency CHF",
        ),
        (
            "Portfolio,Symbol,Qty,Price,Hedge ratio %",
            "Hedge ratio % is in per cent; write 0.6 or 60%, and no % in the heading",
        ),
        (
            "Portfolio,Symbol,Qty,Price,L/S",
            "L/S may say that a line is short; write what is short below 0, and take the column "
            "out",
        ),
        (
            "Portfolio,Symbol,Qty,Price,Leverage",
            "has a column Leverage, so it lists positions in futures and no coins",
        ),
        (
            "Portfolio,Symbol,Qty,Price,Order ID",
            "has a column Order ID, so it lists transactions and no balances; give the balances, "
            "or take the column out",
        ),
        ("Portfolio,Symbol", "has no column quantity, price; its columns are Portfolio, Symbol"),
        (
            "Portfolio,Symbol,Quantityy,Price,Price 2,x,x",
            "has no column quantity; its columns are Portfolio, Symbol, Quantityy, Price, Price 2, "
            "x, x",
        ),
        (
            "Positions of today",
            "the first line must be the header, with portfolio, asset, quantity, price; it is "
            "Positions of today",
        ),
        (
            "",
            "the first line must be the header, with portfolio, asset, quantity, price; it is "
            "blank",
        ),
    ],
)
def test_a_heading_that_cannot_be_meant_is_one_line(tmp_path, head, told):
    path = tmp_path / "p.csv"
    columns = head.count(",") + 1 if "," in head else 4  # below a title stands a table
    row = ",".join("1" * columns)
    path.write_text(f"{head}\n{row}\n{row}\n", "utf-8")
    result = invoke(path, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (2, f"betahedge: {path}: {told}\n")


def test_headings_that_are_none_and_the_same_twice_are_ignored_by_the_names_of_the_file(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("portfolio,symbol,qty,price,note,note,\nA,BTC,3,65000,1,2,\n", "utf-8")
    result = invoke(path, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stderr == (
        "betahedge: columns that are no fields, and in no sum: note, note, #7\n"
        "betahedge: warning: 1 line names no contract, so there is no order for it\n"
    )
    assert rejected(tmp_path / "out") == []
