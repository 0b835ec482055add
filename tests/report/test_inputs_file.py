"""A strategy's file of inputs: read as it is declared, and all that is wrong in it told at once."""

import csv
import datetime
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from betahedge.errors import FaultyFile, InputError
from betahedge.report.inputs_file import example_file, read_inputs
from betahedge.report.strategy import solve
from betahedge.templates.strategies import NAMES, strategy_named

CSV = Path("inputs.csv")
SWAPPED = str.maketrans(".,", ",.")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(name, text, path=CSV):
    return read_inputs(path, text.encode(), strategy_named(name))


def faults(name, text):
    with pytest.raises(FaultyFile) as caught:
        read(name, text)
    return caught.value.lines


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_read_as_it_was_written(name):
    chosen = strategy_named(name)
    found = read(name, example_file(chosen))
    for item, value in chosen.example.items():
        assert list(found[item]) == list(value) if isinstance(value, list) else found[item] == value


@pytest.mark.parametrize("name", NAMES)
def test_a_spreadsheet_is_read_like_a_csv(name):
    chosen = strategy_named(name)
    book, table = openpyxl.Workbook(), None
    for line in example_file(chosen).splitlines():
        cells = next(csv.reader([line]), [])
        values = [typed(cell) for cell in cells]
        if len(values) == 1:
            table = book.create_sheet(str(values[0]))
        elif values:
            (table if table is not None else book.worksheets[0]).append(values)
    stream = io.BytesIO()
    book.save(stream)
    found = read_inputs(Path("inputs.xlsx"), stream.getvalue(), chosen)
    assert found == read(name, example_file(chosen))


def typed(cell):
    if not cell:
        return None
    try:
        return datetime.datetime.fromisoformat(cell)
    except ValueError:
        pass
    try:
        return float(cell)
    except ValueError:
        return cell


def test_everything_that_is_wrong_is_told_line_by_line():
    text = example_file(strategy_named("single_asset"))
    text = text.replace("spot price,65000", "spot price,sixty thousand")
    text = text.replace("target ratio,0.5", "target ratio,50")
    text = text.replace("rounding rule,nearest", "rounding rule,nearly")
    text = text.replace("as of,2025-10-05", "as of,5 October")
    text = text.replace("futures price,65650\n", "futurs price,65650\n")
    text = text.replace("moves,-0.3,", "moves,")
    text = text.replace("CME:MBT,0.1", "CME:MBT,0").replace("CME:BTC,5", ",5")
    text = text.replace("collateral rate,0.4", "collateral rate,40%\ncollateral rate,0.4")
    assert faults("single_asset", text) == (
        'inputs.csv, line 3, as of: was "5 October"; must be a date, as 2026-09-30',
        'inputs.csv, line 9, spot price: was "sixty thousand"; must be a number above 0',
        'inputs.csv, line 10: "futurs price" is no input; is it futures price?',
        "inputs.csv, line 11, target ratio: was 50; must be 0% to 1000%",
        'inputs.csv, line 20, rounding rule: was "nearly"; must be nearest, down or up',
        "inputs.csv, line 28: collateral rate is there twice, see inputs.csv, line 27",
        "inputs.csv, line 30, moves: has 6 values; must have 7",
        "inputs.csv, line 35, code: is missing; must be up to 120 characters",
        "inputs.csv, line 37, size: was 0; must be a number above 0",
        "inputs.csv: has no futures price; must be a number above 0",
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("date,from price", "day,from price", '"day" is no column; there are date, from price'),
        ("date,from price", "date,date", '"date" is there twice'),
        ("2025-10-26,62000,3500,0.3", "2025-10-26,62000,3500,0.3,1", "has 5 values; there are 4"),
        ("\nsteps\n", "\n", "has no steps; must have a row or more"),
        ("share to move,0.3", "share to move,1.3", "was 1.3; must be a share from 0% to 100%"),
        ("long leg,yes", "long leg,perhaps", 'was "perhaps"; must be yes or no'),
        ("coins held,10", "coins held,nan", 'coins held: was "nan"; must be a number above 0'),
        ("to asset,ETH", "to asset,", "to asset: is missing"),
    ],
)
def test_each_fault_has_a_line(old, new, fault):
    text = example_file(strategy_named("transition"))
    assert old in text
    assert any(fault in line for line in faults("transition", text.replace(old, new)))


def test_a_page_has_room_for_twelve():
    text = example_file(strategy_named("transition"))
    rows = "".join(f"2025-11-{n:02},62000,3500,0.3\n" for n in range(1, 11))
    assert faults("transition", text + rows) == (
        "inputs.csv: has 14 rows of steps; a page has room for 13",
    )


def test_what_says_nothing_takes_the_policy():
    text = example_file(strategy_named("carry"))
    lines = [line for line in text.splitlines() if not line.startswith(("accept", "rise to"))]
    found = read("carry", "\n".join(lines))
    assert found["accept.margin"] == "no"
    assert found["risk.rise_to_survive"] == 0.25


