"""Sheet parts as runs of bytes: what is not concerned stays byte for byte, the rest is right.

Oracle: the same change made on a tree of the whole sheet, by lxml.
"""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.utils import get_column_letter

from betahedge.errors import InputError
from betahedge.formula.formulas import LONGEST
from betahedge.xlsx.package import MAIN, parse, tag
from betahedge.xlsx.shapes import NOTHING, NUMBERS, REFERENCES
from betahedge.xlsx.sheet_part import SheetPart

HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}" xmlns:q="urn:q">'


def part(rows, head=HEAD, tail=""):
    return f"{head}<sheetData>{rows}</sheetData>{tail}</worksheet>".encode()


def one(cell, **around):
    return part(f'<row r="1">{cell}</row>', **around)


def renamed(cell, chosen=False):
    """Change what a host may change: a formula's text, attributes, children."""
    formula = cell.find(tag("f"))
    text = formula.text or ""
    if "HEDGE_" not in text:
        return None
    formula.text = text.replace("HEDGE_", "<%_HEDGE_")
    cell.attrib.pop("cm", "")
    if chosen:
        cell.remove(formula)
    return told


told = []


def by_tree(data, chosen=()):
    """Make the same change on a tree; give it, and the addresses told."""
    root = parse(data, remarks=False)
    addressed(root)
    heard = []
    for formula in list(root.iter(tag("f"))):
        cell = formula.getparent()
        if cell.tag == tag("c") and renamed(cell, cell.get("r") in chosen) is not None:
            heard.append(f"S!{cell.get('r')}")
    return root, heard


def addressed(root):
    """Fill in addresses that are left out, and put formulas first, as the schema does."""
    for formula in list(root.iter(tag("f"))):
        if formula.getparent().tag == tag("c"):
            formula.getparent().insert(0, formula)
    for number, row in enumerate(root.iter(tag("row")), start=1):
        for column, cell in enumerate(row.iter(tag("c")), start=1):
            if not cell.get("r"):
                cell.set("r", f"{get_column_letter(column)}{number}")
    return root


def canonical(root):
    return ElementTree.canonicalize(etree.tostring(root), rewrite_prefixes=True)


def check(data, chosen=(), varies=NUMBERS):
    """Compare with the tree; give the changed part."""
    told.clear()
    before = SheetPart.read("S", data)
    after = before.changed(renamed, chosen, varies=varies)
    root, heard = by_tree(data, chosen)
    assert canonical(addressed(parse(after.data))) == canonical(root)
    assert told == heard
    assert before.changed(lambda *_: None) is before
    return after


