"""A command on a played Windows PC."""

import json
import os
import subprocess
import sys
from pathlib import Path

PC = Path(__file__).with_name("excel_pc.py")


def on_pc(*words, roaming, registry=None):
    """Run a command on a played Windows PC."""
    environment = {**os.environ, "APPDATA": str(roaming), "REGISTRY": json.dumps(registry or {})}
    return subprocess.run(
        [sys.executable, str(PC), *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
