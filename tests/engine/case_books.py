"""Small workbooks after situations in public reports, and what must be stored in them.

Each kind of situation has the reported numbers first, then others.  Oracles: arithmetic, numpy, and
what Excel's documentation says.
"""

import io
import math
import zipfile
from dataclasses import dataclass, field

import numpy as np
import openpyxl
import xlsxwriter
from lxml import etree
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.xlsx.cells import Sheet
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import tag

LEFT = "<no value stored>"
ERROR = "<an error value>"
HC = "=HEDGE_CONTRACTS(325000,65000,0.5)"  # 2.5
X = [0.012, -0.015, 0.011, 0.025, -0.002, 0.009]
Y = [0.021, -0.034, 0.015, 0.042, -0.011, 0.027]


@dataclass(frozen=True)
class Case:
    """A workbook, the values that must stand in it, and cells that must be kept."""

    data: bytes
    right: dict[str, object]
    kept: list[str] = field(default_factory=list)


def column(letter, values, top=1):
    return {f"{letter}{row}": value for row, value in enumerate(values, start=top)}


def sheet(cells, stored=None, names=None, more=()):
    """Make a workbook of openpyxl's, with values stored beside some of its formulas."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "S"
    for title, others in more:
        for ref, value in others.items():
            (book[title] if title in book.sheetnames else book.create_sheet(title))[ref] = value
    for ref, value in cells.items():
        book["S"][ref] = value
    for name, text in (names or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    stream = io.BytesIO()
    book.save(stream)
    return with_stored(stream.getvalue(), stored or {})


def with_stored(data, stored):
    """Put values beside formulas, as Excel would have; there is no empty <v/> beside the others."""
    package = Package.read(data)
    page = Sheet(package, "S", package.sheets()["S"])
    for _, cell in list(page.items()):
        for value in cell.findall(tag("v")):
            if not value.text:
                cell.remove(value)
    for ref, value in stored.items():
        cell = page.at(ref)
        if cell is None:
            letters = ref.rstrip("0123456789")
            cell = page.make(int(ref[len(letters) :]), ord(letters) - 64)
        if isinstance(value, str):
            cell.set("t", "e")
        etree.SubElement(cell, tag("v")).text = str(value)
    page.touch()
    return package.write()


def fixed(data):
    """Take the order to calculate everything away: the stored values count."""
    return changed(data, "xl/workbook.xml", b'fullCalcOnLoad="1"', b"")


def changed(data, part, old, new):
    package = Package.read(data)
    package.parts[part] = package.parts[part].replace(old, new)
    return package.write()


def library(cells, arrays=None):
    """Make a workbook of XlsxWriter's, which stores 0 beside each formula."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("S")
    for ref, value in cells.items():
        page.write(ref, value)
    for ref, formula in (arrays or {}).items():
        page.write_array_formula(ref, f"{{{formula}}}")
    book.close()
    return stream.getvalue()


def linest(y, x, stored=None):
    """LINEST with an argument left out."""
    slope = float(np.polyfit(x, y, 1)[0])
    formulas = {
        "D1": f"=INDEX(LINEST(A1:A{len(y)},B1:B{len(x)},,TRUE),1,1)",
        "D2": "=HEDGE_CONTRACTS(10000000,65000,1,D1)",
    }
    data = sheet({**column("A", y), **column("B", x), **formulas}, stored)
    return Case(data, {"D1": slope, "D2": 10_000_000 * slope / 65_000})


def library_zeros(rows):
    """A library's 0 beside products, sums and calls."""
    cells, right = {}, {}
    for row, (quantity, price, contract) in enumerate(rows, start=2):
        cells |= {f"B{row}": quantity, f"C{row}": price, f"D{row}": f"=B{row}*C{row}"}
        cells[f"E{row}"] = f"=HEDGE_CONTRACTS(D{row},{contract},0.6)"
        right |= {f"D{row}": quantity * price, f"E{row}": quantity * price * 0.6 / contract}
    last = len(rows) + 1
    for letter in "DE":
        cells[f"{letter}{last + 1}"] = f"=SUM({letter}2:{letter}{last})"
        right[f"{letter}{last + 1}"] = sum(right[f"{letter}{row}"] for row in range(2, last + 1))
    return Case(library(cells), right)


