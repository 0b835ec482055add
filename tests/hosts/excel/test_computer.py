"""A Windows PC as the installer sees it."""

import sys
from pathlib import Path

import pytest

from betahedge.errors import InputError
from betahedge.hosts.excel.computer import WINDOWS, Computer


def test_a_windows_without_its_folder():
    computer = Computer(WINDOWS, {}, lambda _: {}, Path(sys.executable))
    with pytest.raises(InputError, match="APPDATA: is not set"):
        computer.folder(("x",))
