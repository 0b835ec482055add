"""The command as a process of its own, under limits, and what it says and takes."""

import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

MEMORY = 1 << 20  # KiB: 1 GiB
SECONDS = 30  # of work, which the kernel ends

# In KiB; the kernel's figure for a child begins with what its parent has, this is its own.
RUN = """
import atexit, pathlib, sys
from betahedge.cli import main
status, peak = pathlib.Path("/proc/self/status"), pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: peak.write_text(status.read_text().split("VmHWM:")[1].split()[0]))
main()
"""


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code, what it said, the most memory that it had, in KiB."""

    code: int
    out: str
    err: str
    peak: int


def start(*words, program=RUN, **options):
    """Start the command; where its peak goes is the first of its words."""
    return subprocess.Popen([sys.executable, "-c", program, *map(str, words)], **options)


def run(*words, seconds=SECONDS, **options):
    """Run the command to its end, or to that of its time."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    with tempfile.TemporaryDirectory() as folder:
        peak = Path(folder) / "peak"
        with start(peak, *words, preexec_fn=limit, **streams) as process:
            out, err = (os.fsdecode(said or b"") for said in process.communicate(timeout=600))
        return Done(process.returncode, out, err, int(peak.read_text()) if peak.exists() else 0)


def refused(done, message=""):
    """Tell a command that was refused with one line, and wrote nothing else."""
    assert (done.code, done.out) == (2, ""), (done.code, done.out, done.err)
    assert done.err.startswith("betahedge: ")
    assert done.err.count("\n") == 1, done.err
    assert "\x1b" not in done.err
    assert message in done.err
    assert done.peak < MEMORY
    return True