def library_array(matrix):
    """A library's 0 in an array formula's cells."""
    cells = {
        f"{'AB'[c]}{r + 1}": value for r, row in enumerate(matrix) for c, value in enumerate(row)
    }
    last = len(matrix)
    totals = [sum(row) for row in matrix]
    cells["F1"] = f"=HEDGE_CONTRACTS(D1,{totals[0]})"
    data = library(cells, {f"D1:D{last}": f"=MMULT(A1:B{last},{{1;1}})"})
    return Case(data, {**column("D", totals), "F1": 1})


def old_values(number, contract, stored):
    cells = {"A1": number, "B2": "=A1*2", "B3": f"=HEDGE_CONTRACTS(B2,{contract})"}
    right = {"B2": number * 2, "B3": number * 2 / contract}
    return Case(sheet(cells, {"B2": stored, "B3": stored / contract}), right)


def matrix(weights, first=None):
    """The other cells of an array formula; or its input is a call."""
    rows = [(1, 2, 3), (4, 5, 6), (7, 8, 10)]
    cells = {f"{c}{r}": v for r, row in enumerate(rows, start=1) for c, v in zip("ABC", row)}
    cells |= column("E", weights) | {f"I{row}": f"=G{row}/3" for row in (1, 2, 3)} | {"A10": HC}
    cells["G1"] = ArrayFormula("G1:G3", "=MMULT(A1:C3,E1:E3)")
    stored = {}
    if first:
        cells["E1"] = first
        stored = {"E1": 0.4, "G1": 1.6, "G2": 4.3, "G3": 7.2, "I1": 0.53, "I2": 1.43, "I3": 2.4}
    products = [sum(a * b for a, b in zip(row, weights)) for row in rows]
    right = {**column("G", products), **column("I", [each / 3 for each in products]), "A10": 2.5}
    return Case(sheet(cells, stored), right)


def intersection(row, count, limit):
    """A plain formula over a range takes the cell of its own row."""
    cells = {
        **column("B", [n * 10 for n in range(1, count + 1)]),
        **column("C", range(1, count + 1)),
    }
    cells[f"H{row}"] = f'=IF(B1:B{count}>{limit},"hi","lo")'
    cells[f"G{row + 2}"] = f"=SUM(B1:B{count}*C1:C{count})"
    right = {f"H{row}": "hi" if row * 10 > limit else "lo", f"H{row + 1}": None}
    right |= {f"G{row + 2}": (row + 2) ** 2 * 10, "I1": 2.5}
    return Case(sheet({**cells, "I1": HC}), right)


def intersection_error(count):
    """There is no cell in its own row: the error stays, and nothing is filled."""
    product, plain = f"A{count + 1}", f"D{count + 4}"
    cells = {**column("A", range(1, count + 1)), **column("B", range(1, count + 1)), "I1": HC}
    cells |= {product: f"=SUM(A1:A{count}*B1:B{count})", plain: f"=B1:B{count}"}
    right = {product: "#VALUE!", plain: "#VALUE!", f"D{count + 5}": None, "I1": 2.5}
    return Case(sheet(cells, {product: "#VALUE!", plain: "#VALUE!"}), right)


def named_range(row, function, value):
    names = {"x_values": "S!$A$1:$A$10"}
    cells = {**column("A", range(1, 11)), f"C{row}": f"={function}(x_values)", "I1": HC}
    return Case(sheet(cells, names=names), {f"C{row}": value, "I1": 2.5})


def omitted(formula, value):
    """An argument left out: right, or left."""
    numbers = {**column("A", [10, 20, 30, 40, 50, 60]), **column("B", X)}
    return Case(sheet({**numbers, "D1": formula, "D9": HC}), {"D1": (value, LEFT), "D9": 2.5})


def plain(formula, value, cells=None, call=HC, answer=2.5, **more):
    """A native formula in E1 and a call beside it."""
    data = sheet({**(cells or {}), "E1": formula, "F1": call}, **more)
    return Case(data, {"E1": value, "F1": answer})


def sum_with_error(kinds, quantities, prices, kind):
    """#N/A among what is added up by a criterion."""
    last = len(kinds)
    cells = {**column("A", kinds), **column("B", quantities), **column("C", prices)}
    cells |= {f"D{row}": f"=B{row}*C{row}" for row in range(1, last + 1)}
    values, criteria = f"D1:D{last}", f'A1:A{last},"{kind}"'
    formulas = [f"=SUMIF({criteria},{values})", f"=SUMIFS({values},{criteria})"]
    formulas += [f"=AVERAGEIF({criteria},{values})", f"=AVERAGEIFS({values},{criteria})"]
    formulas += ["=HEDGE_CONTRACTS(F1,65000)", f"=SUM({values})"]
    return Case(sheet({**cells, **column("F", formulas)}), column("F", ["#N/A"] * 6))


