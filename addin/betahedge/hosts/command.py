"""The commands `betahedge export` and `repair`: options, work, words; cli gives the engine."""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from betahedge.hosts.export import Exported
    from betahedge.hosts.freezing import Plain

# Everything heavy is imported in `run_export`, so that --help is quick.

SHOWN = 20  # addresses of cells in one line
HOSTS = (
    "calc",
    "desktop",
    "lite",
    "server",
    "native",
    "values",
)  # a test compares with `export.HOSTS`
A_FILE = click.Path(path_type=Path)
Refusing = Callable[[], AbstractContextManager[None]]
Progress = Callable[[], AbstractContextManager[Callable[[str], None]]]
Engine = Callable[[], Any]
OPTIONS = (
    click.argument("book", type=A_FILE),
    click.option("--host", type=click.Choice(HOSTS), required=True, help="Where it will be used."),
    click.option("-o", "--output", type=A_FILE, required=True, help="The file to write."),
    click.option("--namespace", default="", help="The namespace in an xlwings Server's manifest."),
    click.option("--force", is_flag=True, help="Replace the file if it is there."),
)
HELP = """Write the file that a spreadsheet host wants, with every value stored in it.

\b
calc     LibreOffice with the add-in: full names, and cells as it takes them
desktop  Excel with the add-in on the PC: functions under their own names
lite     Excel with xlwings Lite: the workbook carries the code
server   Excel with your xlwings Server: also writes the module for it
native   no add-in: functions become native formulas
values   no formulas at all, for the auditor

BOOK is any .xlsx whose cells call HEDGE_ functions.
"""


class Result(Protocol):
    """A calculated workbook, as the engine gives it."""

    @property
    def data(self) -> bytes:
        """The workbook, values stored in it."""

    @property
    def values(self) -> Mapping[str, object]:
        """The values by "Sheet!A1"."""

    @property
    def errors(self) -> Mapping[str, object]:
        """The error values among them."""

    @property
    def left(self) -> list[str]:
        """The cells without a value, left to the spreadsheet."""

    @property
    def kept(self) -> list[str]:
        """The cells whose value stayed as it came."""


@dataclass(frozen=True)
class Report:
    """What to tell the user, and what to look at; where something is missing, it has failed."""

    told: list[str]
    noted: list[str]
    missing: list[str]

    def show(self) -> int:
        """Print the lines; give the exit code."""
        for line in self.told:
            click.echo(line)
        for line in self.noted + self.missing:
            click.echo(f"  {line}", err=True)
        return 1 if self.missing else 0


def export_command(refusing: Refusing, progress: Progress, engine: Engine) -> click.Command:
    """Make the command; `engine` gives the module, which this room does not know."""

    @click.command("export", help=HELP, short_help="Write the file that a spreadsheet host wants.")
    def export(**wishes: Any) -> None:
        with refusing(), progress() as advance:
            calculated = engine().calculated
            report = run_export(lambda data: calculated(data, advance), **wishes)
        sys.exit(report.show())

    for option in OPTIONS:
        option(export)
    return export


def repair_command(refusing: Refusing, progress: Progress, engine: Engine) -> click.Command:
    """Make the command that mends formulas tied to another PC's add-in file."""

    @click.command("repair", short_help="Mend formulas tied to another PC's add-in file.")
    @click.argument("book", type=A_FILE)
    @click.option("-o", "--output", type=A_FILE, help="The file to write.  [BOOK-repaired.xlsx]")
    @click.option("--force", is_flag=True, help="Replace the file if it is there.")
    def repair(book: Path, output: Path | None, force: bool) -> None:
        r"""Take what another PC left before HEDGE_ functions out of the formulas of a workbook.

        'C:\...\betahedge.xlam'!HEDGE_PNL(1) and [2]!HEDGE_PNL(1) become HEDGE_PNL(1), links to
        the add-in file go, and the values are calculated.
        """
        with refusing(), progress() as advance:
            calculated = engine().calculated
            report = run_repair(lambda data: calculated(data, advance), book, output, force)
        sys.exit(report.show())

    return repair


