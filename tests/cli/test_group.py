"""What all commands share: wrong words, less and more said, faults, completion."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest

from betahedge.cli import main
from betahedge.cli.group import Command

ENTRY = "from betahedge.cli import main; main(prog_name='betahedge')"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["tmplate"], "tmplate: is no command; is it template?; see betahedge --help"),
        (["xyzzy"], "xyzzy: is no command; see betahedge --help"),
        (["install", "clac"], "clac: is no command; is it calc?; see betahedge install --help"),
        (
            ["template", "carry", "--holding", "h.csv"],
            "--holding: is no option; is it --holdings?; see betahedge template --help",
        ),
        (  # --ledger is near only by its dashes
            ["report", "h.csv", "--hedge-ratio", "60%"],
            "--hedge-ratio: is no option; see betahedge report --help",
        ),
        (
            ["report", "h.csv", "--funding", "a.csv", "-o", "pack", "--funding=b.csv"],
            "--funding: is given twice; it takes one value; see betahedge report --help",
        ),
        (
            ["template", "transitions"],
            "NAME: was transitions; must be one of mixed_portfolio, single_asset, defensive, "
            "carry, transition; is it transition?; see betahedge template --help",
        ),
        (
            ["export", "b.xlsx", "--host", "natve", "-o", "n.xlsx"],
            "--host: was natve; must be one of calc, desktop, lite, server, lambda, native, "
            "values; is it native?; see betahedge export --help",
        ),
        (
            ["template", "mixed_portfolio", "--rounding", "sideways"],
            "--rounding: was sideways; must be one of nearest, down, up; see betahedge template "
            "--help",
        ),
        (["calc"], "Missing argument 'BOOK'; see betahedge calc --help"),
        (
            ["report", "b.csv", "--entity"],
            "Option '--entity' requires an argument; see betahedge report --help",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_word_is_told_the_right_one(run, words, line):
    assert run(*words) == (2, "", f"betahedge: {line}\n")


def every(group, *path):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every(command, *path, name)
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(every(main))
ANSWERING = {"completion", "doctor", "eval", "functions", "read", "strategy", "watch"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_say_more_and_less_unless_it_answers(name):
    command = COMMANDS[name]
    assert isinstance(command, Command)
    words = {word for option in command.params for word in option.opts}
    assert {"-v", "--verbose"} <= words
    assert ({"-q", "--quiet"} <= words) == (name not in ANSWERING | {"explain"})


def test_quiet_prints_only_what_is_wrong(run, tmp_path):
    assert run("demo", "--quiet") == (0, "", "")
    assert (tmp_path / "betahedge-demo.xlsx").exists()
    code, out, err = run("template", "carry", "-q", "-o", "betahedge-demo.xlsx")
    assert (code, out) == (2, "")
    assert "is there already" in err


def test_verbose_says_each_step_and_its_time(run):
    code, out, err = run("demo", "--verbose")
    assert code == 0
    assert "Checks: OK" in out
    steps = [line.split() for line in err.splitlines()]
    assert [words[2] for words in steps] == ["building", "calculating", "storing", "proving"]
    times = [float(words[0]) for words in steps]
    assert times == sorted(times)


def test_verbose_shows_the_whole_of_a_fault(run, monkeypatch):
    def fail(_):
        raise KeyError("\x1b[31mno such thing")

    monkeypatch.setattr("betahedge.engine.evaluate.evaluate", fail)
    code, out, err = run("eval", "=1")
    assert (code, out) == (3, "")
    assert "this is a fault of betahedge, not of your file (KeyError:" in err
    assert "Traceback" not in err
    code, _, err = run("eval", "=1", "-v")
    assert code == 3
    assert "Traceback" in err
    assert "in evaluate_formula" in err
    assert "\x1b" not in err


def entry(*words, **environment):
    return subprocess.run(
        [sys.executable, "-c", ENTRY, *words],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(run, shell):
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "_BETAHEDGE_COMPLETE" in out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("betahedge temp", {"template"}),
        ("betahedge export b.xlsx --host n", {"native"}),
        ("betahedge template tr", {"transition"}),
        ("betahedge template carry --inp", {"--inputs"}),
    ],
)
def test_words_are_completed(typed, offered):
    done = entry(
        _BETAHEDGE_COMPLETE="bash_complete", COMP_WORDS=typed,
        COMP_CWORD=str(len(typed.split()) - 1),
    )  # fmt: skip
    assert {line.partition(",")[2] for line in done.stdout.splitlines()} == offered


def test_a_reader_that_stops_reading_is_no_fault(run, monkeypatch):
    def stop(_):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("betahedge.engine.evaluate.evaluate", stop)
    assert run("eval", "=1") == (1, "", "")


@pytest.mark.parametrize(
    "words",
    [
        *(["frob"], ["calc"], ["template"], ["template", "mixed"], ["calc", "--frob"]),
        ["export", "book.xlsx", "--host", "excel", "-o", "out.xlsx"],
    ],
    ids=str,
)
def test_words_that_no_command_takes_are_one_line(run, words):
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("betahedge: ")
    assert err.endswith(" --help\n")


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ("formulon", ["eval", "=1"]),
        ("typst", ["report", "book.csv", "-o", "pack"]),
        ("polars", ["batch", "book.csv", "-o", "sized"]),
        ("formualizer", ["demo"]),
        ("openpyxl", ["functions", "HEDGE_PNL"]),
        ("python_calamine", ["read", "book.xlsx"]),
        ("xlwings", ["doctor"]),
    ],
)
def test_a_package_that_is_gone_is_no_fault_to_report(tmp_path, monkeypatch, package, words):
    source = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(os.path.abspath, source)))
    (tmp_path / "book.csv").write_text("asset,quantity,price\nBTC,1,2\n")
    openpyxl.Workbook().save(tmp_path / "book.xlsx")
    hiding = f"import sys; sys.modules[{package!r}] = None; {ENTRY}"
    done = subprocess.run(
        [sys.executable, "-c", hiding, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = f"{package} is not installed; install betahedge again, with all that it needs"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"betahedge: {told}\n")


def test_spark_is_asked_for_by_its_extra(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    told = "--engine spark needs pyspark; install it with: pip install 'betahedge[spark]'"
    done = run("batch", "book.csv", "-o", "sized", "--engine", "spark")
    assert done == (2, "", f"betahedge: {told}\n")


@pytest.mark.parametrize("place", [".", "..", "/", "./", "", "x/.."])
@pytest.mark.parametrize(
    "words",
    [
        ["report", "book.csv", "-o"],
        ["batch", "book.csv", "-o"],
        ["calc", "book.xlsx", "-o"],
        ["export", "book.xlsx", "--host", "native", "-o"],
        ["template", "carry", "--host", "calc", "-o"],
        ["snapshot", "BTC", "--exchange", "binance", "--replay", "none", "--tiers", "-o"],
        ["read", "book.csv", "--save"],
        ["watch", "--market", "book.csv"],
        ["watch", "book.csv", "--market", "book.csv", "--state"],
    ],
    ids=lambda words: f"{words[0]} {words[-1]}",
)
def test_a_place_that_is_no_name_is_one_line(run, tmp_path, words, place):
    made = {"x", "book.csv", "book.xlsx"}
    Path("x").mkdir()
    Path("book.csv").write_text("asset,quantity,price\nBTC,1,2\n")
    openpyxl.Workbook().save("book.xlsx")
    code, out, err = run(*words, place)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert {path.name for path in tmp_path.iterdir()} == made
    assert list(Path("x").iterdir()) == []
    if words[0] in ("report", "batch"):
        where = os.path.normpath(place) if place != "x/.." else place
        told = f"must be the name of a folder of its own, like {Path(place) / 'pack'}"
        assert err == f"betahedge: {where}: {told}\n"


def test_help_is_shown_for_no_words_at_all(run):
    assert "Usage: " in "".join(run()[1:])


def test_folders_are_refused(run):
    Path("folder.xlsx").mkdir()
    for arguments in (
        ("calc", "folder.xlsx"),
        ("template", "mixed_portfolio", "--holdings", "folder.xlsx"),
        ("template", "mixed_portfolio", "-o", "folder.xlsx"),
    ):
        code, _, err = run(*arguments)
        assert code == 2
        assert "folder.xlsx: is a folder" in err
    code, _, err = run("demo", "-o", "nowhere/book.xlsx")
    assert (code, err) == (2, "betahedge: nowhere: there is no such folder\n")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder nobody can write to")
def test_a_folder_that_cannot_be_written_is_refused(run):
    # /proc takes no new file from anybody, root included.
    code, _, err = run("demo", "-o", "/proc/book.xlsx")
    assert code == 2
    assert err.startswith("betahedge: /proc: cannot be written to (")


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom betahedge.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'lxml', 'openpyxl', 'formualizer', 'formulon', 'wasmtime', 'xlwings', 'rich',"
        " 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.endswith("[]\n")
