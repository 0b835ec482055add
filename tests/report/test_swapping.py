"""A folder of results is the old one or the new one, whatever ends the program."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import betahedge
from betahedge.errors import InputError
from betahedge.report.pack import NAMES
from betahedge.report.swapping import check_folder, write_folder

HERE = {**os.environ, "PYTHONPATH": str(Path(betahedge.__file__).parents[1])}


def test_a_folder_with_other_files_is_never_replaced(tmp_path):
    target = tmp_path / "pack"
    target.mkdir()
    (target / "signed.pdf").write_bytes(b"by hand")
    with pytest.raises(InputError, match=r"holds files that are no part of a pack \(signed.pdf\)"):
        check_folder(target, NAMES, force=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(InputError, match="cannot be written to"):
        check_folder(tmp_path / "closed" / "pack", NAMES, force=False)


def test_a_full_disk_is_one_line_and_leaves_the_old_pack(tmp_path, monkeypatch):
    target = tmp_path / "pack"
    write_folder(target, {"report.md": b"old"})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("betahedge.report.swapping._write", full)
    with pytest.raises(InputError, match=r"cannot be written .No space left on device"):
        write_folder(target, {"report.md": b"new"})
    assert (target / "report.md").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


WRITER = """
import sys
from pathlib import Path
from betahedge.report.swapping import write_folder
n = 0
while True:
    n += 1
    mark = str(n).encode() * 2000
    write_folder(Path(sys.argv[1]), {f"file{k}": mark for k in range(6)})
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_at_random_moments_the_old_pack_or_the_new_one(tmp_path):
    """Fifty times: all files of a pack are of one run, and none is missing."""
    target, draw = tmp_path / "pack", random.Random(5)
    write_folder(target, {f"file{k}": b"0" * 2000 for k in range(6)})
    for _ in range(50):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(target)], env=HERE)
        time.sleep(0.15 + draw.random() * 0.25)
        process.send_signal(signal.SIGKILL)
        process.wait()
        contents = {path.name: path.read_bytes() for path in target.iterdir()}
        assert len(contents) == 6
        assert len(set(contents.values())) == 1
    write_folder(target, {"report.md": b"last"})
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]  # what was left beside is gone