def over_sheets(amounts):
    """SUMIF over sheets by an array of INDIRECT: its stored value is kept."""
    text = """INDIRECT("'"&ROW(INDIRECT("1:"&$A$1))&"M'!{0}1:{0}3")"""
    formula = f'=SUMPRODUCT(SUMIF({text.format("A")},"spot",{text.format("B")}))'
    total = sum(amounts) * 1.5
    more = [
        (f"{n}M", {**column("A", ["spot", "perp", "spot"]), **column("B", [v, 7, v / 2])})
        for n, v in enumerate(amounts, start=1)
    ]
    cells = {"A1": len(amounts), "D1": formula, "D2": HC, "D3": "=HEDGE_CONTRACTS(D1,45)"}
    right = {"D1": total, "D2": 2.5, "D3": total / 45}
    return Case(sheet(cells, {"D1": total}, more=more), right, ["S!D1"])


def link(target, price, contract):
    cells = {"B1": "=HEDGE_CONTRACTS(325000,65000)", "B2": target}
    cells["B3"] = f"=HEDGE_CONTRACTS(B2,{contract})"
    right = {"B1": 5, "B2": price, "B3": price / contract}
    return Case(sheet(cells, {"B2": price}), right, ["S!B2"])


def empty_values(formula, value):
    data = sheet({"B1": formula, "B2": 7, "B3": "=B1*2"})
    data = changed(data, "xl/worksheets/sheet1.xml", b"</f></c>", b"</f><v/></c>")
    return Case(data, {"B1": value, "B3": value * 2})


def reversed_shared(values, fixed_row):
    """A shared formula that makes ranges which are written from their end."""
    last = len(values)
    cells = {**column("B", values), "D2": HC}
    cells |= {f"C{row}": f"=SUM(B{row}:B${fixed_row})" for row in range(1, last + 1)}
    package = Package.read(sheet(cells))
    page = Sheet(package, "S", "xl/worksheets/sheet1.xml")
    for row in range(1, last + 1):
        formula = page.at(f"C{row}").find(tag("f"))
        formula.set("t", "shared")
        formula.set("si", "0")
        if row == 1:
            formula.set("ref", f"C1:C{last}")
        else:
            formula.text = None
    page.touch()
    spans = [sorted((row, fixed_row)) for row in range(1, last + 1)]
    sums = [sum(values[first - 1 : end]) for first, end in spans]
    return Case(package.write(), {**column("C", sums), "D2": 2.5})


