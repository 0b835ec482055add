"""Files in and out: refused with one clear line, and never half-written."""

import io
import os
import stat
import zipfile
from pathlib import Path

from betahedge.errors import InputError
from betahedge.xlsx.beside import beside, umask

# A workbook is refused by these before anything in it is unpacked.
MAX_PACKED = 256 << 20  # bytes
MAX_PARTS = 10_000
MAX_UNPACKED = 1 << 30  # bytes
OPEN_MARKS = ("~${}", ".~lock.{}#")  # files that Excel and LibreOffice lay beside an open one


def readable(path: Path) -> bytes:
    """Read a file, or say why it cannot be read."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; must be a file")
        with path.open("rb") as stream:
            data = stream.read(MAX_PACKED + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no name of a file"
        raise InputError(f"{path}: cannot be read ({reason})") from None
    if not data:
        raise InputError(f"{path}: is empty")
    if len(data) > MAX_PACKED:
        raise InputError(f"{path}: has more than {MAX_PACKED >> 20} MiB; it is not read")
    return data


def read_workbook(path: Path) -> bytes:
    """Read an .xlsx or .xlsm, after a look at what kind of file it is."""
    data = readable(path)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{path}: is an encrypted or an old .xls workbook; save it as plain .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise InputError(f"{path}: is not a spreadsheet (.xlsx)") from None
    if not any(map(_may_be_book, names)):
        raise InputError(f"{path}: is a zip archive, but not an .xlsx workbook")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        limit = f"{MAX_PARTS:,} parts and {MAX_UNPACKED >> 20:,} MiB"
        raise InputError(f"{path}: unpacks to more than {limit}; it is not opened")
    return data


def _may_be_book(name: str) -> bool:
    """Tell a part that may be the workbook's, also with backslashes, in capitals, or workbook2."""
    folder, _, part = name.replace("\\", "/").lstrip("/").lower().rpartition("/")
    return folder == "xl" and part.endswith(".xml")


def check_target(path: Path, *, force: bool, source: Path | None = None) -> None:
    """Say, before any work is done, that a file cannot be written where it should be.

    source: the file that is read; it is not replaced by what is made of it.
    """
    folder = path.parent
    try:
        if source is not None and path.exists() and source.exists() and path.samefile(source):
            raise InputError(f"{path}: is the file that is read; give another name with -o")
        _check_present(path, force)
        if any((folder / mark.format(path.name)).exists() for mark in OPEN_MARKS):
            raise InputError(
                f"{path}: is open in another program; close it there, or give another name"
            )
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder")
        with beside(path) as probe:
            probe.touch()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to ({error.strerror})") from None


def _check_present(path: Path, force: bool) -> None:
    """Refuse to replace anything but a plain file that may be changed, and that one unasked."""
    if path.is_dir():
        raise InputError(f"{path}: is a folder; must be the name of a file")
    if path.is_symlink():
        raise InputError(f"{path}: is a link, and not replaced; give another name")
    if not path.exists():
        return
    if not path.is_file():
        raise InputError(f"{path}: is no plain file, and not replaced; give another name")
    if not force:
        raise InputError(f"{path}: is there already; give another name, or --force to replace it")
    if not path.stat().st_mode & stat.S_IWUSR:
        raise InputError(f"{path}: is read-only, and not replaced; make it writable first")


def write_new(path: Path, data: bytes, *, force: bool = False, staging: Path | None = None) -> None:
    """Write a file whole or not at all: under a temporary name, then moved into place.

    staging: another folder of the same disk for the temporary file.
    """
    check_target(path, force=force)
    try:
        with beside(path, staging) as temporary:
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(_mode(path))
            if force:
                temporary.replace(path)
            else:
                _place(temporary, path)
    except FileExistsError:
        raise InputError(f"{path}: is there already; give another name, or --force") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


def _mode(path: Path) -> int:
    """Give the rights a new file has, or those of the file that is replaced."""
    if path.exists():
        return path.stat().st_mode & 0o777
    return 0o666 & ~umask()


def _place(temporary: Path, path: Path) -> None:
    """Move a file to a name that must be free."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: claim the name, then move onto it
        path.open("xb").close()
        temporary.replace(path)
