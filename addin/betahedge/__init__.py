"""betahedge: sizes a futures hedge for a spot portfolio and puts it into a spreadsheet.

`size`, `read`, `template`, `calculate`, `export`, `report` and every HEDGE_ function are names of
the package.  Each is loaded when it is first asked for; `__init__.pyi` says their types.
"""

__version__ = "0.1.0"

WHERE = {
    **dict.fromkeys(("calculate", "export", "read", "size", "template"), "betahedge.face"),
    "ErrorValue": "betahedge.cells",
    "InputError": "betahedge.errors",
}


def __getattr__(name: str) -> object:
    """Load a name of the face; `betahedge.report` is a room that can be called."""
    from importlib import import_module

    if name == "report":
        return import_module("betahedge.report")
    room = "betahedge.cells" if name.startswith("HEDGE_") else WHERE.get(name)
    if room is None:
        raise AttributeError(f"module 'betahedge' has no attribute '{name}'")
    return getattr(import_module(room), name)


def __dir__() -> list[str]:
    """Name what can be asked for."""
    from betahedge.cells import CATALOGUE

    return sorted({*globals(), *WHERE, "report", *CATALOGUE})
