"""The register of a workbook with LAMBDAs: it stays where a formula reads it, whatever its name."""

import io

import openpyxl
import pytest

from betahedge.xlsx.lambda_names import put_lambdas, take_out_lambdas
from betahedge.xlsx.package import Package
from betahedge.xlsx.register_sheet import SHEET


@pytest.mark.parametrize("title", ["Terms", "P&L", "Bob's", "a<b", "Börse"])
@pytest.mark.parametrize("is_read", [True, False])
def test_a_renamed_register_that_a_formula_reads_stays(title, is_read):
    held = title.replace("&", "&amp;").replace("<", "&lt;")
    stored = held.replace("'", "''")
    stream = io.BytesIO()
    made = openpyxl.Workbook()
    made.worksheets[0]["A1"] = f"='{SHEET}'!A2" if is_read else "=1+1"
    made.save(stream)
    package = Package.read(stream.getvalue())
    put_lambdas(package)
    parts = package.settle()
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        text = parts[part].decode().replace(f"'{SHEET}'!", f"'{stored}'!")
        parts[part] = text.replace(f'name="{SHEET}"', f'name="{held}"').encode()
    package = Package.read(Package(parts).write())
    assert title in package.sheets()
    assert take_out_lambdas(package)
    assert (title in package.sheets()) == is_read