def package_form(change, call=HC, value=2.5):
    """A package that Excel opens, in a form that few programs write."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("S")
    page.write("A1", "coin")
    page.write_formula("B1", call)
    book.close()
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in change(parts).items():
            archive.writestr(name, data)
    return Case(written.getvalue(), {"A1": "coin", "B1": value})


def other_case(parts):
    return {name.replace("sharedStrings", "SharedStrings"): data for name, data in parts.items()}


def with_backslashes(parts):
    return {name.replace("/", "\\"): data for name, data in parts.items()}


def in_utf16(parts):
    texts = {name: data.decode().partition("?>") for name, data in parts.items()}
    head = '<?xml version="1.0" encoding="utf-16"?>'
    return {
        name: (head + (rest or first)).encode("utf-16") for name, (first, _, rest) in texts.items()
    }


def with_macro_sheet(parts):
    kind = b"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    macro = b"http://schemas.microsoft.com/office/excel/2006/main"
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    sheets = b'<sheet name="Macro1" sheetId="9" r:id="rIdM"/></sheets>'
    relation = (
        b'<Relationship Id="rIdM" Type="%b" Target="macrosheets/sheet1.xml"/></Relationships>'
    )
    page = b'<xm:macrosheet xmlns="%b" xmlns:xm="%b"><sheetData/></xm:macrosheet>'
    return parts | {
        book: parts[book].replace(b"</sheets>", sheets),
        relations: parts[relations].replace(b"</Relationships>", relation % kind),
        "xl/macrosheets/sheet1.xml": page % (space, macro),
    }


PRICES = [60_000 + day for day in range(8)]
DAYS = [45_658 + day for day in range(8)]
RETURNS = [-0.07, -0.05, -0.03, 0.01, 0.02, 0.04]
SMALL = '=AVERAGE(SMALL(A1:A6,ROW(INDIRECT("1:{}"))))'
SIX = column("B", [1, 2, 3, 4, 5, 6])

KINDS = {
    "f01 LINEST, stored": [
        linest(Y, X, {"D1": 1.9735714285714285}),
        linest(Y[::-1], X, {"D1": 9.9}),
        linest([1.0, 2.5, 2.0, 7.0], [3.0, 1.0, 4.0, 9.0], {"D1": 0.1}),
    ],
    "f04 a library's zeros": [
        library_zeros([(3, 65_000, 65_000), (40, 3_500, 3_500)]),
        library_zeros([(7, 120, 60)]),
        library_zeros([(2, 10, 5), (0, 10, 5), (-4, 25, 50), (1.5, 8, 3)]),
    ],
    "f05 a library's zeros in an array": [
        library_array([(3, 65_000), (40, 3_500)]),
        library_array([(1, 2), (3, 4), (5, 6)]),
        library_array([(0.5, 0.25)]),
    ],
    "f06 values older than the inputs": [
        old_values(50, 65, 2),
        old_values(-7, 4, 100),
        old_values(0.25, 0.125, 9),
    ],
    "f08, f09 other cells of an array": [
        matrix([0.5, 0.3, 0.2]),
        matrix([0.5, 0.3, 0.2], "=HEDGE_CONTRACTS(325000,65000,0.5)/5"),
        matrix([0.25, 0.5, 0.25]),
        matrix([0.8, 0.1, 0.1], "=HEDGE_CONTRACTS(4,5)"),
    ],
    "f10 an intersection": [
        intersection(3, 10, 25),
        intersection(4, 12, 65),
        intersection(2, 5, 0),
    ],
    "f11 an intersection's error": [intersection_error(n) for n in (5, 3, 8)],
    "f12 a name of a range": [
        named_range(3, "COS", math.cos(3)),
        named_range(7, "SQRT", math.sqrt(7)),
        named_range(10, "-", -10),
    ],
    "f13 no cell in common": [
        Case(
            sheet({**column("H", range(3)), "I1": 5, "I12": ref, "M12": ref, "A20": HC}),
            {"I12": "#VALUE!", "M12": "#VALUE!", "A20": 2.5, "I13": None},
        )
        for ref in ("=H1:O3", "=OFFSET(A1,0,2,1,3)", "=H1:H3*2")
    ],
    "f14 LINEST": [linest(Y, X), linest(X, Y), linest([1.0, 2.0, 4.0], [1.0, 2.0, 3.0])],
    "f15 an argument left out": [
        omitted("=FIXED(1234.567,,TRUE)", "1234.57"),
        omitted("=ADDRESS(3,2,,TRUE)", "$B$3"),
        omitted("=ADDRESS(3,2,,0)", "R3C2"),
        omitted("=FIXED(-99999.5,,FALSE)", "-99,999.50"),
        omitted(
            "=INDEX(LOGEST(A1:A6,B1:B6,,),1,1)",
            math.exp(np.polyfit(X, np.log([10, 20, 30, 40, 50, 60]), 1)[0]),
        ),
        omitted("=INDEX(LINEST(A1:A6,B1:B6,,),1,2)", np.polyfit(X, [10, 20, 30, 40, 50, 60], 1)[1]),
    ],
    "f16 equal decimals": [
        plain('=IF(SUM(A1:A3)=1,"OK","CHECK")', "OK", column("A", [0.7, 0.2, 0.1])),
        plain('=IF(HEDGE_ROUND(0.6,0.1,"down")=0.6,"OK","CHECK")', "OK"),
        plain("=-50000+36123.95=-13876.05", True),
        plain("=0.1+0.2=0.3", True),
        plain("=1.1*3=3.3", True),
        plain("=0.1+0.2=0.30001", False),
    ],
    "f17 LOOKUP below the first value": [
        plain(
            f"=LOOKUP({day},A1:A8,B1:B8)",
            "#N/A" if day < DAYS[0] else PRICES[day - DAYS[0]],
            {**column("A", DAYS), **column("B", PRICES)},
            "=HEDGE_CONTRACTS(3*E1,65000)",
            "#N/A" if day < DAYS[0] else 3 * PRICES[day - DAYS[0]] / 65_000,
            stored={"E1": "#N/A"},
        )
        for day in (45_656, 1, 45_660)
    ],
    "f18 SMALL of as many": [
        Case(
            sheet(
                {**column("A", RETURNS), "D1": ArrayFormula("D1", SMALL.format(count)), "D9": HC}
            ),
            {"D1": (sum(sorted(RETURNS)[:count]) / count, LEFT), "D9": 2.5},
        )
        for count in (3, 2, 5)
    ],
    "f19 CEILING and FLOOR of negative numbers": [
        plain("=CEILING(-2.5,-2)", -4),
        plain("=FLOOR(-2.5,-2)", -2),
        plain("=CEILING(-2.5,2)", -2),
        plain("=FLOOR(-2.5,2)", -4),
    ],
    "f20 numbers in texts": [
        plain('=VALUE("1,234.50")', 1234.5),
        plain('=VALUE("$1,234")', 1234),
        plain('=INDIRECT("R3C1",FALSE)', 7, {"A3": 7}),
        plain('=VALUE("12%")', 0.12),
        plain('=INDIRECT("R2C2",FALSE)*2', 10, {"B2": 5}),
    ],
    "f21, f22 no finite number": [
        plain("=PV(-1,5,1)", ERROR),
        plain("=FV(-1,-2,1)", ERROR),
        plain("=10^400", ERROR),
        plain("=EXP(1000)-EXP(1000)", ERROR),
    ],
    "f23 a link": [
        link("=[1]Prices!$A$1", 130_000, 65_000),
        link("='[2]Other prices'!B7*2", 90, 45),
        link("=VLOOKUP(3,[1]Prices!$A$1:$C$9,2,0)", 0.5, 0.25),
    ],
    "f23 an empty value": [
        empty_values("=HEDGE_CONTRACTS(325000,65000)", 5),
        empty_values("=B2*3", 21),
        empty_values("=HEDGE_CONTRACTS(B2,14)", 0.5),
    ],
    "f24 to f27 packages": [
        package_form(change, *more)
        for change in (other_case, with_backslashes, in_utf16, with_macro_sheet)
        for more in ((), ("=HEDGE_CONTRACTS(10,4)", 2.5), ("=HEDGE_CONTRACTS(1,4)*2", 0.5))
    ],
    "f28 sheets by INDIRECT": [over_sheets(v) for v in ([100, 200], [10, 20, 30], [90])],
    "f29 an error among summands": [
        sum_with_error(["BTC", "ETH", "BTC"], [2, 40, 1], [65_000, 3_500, "=NA()"], "BTC"),
        sum_with_error(["a", "a", "b", "a"], [1, 2, 3, 4], ["=NA()", 5, 6, 7], "a"),
        sum_with_error(["z", "y"], [1, 1], [8, "=NA()"], "y"),
    ],
    "f30 texts and truth values in SUMPRODUCT": [
        plain("=SUMPRODUCT(A1:A3,B1:B3)", total, {**column("A", a), **column("B", b)})
        for a, b, total in (
            ([2, "3", True], [65_000] * 3, 130_000),
            (["1", 4, 5], [1, 2, 3], 23),
            ([True, False, "x"], [1, 2, 3], 0),
        )
    ],
    "f31 a range from its end": [
        plain("=SUM(B3:B1)", 6, SIX),
        plain("=SUM(B$6:B$4)", 15, SIX),
        plain("=MAX(C3:B1)+INDEX(B6:B1,2)", 5, SIX),
    ],
    "f32 shared ranges from their end": [
        reversed_shared([1, 2, 3, 4, 5, 6], 3),
        reversed_shared([5, -1, 2.5], 1),
        reversed_shared([4, 4, 0, 1], 4),
    ],
    "INDEX gives one value": [
        plain("=ROUND(INDEX(A1:A9,2),0)", 3, column("A", [1.2, 2.7, 9])),
        plain("=MID(INDEX(A1:A3,2),2,3)", "oin", column("A", ["a", "coin", "c"])),
        plain("=ABS(INDEX(A1:B3,3,1))", 4, column("A", [1, 2, -4])),
    ],
}
