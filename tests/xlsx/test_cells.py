"""Sheets row by row: read in any form that XML allows, refused where damaged, changed by cells."""

import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from betahedge.cells import ErrorValue
from betahedge.errors import InputError
from betahedge.hosts.places import list_formula_cells, rewrite
from betahedge.xlsx.cells import (
    change_cells,
    number_text,
    own_text,
    read_rows,
    same_value,
    set_value,
    value_of,
)
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import MAIN, parse, tag

PART = "xl/worksheets/sheet1.xml"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}" xmlns:q="urn:q">'
CALL = '<c r="A1" cm="1"><f>HEDGE_PNL(B1,2)</f><v>1</v></c>'


def part(rows, head=HEAD, tail=""):
    return f"{head}<sheetData>{rows}</sheetData>{tail}</worksheet>".encode()


def one(cell, **around):
    return part(f'<row r="1">{cell}</row>', **around)


def packed(data):
    """A package whose first sheet is a part, read again."""
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    package = Package.read(stream.getvalue())
    package.parts[PART] = data
    return Package.read(package.write())


PREFIXED = re.sub(r"<(/?)(\w)", r"<\1x:\2", one(CALL).decode().split("\n")[1])
ODD = {
    "UTF-16": one(CALL).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 without a mark": one(CALL).decode().replace("UTF-8", "UTF-16LE").encode("utf-16-le"),
    "Latin-1": one(CALL).replace(b"UTF-8", b"latin1").replace(b"B1", b"\xe9"),
    "a byte order mark": b"\xef\xbb\xbf" + one(CALL),
    "prefixes": PREFIXED.replace("xmlns=", "xmlns:x=").encode(),
    "two names for one space": one(CALL, head=HEAD.replace("urn:q", MAIN)),
    "a name with two meanings": one('<c r="A1"><q:f xmlns:q="urn:2"/><f>HEDGE_PNL(1)</f></c>'),
    "another default space": one('<c r="A1"><f>HEDGE_PNL()</f><is><f xmlns="urn:2">H</f></is></c>'),
    "CDATA": one("<c r='A1'><f><![CDATA[HEDGE_PNL(A1&B1)]]></f></c>"),
    "a comment": one(f"<!-- {CALL} -->{CALL}"),
    "a comment that opens the rows": one(CALL, head=f"{HEAD}<!-- <sheetData> -->"),
    "an instruction": one(f"<?x <c r='A9'><f>HEDGE_PNL()</f></c>?>{CALL}"),
    "a value before the formula": one('<c r="A1"><v>1</v><f>HEDGE_PNL(1)</f></c>'),
    "no address": one("<c><f>HEDGE_PNL(1)</f></c>"),
    "no address of a row": part("<row><c><f>HEDGE_PNL(1)</f></c></row>"),
    "space before a formula": one('<c r="A1">\r\n <f>HEDGE_PNL(B1)</f>\r\n</c>'),
    "line ends in a formula": one('<c r="A1"><f>HEDGE_PNL(\r\n1,&#13;&#10;2)</f></c>'),
    "single quotes": one("<c r='A1' s='1'><f t='array' ref='A1'>HEDGE_PNL(1)</f></c>"),
    "a Yi letter": one(CALL.replace("B1", "B1+\ua001")),
    "a Yi letter by its number": one(CALL.replace("B1", "B1+&#xA000;+&#40961;")),
}  # fmt: skip


@pytest.mark.parametrize("form", ODD)
def test_a_formula_is_found_and_changed_in_any_form(form):
    package = packed(ODD[form])
    ((cell, formula),) = list_formula_cells(package, PART)
    before = formula.text
    assert cell.get("r") == "A1"
    assert rewrite(package, lambda text: text.replace("HEDGE_PNL", "<%_HEDGE_PNL"))
    ((cell, formula),) = list_formula_cells(Package.read(package.write()), PART)
    assert formula.text == before.replace("HEDGE_PNL", "<%_HEDGE_PNL")
    assert cell.get("r") == "A1"


@pytest.mark.parametrize("form", ["no rows", "no row data"])
def test_a_sheet_may_have_no_rows(form):
    package = packed(HEAD.encode() + b"<sheetData/>" * (form == "no rows") + b"</worksheet>")
    assert not rewrite(package, str.lower)
    assert list(read_rows(package, "S", PART)) == []
    change_cells(package, "S", PART, {3: [2]}, lambda cell, *_: set_value(cell, 7.5))
    assert values_of(package) == {"B3": 7.5}


