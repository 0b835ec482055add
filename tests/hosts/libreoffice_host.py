"""A real LibreOffice for the tests, with this extension and a profile of its own.

An add-in that is installed for all users is left out.
"""

import datetime
import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from betahedge.cells import ErrorValue
from betahedge.hosts.libreoffice_install import environment, unpack

# Without this LibreOffice shows the values stored in a file instead of calculating it.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def needed(name):
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"LibreOffice ({name}) is not installed")
    return found


@dataclass
class Office:
    """A folder with a profile and the extension, and what to start."""

    soffice: str
    folder: Path

    @classmethod
    def made(cls, folder):
        soffice = needed("soffice")
        (folder / "profile" / "user").mkdir(parents=True)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(ALWAYS_RECALCULATE, "utf-8")
        unpack(folder / "extensions")
        return cls(soffice, folder)

    @property
    def release(self):
        """The release, such as (7, 4) or (25, 2)."""
        done = subprocess.run([self.soffice, "--version"], capture_output=True, text=True)
        return tuple(map(int, done.stdout.split()[1].split(".")[:2]))

    @property
    def command(self):
        return [
            self.soffice,
            f"-env:UserInstallation=file://{self.folder}/profile",
            f"-env:UNO_SHARED_PACKAGES_CACHE=file://{self.folder}/shared",
            f"-env:BUNDLED_EXTENSIONS=file://{self.folder}/extensions",
            "--headless",
        ]

    @property
    def environment(self):
        return {**environment(), "HOME": str(self.folder)}

    def saved(self, data):
        """Open a workbook, recalculate it and save it; the bytes of the .xlsx."""
        source, out = self.folder / "book.xlsx", self.folder / "out"
        source.write_bytes(data)
        (out / "book.xlsx").unlink(missing_ok=True)
        subprocess.run(
            [*self.command, "--convert-to", "xlsx", "--outdir", str(out), str(source)],
            check=True,
            capture_output=True,
            timeout=180,
            env=self.environment,
        )
        return (out / "book.xlsx").read_bytes()  # soffice exits 0 when it fails

    def recalculated(self, data):
        """Open and recalculate a workbook; its values, as openpyxl reads them."""
        return openpyxl.load_workbook(io.BytesIO(self.saved(data)), data_only=True)


def shown(cell):
    """Give what a cell shows: a float, a text, an error value; empty is the empty text."""
    if cell.data_type == "e":
        return ErrorValue(cell.value)
    if cell.value is None:
        return ""
    if isinstance(cell.value, datetime.date):
        return float(to_excel(cell.value))
    return cell.value if isinstance(cell.value, str) else float(cell.value)
