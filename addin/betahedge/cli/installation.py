"""The commands `betahedge install`, `uninstall` and `doctor`."""

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from betahedge import __version__
from betahedge.cli.group import A_FILE, AS_JSON, FORCE, OneOf, main, print_json, refusing, say

SHARED = click.option("--shared", is_flag=True, help="For every user of this machine, as root.")
PLAIN = (
    "Typed names work, in .xlsx files too. There an empty cell is 0; "
    "in a file of export --host calc it takes its default."
)
FULL = (
    "Typed names work. From .xlsx files this release takes full names only: "
    "org.betahedge.Functions.HEDGE_PNL."
)
ACTIVE = (
    "A Python environment is active in this shell: deactivate it before you start LibreOffice "
    "from here, or it may open no spreadsheet."
)


@main.group(short_help="Put the add-in into a spreadsheet program.")
def install() -> None:
    """Put the add-in into a spreadsheet program."""


@install.command()
@SHARED
@click.option("--oxt", type=A_FILE, help="Only write the extension, betahedge.oxt, to a file.")
@FORCE
def calc(shared: bool, oxt: Path | None, force: bool) -> None:
    """Install the add-in in LibreOffice Calc, 7.4 or newer; close LibreOffice first."""
    from betahedge.hosts.calc.extension import build_extension
    from betahedge.hosts.calc.install import install, is_active
    from betahedge.xlsx.files import write_new

    with refusing():
        if oxt is not None:
            write_new(oxt, build_extension(), force=force)
            say(f"Extension: {oxt}")
            return
        found = install(shared=shared)
    say(f"betahedge {__version__} is in LibreOffice; its functions answer.")
    say(PLAIN if found.plain else FULL)
    if is_active(os.environ):
        say(ACTIVE)


@install.command()
@click.option("--xlam", type=A_FILE, help="Only write the add-in, betahedge.xlam, to a file.")
@click.option("--python", default="", help="The Python that it starts.  [this one]")
@FORCE
def desktop(xlam: Path | None, python: str, force: bool) -> None:
    """Install the add-in in Excel, on a Windows PC; close Excel first."""
    from betahedge.errors import InputError
    from betahedge.hosts.excel.computer import Computer
    from betahedge.hosts.excel.install import install, make_add_in
    from betahedge.xlsx.files import check_target, write_new

    with refusing():
        computer = Computer.this()
        if xlam is not None:
            check_target(xlam, force=force)
            write_new(xlam, make_add_in(computer, python), force=force)
            say(f"Add-in: {xlam}")
            return
        if force:
            raise InputError(
                "--force: goes with --xlam; the installed add-in is replaced in any case"
            )
        say(f"Add-in: {install(computer, python)}")
    say("Start Excel and type =HEDGE_VERSION(); if it is an error: betahedge doctor")


@main.command(short_help="Take the add-in out of a spreadsheet program.")
@click.argument("host", type=OneOf(["calc", "desktop"]))
@SHARED
def uninstall(host: str, shared: bool) -> None:
    """Take the add-in out of LibreOffice Calc, or out of Excel on a Windows PC."""
    from betahedge.errors import InputError
    from betahedge.hosts.calc.install import uninstall as uninstall_from_calc
    from betahedge.hosts.excel.computer import Computer
    from betahedge.hosts.excel.install import uninstall as uninstall_from_excel

    with refusing():
        if shared and host != "calc":
            raise InputError("--shared: goes with calc; Excel's add-in is each user's own")
        if host == "calc":
            gone = uninstall_from_calc(shared=shared)
        else:
            gone = uninstall_from_excel(Computer.this()) is not None
    say("betahedge is removed." if gone else "betahedge was not there.")


@main.command(answers=True, short_help="Say what is wrong with an installation.")
@AS_JSON
def doctor(as_json: bool) -> None:
    """Look at Python, LibreOffice and Excel; say what is wrong and how to mend it.

    Exit code 1 if anything is.
    """
    from betahedge.hosts.doctor import examine
    from betahedge.hosts.excel.computer import Computer

    with refusing():
        findings = list(examine(Computer.this()))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    for finding in () if as_json else findings:
        say(f"{finding.state:<6} {finding.what}")
        if finding.mend and finding.state != "ok":
            say(f"       -> {finding.mend}")
    sys.exit(int(any(finding.state == "WRONG" for finding in findings)))
