"""The calculator page: what was built is what is committed, and Chromium answers as Python does."""

import base64
import gzip
import json
import math
import os
import re
import shutil
from pathlib import Path

import pytest

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.kinds import Number
from betahedge.hosts.calculator.answering import answer
from betahedge.hosts.calculator.page import RUNTIME, form_of, runtime_of, write_page

PAGE = Path(__file__).parents[3] / "docs" / "calculator.html"
CELLS = [declaration(function) for function in CATALOGUE.values()]
PYODIDE = os.environ.get("BETAHEDGE_PYODIDE", "")


def asked(name, *texts):
    return json.loads(answer(name, json.dumps(texts)))


def test_the_committed_page_is_what_the_script_writes():
    written = PAGE.read_text("utf-8")
    again = write_page(runtime_of(written))
    assert again == written, "run `python -m betahedge.hosts.calculator.page docs/calculator.html`"


@pytest.mark.skipif(not PYODIDE, reason="BETAHEDGE_PYODIDE names no folder with Pyodide")
def test_the_page_carries_pyodide_as_it_is():
    folder = Path(PYODIDE, "node_modules", "pyodide")
    runtime = runtime_of(PAGE.read_text("utf-8"))
    (lock,) = re.findall(r'id="runtime-lock">(.*?)</script>', runtime)
    if json.loads(lock)["version"] != json.loads((folder / "package.json").read_text())["version"]:
        pytest.skip("another release of Pyodide is installed")
    for name in RUNTIME:
        (packed,) = re.findall(rf'id="runtime-{re.escape(name)}">([^<]*)<', runtime)
        assert gzip.decompress(base64.b64decode(packed)) == (folder / name).read_bytes(), name


def test_the_page_asks_for_nothing_from_anywhere():
    ours = PAGE.read_text("utf-8").partition("<!-- runtime -->")[0]
    head = ours.partition('<script type="application/json"')[0]
    assert "default-src 'none'" in head
    assert not re.search(r"https?://|src=|@import|url\(", head)


def test_native_formulas_give_the_answer_that_is_shown():
    from betahedge.engine.evaluate import evaluate

    for cell in (cell for cell in CELLS if cell.native):
        for example in cell.examples:
            found = asked(cell.name, *form_of(cell, example)["form"])
            if found["native"] and not cell.gives_date:
                value = evaluate(found["native"])[0][0][0]
                assert agrees(found["rows"], value), found["native"]


def agrees(rows, wanted):
    """Compare what is shown with an answer; a published one has the digits it was printed with."""
    wanted = wanted if isinstance(wanted, list) else [[wanted]]
    return [len(row) for row in rows] == [len(row) for row in wanted] and all(
        shown == ("" if value is None else str(value))
        if isinstance(value, str | None)
        else math.isclose(float(shown), value, rel_tol=1e-6, abs_tol=1e-9)
        for row, line in zip(rows, wanted)
        for shown, value in zip(row, line)
    )


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    program = next(filter(None, found), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


def opened(browser, width):
    """Open the page without a network; what goes wrong in it fails the test."""
    page = browser.new_context(offline=True, viewport={"width": width, "height": 900}).new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda asked: page.faults.append(asked.url) if "http" in asked.url else None)
    page.goto(PAGE.as_uri())
    page.get_by_text("Ready.", exact=True).wait_for(timeout=90_000)
    return page


@pytest.fixture(scope="module")
def wide(browser):
    page = opened(browser, 1280)
    yield page
    assert page.faults == []


@pytest.fixture(scope="module")
def narrow(browser):
    page = opened(browser, 360)
    yield page
    assert page.faults == []


def choose(page, name):
    if not page.locator("#list").get_attribute("open") and page.viewport_size["width"] < 700:
        page.locator("summary").click()
    page.locator("nav").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


def answered(page):
    """Give what the page shows as rows."""
    shown = "answer => answer.querySelector('p') ? [[answer.textContent]] : Array.from("
    shown += "answer.querySelectorAll('tr'), row => Array.from(row.children, x => x.textContent))"
    return page.locator("#answer").evaluate(shown)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_every_example_in_chromium(wide, cell):
    choose(wide, cell.name)
    buttons = wide.locator("#examples button")
    assert buttons.count() == len(cell.examples)
    for index, example in enumerate(cell.examples):
        wide.locator("textarea[id^=of-]").evaluate_all("all => all.forEach(x => x.value = 'bad')")
        buttons.nth(index).click()
        formula = re.sub(r"\{([^,;{}]+)\}", r"\1", buttons.nth(index).text_content())  # one cell
        assert wide.locator("#formula").input_value() == formula
        if cell.gives_date:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", answered(wide)[0][0])
        else:
            assert agrees(answered(wide), example.answer), answered(wide)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_bad_input_has_its_reason_in_chromium(wide, cell):
    numbers = [arg for arg in cell.args if isinstance(arg.kind, Number)]
    if not numbers or cell.name == "HEDGE_CHECK":
        pytest.skip("takes no number that it refuses")
    choose(wide, cell.name)
    wide.locator("#examples button").first.click()
    wide.locator(f"#of-{numbers[0].name}").fill("many")
    assert any(
        'was "many"; must be' in each for each in wide.locator("#reasons li").all_inner_texts()
    )
    assert any(value.startswith("#") for row in answered(wide) for value in row)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_a_narrow_screen_shows_it_all(narrow, cell):
    choose(narrow, cell.name)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
    assert not narrow.locator("#list").get_attribute("open")


def test_names_typed_and_pasted_are_text(wide):
    choose(wide, "HEDGE_TABLE")
    wide.locator("#of-assets").fill("<img src=x onerror=alert(1)>\n=1+1")
    assert [row[0] for row in answered(wide)][1:3] == ["<img src=x onerror=alert(1)>", "=1+1"]
    assert wide.locator("#answer img").count() == 0


def test_the_formula_is_copied(wide):
    choose(wide, "HEDGE_PNL")
    wide.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wide.locator("[data-copies=formula]").click()
    wide.get_by_role("button", name="Copied").wait_for()
    copied = wide.evaluate("navigator.clipboard.readText()")
    assert copied == "=HEDGE_PNL(325000,2.5,65000,-0.1)"


def test_functions_are_found_by_their_questions(wide):
    wide.locator("#search").fill("rally collateral")
    shown = wide.locator("nav li:visible").all_inner_texts()
    assert "HEDGE_SURVIVAL" in shown
    assert len(shown) < 5
    wide.locator("#search").fill("xyzzy")
    assert wide.locator("#none").is_visible()
    wide.locator("#search").fill("")
    assert wide.locator("nav li:visible").count() == len(CELLS)


def test_an_address_names_a_function(browser):
    page = browser.new_context(offline=True).new_page()
    page.goto(f"{PAGE.as_uri()}#HEDGE_PNL")
    assert page.locator("h2").inner_text() == "HEDGE_PNL"
