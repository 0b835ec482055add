"""The add-in file for Excel on Windows, made by xlwings's own generator on stubs of pywin32.

Oracles: oletools, which reads the file's VBA; the Open XML SDK's schemas; the declarations; and
xlwings's own sources.  vba/test_modules.py runs the VBA in LibreOffice.
"""

import io
import sys
import zipfile
from importlib.metadata import version

import openxml_audit
import pytest

from betahedge import __version__
from betahedge.hosts.excel.add_in import read_settings
from hosts.desktop import on_pc

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_schemas_find_nothing(installed, tmp_path):
    copy = tmp_path / "betahedge.xlam"
    copy.write_bytes(installed.read_bytes())
    assert not openxml_audit.OpenXmlValidator(max_errors=0).validate(str(copy)).errors


def test_it_is_an_add_in_with_these_modules(installed, vba):
    assert list(vba) == [
        *("ThisWorkbook.cls", "Sheet1.cls", "xlwings.bas", "xlwings_udfs.bas"),
        *("betahedge_addin.bas", "betahedge_help.bas"),
    ]
    with zipfile.ZipFile(installed) as package:
        types = package.read("[Content_Types].xml").decode()
        book = package.read("xl/workbook.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert 'codeName="ThisWorkbook"' in book
    assert 'codeName="Sheet1"' in sheet


def test_its_settings(installed):
    assert read_settings(installed.read_bytes()) == {
        "INTERPRETER_WIN": sys.executable,
        "BETAHEDGE": __version__,
        "XLWINGS": version("xlwings"),
    }


def test_the_same_installation_gives_the_same_bytes(installed, roaming):
    before = installed.read_bytes()
    done = on_pc("install", "desktop", roaming=roaming)
    assert done.returncode == 0, done.stderr
    assert installed.read_bytes() == before


def test_settings_of_other_files():
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    for data in (b"", b"text", stream.getvalue()):
        assert read_settings(data) == {}
