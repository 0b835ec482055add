"""The command that all others belong to, and what they share."""

import datetime
import io
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import click

from betahedge import __version__
from betahedge.cli.signals import Stopped, heeding_signals, stop_behind
from betahedge.errors import closest

FAILED, BAD_INPUT, FAULT = 1, 2, 3  # exit codes
A_FILE = click.Path(path_type=Path)
FORCE = click.option("--force", is_flag=True, help="Replace the file if it is there.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON, for a program.")
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
QUIET, VERBOSE = "betahedge.quiet", "betahedge.verbose"  # among what commands in each other share
_SHOWS_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())  # from click 8.2 on
_OF_CLICK = (click.ClickException, click.exceptions.Exit, click.Abort, OSError)


class OneOf(click.Choice):  # type: ignore[type-arg] # it takes one from click 8.2 on
    """One word of a few; a wrong one is told which it may stand for."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the word, or refuse it."""
        if value not in self.choices:
            must = f"must be one of {', '.join(self.choices)}{closest(value, self.choices)}"
            self.fail(f"was {value}; {must}", param, ctx)
        return value


class Command(click.Command):
    """A command that can say less or more.

    answers: what it prints is what it is asked for; so it cannot be quiet.
    """

    def __init__(self, *args: Any, answers: bool = False, **words: Any) -> None:
        super().__init__(*args, **words)
        if not answers:
            self.params.append(_switch("-q", "--quiet", QUIET, "Print only what is wrong."))
        self.params.append(
            _switch("-v", "--verbose", VERBOSE, "Say each step and its time; of a fault, all.")
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read its words; the help on a fault in them is its own."""
        words = list(args)  # reading them takes them away
        try:
            rest = super().parse_args(ctx, args)
            if not ctx.resilient_parsing:
                self._check_once(ctx, words)
            return rest
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def _check_once(self, ctx: click.Context, args: list[str]) -> None:
        """Refuse an option that is given twice and takes one value: the first would be lost."""
        _, _, given = self.make_parser(ctx).parse_args(args)
        for option in given:
            single = isinstance(option, click.Option) and not (option.is_flag or option.multiple)
            if single and given.count(option) > 1:
                raise click.BadParameter("is given twice; it takes one value", ctx, option)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        if not ctx.meta.get(QUIET):
            return super().invoke(ctx)
        with redirect_stdout(io.StringIO()):
            return super().invoke(ctx)


def _switch(short: str, long: str, name: str, text: str) -> click.Option:
    def note(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        ctx.meta[name] = wanted

    return click.Option([short, long], is_flag=True, expose_value=False, callback=note, help=text)


class OneLine(click.Group):
    """A group that says in one line what is wrong with the words it was given."""

    command_class = Command
    group_class = type

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command; its exit code is the process's."""
        extra["standalone_mode"] = False
        steady_streams()
        try:
            with heeding_signals():
                code: Any = super().main(*args, **extra)
            sys.stdout.flush()
        except click.UsageError as error:
            if isinstance(error, _SHOWS_HELP):
                error.show()
            else:
                path = error.ctx.command_path if error.ctx else "betahedge"
                tell(f"{wrong_words(error)}; see {path} --help")
            code = BAD_INPUT
        except Stopped as stop:
            tell("stopped")
            code = 128 + stop.signal
        except OSError as error:  # of a stream or a temporary file; of files it is told before
            place = error.filename or "the output, or a temporary file (TMPDIR)"
            tell(f"{place}: cannot be written ({error.strerror or error})")
            code = BAD_INPUT
        finally:
            leave_streams()
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever it raises is not the user's fault."""
        try:
            return super().invoke(ctx)
        except _OF_CLICK:
            raise
        except Exception as error:
            if stop_behind(error):
                raise
            package = missing_package(error)
            if package:
                tell(f"{package} is not installed; install betahedge again, with all that it needs")
                ctx.exit(BAD_INPUT)
            tell_fault(error, whole=ctx.meta.get(VERBOSE, False))
            ctx.exit(FAULT)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find a command by the first of the words."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            raise click.UsageError(f"{name}: is no command{closest(name, self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def steady_streams() -> None:
    """Let every text be written: a closed stream takes it, a narrow one shows signs by number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def leave_streams() -> None:
    """Let what a full stream has not taken go nowhere, or Python ends with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError), Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), stream.fileno())


