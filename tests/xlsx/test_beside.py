"""Beside its place first, then there: what ended runs have left goes, and nothing else."""

import os
import subprocess
import sys

import pytest

from betahedge.xlsx import beside as module
from betahedge.xlsx.beside import beside, put, sweep

pytestmark = pytest.mark.skipif(os.name != "posix", reason="asks for processes as POSIX does")


@pytest.fixture(scope="module")
def ended():
    """Give the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_name_beside_is_free_and_empty_again_in_the_end(tmp_path):
    target = tmp_path / "book.xlsx"
    with beside(target) as path:
        assert path.parent == tmp_path
        assert not path.exists()
        path.write_text("half")
    with pytest.raises(OSError, match="full"), beside(target) as path:
        path.mkdir()
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []


def test_what_ended_runs_left_goes_and_nothing_else(tmp_path, ended):
    target = tmp_path / "pack"
    left = tmp_path / f".pack.{ended}-0a"
    left.mkdir()
    (left / "half").touch()
    keep = [f".pack.{os.getpid()}-0a", f".packed.{ended}-0a", ".pack.mine-0a", "pack2", ".pack"]
    for name in keep:
        (tmp_path / name).touch()
    sweep(target, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(keep)


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_lost_its_place_is_put_back(tmp_path, ended, there):
    target, old = tmp_path / "pack", tmp_path / f".pack.{ended}-0a-old"
    old.mkdir()
    (old / "signed").touch()
    if there:
        target.mkdir()
    sweep(target, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
    assert (target / "signed").exists() != there


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_new_folder_takes_the_place_and_the_old_one_takes_its(tmp_path, monkeypatch, exchanges):
    if not exchanges:
        monkeypatch.setattr(module, "_exchange", lambda *_: False)
    new, target = tmp_path / "new", tmp_path / "pack"
    for path in (new, target):
        path.mkdir()
        (path / path.name).touch()
    put(new, target)
    assert [path.name for path in target.iterdir()] == ["new"]
    assert [path.name for path in new.iterdir()] == ["pack"]
    assert len(list(tmp_path.iterdir())) == 2


def test_an_old_folder_comes_back_where_the_new_one_cannot_be_moved(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    target = tmp_path / "pack"
    target.mkdir()
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "gone", target)
    assert target.is_dir()
