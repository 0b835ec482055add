"""The bundled file of xlwings Lite, run whole where there is no betahedge, as Lite would run it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from betahedge.cells.errors import error_in
from betahedge.hosts.bundle import write_bundle
from hosts.cases import ASKED, rows_of
from hosts.xlwings_hosts import by_office_js

# As much of xlwings as the file uses; it notes what is registered, as the real one does in Lite.
STUB = """
import sys, types
Book = object
Converter = type("Converter", (), {})
sys.modules["xlwings.conversion"] = types.SimpleNamespace(Converter=Converter)
def arg(name, *rest, doc):
    def note(function):
        function.__dict__.setdefault("noted", {})[name] = (rest, doc)
        return function
    return note
def ret(*rest):
    return lambda function: function
def func(category):
    def note(function):
        function.__dict__["is_function"] = category
        return function
    return note
def script(function):
    function.__dict__["is_script"] = True
    return function
"""
# What every call gives, and what a reader of the file's names finds.
ASK = """
import json, sys
names = dict(vars())
functions = {n: v for n, v in names.items() if "is_function" in getattr(v, "__dict__", {})}
found = json.dumps({
    "answers": [functions[name](*given) for name, given in CALLS],
    "functions": {name: f.noted if hasattr(f, "noted") else {} for name, f in functions.items()},
    "scripts": [n for n, v in names.items() if "is_script" in getattr(v, "__dict__", {})],
    "numpy": "numpy" in sys.modules,
    "from": sys.modules["betahedge.cells"].__spec__.loader.__class__.__name__,
    "platform": sys.platform,
    "python": sys.version.split()[0],
})
"""
ALONE = """
import json, runpy, sys
folder, main = sys.argv[1:]
sys.path.insert(0, folder)
print(runpy.run_path(main, {"CALLS": json.load(sys.stdin)})["found"])
"""
NODE = """
const [folder, stub, main, calls] = process.argv.slice(2);
const { loadPyodide, version } = await import(folder + "/node_modules/pyodide/pyodide.mjs");
const fs = await import("node:fs");
const py = await loadPyodide();
py.FS.mkdirTree("/stub");
py.FS.writeFile("/stub/xlwings.py", fs.readFileSync(stub, "utf8"));
py.runPython("import sys; sys.path.insert(0, '/stub')");
py.globals.set("CALLS", py.toPy(JSON.parse(fs.readFileSync(calls, "utf8"))));
py.runPython(fs.readFileSync(main, "utf8"));
console.log(JSON.stringify({ version, found: JSON.parse(py.globals.get("found")) }));
"""
CALLS = [(asked.case.name, by_office_js(asked)) for asked in ASKED]


def written(folder):
    """Write the file and what it needs into a folder."""
    (folder / "xlwings.py").write_text(STUB, "utf-8")
    (folder / "main.py").write_text(write_bundle(script=True) + ASK, "utf-8")
    (folder / "calls.json").write_text(json.dumps(CALLS), "utf-8")
    (folder / "run.mjs").write_text(NODE, "utf-8")
    return folder


def alone(folder):
    """Run the file with a bare Python: no site-packages, a stub of xlwings."""
    written(folder)
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(folder), str(folder / "main.py")]
    done = subprocess.run(
        command, input=json.dumps(CALLS), capture_output=True, text=True, check=False, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def pyodide(folder):
    """Find Pyodide, or install it into a folder."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    if os.environ.get("BETAHEDGE_PYODIDE"):
        return Path(os.environ["BETAHEDGE_PYODIDE"])
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), "pyodide"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=folder, timeout=180
        )
    except subprocess.TimeoutExpired:
        pytest.skip("npm install pyodide takes too long")
    if done.returncode:
        pytest.skip(f"npm install pyodide fails: {done.stderr.strip()[:200]}")
    return folder


def in_pyodide(folder):
    """Run the file in Node, in the Python of xlwings Lite; blanks arrive as JavaScript's null."""
    installed = pyodide(folder)
    written(folder)
    files = [str(folder / name) for name in ("xlwings.py", "main.py", "calls.json")]
    command = ["node", str(folder / "run.mjs"), str(installed), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def answers(found):
    """Read the answers as rows; errors are texts."""
    return [
        [[error_in(value) or value for value in row] for row in rows_of(answer)]
        for answer in found["answers"]
    ]


def asked_in_pyodide(folder, _):
    """Ask Pyodide; it must be the file that answers, and NumPy must not be loaded."""
    done = in_pyodide(folder)
    found = done["found"]
    assert (found["platform"], found["from"], found["numpy"]) == ("emscripten", "Embedded", False)
    return f"Pyodide {done['version']}, Python {found['python']}", answers(found)
