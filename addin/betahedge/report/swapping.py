"""A folder made beside another and put in its place: the old one or the new one, never half."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from betahedge.errors import InputError
from betahedge.xlsx.beside import beside, check_has_name, put


def check_folder(target: Path, ours: set[str], *, force: bool) -> None:
    """Say, before any work is done, that a pack cannot stand where it should.

    ours: the names that a pack may hold; a folder with other files is never replaced.
    """
    check_has_name(target)
    folder = target.parent
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise InputError(f"{target}: is there already and no folder; give another name")
        others = (
            sorted(p.name for p in target.iterdir() if p.name not in ours)
            if target.is_dir()
            else []
        )
        if others:
            raise InputError(
                f"{target}: holds files that are no part of a pack ({others[0]}); move them away, "
                "or give another name"
            )
        if target.is_dir() and any(target.iterdir()) and not force:
            raise InputError(f"{target}: is there already; give another name, or --force")
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder")
        with beside(target) as probe:
            probe.mkdir()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to ({error.strerror})") from None


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all: beside, then swapped in one step."""
    try:
        with beside(target) as new:
            new.mkdir(mode=0o777)
            for name, data in files.items():
                _write(new / name, data)
            _sync(new)
            put(new, target)
            _sync(target.absolute().parent)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror})") from None


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Have a folder's entries on the disk; not every system opens a folder."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
