"""Results are put into place whole, or not at all."""

import os
import signal
import subprocess
import sys
import time

import pytest

from batch.many import write_lines
from batch.runs import invoke


def test_results_are_replaced_only_if_they_are_results(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 50)
    assert invoke(source, "-o", tmp_path / "out").exit_code == 0
    assert "is there already" in invoke(source, "-o", tmp_path / "out").stderr
    assert invoke(source, "-o", tmp_path / "out", "--force").exit_code == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("kept")
    result = invoke(source, "-o", tmp_path / "mine", "--force")
    assert "is no folder of results" in result.stderr
    result = invoke(source, "-o", tmp_path, "--force")
    assert "holds what is read" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out", "p.parquet"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_run_leaves_no_results(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 1_000_000)
    words = ["batch", str(source), "-o", str(tmp_path / "out")]
    code = f"from betahedge.cli import main; main({words!r})"
    running = subprocess.Popen([sys.executable, "-c", code])
    while running.poll() is None and not list(tmp_path.glob(".out.*/lines/*.parquet")):
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_one_line(tmp_path, monkeypatch):
    source = write_lines(tmp_path / "p.parquet", 50)

    def full(*_words, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("betahedge.batch.polars_run._write", full)
    result = invoke(source, "-o", tmp_path / "out")
    assert "No space left" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["p.parquet"]
