"""A folder made beside another and put in its place: the old one or the new one, never half."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from betahedge.errors import InputError

_HERE = -100  # AT_FDCWD: paths are as given
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_NO_SUCH = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def check_folder(target: Path, ours: set[str], *, force: bool) -> None:
    """Say, before any work is done, that a pack cannot stand where it should.

    ours: the names that a pack may hold; a folder with other files is never replaced.
    """
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
        handle, probe = tempfile.mkstemp(dir=folder, prefix=f".{target.name}.")
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to ({error.strerror})") from None
    os.close(handle)
    Path(probe).unlink()


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all: beside, then swapped in one step."""
    _sweep(target)
    beside = None
    try:
        beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.{os.getpid()}-"))
        beside.chmod(0o777 & ~_umask())
        for name, data in files.items():
            _write(beside / name, data)
        _sync(beside)
        _put(beside, target)
        _sync(target.parent)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror})") from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


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


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _put(beside: Path, target: Path) -> None:
    """Move the new folder to the target; what was there is left in the new one's old place."""
    if not target.exists():
        beside.rename(target)
    elif not _exchange(beside, target):
        aside = beside.with_name(f"{beside.name}-old")
        target.rename(aside)  # without an exchange there is a moment in which neither has the name
        try:
            beside.rename(target)
        except OSError:
            aside.rename(target)
            raise
        aside.rename(beside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step, where the system can."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    names = os.fsencode(one), os.fsencode(other)
    if library is not None and hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    elif library is not None and sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(names[0], names[1], _EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _NO_SUCH:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return not failed


def _sweep(target: Path) -> None:
    """Take away what an ended run has left beside; put back an old pack that lost its place."""
    for path in target.parent.glob(f".{target.name}.*-*"):
        owner = path.name.removeprefix(f".{target.name}.").partition("-")[0]
        if not owner.isdigit() or _is_alive(int(owner)) or not path.is_dir():
            continue
        if path.name.endswith("-old") and not target.exists():
            path.rename(target)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
