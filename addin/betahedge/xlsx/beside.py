"""What is written beside its place first, and then put there: whole, or not at all.

Its name says of which file and which run it is, so what a killed run has left is found by the next.
"""

import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from betahedge.errors import InputError

_HERE = -100  # AT_FDCWD: paths are as given
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_NO_SUCH = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
_OLD = "-old"


def check_has_name(target: Path) -> None:
    """Refuse . and .. and / for what is put in place whole: a folder of others, or of no name."""
    if target.name in ("", ".."):
        like = target / "pack"
        raise InputError(f"{target}: must be the name of a folder of its own, like {like}")


@contextmanager
def beside(target: Path, folder: Path | None = None) -> Iterator[Path]:
    """Give a free name beside a target; what stands there in the end is taken away.

    folder: another one of the same disk.  What ended runs have left there goes first.
    """
    folder = folder or target.absolute().parent
    sweep(target, folder)
    path = folder / f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}"
    try:
        yield path
    finally:
        _remove(path)


def sweep(target: Path, folder: Path) -> None:
    """Take away what ended runs have left; put back an old folder that lost its place."""
    start = f".{target.name}."
    for path in folder.iterdir():
        owner = path.name.removeprefix(start).partition("-")[0]
        if not path.name.startswith(start) or not owner.isdigit() or _is_alive(int(owner)):
            continue
        if path.name.endswith(_OLD) and not target.exists():
            path.rename(target)
        else:
            _remove(path)


def umask() -> int:
    """Give the rights that new files do not get."""
    found = os.umask(0)
    os.umask(found)
    return found


def put(new: Path, target: Path) -> None:
    """Move a new folder to the target; what was there is left in the new one's old place."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        aside = new.with_name(f"{new.name}{_OLD}")
        target.rename(aside)  # without an exchange there is a moment in which neither has the name
        try:
            new.rename(target)
        except OSError:
            aside.rename(target)
            raise
        aside.rename(new)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


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


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
