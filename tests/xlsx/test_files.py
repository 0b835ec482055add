"""What is replaced and what never is, and what is left where a run has ended too soon."""

import os
import socket
import subprocess
import sys
import zipfile

import pytest

from betahedge.errors import InputError
from betahedge.xlsx.files import check_target, read_workbook, write_new

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


def refused(path, what, *, force=True):
    for look in (check_target, lambda path, force: write_new(path, b"new", force=force)):
        with pytest.raises(InputError, match=what) as raised:
            look(path, force=force)
        assert len(raised.value.lines) == 1


@pytest.mark.parametrize(
    ("part", "is_read"),
    [
        *dict.fromkeys(("xl/workbook.xml", "xl\\workbook.xml", "/XL/Workbook.xml"), True).items(),
        *dict.fromkeys(("xl/workbook2.xml", "xl\\book.xml"), True).items(),
        *dict.fromkeys(("workbook.xml", "word/document.xml", "xl/workbook.bin"), False).items(),
    ],
)
def test_a_workbook_is_told_by_its_part_however_that_is_written(tmp_path, part, is_read):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<workbook/>")
    if is_read:
        assert read_workbook(path) == path.read_bytes()
        return
    with pytest.raises(InputError, match="is a zip archive, but not an"):
        read_workbook(path)


def test_a_plain_file_is_replaced_if_told(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    refused(path, "is there already", force=False)
    assert path.read_bytes() == b"old"
    write_new(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_read_only_file_is_kept(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    refused(path, "is read-only, and not replaced; make it writable first")
    assert path.read_bytes() == b"old"


@posix
@pytest.mark.parametrize("leads_to", ["file", "folder", "nothing"])
def test_a_link_is_kept(tmp_path, leads_to):
    path = tmp_path / "book.xlsx"
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    path.symlink_to(tmp_path / leads_to)
    refused(path, "is a folder" if leads_to == "folder" else "is a link, and not replaced")
    assert path.is_symlink()
    assert (tmp_path / "file").read_bytes() == b"old"


@posix
@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_is_kept(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's name is short
    path = tmp_path / "book.xlsx"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as end:
            end.bind("book.xlsx")
    else:
        path = path.__class__("/dev/null")
    before = path.stat()
    refused(path, "is no plain file, and not replaced")
    assert (path.stat().st_mode, path.stat().st_ino) == (before.st_mode, before.st_ino)


@posix
def test_a_folders_link_is_no_place_for_results(tmp_path):
    from betahedge.batch.staging import check_folder

    (tmp_path / "folder").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "folder")
    with pytest.raises(InputError, match="is a file or a link; must be the name of a folder"):
        check_folder(tmp_path / "out", force=True, source=tmp_path / "p.parquet")


@posix
def test_what_a_killed_run_has_left_goes_with_the_next_of_the_same_output(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    path, alive = tmp_path / "book.xlsx", os.getppid()
    left = [f".book.xlsx.{ended.pid}-0a1b", f".book.xlsx.{ended.pid}-ffff"]
    kept = [
        *(f".book.xlsx.{alive}-0a1b", f".other.xlsx.{ended.pid}-0a1b", ".book.xlsx.mine-1"),
        *(".book.xlsx.swp", "book.xlsx.1-2"),
    ]
    for name in left + kept:
        (tmp_path / name).write_bytes(b"half")
    write_new(path, b"whole")
    assert {each.name for each in tmp_path.iterdir()} == {"book.xlsx", *kept}
