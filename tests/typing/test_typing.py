"""The face as a type checker sees it: `face.py` beside this file says what is right and wrong."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_mypy_agrees_with_every_line():
    command = [sys.executable, "-m", "mypy", "--config-file", HERE / "mypy.ini", HERE / "face.py"]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