def test_per_cent_semicolons_and_capitals_are_read():
    text = example_file(strategy_named("single_asset")).replace(",", ";")
    text = text.replace("target ratio;0.5", "Target_Ratio;50%").replace("The Beta Hedge; 5", "5")
    assert read("single_asset", text)["position.target_ratio"] == 0.5


def german(text):
    """Write a file of inputs as a German Excel saves it."""
    out = []
    for row in csv.reader(io.StringIO(text)):
        cells = [f"{float(each):,.6f}".translate(SWAPPED) if is_number(each) else each
                 for each in row]  # fmt: skip
        out.append(";".join(".".join(reversed(each.split("-"))) if DAY.fullmatch(each) else each
                            for each in cells))  # fmt: skip
    return "\r\n".join(out)


def is_number(text):
    return isinstance(typed(text), float)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("letters", ["utf-8-sig", "cp1252", "utf-16"])
def test_decimal_commas_dotted_days_and_old_letters_are_read(name, letters):
    text = german(example_file(strategy_named(name))).replace("article", "Ärztekasse")
    found = read_inputs(CSV, text.encode(letters), strategy_named(name))
    assert found.pop("book.entity").endswith("Ärztekasse")
    plain = read(name, example_file(strategy_named(name)))
    assert found | {"book.price_source": ""} == {
        key: value for key, value in plain.items() if key != "book.entity"
    } | {"book.price_source": ""}


def test_a_sign_that_a_file_leaves_open_is_asked_for():
    text = "name;value\ncoins held;1.250\n"
    with pytest.raises(InputError, match=r"line 2, coins held: 1\.250 can be 1\.25 and 1250"):
        read("carry", text)
    for decimal, coins in ((".", 1.25), (",", 1250.0)):
        with pytest.raises(FaultyFile) as caught:
            read_inputs(CSV, f"{text}lot coins;-1.250".encode(), strategy_named("carry"), decimal)
        assert f"lot coins: was {-coins:g}; must" in caught.value.lines[0]


def test_both_signs_in_one_file_are_refused():
    with pytest.raises(InputError, match=r"a decimal point \(line 1, coins held: 1.25\) and a "
                       r"decimal comma \(line 2, spot price: 6,5\)"):  # fmt: skip
        read("carry", "coins held;1.25\nspot price;6,5")


def test_the_example_file_leaves_no_sign_open():
    # 160.057 could be read as a hundred and sixty thousand
    chosen = strategy_named("carry")
    values = dict(chosen.example) | {"trade.spot_price": 160.057}
    text = example_file(replace(chosen, example=values))
    assert "spot price,160.0570\n" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_workbook_of_the_strategy_is_a_file_of_its_inputs(name):
    chosen = strategy_named(name)
    asked = read(name, example_file(chosen))
    data = solve(chosen, asked).result.data
    assert read_inputs(Path("book.xlsx"), data, chosen) == asked


def test_faults_in_a_filled_workbook_are_told_by_their_cells():
    chosen = strategy_named("defensive")
    built = chosen.build(chosen.example)
    book = openpyxl.load_workbook(io.BytesIO(built.data))
    cells = {item: built.cells(item)[0].rpartition("!")[2] for item in built.names.places
             if item.startswith(("event.", "holdings."))}  # fmt: skip
    book["Inputs"][cells["event.target_ratio"]].value = "most"
    book["Inputs"][cells["holdings.quantity"]].offset(row=1).value = None
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(FaultyFile) as refused:
        read_inputs(Path("book.xlsx"), stream.getvalue(), chosen)
    row = int(cells["holdings.quantity"].lstrip("ABCDEFGHIJ")) + 1
    assert refused.value.lines == (
        f'book.xlsx, sheet Inputs, cell {cells["event.target_ratio"]}, target ratio: was "most"; '
        "must be 0% to 1000%",
        f"book.xlsx, sheet Inputs, line {row}, quantity: is missing; must be a number, + or -",
    )


def test_a_line_below_the_room_of_a_list_is_not_left_out():
    chosen = strategy_named("single_asset")
    built = chosen.build(chosen.example)
    place = built.names.places["contracts.code"]
    book = openpyxl.load_workbook(io.BytesIO(built.data))
    for column, value in enumerate(("a fifth", 0.2)):
        book["Inputs"].cell(place.last + 1, place.column + column).value = value
    stream = io.BytesIO()
    book.save(stream)
    found = read_inputs(Path("book.xlsx"), stream.getvalue(), chosen)
    assert found["contracts.code"] == [*chosen.example["contracts.code"], "a fifth"]
    assert found["contracts.size"][-1] == 0.2


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        ("inputs.pdf", b"x", "is neither .csv nor .xlsx"),
        ("inputs.xlsx", b"x", "is not a spreadsheet"),
        ("inputs.csv", b"\xff\xfe\x00", "is no text"),
    ],
)
def test_a_file_of_another_kind_is_refused(path, data, message):
    with pytest.raises(InputError, match=message):
        read_inputs(Path(path), data, strategy_named("carry"))