def run_repair(
    calculated: Callable[[bytes], Result], book: Path, output: Path | None, force: bool
) -> Report:
    """Read a workbook, mend and calculate it, and write it under another name."""
    from betahedge.hosts.repair import repaired
    from betahedge.workbook.files import check_target, read_workbook, write_new

    output = output or book.with_name(f"{book.stem}-repaired{book.suffix}")
    data = read_workbook(book)
    check_target(output, force=force, source=book)
    done = repaired(data)
    if not done.changed:
        return Report([f"Nothing to repair in {book}."], [], [])
    result = calculated(done.data)
    write_new(output, result.data, force=force)
    links = [f"Link taken out: {link}" for link in done.links]
    links += [f"Link left, for other links follow it: {link}" for link in done.links_left]
    return Report(["Formulas repaired.", *links, f"Workbook: {output}"], findings(result), [])


def run_export(
    calculated: Callable[[bytes], Result],
    *,
    book: Path,
    host: str,
    output: Path,
    namespace: str,
    force: bool,
) -> Report:
    """Read a workbook, calculate it, make the host's file of it and write that."""
    from betahedge.hosts.export import Wish, beside, export, neutral
    from betahedge.workbook.files import BadInput, check_target, read_workbook, write_new

    wish = Wish(namespace, lambda data: calculated(data).values)
    data = read_workbook(book)
    if output.suffix.lower() != book.suffix.lower():
        raise BadInput(f"{output}: must end in {book.suffix}, as {book.name} does")
    check_target(output, force=force, source=book)
    others = {output.parent / name: text for name, text in beside(host).items()}
    new = {path: text for path, text in others.items() if not holds(path, text)}
    for path in new:
        check_target(path, force=force)
    result = calculated(neutral(data))
    done = export(result.data, host, wish)
    for path, text in {**new, output: done.data}.items():
        write_new(path, text, force=force)
    return report(output, [*others], done, findings(result))


def holds(path: Path, text: bytes) -> bool:
    """Tell a file that is there already as it would be written."""
    return path.is_file() and path.read_bytes() == text


def findings(result: Result) -> list[str]:
    """Say what a reader of the values should know."""
    from betahedge.hosts.repair import is_tied

    lines = [f"{ref} shows {error}" for ref, error in list(result.errors.items())[:SHOWN]]
    if len(result.errors) > SHOWN:
        lines.append(f"and {len(result.errors) - SHOWN:,} more show an error")
    for cells, what in (
        (result.left, "left for the spreadsheet to calculate"),
        (result.kept, "taken as stored, for only another program can calculate it"),
    ):
        lines += [f"{what}: {len(cells):,}: {listed(cells)}"] if cells else []
    if is_tied(result.data):
        lines.append("formulas are tied to another PC's add-in file: betahedge repair mends them")
    return lines


def report(output: Path, others: list[Path], done: "Exported", noted: list[str]) -> Report:
    """Say what was written, and what became of the cells that called the add-in."""
    plain = done.plain
    told = [f"Workbook: {output}", *(f"Module: {path}" for path in others)]
    if plain.replaced:
        told.append(f"{len(plain.replaced):,} cells hold native formulas instead of functions")
    lists = {
        "cells became their value, having no native formula that gives it": plain.frozen,
        "cells hold native formulas that only a spreadsheet can calculate": plain.unproved,
    }
    told += [f"{len(cells):,} {text}: {listed(cells)}" for text, cells in lists.items() if cells]
    return Report(told, noted, lost(plain))


def lost(plain: "Plain") -> list[str]:
    """Say what still needs a spreadsheet or the add-in."""
    lines = []
    if plain.valueless:
        lines.append(
            f"{listed(plain.valueless)}: no value is stored, so the formula is still there"
        )
    return lines + [f"{place}: still calls the add-in" for place in plain.elsewhere]


def listed(cells: list[str]) -> str:
    """List addresses, the first ones by name."""
    more = f" and {len(cells) - SHOWN:,} more" if len(cells) > SHOWN else ""
    return ", ".join(cells[:SHOWN]) + more
