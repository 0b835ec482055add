"""The bundled file of xlwings Lite, run whole where there is no betahedge, and its parts."""

import ast
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openxml_audit
import pytest
from lxml import etree

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.excel import argument_help
from betahedge.engine import BadInput, calculated
from betahedge.hosts.bundle import REQUIREMENTS, XLWINGS, bundle, quoted, sources
from betahedge.hosts.export import SERVER_MODULE, export
from betahedge.hosts.lite import PANES, STORE_ID, WE, extension
from betahedge.hosts.relink import formulas_to_enter
from betahedge.workbook.package import Package
from hosts.stranger import book

# As much of xlwings as the file uses; it notes what is registered, as the real one does in Lite.
STUB = """
Book = object
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
# What every example gives, and what a reader of the file's names finds.
ASK = """
import json, sys
calls = json.loads(CALLS)
names = dict(vars())
functions = {n: v for n, v in names.items() if "is_function" in getattr(v, "__dict__", {})}
answers = [functions[name](*given) for name, given in calls]
found = {
    "answers": answers,
    "functions": {name: f.noted if hasattr(f, "noted") else {} for name, f in functions.items()},
    "scripts": [n for n, v in names.items() if "is_script" in getattr(v, "__dict__", {})],
    "numpy": "numpy" in sys.modules,
    "from": sys.modules["betahedge.cells"].__spec__.loader.__class__.__name__,
}
"""
EXAMPLES = [
    (name, each.args, each.answer)
    for name, function in CATALOGUE.items()
    for each in declaration(function).examples
]
CALLS = json.dumps([(name, given) for name, given, _ in EXAMPLES])
ERRORS = [  # error cases, which must be the same texts everywhere
    ("HEDGE_CONTRACTS", (1, 0)),
    ("HEDGE_CONTRACTS", ("x", 1)),
    ("HEDGE_CONTRACTS", (1, -1)),
    ("HEDGE_SPEC", ("NO:SUCH",)),
    ("HEDGE_CONTRACTS", ([[1], ["x"]], 2)),
]


def asked(calls: str) -> str:
    return f"CALLS = {calls!r}\n{ASK}"


def same(ours, theirs):
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs


def expected(calls):
    """The same calls here: the bundle must answer as the package does, bit for bit."""
    return json.loads(json.dumps([CATALOGUE[name](*given) for name, given in calls]))


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Run the file with a bare Python: no site-packages, a stub of xlwings."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "xlwings.py").write_text(STUB, "utf-8")
    calls = [*((name, given) for name, given, _ in EXAMPLES), *ERRORS]
    end = asked(json.dumps(calls)) + "\nprint(json.dumps(found))\n"
    (folder / "main.py").write_text(bundle(script=True) + end, "utf-8")
    run = "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_path(sys.argv[2])"
    command = [sys.executable, "-I", "-S", "-c", run, str(folder), str(folder / "main.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return calls, json.loads(done.stdout)


def test_every_example_alone(alone):
    calls, found = alone
    assert len(calls) > 50
    for call, ours, theirs in zip(calls, expected(calls), found["answers"]):
        assert same(ours, theirs), call


def test_every_function_is_a_name_of_the_file_and_registered(alone):
    _, found = alone
    assert found["functions"].keys() == CATALOGUE.keys()
    for name, noted in found["functions"].items():
        args = declaration(CATALOGUE[name]).args
        assert noted == {arg.name: [["raw"], argument_help(arg)] for arg in args}
    assert found["scripts"] == ["relink_formulas"]


def test_it_is_the_bundle_that_answers_and_numpy_is_not_loaded(alone):
    _, found = alone
    assert found["from"] == "Embedded"
    assert not found["numpy"]


def test_the_bundle_holds_the_sources_as_they_are():
    tree = ast.parse(bundle(script=True))
    held = {
        node.targets[0].slice.value: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
    }
    for name, text in sources().items():
        assert held[name] == text
        assert name.split(".")[1:2] in ([], ["core"], ["cells"])
    assert "venue,code," in held["betahedge/cells/contracts.csv"]
    assert quoted("a'''b\n") == repr("a'''b\n")
    assert quoted("no end") == repr("no end")


def test_the_bundle_imports_nothing_but_the_standard_library_and_xlwings():
    for name, text in {**sources(), "main": bundle(script=True)}.items():
        tops = {
            (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
            for node in ast.parse(text).body
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert tops <= {*sys.stdlib_module_names, "xlwings", "betahedge"}, name


def test_the_servers_module_has_no_script_for_lite():
    assert "relink" not in bundle(script=False)
    compile(bundle(script=False), SERVER_MODULE, "exec")


def test_requirements_name_the_xlwings_that_is_tested():
    from importlib.metadata import version

    assert version("xlwings") == XLWINGS, "test with the new release, then name it in bundle.py"
    assert REQUIREMENTS.startswith(f"xlwings=={XLWINGS}")


ROWS = [
    ["=HEDGE_IMPACT(1,2,3,4)", "=HEDGE_IMPACT(1,2,3,4)", 5, None],
    ["=HEDGE_IMPACT(1,2,3,4)", "=1+hedge_pnl(1,2,3,4)", "HEDGE_PNL(1)", "=SUM(A1)"],
]


def test_relinking_enters_calls_and_leaves_what_they_fill():
    again = [(0, 0, "=HEDGE_IMPACT(1,2,3,4)"), (1, 1, "=1+hedge_pnl(1,2,3,4)")]
    assert formulas_to_enter(ROWS) == again


def test_relinking_as_xlwings_lite_runs_it():
    class Cell:
        formula2 = None

    class Range(dict):
        def options(self, ndim):
            assert ndim == 2
            return self

        async def get_formula(self):
            return ROWS

        def __missing__(self, place):
            return self.setdefault(place, Cell())

    from betahedge.hosts.relink import relink_formulas

    used = Range()
    sheet = type("Sheet", (), {"used_range": used})
    asyncio.run(relink_formulas(type("Book", (), {"sheets": [sheet]})))
    entered = {place: cell.formula2 for place, cell in used.items()}
    assert entered == {(0, 0): ROWS[0][0], (1, 1): ROWS[1][1]}


@pytest.fixture(scope="module")
def neutral_book():
    return calculated(book()).data


@pytest.fixture(scope="module")
def lite(neutral_book):
    return Package.read(export(neutral_book, "lite").data)


def test_the_parts_are_there_and_well_formed(lite):
    root = etree.fromstring(lite.parts["xl/webextensions/webextension1.xml"])
    values = {e.get("name"): json.loads(e.get("value")) for e in root.iter(f"{{{WE}}}property")}
    assert values == {"main.py": bundle(script=True), "requirements.txt": REQUIREMENTS}
    ids = {element.text for element in root.iter(f"{{{WE}}}customFunctionIds")}
    assert ids == {f"_xldudf_{name}" for name in CATALOGUE}
    assert re.fullmatch(r"\{[0-9A-F-]{36}\}", root.get("id"))
    assert PANES.encode() in lite.parts["_rels/.rels"]
    assert b"webextension1.xml" in lite.parts["xl/webextensions/_rels/taskpanes.xml.rels"]
    types = lite.parts["[Content_Types].xml"].decode()
    for part in (PANES, "xl/webextensions/webextension1.xml", "xl/metadata.xml"):
        assert types.count(f'PartName="/{part}"') == 1


def test_another_code_has_another_id():
    root = etree.fromstring(extension("print()", ""))
    assert root.get("id") != etree.fromstring(extension("pass", "")).get("id")


def test_other_hosts_lose_the_code_and_nothing_else(neutral_book, lite):
    again = Package.read(export(lite.write(), "values").data).parts
    straight = Package.read(export(neutral_book, "values").data).parts
    assert again.keys() == straight.keys()
    assert not any("webextension" in name for name in again)
    assert b"webextension" not in again["[Content_Types].xml"] + again["_rels/.rels"]


def with_extension(data, code):
    """A workbook with somebody's own web extension."""
    package = Package.read(export(data, "lite").data)
    package.parts["xl/webextensions/webextension1.xml"] = code
    return package.write()


