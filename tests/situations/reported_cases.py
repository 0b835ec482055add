"""Workbooks after situations in public reports, with any numbers, and what must be stored in them.

Oracles: arithmetic, numpy, and what Excel's documentation says.
"""

import io
import zipfile
from dataclasses import dataclass, field

import numpy as np
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import tag
from engine.case_books import changed, column, library, sheet

LEFT = "<no value stored>"
HC = "=HEDGE_CONTRACTS(325000,65000,0.5)"  # 2.5
X = [0.012, -0.015, 0.011, 0.025, -0.002, 0.009]


@dataclass(frozen=True)
class Case:
    """A workbook, the values that must stand in it, and cells that must be kept."""

    data: bytes
    right: dict[str, object]
    kept: list[str] = field(default_factory=list)


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
    part = "xl/worksheets/sheet1.xml"
    in_c = [cell for cell in package.tree(part).iter(tag("c")) if cell.get("r")[0] == "C"]
    for row, cell in enumerate(in_c, start=1):
        formula = cell.find(tag("f"))
        formula.set("t", "shared")
        formula.set("si", "0")
        if row == 1:
            formula.set("ref", f"C1:C{last}")
        else:
            formula.text = None
    package.touch(part)
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
