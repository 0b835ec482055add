"""The commands `betahedge calc`, `export` and `repair`: a workbook in, another one out."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    FAILED,
    FORCE,
    OneOf,
    holds,
    main,
    note,
    print_json,
    progress,
    refusing,
    say,
)
from betahedge.cli.plain import plain_export, plain_result

if TYPE_CHECKING:
    from betahedge.engine import Calculated
    from betahedge.hosts.plain.freezing import Plain
    from betahedge.hosts.repair import Repaired

SHOWN = 20  # addresses of cells in one line
HELP = """Write the file that a spreadsheet host wants, with every value stored in it.

\b
calc     LibreOffice with the add-in: full names, and cells as it takes them
desktop  Excel with the add-in on the PC: functions under their own names
lite     Excel with xlwings Lite: the workbook carries the code
server   Excel with your xlwings Server: also writes the module for it
lambda   Excel 365 or 2024, nothing installed: functions become names
native   no add-in: functions become native formulas
values   no formulas at all, for the auditor

BOOK is any .xlsx whose cells call HEDGE_ functions.
"""
# A test compares with `export`.
HOSTS = ("calc", "desktop", "lite", "server", "lambda", "native", "values")


def check_output(output: Path, book: Path, *, force: bool, in_place: bool = False) -> None:
    """Refuse, before any work is done, a name that the file made of a workbook cannot have."""
    from betahedge.errors import InputError
    from betahedge.xlsx.files import check_target

    if output.suffix.lower() != book.suffix.lower():
        raise InputError(f"{output}: must end in {book.suffix}, as {book.name} does")
    check_target(output, force=force, source=None if in_place else book)


@main.command(short_help="Calculate a workbook without Excel.")
@click.argument("book", type=A_FILE)
@click.option("-o", "--output", type=A_FILE, help="The file to write.  [BOOK-calculated.xlsx]")
@AS_JSON
@FORCE
def calc(book: Path, output: Path | None, as_json: bool, force: bool) -> None:
    """Recalculate any .xlsx whose cells call HEDGE_ functions, without Excel.

    Stores the values of those cells, of cells that depend on them, and of cells that have none.
    """
    from betahedge.engine import calculate, read_workbook, write_new

    with refusing():
        data = read_workbook(book)
        output = output or book.with_name(f"{book.stem}-calculated{book.suffix}")
        check_output(output, book, force=force, in_place=True)
        with progress() as advance:
            result = calculate(data, advance)
        write_new(output, result.data, force=force)
    if as_json:
        print_json({"workbook": output, **plain_result(result)})
    else:
        show_result(result, output)
    if result.master_check not in (None, "OK"):
        sys.exit(FAILED)


def show_result(result: Calculated, output: Path) -> None:
    """Print what a calculated workbook calls, and on stderr what a reader should know."""
    for name, calls in sorted(result.functions.items()):
        say(f"{calls:>8,}  {name}")
    if not result.functions:
        say("No cell calls a HEDGE_ function.")
    say(f"Values stored: {len(result.values):,}, in {output}")
    note(findings(result))
    if result.master_check is not None:
        say(f"Checks: {result.master_check}")
        note([f"{cell}: FAIL" for cell, value in result.values.items() if value == "FAIL"])


@main.command(help=HELP, short_help="Write the file that a spreadsheet host wants.")
@click.argument("book", type=A_FILE)
@click.option("--host", type=OneOf(HOSTS), required=True, help="Where it will be used.")
@click.option("-o", "--output", type=A_FILE, required=True, help="The file to write.")
@click.option("--namespace", default="", help="The namespace in an xlwings Server's manifest.")
@AS_JSON
@FORCE
def export(book: Path, host: str, output: Path, namespace: str, as_json: bool, force: bool) -> None:
    """Calculate a workbook, make the host's file of it and write that."""
    from betahedge.engine import calculate, read_workbook, write_new
    from betahedge.hosts.export import Wish, files_beside, neutralize
    from betahedge.hosts.export import export as exported
    from betahedge.xlsx.files import check_target

    with refusing():
        now = datetime.datetime.now()  # the same for the values and for their proof
        wish = Wish(namespace, lambda native: calculate(native, advance, now=now).values)
        data = read_workbook(book)
        check_output(output, book, force=force)
        others = {output.parent / name: text for name, text in files_beside(host).items()}
        new = {path: text for path, text in others.items() if not holds(path, text)}
        for path in new:
            check_target(path, force=force)
        with progress() as advance:
            result = calculate(neutralize(data), advance, now=now)
            done = exported(result.data, host, wish)
        for path, text in {**new, output: done.data}.items():
            write_new(path, text, force=force)
    if as_json:
        found = plain_export(result, done.plain)
        print_json({"workbook": output, "modules": list(others), **found})
    else:
        show_export(result, done.plain, [output, *others])
    if lost(done.plain):
        sys.exit(FAILED)