BAD = {
    "cut off": one(CALL)[:-30],
    "crossed tags": one("<c r='A1'><f>HEDGE_A(1)</c></f>"),
    "an unknown entity": one('<c r="A1"><f>HEDGE_A(&nbsp;)</f></c>'),
    "an unknown prefix": one('<c r="A1"><f>HEDGE_A(1)</f><z:v>1</z:v></c>'),
    "no UTF-8": one(CALL).replace(b"B1", b"\xff"),
    "a sign that is no text": one(CALL).replace(b"B1", b"\x01"),
    "an address that is none": one('<c r="A1"><v>1</v><f>HEDGE_A(1)</f></c><c r="x"/>'),
    "an address on no sheet": one('<c r="A0"><f>HEDGE_A(1)</f></c>'),
    "a column on no sheet": one('<c r="XFE1"><f>HEDGE_A(1)</f></c>'),
    "a row that is there twice": part('<row r="1"/><row r="1"><c r="A1"/></row>'),
    "a cell that is there twice": one('<c r="A1"/><c r="A1"/>'),
    "a cell of another row": one('<c r="A7"><v>70</v></c>'),
    "a row on no sheet": part('<row r="1048577"><c><f>HEDGE_A(1)</f></c></row>'),
    "a row that is none": part('<row r="x"><c r="A1"/></row>'),
    "a document type": one(CALL).replace(b"<worksheet", b"<!DOCTYPE x []><worksheet"),
    "something after the end": one(CALL) + b"<x/>",
    "nothing": b"",
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_part_that_is_not_sound_is_refused_with_one_line(case):
    with pytest.raises(InputError, match=r"^the workbook [^\n]+$"):
        list(read_rows(packed(BAD[case]), "S", PART))


@given(st.integers(0, 10_000), st.sampled_from([b"", b"<", b">", b'"', b"&", b"\x00", b"</c>"]))
def test_a_damaged_part_is_read_or_refused_and_nothing_else(place, instead):
    whole = one(CALL + '<c r="B1"><f>HEDGE_PNL(&quot;&gt;&quot;)</f></c>', tail="<q:x/>")
    place %= len(whole)
    try:
        package = packed(whole[:place] + instead + whole[place + 1 :])
        list(read_rows(package, "S", PART))
    except InputError as refused:
        assert "\n" not in str(refused)
    else:
        assert Package.read(package.write()).parts[PART]


def test_a_part_that_nobody_touched_is_the_bytes_that_it_was():
    data = one("<c r='A1'  s = '1'><f>SUM( 1 )</f><v></v></c>", tail="<!-- x --><q:x/>")
    package = packed(data)
    package.tree(PART)
    assert not rewrite(package, str.lower)
    assert Package.read(package.write()).parts[PART] == data


PIECES = (
    *("HEDGE_PNL(", "A1", "$B$12", "ZAR1", "X_Y2", "Other!C3", "'it''s A1'!B2", ",", ")", "+"),
    *('"a&<b>"', "1.5", "1E5", "2:3", "é7", "한8", "T[[#This Row],[C1]]", "%", "\n", "SUM(A1:A9)"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_every_formula_is_changed_as_it_alone_would_be(texts):
    """Oracle: the change of each text, without the cache of those that are alike."""

    def change(text):
        return text.replace("HEDGE_", "<%_HEDGE_").replace("+", "+1+")

    root = parse(part(""))
    row = etree.SubElement(root[0], tag("row"), {"r": "1"})
    for text in texts:
        etree.SubElement(etree.SubElement(row, tag("c")), tag("f")).text = text
    package = packed(etree.tostring(root))
    rewrite(package, change)
    found = [formula.text or "" for _, formula in list_formula_cells(package, PART)]
    assert found == [change(text) if "HEDGE_" in text else text for text in texts]


def values_of(package):
    cells = (each for _, _, cells in read_rows(package, "S", PART) for each in cells.values())
    return {cell.get("r"): value_of(cell) for cell in cells}


def test_cells_are_changed_and_new_ones_stand_in_their_place():
    rows = (
        '<row r="4"/>\n<row r="1" s="é"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c><extLst/></row>'
        '<row r="2" q:x="1"><c><v>5</v></c></row>'
    )
    data = part(rows, head=f"{HEAD}<!-- rows -->", tail="<q:x/><!-- end -->")
    package, seen = packed(data), []

    def change(cell, row, column):
        seen.append((cell.get("r"), row, column))
        set_value(cell, float(10 * row + column))

    change_cells(package, "S", PART, {1: [3, 2], 3: [1], 4: {2, 1}}, change)
    assert sorted(seen) == [("A3", 3, 1), ("A4", 4, 1), ("B1", 1, 2), ("B4", 4, 2), ("C1", 1, 3)]
    assert list(values_of(package).items()) == [
        *(("A1", 1.0), ("B1", 12.0), ("C1", 13.0), ("A2", 5.0), ("A3", 31.0), ("A4", 41.0)),
        ("B4", 42.0),
    ]
    before, _, after = data.partition(rows.encode())
    written = package.parts[PART]
    assert before.partition(b"?>")[2].strip() in written
    assert written.endswith(after)
    assert b"<extLst/></row>" in written
    assert written.count(b"xmlns") == data.count(b"xmlns")


def test_only_the_rows_of_the_sheet_are_read_and_all_else_stays():
    own = '<row r="1"><c r="A1"><v>4</v></c></row>'
    elsewhere = '<ext><row r="1"><c r="A1"><v>99</v></c></row></ext><sheetData><row r="2"/>'
    elsewhere += "</sheetData>"
    remarks = ("<!--one-->", "<!--two-->", "<?three x?>", "<!--four-->")
    rows = f'{remarks[0]}{own}{remarks[1]}{remarks[2]}<row r="5"/>{remarks[3]}'
    package = packed(part(rows, tail=elsewhere))
    assert values_of(package) == {"A1": 4.0}
    change_cells(package, "S", PART, {1: [2]}, lambda cell, *_: set_value(cell, 7.5))
    assert values_of(package) == {"A1": 4.0, "B1": 7.5}
    written = package.parts[PART].decode()
    assert elsewhere in written
    assert all(written.count(each) == 1 for each in remarks)


def test_a_new_cell_stands_before_the_next_one_wherever_that_is():
    package = packed(part('<row r="1"><!-- c --><c r="C1"/><c r="A1"/></row>'))
    change_cells(package, "S", PART, {1: [2, 4]}, lambda cell, *_: set_value(cell, 7.5))
    assert list(values_of(package)) == ["B1", "C1", "D1", "A1"]


@pytest.mark.parametrize("form", ODD)
def test_a_cell_is_changed_in_any_form(form):
    package = packed(ODD[form])
    change_cells(package, "S", PART, {1: [1, 2]}, lambda cell, *_: set_value(cell, 7.5))
    again = Package.read(package.write())
    assert values_of(again) == {"A1": 7.5, "B1": 7.5}
    before = [formula.text for _, formula in list_formula_cells(packed(ODD[form]), PART)]
    assert [formula.text for _, formula in list_formula_cells(again, PART)] == before


def test_an_element_with_names_of_its_own_keeps_them():
    package = packed(part('<row r="1" xmlns:z="urn:z" z:a="1"><c r="A1"/></row>'))
    change_cells(package, "S", PART, {1: [1]}, lambda cell, *_: set_value(cell, 7.5))
    (row,) = package.tree(PART).iter(tag("row"))
    assert row.get("{urn:z}a") == "1"
    assert values_of(package) == {"A1": 7.5}


@pytest.mark.parametrize(
    "value", [1.0, 0.1, -1e300, True, False, "", "x", " a\n_x0041_\x01", ErrorValue("#N/A"), None]
)
def test_a_value_is_read_as_it_was_written(value):
    cell = etree.Element(tag("c"), {"r": "A1", "t": "e", "vm": "1"})
    etree.SubElement(cell, tag("f")).text = "A2"
    set_value(cell, value)
    again = parse(etree.tostring(cell))
    assert value_of(again) == value
    assert same_value(value_of(again), value)
    assert cell.findtext(tag("f")) == "A2"
    assert cell.get("vm") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1.0, 1, True),
        (1.0, 1 + 1e-12, True),
        (0.0, 1e-10, True),
        (1e12, 1e12 + 1, True),
        (1.0, 1.001, False),
        (1.0, True, False),
        ("1", 1.0, False),
        (None, "", True),
        (ErrorValue("#N/A"), ErrorValue("#N/A"), True),
        (ErrorValue("#N/A"), "#N/A", False),
    ],
)
def test_one_value_or_two(one, other, same):
    assert same_value(one, other) == same == same_value(other, one)


@pytest.mark.parametrize(
    ("number", "text"), [(18.0, "18"), (1.8, "1.8"), (-0.0, "0"), (1e300, "1e+300"), (0.1, "0.1")]
)
def test_numbers_are_written_exactly(number, text):
    assert number_text(number) == text
    assert float(text) == number


def test_a_formula_is_read_past_a_remark_in_it():
    formula = parse(f'<f xmlns="{MAIN}"><!-- note -->A1*<!-- one more -->2</f>'.encode())
    assert own_text(formula, 1, 1, {}) == "A1*2"
