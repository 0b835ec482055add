"""A folder of results: written beside its place, and moved there when it is whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from betahedge.books.text import escaped
from betahedge.errors import InputError
from betahedge.xlsx.beside import beside, check_has_name, put

RECORD = "batch.json"  # by which a folder of results is known


def check_folder(folder: Path, *, force: bool, source: Path) -> None:
    """Say, before any work is done, that results cannot be put where they should be."""
    check_has_name(folder)
    shown = escaped(str(folder))
    try:
        place, read = folder.resolve(), source.resolve()
    except (OSError, RuntimeError):  # which one, depends on the release of Python
        raise InputError(f"{shown}: is a link that leads to itself") from None
    if place == read or place in read.parents:
        raise InputError(f"{shown}: holds what is read; give another folder with -o")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError(f"{shown}: is a file or a link; must be the name of a folder")
    if folder.exists() and not force:
        raise InputError(f"{shown}: is there already; give another name, or --force to replace it")
    if folder.exists() and not (folder / RECORD).is_file():
        raise InputError(f"{shown}: is no folder of results, and not replaced; give another name")
    if not folder.absolute().parent.is_dir():
        raise InputError(f"{escaped(str(folder.parent))}: there is no such folder")


@contextlib.contextmanager
def staged(folder: Path, *, force: bool, source: Path) -> Iterator[Path]:
    """Give a folder beside to write into, and move it into place if all went well."""
    check_folder(folder, force=force, source=source)
    try:
        with beside(folder) as new:
            new.mkdir(mode=0o777)
            yield new
            put(new, folder)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(f"{escaped(str(folder))}: cannot be written ({why})") from None
