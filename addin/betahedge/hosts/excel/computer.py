"""The computer as the installer and the doctor of the Excel add-in see it."""

import os
import platform
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from betahedge.errors import InputError
from betahedge.hosts.excel.vba.modules import FILE

WINDOWS = "Windows"
ELSEWHERE = "the add-in for Excel works on Windows only"
INSTEAD = "for Excel on a Mac or on the web: betahedge export BOOK --host lite"
# The default of every Excel; Excel trusts it and opens what is in it.
STARTUP = ("Microsoft", "Excel", "XLSTART")
ADD_INS = ("Microsoft", "AddIns")

Registry = Callable[[str], Mapping[str, object]]


@dataclass(frozen=True)
class Computer:
    """What is asked of it.

    registry: the values of a key such as "HKCU\\Software\\Microsoft", by name in lower case; none
    if there is no such key.  python: the Python that runs this.
    """

    system: str
    environ: Mapping[str, str]
    registry: Registry
    python: Path

    @classmethod
    def this(cls) -> "Computer":
        """Look at the one this runs on."""
        return cls(platform.system(), os.environ, registry_values, Path(sys.executable))

    def check_windows(self) -> None:
        """Say that Excel's add-in is of no use here, if it is not."""
        if self.system != WINDOWS:
            raise InputError(f"{ELSEWHERE}, and this is {self.system}; {INSTEAD}")

    @property
    def add_in(self) -> Path:
        """Give the place of the add-in file."""
        return self.folder(STARTUP) / FILE

    def folder(self, parts: tuple[str, ...]) -> Path:
        """Give a folder among a user's settings; only Windows has it."""
        self.check_windows()
        roaming = self.environ.get("APPDATA", "")
        if not roaming:
            raise InputError("APPDATA: is not set, so Excel's start-up folder is not known")
        return Path(roaming, *parts)

    def expanded(self, path: str) -> str:
        """Put in what %NAME% stands for, as Windows does."""
        known = {name.upper(): value for name, value in self.environ.items()}
        return re.sub("%([^%]+)%", lambda found: known.get(found[1].upper(), found[0]), path)

    @property
    def windowless(self) -> Path:
        """Give the Python that opens no window, where there is one."""
        quiet = self.python.with_name("pythonw.exe")
        return quiet if quiet.is_file() else self.python


def registry_values(key: str) -> dict[str, object]:
    """Read a key of Windows's registry."""
    winreg: Any = import_module("winreg")  # of Windows only, so its types are not known elsewhere
    hives = {"HKCU": winreg.HKEY_CURRENT_USER, "HKCR": winreg.HKEY_CLASSES_ROOT}
    hive, _, path = key.partition("\\")
    found: dict[str, object] = {}
    try:
        with winreg.OpenKey(hives[hive], path) as opened:
            for index in range(winreg.QueryInfoKey(opened)[1]):
                name, value, _ = winreg.EnumValue(opened, index)
                found[name.lower()] = value
    except OSError:
        pass
    return found
