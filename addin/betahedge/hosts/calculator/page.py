"""Writes the calculator: the functions as declared, the code that answers, and Python for browsers.

`python -m betahedge.hosts.calculator.page docs/calculator.html` writes the page again and keeps the
Python that is in it; a folder with Pyodide after it puts that one in.
"""

import base64
import gzip
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from betahedge import __version__
from betahedge.cells.declaration import Cell, Example
from betahedge.cells.pages import answer_text, by_category, call_text, described
from betahedge.cells.questions import CHAPTERS, WORKED
from betahedge.hosts.bundle import gather_sources, read_body
from betahedge.xlsx.files import readable, write_new

ENTRY = "betahedge.hosts.calculator.answering"
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_MARK = "<!-- runtime -->\n"
_END = "</body>\n</html>\n"
_PLACE = re.compile(r"\{\{(.+?)\}\}")


def write_page(runtime: str) -> str:
    """Write the page around a runtime, as `pack_runtime` or `runtime_of` gives it."""
    parts = {
        "data": as_json(gather_functions() | {"version": __version__}),
        "program": as_json(write_program()),
        "runtime": runtime,
        "page.css": _read("page.css"),
        "page.js": _read("page.js"),
    }
    return _PLACE.sub(lambda found: parts[found[1]], _read("page.html"))


def gather_functions() -> dict[str, Any]:
    """Give the chapters, and every function with its examples as they are typed into the form."""
    functions = [
        described(cell)
        | {
            "worked": WORKED[cell.name].example,
            "examples": [form_of(cell, each) for each in cell.examples],
        }
        for cells in by_category().values()
        for cell in cells
    ]
    return {"chapters": CHAPTERS, "functions": functions}


def form_of(cell: Cell, example: Example) -> dict[str, Any]:
    """Give an example's formula, and its arguments as they are typed."""
    return {"formula": call_text(cell, example), "form": [*map(_typed, example.args)]}


def _typed(value: Any) -> str:
    rows = value if isinstance(value, list) else [[value]]
    return "\n".join("\t".join("" if x is None else answer_text(x) for x in row) for row in rows)


def write_program() -> str:
    """Write the Python that the page runs: the sources as texts, unchanged, and what answers."""
    return "\n".join(
        (
            f"SOURCES = {gather_sources(ENTRY)!r}",
            read_body("betahedge.hosts.embedded"),
            "install(SOURCES)",
            f"from {ENTRY} import answer",
        )
    )


def as_json(value: Any) -> str:
    """Write a value as JSON that can stand in a script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def pack_runtime(folder: Path) -> str:
    """Pack Pyodide, as its package holds it, into elements of the page.

    folder: of `pyodide.mjs` and what is beside it.  Raises InputError where a file is missing.
    """
    version = json.loads(readable(folder / "package.json"))["version"]
    info = json.loads(readable(folder / "pyodide-lock.json"))["info"]
    lock = as_json({"version": version, "info": info, "packages": {}})
    parts = [f'<script type="application/json" id="runtime-lock">{lock}</script>\n']
    for name in RUNTIME:
        packed = base64.encodebytes(gzip.compress(readable(folder / name), mtime=0)).decode()
        parts.append(
            f'<script type="application/octet-stream" id="runtime-{name}">\n{packed}</script>\n'
        )
    return "".join(parts)


def runtime_of(page: str) -> str:
    """Give the runtime that a page carries."""
    return page.partition(_MARK)[2].removesuffix(_END)


def _read(name: str) -> str:
    return files("betahedge.hosts.calculator").joinpath(name).read_text("utf-8")


def main(target: str, folder: str = "") -> None:
    """Write the page, around Pyodide of a folder or of the page that is there."""
    path = Path(target)
    runtime = pack_runtime(Path(folder)) if folder else runtime_of(path.read_text("utf-8"))
    write_new(path, write_page(runtime).encode(), force=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
