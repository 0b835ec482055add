"""Workbooks that betahedge did not make: XlsxWriter's, with everything an export must not harm."""

import datetime
import io

import xlsxwriter

# The article: 325,000 at 0.5 on 65,000 is 2.5 contracts; a fall of 10 % nets -16,250.
CELLS = {
    "B1": "=HEDGE_CONTRACTS(A1,A2,A3)",
    "B2": "=IF(A3>0,2*HEDGE_CONTRACTS(A1,A2,A3)^2,0)",
    "B3": "=B1+1",
    "B4": '="HEDGE_PNL(1,2)"&A3',
    "B5": "=SUM(HEDGE_X!A1:A2)",
    "B6": "=HEDGE_PNL(A1,my_contracts,A2,-0.1)",
    "B7": "=HEDGE_CONTRACTS( A1 , A2 ,,2)",
    "B8": '=-HEDGE_ROUND(HEDGE_CONTRACTS(A1,A2,A3)*1.3,1,IF(A3>1,"up","down"))%',
    "B9": "=HEDGE_ACTION(B1)&\" HEDGE_PNL(\"&'HEDGE_PNL(1)'!A1",
    "B10": "=my_hedge*2",
    "B11": "=SUM(HEDGE_CONTRACTS(A1:A2,A2))",
    "B12": "=HEDGE_CONTRACTS(A1,A9)",
    "B13": "=HEDGE_CONTRACTS(A1,A2,A9)",  # A9 is blank: the default 1
    "B14": "=IFERROR(HEDGE_RATIO(0,B1,A2),HEDGE_PNL(A1,B1,A2,-0.1))",
    "B15": "=LEN(HEDGE_VERSION())>0",
    "B16": "=HEDGE_CHECK(A1,A2)",
}


def book(extras: bool = True) -> bytes:
    """Make it, the same bytes each time."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    made.set_properties({"created": datetime.datetime(2024, 1, 31, tzinfo=datetime.UTC)})
    sheet, other = made.add_worksheet("Book"), made.add_worksheet("HEDGE_X")
    quoted = made.add_worksheet("HEDGE_PNL(1)")
    quoted.write("A1", "kept")
    sheet.write_column("A1", [325000, 65000, 0.5])
    for ref, formula in CELLS.items():
        sheet.write_formula(ref, formula, None, 0)
    sheet.write_array_formula("D1:D2", "{=HEDGE_ROUND(A1:A2,1000)}", None, 0)
    sheet.write_formula("D5", "=HEDGE_CONTRACTS(A1:A2,A2)", None, 0)
    sheet.write_formula("F1", "=HEDGE_IMPACT(A1,B1,A2,-0.1)", None, 0)
    sheet.write_formula("K1", "=SUM(H2:H3)", None, 0)
    other.write_formula("A1", "=Book!B1+HEDGE_PNL(Book!A1,2.5,'Book'!$A$2,0.1)", None, 1)
    other.write("A2", 10)
    made.define_name("my_contracts", "=Book!$B$1")
    made.define_name("my_hedge", "=HEDGE_CONTRACTS(Book!$A$1,Book!$A$2,Book!$A$3)")
    if extras:
        adorn(made, sheet)
    made.close()
    return stream.getvalue()


def adorn(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Add what is no cell: a chart, rules, a note, a picture of none of which may be lost."""
    chart = made.add_chart({"type": "line"})
    chart.add_series({"values": "=Book!$A$1:$A$3"})
    sheet.insert_chart("M2", chart)
    sheet.conditional_format("A1:A3", {"type": "cell", "criteria": ">", "value": 1})
    rule = {"type": "formula", "criteria": '=HEDGE_ACTION(B1)="Short"'}
    sheet.conditional_format("B1:B3", {**rule, "format": made.add_format({"bold": True})})
    sheet.data_validation("A3", {"validate": "decimal", "criteria": ">=", "value": 0})
    custom = "=HEDGE_CONTRACTS(A1,A2)<A1"
    sheet.data_validation("A2", {"validate": "custom", "value": custom})
    sheet.write_comment("A1", "a note on HEDGE_PNL(1)")
    columns = [
        {"header": "x"},
        {"header": "short", "formula": "=HEDGE_ACTION(Table1[[#This Row],[x]])"},
    ]
    sheet.add_table("A20:B22", {"columns": columns, "data": [[1], [-1]]})


def small_book():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet, other = book.add_worksheet("Book"), book.add_worksheet("HEDGE_X")
    book.define_name("per_unit", "=HEDGE_CONTRACTS(1,2)")
    sheet.write_formula("A1", "=IF(B1>0,HEDGE_CONTRACTS(B1,2),0)")
    sheet.write_array_formula("A3:A4", "=HEDGE_CONTRACTS(B3:B4,HEDGE_X!A1)")
    sheet.write("A6", "HEDGE_PNL(1)")
    sheet.write("B1", 10)
    sheet.write_column("B3", [10, 20])
    sheet.conditional_format(
        "A1", {"type": "formula", "criteria": "=HEDGE_CONTRACTS(1,2)>0", "format": None}
    )
    sheet.data_validation("B1", {"validate": "custom", "value": "=HEDGE_CONTRACTS(1,2)>0"})
    other.write("A1", 4)
    book.close()
    return stream.getvalue()