@click.group(cls=OneLine, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version")
def main() -> None:
    """Size a futures hedge for a spot portfolio and put it into a workbook.

    Exit codes: 0 done, 1 a check failed, 2 bad input, 3 a fault of betahedge.
    """


def wrong_words(error: click.UsageError) -> str:
    """Say what is wrong with the words of a command, and which was meant."""
    if isinstance(error, click.NoSuchOption):
        options = error.ctx.command.params if error.ctx else ()
        words = (word for option in options for word in option.opts if word.startswith("--"))
        near = closest(error.option_name.removeprefix("--"), (word[2:] for word in words))
        return f"{error.option_name}: is no option{near.replace('is it ', 'is it --')}"
    is_missing = isinstance(error, click.MissingParameter)
    if isinstance(error, click.BadParameter) and error.param is not None and not is_missing:
        option = isinstance(error.param, click.Option)
        name = error.param.opts[0] if option else (error.param.name or "").upper()
        return f"{name}: {error.message.rstrip('.')}"
    return " ".join(error.format_message().rstrip(".").split())


def missing_package(error: Exception) -> str:
    """Give the package that is not installed and was asked for; "" for any other fault."""
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    package = (name or "").partition(".")[0]
    return "" if package == __package__.partition(".")[0] else package


def tell_fault(error: Exception, *, whole: bool = False) -> None:
    """Say that the program itself is at fault, where it happened, and what a report needs."""
    import platform
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}: {error}; {Path(last.filename).name}:{last.lineno}"
    tell(f"this is a fault of betahedge, not of your file ({where})")
    system = f"Python {platform.python_version()}, {platform.system()}"
    note([f"Please report it, with the command: betahedge {__version__}, {system}"])
    if whole:
        note("".join(traceback.format_exception(error)).splitlines())


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


def print_json(value: Any) -> None:
    """Print a value as JSON: times as ISO 8601, other objects as their text."""

    def written(other: Any) -> str:
        is_time = isinstance(other, datetime.date | datetime.datetime)
        return other.isoformat() if is_time else str(other)

    click.echo(json.dumps(value, indent=1, allow_nan=False, default=written))


def holds(path: Path, data: bytes) -> bool:
    """Tell a file that is there already as it would be written."""
    return path.is_file() and path.read_bytes() == data


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
    """Show what is going on: a bar on a terminal, or a line a step where that is asked for."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=True)
    if wants(VERBOSE) or wants(QUIET) or not console.is_terminal:
        yield tell_step(time.perf_counter()) if wants(VERBOSE) else lambda _: None
        return
    columns = (TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda step: bar.update(task, description=step)


def wants(name: str) -> bool:
    """Tell whether the command that runs was asked to say less (QUIET) or more (VERBOSE)."""
    return bool(click.get_current_context().meta.get(name))


def tell_step(start: float) -> Callable[[str], None]:
    """Give what says a step on stderr, with the seconds since a start."""
    return lambda step: click.echo(f"  {time.perf_counter() - start:7.2f} s  {step}", err=True)


def check_label(option: str, text: str) -> None:
    """Refuse a text that cannot stand in a cell and in a printed header."""
    from betahedge.books.faults import BadChoice
    from betahedge.books.text import bad_name, shown

    wrong = bad_name(text)
    if wrong or not text.isprintable():
        raise BadChoice(f"{option}: was {shown(text)}; {wrong or 'must be printable'}")
