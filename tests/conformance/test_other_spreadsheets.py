"""The native workbook in spreadsheets that have no add-in of ours: Gnumeric and ONLYOFFICE.

Opt-in by BETAHEDGE_SPREADSHEETS=1, for what has to be installed: Gnumeric (`ssconvert`), and
ONLYOFFICE's document builder (`pip install document-builder`, under the AGPL).  All stored values
are taken away before, so that what is compared was calculated there.
"""

import io
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import openpyxl
import pytest

from betahedge.engine import calculate
from betahedge.hosts.export import Wish, export
from betahedge.xlsx.cells import same_value
from hosts.exported import formulas

if os.environ.get("BETAHEDGE_SPREADSHEETS") != "1":
    pytest.skip("set BETAHEDGE_SPREADSHEETS=1", allow_module_level=True)

TEMPLATES = sorted((Path(__file__).parent.parent.parent / "templates").glob("*.xlsx"))
BUILDER = """
import sys, docbuilder
builder = docbuilder.CDocBuilder()
builder.OpenFile(sys.argv[1], "")
builder.ExecuteCommand("Api.RecalculateAllFormulas();")
builder.SaveFile("xlsx", sys.argv[2])
builder.CloseFile()
"""
COMMANDS = {
    "Gnumeric": ["ssconvert", "--recalc"],
    "ONLYOFFICE": [sys.executable, "-c", BUILDER],
}


def without_values(data):
    """Let openpyxl write the workbook, which stores no value beside a formula."""
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def values_in(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, about print areas and extensions
        loaded = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {f"{s.title}!{c.coordinate}": c.value for s in loaded for row in s for c in row}


@pytest.mark.parametrize("program", COMMANDS)
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_native_formula_gives_the_stored_value(program, path, tmp_path):
    if shutil.which(COMMANDS[program][0]) is None:
        pytest.skip(f"{program} is not installed")
    if program == "ONLYOFFICE":
        pytest.importorskip("docbuilder")
    wish = Wish(recalculate=lambda data: calculate(data).values)
    native = export(path.read_bytes(), "native", wish).data
    (tmp_path / "in.xlsx").write_bytes(without_values(native))
    places = [str(tmp_path / name) for name in ("in.xlsx", "out.xlsx")]
    subprocess.run([*COMMANDS[program], *places], check=True, capture_output=True, timeout=300)
    stored, theirs = values_in(native), values_in((tmp_path / "out.xlsx").read_bytes())
    found = formulas(native)
    assert len(found) > 100
    different = [ref for ref in found if not same_value(stored[ref], theirs.get(ref))]
    assert not different
