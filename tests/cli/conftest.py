"""A command in an empty folder: its exit code, and what it prints on stdout and on stderr."""

import pytest
from click.testing import CliRunner

from betahedge.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        words = [str(each) for each in arguments]
        result = CliRunner().invoke(main, words, "", catch_exceptions=False, prog_name="betahedge")
        return result.exit_code, result.stdout, result.stderr

    return call
