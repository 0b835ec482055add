"""The extension as a file, its installation, and the names in a workbook."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from click.testing import CliRunner

from betahedge import __version__
from betahedge.cells import CATALOGUE, declaration
from betahedge.cli import main
from betahedge.hosts.calc.extension import build_extension, write_interface
from betahedge.hosts.calc.install import make_environment, probe
from betahedge.hosts.calc.names import write_for_calc
from betahedge.xlsx.package import Package
from hosts.libreoffice_host import Office, calc_names, needed


def canonical(part):
    return ElementTree.canonicalize(part.decode())


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
    assert bare == {"HEDGE_ACTION", "HEDGE_SPEC", "HEDGE_CHECK", "HEDGE_VERSION"}


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


SERVICE = "org.betahedge.Functions"
FORMULAS = [  # as a user has it, and for LibreOffice
    ("HEDGE_PNL(1)", f"{SERVICE}.HEDGE_PNL(1)"),
    ("hedge_pnl (1)", f"{SERVICE}.HEDGE_PNL (1)"),
    (
        'IF(A1>0,HEDGE_PNL(A1, $B$2 ,),"HEDGE_PNL(A1)")',
        f'IF(A1>0,{SERVICE}.HEDGE_PNL((A1):A1, ($B$2):$B$2 ,),"HEDGE_PNL(A1)")',
    ),
    (
        "HEDGE_X!A1+HEDGE_RATIO(HEDGE_X!A1,'it''s HEDGE_PNL(1)'!B$2)",
        f"HEDGE_X!A1+{SERVICE}.HEDGE_RATIO((HEDGE_X!A1):HEDGE_X!A1,"
        "('it''s HEDGE_PNL(1)'!B$2):'it''s HEDGE_PNL(1)'!B$2)",
    ),
    (
        "IF((A1>0),HEDGE_PNL(A1+Other!B1,Other!B1,,HEDGE_RATIO(C1,{1,2},D1)),E1)",
        f"IF((A1>0),{SERVICE}.HEDGE_PNL(A1+Other!B1,(Other!B1):Other!B1,,"
        f"{SERVICE}.HEDGE_RATIO((C1):C1,{{1,2}},(D1):D1)),E1)",
    ),
    (
        "HEDGE_PNL(A1:A9,A1*2,(A1),SUM(A1,B1),a_name,{1,2})",
        f"{SERVICE}.HEDGE_PNL(A1:A9,A1*2,(A1),SUM(A1,B1),a_name,{{1,2}})",
    ),
    ("Book[HEDGE_PNL (x)]+HEDGE_VERSION()", f"Book[HEDGE_PNL (x)]+{SERVICE}.HEDGE_VERSION()"),
]
LEFT_ALONE = [
    *("HEDGE_X!A1", "'HEDGE_PNL(1)'!A1", '"HEDGE_PNL(1)"', "my_HEDGE_PNL(A1)", "HEDGE_NONE(A1)"),
    *("x.HEDGE_PNL(A1)", "Other!HEDGE_PNL(A1)", "HEDGE_PNL", "SUM(A1,B1)"),
]


@pytest.mark.parametrize(("typed", "stored"), FORMULAS)
def test_a_formula_for_libreoffice_and_back(typed, stored):
    assert write_for_calc(typed, full=True) == stored
    assert write_for_calc(stored, full=True) == stored
    assert write_for_calc(stored, full=False) == typed.replace("hedge_pnl", "HEDGE_PNL")
    assert write_for_calc(stored.replace(SERVICE, SERVICE.upper()), full=False) == (
        typed.replace("hedge_pnl", "HEDGE_PNL")
    )


def test_names_of_cells_and_this_rows_part_of_a_table_are_ranges_of_one_too():
    typed = "HEDGE_PNL(blank,area,T[[#This Row],[x y]],[[#This Row],[x]],T[x],blank*2)"
    stored = (
        f"{SERVICE}.HEDGE_PNL((blank):blank,area,(T[[#This Row],[x y]]):T[[#This Row],[x y]],"
        "([[#This Row],[x]]):[[#This Row],[x]],T[x],blank*2)"
    )
    assert write_for_calc(typed, full=True, names=frozenset({"BLANK"})) == stored
    assert write_for_calc(stored, full=True, names=frozenset({"BLANK"})) == stored
    assert write_for_calc(stored, full=False) == typed


def test_a_table_column_with_brackets_in_its_name_comes_back():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    call = "HEDGE_CONTRACTS(10,2,T[[#This Row],[Q1 (b)]])"
    sheet.add_table("A1:B3", {"name": "T", "columns": [{"header": "Q1 (b)"}, {"header": "x"}]})
    sheet.write_formula("D2", f"={call}", None, 5)
    made.close()
    data = stream.getvalue()
    full = calc_names(data, full=True)
    part = "xl/worksheets/sheet1.xml"
    assert b"(T[[#This Row],[Q1 (b)]]):T[[#This Row],[Q1 (b)]]" in Package.read(full).parts[part]
    back = Package.read(calc_names(full, full=False)).parts[part]
    assert canonical(back) == canonical(Package.read(data).parts[part])


def test_the_short_range_of_one_cell_becomes_the_one_that_25_2_keeps():
    kept = f"{SERVICE}.HEDGE_PNL((A1):A1,(Other!$B$2):Other!$B$2,A1:A2)"
    assert write_for_calc("HEDGE_PNL(A1:A1,Other!$B$2:$B$2,A1:A2)", full=True) == kept
    assert write_for_calc(f"{SERVICE}.HEDGE_PNL(A1:A1)", full=False) == "HEDGE_PNL(A1)"


@pytest.mark.parametrize("formula", LEFT_ALONE)
def test_a_formula_that_does_not_call_the_add_in_stays(formula):
    assert write_for_calc(formula, full=True) == write_for_calc(formula, full=False) == formula


@pytest.mark.parametrize("prefix", ["_xlfn.", "_xldudf_", "_XLDUDF_"])
def test_names_of_other_hosts_are_understood(prefix):
    assert write_for_calc(f"{prefix}HEDGE_PNL(1)", full=True) == f"{SERVICE}.HEDGE_PNL(1)"
    assert write_for_calc(f"{prefix}HEDGE_PNL(1)", full=False) == "HEDGE_PNL(1)"


def strangers_book():
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


def test_a_strangers_book_is_renamed_in_every_place_and_back():
    data = strangers_book()
    full = calc_names(data, full=True)
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (data, full))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    text = after.read("xl/worksheets/sheet1.xml").decode()
    assert text.count(f"{SERVICE}.HEDGE_CONTRACTS(") == 4
    assert calc_names(full, full=True) == full
    back = zipfile.ZipFile(io.BytesIO(calc_names(full, full=False)))
    for name in changed:
        assert ElementTree.canonicalize(back.read(name)) == ElementTree.canonicalize(
            before.read(name)
        )


def test_a_book_without_calls_is_handed_back_as_it_is():
    stream = io.BytesIO()
    xlsxwriter.Workbook(stream).close()
    assert calc_names(stream.getvalue(), full=True) == stream.getvalue()


def test_a_strangers_book_calculates(tmp_path):
    book = Office.made(tmp_path).recalculated(calc_names(strangers_book(), full=True))
    assert [book["Book"][ref].value for ref in ("A1", "A3", "A4")] == [5, 2.5, 5]


def test_the_probe_tells_what_a_release_takes(tmp_path):
    """Release 25.2 takes plain names from a file, 7.4 does not; both take full ones."""
    office = Office.made(tmp_path)
    found, release = probe(office.soffice), office.release
    assert found.works
    if release <= (7, 4) or release >= (25, 2):
        assert found.plain == (release >= (25, 2))


def test_an_activated_environment_is_not_in_its_way(tmp_path, monkeypatch):
    """LibreOffice's Python would take the environment's folders for its own, without `uno`."""
    soffice = needed("soffice")
    venv.create(tmp_path / "venv", symlinks=os.name == "posix")
    monkeypatch.setenv("PATH", f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert probe(soffice).works


@pytest.fixture
def own_unopkg(tmp_path, monkeypatch):
    """The real unopkg, with a profile and a shared cache of this test's own."""
    real, place = needed("unopkg"), tmp_path / "bin"
    options = (
        f"-env:UserInstallation=file://{tmp_path}/profile "
        f"-env:UNO_SHARED_PACKAGES_CACHE=file://{tmp_path}/shared"
    )
    place.mkdir()
    (place / "unopkg").write_text(f'#!/bin/sh\nexec {real} "$@" {options}\n')
    (place / "unopkg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return place / "unopkg"


def test_install_and_replace(own_unopkg, monkeypatch):
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    for active in (False, True):
        if active:
            monkeypatch.setenv("VIRTUAL_ENV", "any")
        else:
            monkeypatch.delenv("VIRTUAL_ENV", raising=False)
        result = CliRunner().invoke(main, ["install", "calc", "--shared"])
        assert ("deactivate it" in result.stdout) == active
        assert result.exit_code == 0, result.stderr
        assert f"betahedge {__version__} is in LibreOffice" in result.stdout
    listed = subprocess.run([own_unopkg, "list", "--shared"], capture_output=True, text=True)
    assert listed.stdout.count("Identifier: org.betahedge") == 1
    assert f"Version: {__version__}" in listed.stdout
    assert "is registered: yes" in listed.stdout


def test_two_installs_at_once(own_unopkg):
    """One waits for the other, or says in one line that it must be asked again."""
    code = "from betahedge.cli import main; main()"
    command = [sys.executable, "-c", code, "install", "calc", "--shared"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [each.communicate(timeout=180) for each in both]
    codes = [each.returncode for each in both]
    assert 0 in codes, said
    for status, (_, err) in zip(codes, said, strict=True):
        assert (status, err.count("\n")) in [(0, 0), (2, 1)], err
    listed = subprocess.run([own_unopkg, "list", "--shared"], capture_output=True, text=True)
    assert listed.stdout.count("Identifier: org.betahedge") == 1
    assert "is registered: yes" in listed.stdout


@pytest.fixture
def newcomer(tmp_path, monkeypatch):
    """The real programs, for an ordinary user who has never started LibreOffice."""
    nobody = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    user = nobody if os.geteuid() == 0 else []
    if user and (not shutil.which("unshare") or subprocess.run([*user, "true"]).returncode):
        pytest.skip("root cannot be an ordinary user here")
    place = tmp_path / "bin"
    place.mkdir()
    options = f"-env:UNO_SHARED_PACKAGES_CACHE=file://{tmp_path}/shared"
    for name in ("unopkg", "soffice"):
        start = " ".join(["exec", *user, needed(name), '"$@"', options])
        (place / name).write_text(f"#!/bin/sh\n{start}\n")
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return place / "soffice"


def test_a_newcomer_installs_and_it_is_there(newcomer, tmp_path):
    """The first start of a profile takes out what was installed before it, in 7.4 and 25.2."""
    result = CliRunner().invoke(main, ["install", "calc"])
    assert result.exit_code == 0, result.stderr
    (tmp_path / "book.xlsx").write_bytes(calc_names(strangers_book(), full=True))
    for _ in range(2):
        order = [newcomer, "--headless", "--convert-to", "csv", "--outdir", tmp_path]
        subprocess.run([*order, tmp_path / "book.xlsx"], check=True, env=make_environment())
        assert "\n2.5,10\n5,20\n" in (tmp_path / "book.csv").read_text("utf-8")
        (tmp_path / "book.csv").unlink()


def refused(*options):
    result = CliRunner().invoke(main, ["install", "calc", *options])
    assert result.exit_code == 2
    assert result.stderr.startswith("betahedge: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_without_libreoffice_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("betahedge.hosts.calc.install.FOLDERS", ())
    assert "unopkg: not found; install LibreOffice 7.4" in refused()


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Programs in LibreOffice's place that do as a test says."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def make(name, script):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    return make


def test_root_is_told_to_share(stand_in, monkeypatch):
    stand_in("unopkg", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "add --shared" in refused()


@pytest.mark.parametrize(
    ("unopkg", "soffice", "line"),
    [
        ("echo 'ERROR: no room' >&2; exit 1", "exit 0", "did not take the extension: no room"),
        ("exit 3", "exit 0", "did not take the extension: exit code 3"),
        ("exit 0", "exit 0", "did not calculate a workbook: no output"),
        (
            "exit 0",
            'for last; do :; done; echo "#NAME?,#NAME?" > "${last%.xlsx}.csv"',
            "its own Python is missing",
        ),
    ],
)
def test_what_goes_wrong_is_one_line(stand_in, unopkg, soffice, line):
    stand_in("unopkg", unopkg)
    stand_in("soffice", soffice)
    assert line in refused("--shared")


def test_the_file_alone(tmp_path):
    target = tmp_path / "betahedge.oxt"
    result = CliRunner().invoke(main, ["install", "calc", "--oxt", str(target)])
    assert result.exit_code == 0, result.stderr
    assert target.read_bytes() == build_extension()
    assert "is there already" in refused("--oxt", str(target))


# Run by the Python that has LibreOffice's own bindings; it prints what the function wizard shows.
WIZARD = """
manager = context.ServiceManager
found = manager.createInstance("com.sun.star.sheet.FunctionDescriptions")
shown = {}
for index in range(found.Count):
    entry = {each.Name: each.Value for each in found.getByIndex(index)}
    if "HEDGE_" in entry["Name"]:
        arguments = entry["Arguments"] or ()
        entry["Arguments"] = [(each.Name, each.Description) for each in arguments]
        shown[entry["Name"]] = entry
hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name="Hidden", Value=True)
book = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden,))
sheet = book.Sheets.getByIndex(0)
values = []
sheet.getCellByPosition(0, 0).Value = 1
sheet.getCellByPosition(0, 1).Value = -1
sheet.getCellByPosition(1, 0).Formula = "=HEDGE_CONTRACTS(325000;65000)"
sheet.getCellByPosition(1, 1).Formula = "=HEDGE_ACTION(A1)"
sheet.getCellRangeByName("C1:C2").setArrayFormula("=HEDGE_ACTION(A1:A2)")
for value in (1, -2, 3):
    sheet.getCellByPosition(0, 0).Value = value
    cells = [sheet.getCellRangeByName(name) for name in ("B1", "B2", "C1", "C2")]
    values.append([cell.String for cell in cells])
print(json.dumps([shown, values]))
book.close(True)
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """What a user sees: the wizard's entries, and cells typed into and changed by hand."""
    return json.loads(Office.made(tmp_path_factory.mktemp("session")).session(WIZARD))


def test_the_wizard_shows_the_declarations(session):
    shown, _ = session
    assert set(shown) == set(CATALOGUE)
    for name, entry in shown.items():
        declared = declaration(CATALOGUE[name])
        assert entry["Description"] == declared.help
        assert [each[0] for each in entry["Arguments"]] == [arg.name for arg in declared.args]
        for (_, help_text), arg, default in zip(
            entry["Arguments"], declared.args, declared.defaults
        ):
            assert help_text.startswith(arg.help)
            assert help_text.endswith("; required") == (default is ...)


def test_every_function_has_its_category(session):
    shown, _ = session
    categories = {name: entry["Category"] for name, entry in shown.items()}
    assert len(set(categories.values())) == 3
    assert categories["HEDGE_PNL"] == categories["HEDGE_MARGIN"] != categories["HEDGE_BETA"]
    assert categories["HEDGE_SPEC"] == categories["HEDGE_VERSION"]


def test_typed_names_work_and_follow_their_cells(session):
    """A user types plain names in every release; a change is followed, in blocks of text too."""
    _, values = session
    assert values == [
        ["5", "Short", "Short", "Long"],
        ["5", "Long", "Long", "Long"],
        ["5", "Short", "Short", "Long"],
    ]


def test_component_is_where_the_build_looks():
    from betahedge.hosts import calc

    assert (Path(calc.__file__).parent / "component.py").is_file()
