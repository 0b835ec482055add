"""A folder of results: written beside its place, and moved there when it is whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from betahedge.books.text import escaped
from betahedge.errors import InputError

RECORD = "batch.json"  # by which a folder of results is known


def check_folder(folder: Path, *, force: bool, source: Path) -> None:
    """Say, before any work is done, that results cannot be put where they should be."""
    shown = escaped(str(folder))
    if folder.resolve() == source.resolve() or folder.resolve() in source.resolve().parents:
        raise InputError(f"{shown}: holds what is read; give another folder with -o")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{shown}: is a file; must be the name of a folder")
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
    parent = folder.absolute().parent
    try:
        beside = Path(tempfile.mkdtemp(dir=parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise InputError(f"{parent}: cannot be written to ({error.strerror})") from None
    try:
        yield beside
        beside.chmod(0o777 & ~_umask())
        _move(beside, folder)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(f"{escaped(str(folder))}: cannot be written ({why})") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _move(beside: Path, folder: Path) -> None:
    """Move into place; older results go only after the new ones are there."""
    if not folder.exists():
        beside.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=beside.parent, prefix=f".{folder.name}.")) / "old"
    folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)
