"""One Python file that holds core and cells: what xlwings Lite stores, and a server's module.

The sources stand in it as texts, unchanged, so that a reader can check them.  A small loader gives
them to `import`, and the functions are names of the file itself, where xlwings looks for them.
"""

import ast
import functools
from importlib.resources import files
from importlib.resources.abc import Traversable

from betahedge import __version__
from betahedge.cells import CATALOGUE

ROOT = "betahedge"
ENTRY = "betahedge.cells.excel"  # importing it registers every function with xlwings
DATA = ("betahedge/cells/contracts.csv",)  # what the functions read
XLWINGS = "0.37.8"  # the release that the bundle is tested with
REQUIREMENTS = f"xlwings=={XLWINGS}  # required\n"

_HEAD = '''"""betahedge {version}: spreadsheet functions that size a futures hedge.

Made by `betahedge export`; do not edit.  The sources follow as texts, under the MIT licence; what
runs them, and the functions, are at the end.
"""

SOURCES = {{}}
'''


@functools.cache
def write_bundle(*, script: bool) -> str:
    """Write the file; `script` adds the script that xlwings Lite offers, "Relink formulas"."""
    names = ",\n    ".join(sorted(CATALOGUE))
    pieces = [_HEAD.format(version=__version__)]
    pieces += [f"SOURCES[{path!r}] = {quote(text)}\n" for path, text in gather_sources().items()]
    pieces += [read_body("betahedge.hosts.embedded"), "\n\ninstall(SOURCES)\n"]
    pieces += [f"import {ENTRY}  # registers the functions\n"]
    pieces += [f"from betahedge.cells import (\n    {names},\n)\n"]
    if script:
        pieces.append(read_body("betahedge.hosts.lite.relink"))
    return "\n".join(pieces)


def gather_sources(entry: str = ENTRY) -> dict[str, str]:
    """Give the text of a module, of every one of ours that it needs and of their data, by path."""
    found = {path: _file(path).read_text("utf-8") for path in DATA}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if path not in found and _file(path).is_file():
            found[path] = _file(path).read_text("utf-8")
            waiting += find_imports(found[path])
            waiting.append(name.rpartition(".")[0] or ROOT)
    return dict(sorted(found.items()))


def find_imports(source: str) -> set[str]:
    """Name what a source imports of ours, wherever in it; some may be no modules."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.partition(".")[0] == ROOT}


def read_body(name: str) -> str:
    """Give the source of a module without its docstring."""
    source = _file(_path(name)).read_text("utf-8")
    docstring = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[docstring.end_lineno :]) + "\n"


def quote(text: str) -> str:
    """Write a text as a literal that can be read, where that is possible."""
    plain = "'''" not in text and "\r" not in text and text.endswith("\n")
    return f"r'''{text}'''" if plain else repr(text)


def _file(path: str) -> Traversable:
    return files(ROOT).joinpath(*path.split("/")[1:])


def _path(name: str) -> str:
    place = name.replace(".", "/")
    package = f"{place}/__init__.py"
    return package if _file(package).is_file() else f"{place}.py"