def test_somebodys_own_lite_code_is_not_touched(neutral_book):
    code = extension("print('mine')", "")
    with pytest.raises(BadInput, match="has xlwings Lite code of its own"):
        export(with_extension(neutral_book, code), "lite")
    kept = Package.read(export(with_extension(neutral_book, code), "native").data)
    assert kept.parts["xl/webextensions/webextension1.xml"] == code


def test_somebodys_other_add_in_stays_beside_ours(neutral_book, tmp_path):
    other = extension("", "").replace(STORE_ID.encode(), b"wa1").replace(b"WA200008175", b"WA1")
    done = export(with_extension(neutral_book, other), "lite")
    parts = Package.read(done.data).parts
    assert parts["xl/webextensions/webextension1.xml"] == other
    assert b"HEDGE_PNL" in parts["xl/webextensions/webextension2.xml"]
    (tmp_path / "two.xlsx").write_bytes(done.data)
    audit = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(tmp_path / "two.xlsx"))
    assert not audit.errors
    left = Package.read(export(done.data, "desktop").data).parts
    assert "xl/webextensions/webextension2.xml" not in left
    assert left["xl/webextensions/webextension1.xml"] == other
    assert left[PANES].count(b"<wetp:taskpane ") == 1


NODE = """
const { loadPyodide } = await import(process.argv[2] + "/node_modules/pyodide/pyodide.mjs");
const fs = await import("node:fs");
const py = await loadPyodide();
py.FS.mkdirTree("/stub");
py.FS.writeFile("/stub/xlwings.py", fs.readFileSync(process.argv[3], "utf8"));
const done = py.runPython(fs.readFileSync(process.argv[4], "utf8"));
console.log("FOUND" + done);
"""


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory):
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    folder = os.environ.get("BETAHEDGE_PYODIDE")
    if folder:
        return Path(folder)
    folder = tmp_path_factory.mktemp("pyodide")
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


def test_every_example_in_pyodide(pyodide, tmp_path):
    """The Python of xlwings Lite itself, under Node."""
    calls = [*((name, given) for name, given, _ in EXAMPLES), *ERRORS]
    (tmp_path / "xlwings.py").write_text(STUB, "utf-8")
    start = "import sys\nsys.path.insert(0, '/stub')\n"
    end = asked(json.dumps(calls)) + "\nfound['platform'] = sys.platform\njson.dumps(found)\n"
    (tmp_path / "main.py").write_text(start + bundle(script=True) + end, "utf-8")
    (tmp_path / "run.mjs").write_text(NODE, "utf-8")
    files = [str(tmp_path / name) for name in ("xlwings.py", "main.py")]
    command = ["node", str(tmp_path / "run.mjs"), str(pyodide), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert "FOUND" in done.stdout, done.stderr
    found = json.loads(done.stdout.partition("FOUND")[2])
    assert found["platform"] == "emscripten"
    assert not found["numpy"]
    for call, ours, theirs in zip(calls, expected(calls), found["answers"]):
        assert close(ours, theirs), call


def close(ours, theirs):
    """Another libm may differ in the last digit: 1e-12 is the promise."""
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(close, ours, theirs))
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return theirs == pytest.approx(ours, rel=1e-12, abs=1e-12)
    return ours == theirs
