"""Streams that are closed or full, names of odd bytes, links: a line and an exit code, no fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import refused, run
from engine.case_books import sheet

pytestmark = pytest.mark.skipif(os.name != "posix", reason="devices and bytes of POSIX")
FULL = Path("/dev/full")
HOLDINGS = "asset,quantity,price,contract\nBTC,5,65000,CME:MBT\nETH,2,3500,CME:MET\n"
COMMANDS = {
    "calc": ["calc", "book.xlsx", "-o", "out.xlsx"],
    "export": ["export", "book.xlsx", "--host", "values", "-o", "out.xlsx"],
    "read": ["read", "h.csv"],
    "template": ["template", "mixed_portfolio", "--holdings", "h.csv", "-o", "out.xlsx"],
    "strategy": ["strategy", "carry"],
    "report": ["report", "h.csv", "-o", "pack"],
    "functions": ["functions"],
    "a function": ["functions", "HEDGE_PNL"],
    "eval": ["eval", "=1+1"],
    "doctor": ["doctor"],
    "help": ["--help"],
    "version": ["--version"],
}
SHORT = ("eval", "version", "calc")  # every run tries these; the others are long
ALL = pytest.mark.parametrize(
    "words",
    [
        pytest.param(words, id=name, marks=[] if name in SHORT else [pytest.mark.long])
        for name, words in COMMANDS.items()
    ],
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with a workbook and holdings, which is the current one."""
    source = os.environ.get("PYTHONPATH", "")
    absolute = os.pathsep.join(str(Path(each).absolute()) for each in source.split(os.pathsep))
    monkeypatch.setenv("PYTHONPATH", absolute)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.xlsx").write_bytes(sheet({"A1": "=HEDGE_BASIS(7,2)"}))
    (tmp_path / "h.csv").write_text(HOLDINGS, "utf-8")
    return tmp_path


@ALL
def test_a_closed_output_takes_everything(words):
    done = run_closed(words, 1)
    assert b"fault" not in done.stderr
    assert done.returncode in (0, 1)  # 1: the doctor's finding


@ALL
def test_without_a_stderr_the_command_is_the_same(words):
    done = run_closed(words, 2)
    assert done.returncode in (0, 1)
    assert done.stdout


def run_closed(words, number):
    code = "from betahedge.cli import main; main()"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, preexec_fn=lambda: os.close(number))


@ALL
def test_a_full_output_is_one_line(words):
    with FULL.open("w") as full:
        done = run(*words, stdout=full)
    assert done.code == 2
    assert done.err.splitlines()[-1].startswith("betahedge: the output, or a temporary file")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [["calc", "none.xlsx"], ["nocommand"], ["read", "book.xlsx"]])
def test_a_full_stderr_leaves_the_exit_code(words):
    with FULL.open("w") as full:
        assert run(*words, stderr=full).code == 2


@ALL
def test_an_output_of_ascii_shows_other_letters_by_number(words, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = run(*words)
    assert done.code in (0, 1), done.err
    assert (done.out + done.err).isascii()


def test_a_reader_that_goes_away_is_no_fault():
    process = subprocess.Popen(
        [sys.executable, "-c", "from betahedge.cli import main; main()", "functions"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() in (0, 1)


ODD = os.fsdecode(b"b\xff\x1b[31m\nChecks: OK.")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        ("xlsx", ["calc", f"{ODD}xlsx"]),
        ("csv", ["read", f"{ODD}csv"]),
        ("csv", ["template", "mixed_portfolio", "--holdings", f"{ODD}csv", "-o", f"{ODD}xlsx"]),
        ("csv", ["report", f"{ODD}csv", "-o", f"{ODD}d"]),
        ("", ["calc", f"{ODD}none"]),
        ("", ["report", f"{ODD}none", "-o", f"{ODD}d"]),
        ("", [ODD]),
        ("", ["eval", f'="{ODD}"']),
        ("", ["functions", ODD]),
        ("", ["snapshot", ODD, "--exchange", ODD, "-o", "m.csv"]),
        (
            "csv",
            ["template", "mixed_portfolio", "--entity", ODD, "--holdings", "h.csv", "-o", "o.xlsx"],
        ),
    ],
)
def test_names_of_any_bytes_are_shown_and_never_obeyed(folder, make, words):
    if make:
        source = folder / ("book.xlsx" if make == "xlsx" else "h.csv")
        (folder / f"{ODD}{make}").write_bytes(source.read_bytes())
    done = run(*words)
    assert done.code in (0, 2)
    said = done.out + done.err
    assert "fault of betahedge" not in said
    assert "\x1b" not in said
    assert "\nChecks: OK." not in said
    assert done.err.count("\n") <= 2


def test_a_link_that_leads_to_itself(folder):
    (folder / "loop.xlsx").symlink_to("loop.xlsx")
    (folder / "around").symlink_to("around")
    for words in (
        ["calc", "loop.xlsx"],
        ["read", "loop.xlsx"],
        ["calc", "book.xlsx", "-o", "loop.xlsx", "--force"],
        ["export", "book.xlsx", "--host", "values", "-o", "loop.xlsx"],
        ["calc", "book.xlsx", "-o", "around/x.xlsx"],
        ["report", "h.csv", "-o", "around"],
        ["report", "h.csv", "-o", "around/x"],
        ["batch", "h.csv", "-o", "around"],
    ):
        done = run(*words)
        assert (done.code, done.err.count("\n"), done.out) == (2, 1, ""), words


@pytest.mark.parametrize("name", ["t #ü'\"", "none", "t%20"])
def test_a_folder_of_temporary_files_that_is_odd(folder, monkeypatch, name):
    """Newer releases of lxml take a name with a per cent sign for another one; that is said."""
    if name != "none":
        (folder / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(folder / name))
    assert run("calc", "book.xlsx", "-o", "out.xlsx").code == 0
    done = run("template", "mixed_portfolio", "-o", "t.xlsx")
    assert (done.code, done.err) == (0, "") or ("%" in name and refused(done, "TMPDIR"))
