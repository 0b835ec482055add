"""Text of files and of the command line: shown as typed, escaped where a terminal would obey it."""

import io
import re
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.xlsx.package import WORKBOOK, Package, relations_of
from betahedge.xlsx.xml import MAIN, PACKAGE_RELATIONS, RELATIONS
from engine.case_books import changed, sheet

AS_TYPED = (":smile:", "_x0041_", "&[Tab]", "[bold]x[/bold]", "=1+1", "O'B & <co>")
OBEYED = ("\x1b[31m", "\x9b2J", "\u202e", "\u2066", "\u2028", "\x07")


def invoke(*words):
    result = CliRunner().invoke(main, list(map(str, words)))
    assert not any(sign in result.output for sign in OBEYED)
    assert "\nChecks OK" not in result.output
    return result


@pytest.fixture
def typed(tmp_path):
    """A book of names as somebody may type them, as a workbook, with what was printed."""
    rows = "".join(f'"{name}",{n},100,1\n' for n, name in enumerate(AS_TYPED, start=1))
    (tmp_path / "h.csv").write_text(f"asset,quantity,price,contract size\n{rows}", "utf-8")
    words = ["--holdings", tmp_path / "h.csv", "--entity", AS_TYPED[1], "-o", tmp_path / "b.xlsx"]
    made = invoke("template", "mixed_portfolio", *words)
    assert made.exit_code == 0, made.output
    return tmp_path, made.stdout


def test_names_are_shown_as_typed(typed):
    folder, printed = typed
    for text in (printed, invoke("read", folder / "h.csv").stdout):
        for name in AS_TYPED:
            assert name in text


def test_names_stand_in_the_file_so_that_excel_reads_them_as_typed(typed):
    """In a file _x0041_ is the letter A; an underscore by its number begins what is none."""
    with zipfile.ZipFile(typed[0] / "b.xlsx") as package:
        parts = [package.read(name).decode() for name in package.namelist() if "xml" in name]
    shown = [re.findall(r"(.{6})x0041_", part) for part in parts]
    assert sum(map(len, shown)) > 3
    assert {before for part in shown for before in part} == {"x005F_"}
    again = invoke("calc", typed[0] / "b.xlsx", "-o", typed[0] / "again.xlsx")
    assert (again.exit_code, "Checks: OK" in again.stdout) == (0, True)


def test_sheet_names_and_values_cannot_fake_a_line(tmp_path):
    cells = {"A1": '=HEDGE_BASIS("x",2)', "A2": "=HEDGE_NOPE(1)"}
    data = sheet({"A1": 1}, more=[("T", cells)])
    name = b'name="S&#10;Checks OK&#x202e;&#x9b;2J"'
    path = tmp_path / "book.xlsx"
    path.write_bytes(changed(data, "xl/workbook.xml", b'name="T"', name))
    result = invoke("calc", path, "-o", tmp_path / "out.xlsx")
    assert result.exit_code == 0
    assert r"S\nChecks OK\u202e\x9b2J!A1 shows #VALUE!" in result.stderr
    assert "HEDGE_NOPE is no function of betahedge" in result.stderr


def test_the_targets_of_links_cannot_either(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "=[1]!HEDGE_BASIS(7,2)"
    stream = io.BytesIO()
    book.save(stream)
    path = tmp_path / "book.xlsx"
    path.write_bytes(linked(stream.getvalue(), "C:\\a&#10;Checks OK&#x9b;2J\\betahedge.xlam"))
    result = invoke("repair", path)
    assert result.exit_code == 0
    assert "Checks OK" in result.stdout


LINK = (
    f'<externalLink xmlns="{MAIN}" xmlns:r="{RELATIONS}"><externalBook r:id="rId1"/></externalLink>'
)
TO = (
    f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" TargetMode="External" '
    f'Type="{RELATIONS}/externalLinkPath" Target="{{}}"/></Relationships>'
)


def linked(data, target):
    """Add a link to another file, as Excel keeps it."""
    package = Package.read(data)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    part = "xl/externalLinks/externalLink1.xml"
    name = package.add_to_workbook(part, LINK.encode(), kind, f"{RELATIONS}/externalLink")
    package.parts[relations_of(part)] = TO.format(target).encode()
    links = f'<externalReferences xmlns:r="{RELATIONS}"><externalReference r:id="{name}"/>'
    end = b"</externalReferences><calcPr"
    return changed(package.write(), WORKBOOK, b"<calcPr", links.encode() + end)


@pytest.mark.parametrize("sign", OBEYED)
def test_a_name_with_hidden_signs_is_refused(tmp_path, sign):
    (tmp_path / "h.csv").write_bytes(f"asset,quantity,price\nB{sign}X,1,2\n".encode())
    words = ["--holdings", tmp_path / "h.csv", "-o", tmp_path / "b.xlsx"]
    for command in (["read", tmp_path / "h.csv"], ["template", "mixed_portfolio", *words]):
        result = invoke(*command)
        assert result.exit_code == 2
        assert "must be a name of up to 100 printable characters" in result.stderr
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize("command", ["calc", "read", "eval", "functions", "nothing", "watch"])
def test_words_of_the_command_line_are_escaped(command):
    result = invoke(command, "a\x9b2J\u202e\x1b[31m\nChecks OK", "--market", "x")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
