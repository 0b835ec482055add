"""The extension as a file."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from betahedge import __version__
from betahedge.cells import CATALOGUE, declaration
from betahedge.hosts.calc.extension import build_extension, write_interface


@pytest.fixture(scope="module")
def archive():
    with zipfile.ZipFile(io.BytesIO(build_extension())) as archive:
        yield archive


def test_the_same_sources_give_the_same_bytes():
    assert build_extension() == build_extension()


def test_it_holds_what_is_meant_and_nothing_else(archive):
    names = set(archive.namelist())
    assert {name.partition("/")[0] for name in names} == {
        *("META-INF", "description", "pythonpath", "betahedge.components", "betahedge.idl"),
        *("betahedge_addin.py", "description.xml"),
    }
    assert "pythonpath/betahedge/cells/excel.py" not in names
    assert "pythonpath/betahedge/cells/contracts.csv" in names
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_xml_is_well_formed_and_its_manifest_names_parts_that_are_there(archive):
    for name in archive.namelist():
        if name.endswith((".xml", ".components")):
            ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own
    manifest = archive.read("META-INF/manifest.xml").decode()
    assert set(re.findall(r'full-path="([^"]+)"', manifest)) <= set(archive.namelist())
    assert f'<version value="{__version__}"/>' in archive.read("description.xml").decode()


def test_the_interface_has_every_function_with_its_arguments():
    methods = dict(re.findall(r"(HEDGE_\w+)\( (.*)\);", write_interface()))
    assert list(methods) == list(CATALOGUE)
    for name, text in methods.items():
        assert text.count("[in] any ") == len(declaration(CATALOGUE[name]).args)
    bare = set(re.findall(r"^ *any (HEDGE_\w+)", write_interface(), re.MULTILINE))
    assert {"HEDGE_ACTION", "HEDGE_CHECK", "HEDGE_CONTRACTS", "HEDGE_BETA"} < bare
    assert bare.isdisjoint({"HEDGE_TABLE", "HEDGE_IMPACT", "HEDGE_BETA_STATS"})


def test_what_it_carries_needs_the_standard_library_only(archive, tmp_path):
    """LibreOffice's own Python has nothing else; on Debian that is the system's."""
    archive.extractall(tmp_path)
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'pythonpath')!r})\n"
        "import betahedge.cells as cells\n"
        "print(cells.__file__, len(cells.CATALOGUE), cells.HEDGE_SPEC('MBT'))"
    )
    done = subprocess.run([python, "-S", "-I", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    place, count, size = done.stdout.split()
    assert place.startswith(str(tmp_path))
    assert (int(count), float(size)) == (len(CATALOGUE), 0.1)


def test_component_is_where_the_build_looks():
    from betahedge.hosts import calc

    assert (Path(calc.__file__).parent / "component.py").is_file()
