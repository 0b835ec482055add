"""Every template, exported for each host that LibreOffice can stand for, and opened there.

Oracle: LibreOffice, which recalculates every formula of the file.
"""

import io
from pathlib import Path

import openpyxl
import pytest

from betahedge.engine import calculate
from betahedge.hosts.export import Wish, export
from hosts.libreoffice_host import Office, shown

TEMPLATES = sorted((Path(__file__).parent.parent.parent / "templates").glob("*.xlsx"))


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """With the extension for calc; the files for no add-in are opened where there is none."""
    places = {host: tmp_path_factory.mktemp(host) for host in ("calc", "native", "values")}
    return {host: Office.made(at, extension=host == "calc") for host, at in places.items()}


@pytest.mark.parametrize("host", ["calc", "native", "values"])
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_nothing_is_an_error_and_every_value_is_the_stored_one(offices, host, path):
    wish = Wish(recalculate=lambda data: calculate(data).values)
    done = export(path.read_bytes(), host, wish).data
    stored = openpyxl.load_workbook(io.BytesIO(done), data_only=True)
    found = offices[host].recalculated(done)
    compared = 0
    for sheet in stored:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            ours, theirs = shown(cell), shown(found[sheet.title][cell.coordinate])
            place = f"{sheet.title}!{cell.coordinate}"
            near = pytest.approx(ours, rel=1e-12, abs=1e-9) if isinstance(ours, float) else ours
            assert theirs == near, place
            compared += 1
    assert compared > 500
    assert found["Checks"]["C6"].value == "OK"