def show_export(result: Calculated, plain: Plain, paths: list[Path]) -> None:
    """Print what was written and what became of the calls; on stderr what a reader should know."""
    workbook, *modules = paths
    say(f"Workbook: {workbook}")
    for path in modules:
        say(f"Module: {path}")
    for line in became(plain):
        say(line)
    note(findings(result) + lost(plain))


@main.command(short_help="Mend formulas tied to another PC's add-in file.")
@click.argument("book", type=A_FILE)
@click.option("-o", "--output", type=A_FILE, help="The file to write.  [BOOK-repaired.xlsx]")
@AS_JSON
@FORCE
def repair(book: Path, output: Path | None, as_json: bool, force: bool) -> None:
    r"""Take what another PC left before HEDGE_ functions out of the formulas of a workbook.

    'C:\...\betahedge.xlam'!HEDGE_PNL(1) and [2]!HEDGE_PNL(1) become HEDGE_PNL(1), links to
    the add-in file go, and the values are calculated.
    """
    from betahedge.engine import calculate, read_workbook, write_new
    from betahedge.hosts.repair import repair as mend

    with refusing():
        data = read_workbook(book)
        output = output or book.with_name(f"{book.stem}-repaired{book.suffix}")
        check_output(output, book, force=force)
        done = mend(data)
        if not done.changed:
            if as_json:
                print_json({"workbook": None, "links": [], "links_left": done.links_left})
            else:
                say(f"Nothing to repair in {book}.")
            return
        with progress() as advance:
            result = calculate(done.data, advance)
        write_new(output, result.data, force=force)
    if as_json:
        links = {"links": done.links, "links_left": done.links_left}
        print_json({"workbook": output, **links, **plain_result(result)})
    else:
        show_repair(done, result, output)


def show_repair(done: Repaired, result: Calculated, output: Path) -> None:
    """Print what was mended and written, and on stderr what a reader should know."""
    say("Formulas repaired.")
    for link in done.links:
        say(f"Link taken out: {link}")
    for link in done.links_left:
        say(f"Link left, for other links follow it: {link}")
    say(f"Workbook: {output}")
    note(findings(result))


def findings(result: Calculated) -> list[str]:
    """Say what a reader of the values should know."""
    from betahedge.cells import CATALOGUE
    from betahedge.errors import closest
    from betahedge.hosts.repair import is_tied

    lines = [
        f"{ref} shows {error}{f': {error.reason}' if error.reason else ''}"
        for ref, error in list(result.errors.items())[:SHOWN]
    ]
    if len(result.errors) > SHOWN:
        lines.append(f"and {len(result.errors) - SHOWN:,} more show an error")
    for name, cells in result.unknown.items():
        lines.append(
            f"{name} is no function of betahedge{closest(name, CATALOGUE)}: {listed(cells)}"
        )
    for found, what in (
        (result.left, "left for the spreadsheet to calculate"),
        (result.kept, "kept as stored, and calculated with"),
    ):
        by_reason: dict[str, list[str]] = {}
        for cell, why in found.items():
            by_reason.setdefault(why, []).append(cell)
        for why, cells in by_reason.items():
            lines.append(f"{what}: {len(cells):,}: {listed(cells)}: {why}")
    if is_tied(result.data):
        lines.append("formulas are tied to another PC's add-in file: betahedge repair mends them")
    return lines


def became(plain: Plain) -> list[str]:
    """Say what became of the cells that called the add-in."""
    lines = []
    if plain.replaced:
        lines.append(f"Native formulas instead of functions: {len(plain.replaced):,}")
    lists = {
        "Became their value, having no formula that gives it": plain.frozen,
        "Native formulas that only a spreadsheet can calculate": plain.unproved,
    }
    return lines + [f"{text}: {len(c):,}: {listed(c)}" for text, c in lists.items() if c]


def lost(plain: Plain) -> list[str]:
    """Say what still needs a spreadsheet or the add-in."""
    lines = []
    if plain.valueless:
        lines.append(
            f"{listed(plain.valueless)}: no value is stored, or none in a cell that shares the "
            "formula, so the formula is still there"
        )
    return lines + [f"{place}: still calls the add-in" for place in plain.elsewhere]


def listed(cells: list[str]) -> str:
    """List addresses, the first ones by name."""
    more = f" and {len(cells) - SHOWN:,} more" if len(cells) > SHOWN else ""
    return ", ".join(cells[:SHOWN]) + more
