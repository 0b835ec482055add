"""The command that all others belong to, and what they share."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from betahedge import __version__
from betahedge.cli.signals import Stopped, heeding_signals

FAILED, BAD_INPUT, FAULT = 1, 2, 3  # exit codes
A_FILE = click.Path(path_type=Path)
FORCE = click.option("--force", is_flag=True, help="Replace the file if it is there.")
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_SHOWS_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())  # from click 8.2 on


class OneLine(click.Group):
    """A group that says in one line what is wrong with the words it was given."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command; its exit code is the process's."""
        extra["standalone_mode"] = False
        steady_streams()
        try:
            with heeding_signals():
                code: Any = super().main(*args, **extra)
        except click.UsageError as error:
            if isinstance(error, _SHOWS_HELP):
                error.show()
            else:
                path = error.ctx.command_path if error.ctx else "betahedge"
                tell(f"{' '.join(error.format_message().rstrip('.').split())}; see {path} --help")
            code = BAD_INPUT
        except Stopped as stop:
            tell("stopped")
            code = 128 + stop.signal
        except OSError as error:  # of a stream or a temporary file; of files it is told before
            place = error.filename or "the output, or a temporary file (TMPDIR)"
            tell(f"{place}: cannot be written ({error.strerror or error})")
            code = BAD_INPUT
        except Exception as error:  # whatever it is, it is not the user's
            tell_fault(error)
            code = FAULT
        sys.exit(code if isinstance(code, int) else 0)


def steady_streams() -> None:
    """Let every text be written: a closed stream takes it, a narrow one shows signs by number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@click.group(cls=OneLine, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version")
def main() -> None:
    """Size a futures hedge for a spot portfolio and put it into a workbook.

    Exit codes: 0 done, 1 a check failed, 2 bad input, 3 a fault of betahedge.
    """


def closest_function(name: str) -> str:
    """Give the function that a name may stand for, as a question."""
    from difflib import get_close_matches

    from betahedge.cells import CATALOGUE

    found = get_close_matches(name.upper(), CATALOGUE, n=1)
    return f"; is it {found[0]}?" if found else ""


def tell_fault(error: Exception) -> None:
    """Say that the program itself is at fault, where it happened, and what a report needs."""
    import platform
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}: {error}; {Path(last.filename).name}:{last.lineno}"
    tell(f"this is a fault of betahedge, not of your file ({where})")
    system = f"Python {platform.python_version()}, {platform.system()}"
    note([f"Please report it, with the command: betahedge {__version__}, {system}"])


def say(line: object = "") -> None:
    """Print a line; what a terminal would obey in it is shown."""
    from betahedge.books.text import escaped

    click.echo(escaped(str(line)))


def note(lines: Iterable[object]) -> None:
    """Say on stderr what a reader of the lines above should know."""
    for line in lines:
        complain(f"  {line}")


def tell(message: str) -> None:
    """Say on stderr, in one line, why something is not done."""
    complain("betahedge: " + re.sub(r"\s*[\r\n]\s*", " ", message))


def complain(line: str) -> None:
    """Print a line on stderr; where that takes none, the exit code says it."""
    from betahedge.books.text import escaped

    with suppress(OSError):
        click.echo(escaped(line), err=True)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn bad input into a line on stderr for each thing that is wrong, and exit code 2."""
    from betahedge.errors import InputError

    try:
        yield
    except InputError as error:
        for line in error.lines:
            tell(line)
        sys.exit(BAD_INPUT)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what is going on, on a terminal, for as long as it takes."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda step: bar.update(task, description=step)
