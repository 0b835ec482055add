"""What all commands share: wrong words, less and more said, faults, completion."""

import errno
import os
import subprocess
import sys

import click
import pytest

import betahedge.engine
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
    assert [words[2] for words in steps] == [
        *("building", "reading", "calculating", "storing", "proving"),
    ]
    times = [float(words[0]) for words in steps]
    assert times == sorted(times)


def test_verbose_shows_the_whole_of_a_fault(run, monkeypatch):
    def fail(_):
        raise KeyError("\x1b[31mno such thing")

    monkeypatch.setattr(betahedge.engine, "evaluate", fail)
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

    monkeypatch.setattr(betahedge.engine, "evaluate", stop)
    assert run("eval", "=1") == (1, "", "")
