"""A real LibreOffice for the tests, with this extension and a profile of its own.

An add-in that is installed for all users is left out.
"""

import contextlib
import datetime
import io
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from betahedge.cells import ErrorValue
from betahedge.hosts.calc.install import make_environment, unpack
from betahedge.hosts.calc.names import rename_for_calc
from betahedge.xlsx.package import Package

# Without this LibreOffice shows the values stored in a file instead of calculating it.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

# Reaches the session that has just been started; the rest of a program finds `context`.
CONNECT = """
import json, os, sys, time, uno
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for attempt in range(360):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % sys.argv[1])
        break
    except Exception:
        time.sleep(0.5)
else:
    sys.exit("LibreOffice did not start")
desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
"""
LEAVE = """
try:
    desktop.terminate()
except Exception:
    pass
sys.stdout.flush()
os._exit(0)  # the bindings may crash when Python takes them down after LibreOffice has gone
"""


def calc_names(data, *, full):
    """Rewrite the calls in a workbook for LibreOffice; the same bytes where there are none."""
    package = Package.read(data)
    return package.write() if rename_for_calc(package, full=full) else data


def needed(name):
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"LibreOffice ({name}) is not installed")
    return found


@dataclass
class Office:
    """A folder with a profile and, unless told otherwise, the extension; and what to start."""

    soffice: str
    folder: Path

    @classmethod
    def made(cls, folder, *, extension=True):
        soffice = needed("soffice")
        (folder / "profile" / "user").mkdir(parents=True)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(ALWAYS_RECALCULATE, "utf-8")
        if extension:
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
    def version(self):
        """Give the name and release, without the build."""
        told = subprocess.run(
            [*self.command, "--version"],
            check=True,
            capture_output=True,
            text=True,
            env=self.environment,
        )
        return " ".join(told.stdout.split()[:2])

    @property
    def environment(self):
        return {**make_environment(), "HOME": str(self.folder)}

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

    def session(self, program, *arguments):
        """Start LibreOffice and run a program on it, by the Python that has its bindings.

        The program finds `context` and `desktop`, and its arguments from sys.argv[2] on; what it
        prints is given back.
        """
        python = shutil.which("python3", path="/usr/bin")
        check = [python, "-c", "import uno"]
        if python is None or subprocess.run(check, capture_output=True).returncode:
            pytest.skip("python3-uno is not installed")
        pipe = f"betahedge{os.getpid()}{time.monotonic_ns()}"
        server = subprocess.Popen(
            [*self.command, "--norestore", f"--accept=pipe,name={pipe};urp;"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        command = [python, "-c", CONNECT + program + LEAVE, pipe, *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, (done.returncode, done.stderr)
            with contextlib.suppress(subprocess.TimeoutExpired):  # it is ended all the same
                server.wait(30)
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)  # the session that was started above
                server.wait(30)
        return done.stdout

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
