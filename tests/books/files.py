"""Small files for the tests of the readers, made in memory."""

import io
import zipfile

import openpyxl
import xlsxwriter
import xlwt

from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.model import Reading
from betahedge.errors import InputError

HEAD = ["asset", "quantity", "price"]


def read(data: str | bytes, name: str = "h.csv", **how) -> Reading:
    return holdings_of(name, data.encode() if isinstance(data, str) else data, How(**how))


def lines(reading: Reading) -> list[tuple[str, float, float | None]]:
    return [(line.asset, line.quantity, line.price) for line in reading.book.lines]


def said(data: str | bytes, name: str = "h.csv", **how) -> list[str]:
    """Give every line of what is said about a file: its refusal, or its faults."""
    try:
        reading = read(data, name, **how)
    except InputError as error:
        return str(error).split("\n")
    return [f"{name}, {fault}" for fault in reading.faults]


def xlsx(*rows, sheets=(), change=None) -> bytes:
    book = openpyxl.Workbook()
    for sheet, its_rows in (
        (book.active, rows),
        *((book.create_sheet(name), r) for name, r in sheets),
    ):
        for row in its_rows:
            sheet.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written_by_library(write) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    write(book.add_worksheet())
    book.close()
    return stream.getvalue()


def xls(*rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Holdings")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, xlwt.Formula(value[1:]) if str(value).startswith("=") else value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(*rows: str) -> bytes:
    """Make an ODS of rows that are written as its XML has them."""
    stream = io.BytesIO()
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    text = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", text)
    return stream.getvalue()


def text_cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def number_cell(number: float, formula: str = "", repeated: int = 1) -> str:
    more = f' table:formula="{formula}"' if formula else ""
    more += f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return f'<table:table-cell{more} office:value-type="float" office:value="{number}"/>'


def raw_sheet(sheet: bytes) -> bytes:
    """Make an XLSX whose sheet is this XML."""
    base, stream = zipfile.ZipFile(io.BytesIO(xlsx(HEAD))), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name in base.namelist():
            data = base.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                )
                data = head + b"<sheetData>" + sheet + b"</sheetData></worksheet>"
            package.writestr(name, data)
    return stream.getvalue()