PIECES = (
    *("HEDGE_PNL(", "A1", "$B$12", "ZAR1", "X_Y2", "Other!C3", "'it''s A1'!B2", ",", ")", "+"),
    *('"a&<b>"', "1.5", "1E5", "2:3", "é7", "한8", "T[[#This Row],[C1]]", "%", "\n", "SUM(A1:A9)"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;")


@st.composite
def cell(draw, ref, sure):
    """A cell as some program or other may write it."""
    quote = '"' if sure else draw(st.sampled_from("\"'"))
    address = f" r={quote}{ref}{quote}" if sure or draw(st.booleans()) else ""
    others = draw(
        st.sampled_from(["", ' s="12"', ' t="str" cm="1"', " q:x='a>b\"c/'", "\n s = '3'"])
    )
    value = draw(st.sampled_from(["", "<v>1</v>", "<v>A1 x</v>", "<v></v>", "<v/>", "<v> %b</v>"]))
    if draw(st.booleans()):
        attributes = draw(st.sampled_from(["", ' t="array" ref="A1:B2"', ' xml:space="preserve"']))
        formula = f"<f{attributes}>{escaped(draw(TEXTS))}</f>"
    else:
        formula = draw(st.sampled_from(["", "<f/>", '<f t="shared" si="0"/>', "<f></f>"]))
    space = "" if sure else draw(st.sampled_from(["", "\r\n  "]))
    inside = space + formula + value + space
    return f"<c{address}{others}>{inside}</c>" if inside.strip() else f"<c{address}{others}/>"


@st.composite
def sheets(draw, sure):
    rows = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        columns = range(1, draw(st.integers(1, 4)) + 1)
        cells = [draw(cell(f"{get_column_letter(column)}{number}", sure)) for column in columns]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return part("".join(rows))


@given(sheets(sure=True), st.sets(st.sampled_from(["A1", "B2", "C1"])))
def test_a_change_is_the_one_a_tree_would_have_had(data, chosen):
    assert SheetPart.read("S", data).data is data
    for varies in (NUMBERS, REFERENCES, NOTHING):
        after = check(data, chosen, varies)
        kept = {text for text in re.findall(rb"<c .*?(?:/>|</c>)", data) if b"HEDGE_" not in text}
        assert all(text in after.data for text in kept)


@given(sheets(sure=False), st.sets(st.sampled_from(["A1", "B2", "C1"])))
def test_so_it_is_in_parts_of_an_odd_form(data, chosen):
    check(data, chosen)


CALL = '<c r="A1" cm="1"><f>HEDGE_PNL(B1,2)</f><v>1</v></c>'
PREFIXED = re.sub(r"<(/?)(\w)", r"<\1x:\2", one(CALL).decode().split("\n")[1])
ODD = {
    "UTF-16": one(CALL).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 without a mark": one(CALL).decode().replace("UTF-8", "UTF-16LE").encode("utf-16-le"),
    "Latin-1": one(CALL).replace(b"UTF-8", b"latin1").replace(b"B1", b"\xe9"),
    "a byte order mark": b"\xef\xbb\xbf" + one(CALL),
    "prefixes": PREFIXED.replace("xmlns=", "xmlns:x=").encode(),
    "two names for one space": one(CALL, head=HEAD.replace("urn:q", MAIN)),
    "a name with two meanings": one('<c r="A1"><q:f xmlns:q="urn:2"/><f>HEDGE_A(1)</f></c>'),
    "another default space": one('<c r="A1"><f>HEDGE_A()</f><is><f xmlns="urn:2">H</f></is></c>'),
    "CDATA": one("<c r='A1'><f><![CDATA[HEDGE_PNL(A1&B1)]]></f></c>"),
    "a comment": one(f"<!-- {CALL} -->{CALL}"),
    "a comment in a formula": one("<c r='A1'><f>HEDGE_<!-- x -->PNL(1)</f></c>"),
    "a comment that opens the rows": one(CALL, head=f"{HEAD}<!-- <sheetData> -->"),
    "an instruction": one(f"<?x <c r='A9'><f>HEDGE_A()</f></c>?>{CALL}"),
    "a value before the formula": one('<c r="A1"><v>1</v><f>HEDGE_PNL(1)</f></c>'),
    "no addresses": one("<c><f>HEDGE_A(1)</f></c><c/><c s='1'><f>HEDGE_B(1)</f></c>"),
    "space before a formula": one('<c r="A1">\r\n <f>HEDGE_PNL(B1)</f>\r\n</c>'),
    "line ends in a formula": one('<c r="A1"><f>HEDGE_PNL(\r\n1,&#13;&#10;2)</f></c>'),
    "single quotes": one("<c r='A1' s='1'><f t='array' ref='A1'>HEDGE_PNL(1)</f></c>"),
    "a Yi letter": one(CALL.replace("B1", "B1+\ua001") + CALL.replace("A1", "B1")),
    "a Yi letter by its number": one(CALL.replace("B1", "B1+&#xA000;+&#40961;")),
    "no rows": HEAD.encode() + b"<sheetData/></worksheet>",
    "no row data": HEAD.encode() + b"</worksheet>",
    "another root": one(CALL).replace(b"worksheet", b"other"),
}  # fmt: skip


@pytest.mark.parametrize("form", ODD)
def test_odd_forms(form):
    if form != "another root":
        check(ODD[form])
    else:  # its cells are not those of a sheet
        sheet = SheetPart.read("S", ODD[form])
        assert sheet.changed(renamed) is sheet


def test_cells_of_one_shape_need_not_share_everything():
    rows = (
        f'<row r="{n}"><c r="A{n}" s="{n}"><f>HEDGE_PNL($B{n},{n}.5,"A{n}%")</f>{value}</c></row>'
        for n, value in enumerate(["<v>1</v>", "<v/>", "", "<v></v>", "<v>2</v>"], start=1)
    )
    check(part("".join(rows)))


def test_a_change_may_use_what_varies_twice_or_not_at_all():
    def twice(cell, _):
        formula = cell.find(tag("f"))
        _, second = formula.text.split("-")
        formula.text = f"{second}*{second}%"

    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f>B{n}-C{n}</f><v>{n}</v></c></row>' for n in range(1, 9)
    )
    found = SheetPart.read("S", part(rows)).changed(twice).data.decode()
    assert re.findall("<f>(.*?)</f>", found) == [f"C{n}*C{n}%" for n in range(1, 9)]
    assert re.findall("<v>(.*?)</v>", found) == [str(n) for n in range(1, 9)]


def test_a_formula_that_grows_too_long_is_looked_at_with_its_own_references():
    lengths = []

    def grown(cell, _):
        formula = cell.find(tag("f"))
        formula.text = "+".join([formula.text] * 1500)
        lengths.append(len(formula.text))

    rows = '<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>$WZZ$99999</f></c></row>'
    SheetPart.read("S", part(rows)).changed(grown)
    assert lengths[-1] == 11 * 1500 - 1 > LONGEST


BAD = {
    "cut off": one(CALL)[:-30],
    "crossed tags": one("<c r='A1'><f>HEDGE_A(1)</c></f>"),
    "an unknown entity": one('<c r="A1"><f>HEDGE_A(&nbsp;)</f></c>'),
    "an unknown prefix": one('<c r="A1"><f>HEDGE_A(1)</f><z:v>1</z:v></c>'),
    "no UTF-8": one(CALL).replace(b"B1", b"\xff"),
    "a sign that is no text": one(CALL).replace(b"B1", b"\x01"),
    "an address that is none": one('<c r="A1"><v>1</v><f>HEDGE_A(1)</f></c><c r="x"/>'),
    "a document type": one(CALL).replace(b"<worksheet", b"<!DOCTYPE x []><worksheet"),
    "something after the end": one(CALL) + b"<x/>",
    "nothing": b"",
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_part_that_is_not_sound_is_refused_with_one_line(case):
    with pytest.raises(InputError, match=r"^the workbook [^\n]+$"):
        SheetPart.read("S", BAD[case])


@given(st.integers(0, 10_000), st.sampled_from([b"", b"<", b">", b'"', b"&", b"\x00", b"</c>"]))
def test_a_damaged_part_is_read_as_lxml_reads_it_or_refused(place, instead):
    whole = one(CALL + '<c r="B1"><f>HEDGE_PNL(&quot;&gt;&quot;)</f></c>', tail="<q:x/>")
    place %= len(whole)
    data = whole[:place] + instead + whole[place + 1 :]
    try:
        addressed(parse(data))
    except InputError:
        with pytest.raises(InputError):
            SheetPart.read("S", data)
    else:
        check(data)


def test_what_is_around_the_rows_is_changed_without_them():
    rule = (
        "<conditionalFormatting><cfRule><formula>A1&gt;0</formula></cfRule></conditionalFormatting>"
    )
    sheet = SheetPart.read("S", one(CALL, tail=rule))
    root = parse(sheet.around)
    assert not list(root.iter(tag("row")))
    root.find(f".//{tag('formula')}").text = "B1<0"
    done = sheet.put_around(root).data
    assert CALL.encode() in done
    assert b"<formula>B1&lt;0</formula>" in done
    assert SheetPart.read("S", done).data is done


def test_cells_at_addresses():
    sheet = SheetPart.read("S", one(CALL + '<c r="B1" t="s"/><c r="C1"><v>3</v></c>'))
    found = {cell.get("r"): cell.findtext(tag("v")) for cell in sheet.cells({"A1", "B1", "D1"})}
    assert found == {"A1": "1", "B1": None}
