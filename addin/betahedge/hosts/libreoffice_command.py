"""The command `betahedge install calc`: the extension into LibreOffice, or into a file."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from betahedge import __version__

# Everything heavy is imported in the command that uses it, so that --help is quick.

A_FILE = click.Path(path_type=Path)
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


def install_command(refusing: Callable[[], AbstractContextManager[None]]) -> click.Group:
    """Make the group of commands; `refusing` turns bad input into one line."""

    @click.group("install")
    def install() -> None:
        """Put the add-in into a spreadsheet program."""

    @install.command("calc")
    @click.option("--shared", is_flag=True, help="For every user of this machine, as root.")
    @click.option("--oxt", type=A_FILE, help="Only write the extension, betahedge.oxt, to a file.")
    @click.option("--force", is_flag=True, help="Replace the file if it is there.")
    def calc(shared: bool, oxt: Path | None, force: bool) -> None:
        """Install the add-in in LibreOffice Calc, 7.4 or newer; close LibreOffice first."""
        with refusing():
            if oxt is not None:
                write_extension(oxt, force)
            else:
                install_extension(shared)

    return install


def write_extension(path: Path, force: bool) -> None:
    """Write the extension to a file."""
    from betahedge.hosts.libreoffice import extension
    from betahedge.workbook.files import write_new

    write_new(path, extension(), force=force)
    click.echo(f"Extension: {path}")


def install_extension(shared: bool) -> None:
    """Install the extension, and say what this LibreOffice does with it."""
    from betahedge.hosts.libreoffice_install import install

    found = install(shared=shared)
    click.echo(f"betahedge {__version__} is in LibreOffice; its functions answer.")
    click.echo(PLAIN if found.plain else FULL)
    if os.environ.keys() & {"VIRTUAL_ENV", "CONDA_PREFIX"}:
        click.echo(ACTIVE)
