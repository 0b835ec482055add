"""Installing the add-in on a played Windows PC: which Python, whose file, and out again."""

import codecs
import re

import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.errors import InputError
from betahedge.hosts.excel.add_in import read_settings
from betahedge.hosts.excel.computer import Computer
from betahedge.hosts.excel.install import check_python
from hosts.excel.test_add_in import on_pc


def test_only_a_file_for_another_python(roaming, tmp_path):
    path, python = tmp_path / "b.xlam", r"%LOCALAPPDATA%\betahedge\Scripts\pythonw.exe"
    done = on_pc("install", "desktop", "--xlam", path, "--python", python, roaming=roaming)
    assert done.returncode == 0, done.stderr
    assert read_settings(path.read_bytes())["INTERPRETER_WIN"] == python
    again = on_pc("install", "desktop", "--xlam", path, roaming=roaming)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_somebody_elses_file_of_that_name_stays(tmp_path):
    path = tmp_path / "Microsoft" / "Excel" / "XLSTART" / "betahedge.xlam"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    for words in (("install", "desktop"), ("uninstall", "desktop")):
        done = on_pc(*words, roaming=tmp_path)
        assert done.returncode == 2
        assert re.fullmatch(r"betahedge: .*betahedge\.xlam: .*not of betahedge.*\n", done.stderr)
    assert path.read_bytes() == b"mine"


def test_uninstall(tmp_path):
    assert on_pc("install", "desktop", roaming=tmp_path).returncode == 0
    done = on_pc("uninstall", "desktop", roaming=tmp_path)
    assert (done.returncode, done.stdout) == (0, "betahedge is removed.\n")
    assert not list(tmp_path.rglob("*.xlam"))
    done = on_pc("uninstall", "desktop", roaming=tmp_path)
    assert (done.returncode, done.stdout) == (0, "betahedge was not there.\n")


@pytest.mark.parametrize(
    "python",
    [
        *("pythonw", r"bin\pythonw.exe", r"\bin\pythonw.exe", "./python", "C:python.exe"),
        *(r'C:\a" -c "import os', "C:\\a\npythonw.exe", "/a\u202eb", "/a\x1b[2Jb"),
    ],
)
@pytest.mark.parametrize("xlam", [True, False])
def test_a_python_that_could_be_another_is_refused(roaming, tmp_path, python, xlam):
    words = ["--xlam", tmp_path / "b.xlam"] if xlam else []
    done = on_pc("install", "desktop", *words, "--python", python, roaming=roaming)
    assert done.returncode == 2
    assert done.stderr.startswith("betahedge: --python: was ")
    assert "must be a whole path, with no quotes" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr[:-1].isprintable()
    assert not list(tmp_path.glob("*.xlam"))


def test_a_python_of_this_pc_must_be_there(roaming, tmp_path):
    done = on_pc("install", "desktop", "--python", tmp_path / "none.exe", roaming=roaming)
    assert (done.returncode, "there is no such file" in done.stderr) == (2, True)


def test_a_path_beyond_the_code_page_is_said(tmp_path):
    """A code page of Western letters, played: VBA's Shell would be told question marks."""
    western = codecs.lookup("cp1252")
    played = codecs.CodecInfo(western.encode, western.decode, name="mbcs")

    def search(name):
        return played if name == "mbcs" else None

    codecs.register(search)
    try:
        computer = Computer("Windows", {}, lambda _: {}, tmp_path)
        check_python(computer, "/opt/Zoë/pythonw.exe", here=False)
        with pytest.raises(InputError, match="has letters beyond this PC's code page"):
            check_python(computer, "/opt/日本/pythonw.exe", here=False)
    finally:
        codecs.unregister(search)


@pytest.mark.parametrize("words", [["install", "desktop"], ["uninstall", "desktop"]])
def test_elsewhere_than_on_windows_it_is_said_plainly(words):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert result.stderr == (
        "betahedge: the add-in for Excel works on Windows only, and this is Linux; for Excel on a "
        "Mac or on the web: betahedge export BOOK --host lite\n"
    )


def test_options_that_go_with_another_host():
    for words, line in (
        (["install", "desktop", "--force"], "--force: goes with --xlam"),
        (["uninstall", "desktop", "--shared"], "--shared: goes with calc"),
    ):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 2
        assert line in result.stderr
