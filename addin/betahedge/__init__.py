"""betahedge: sizes a futures hedge for a spot portfolio and puts it into a spreadsheet."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load `betahedge.report` when it is first asked for: a room that can be called."""
    if name == "report":
        return import_module("betahedge.report")
    raise AttributeError(f"module 'betahedge' has no attribute '{name}'")
