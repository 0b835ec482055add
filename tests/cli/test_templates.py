"""The command line as a user meets it: output, exit codes, and files that are never lost."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from betahedge.report.terminal import cell_text


def test_demo_prints_the_articles_table_and_proves_it(run, tmp_path):
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    # The article: BTC 195,000 / 65,000 / 3.0 / 1.8 and ETH 140,000 / 3,500 / 40.0 / 24.0, Short.
    rows = [line.split() for line in out.splitlines()]
    assert ["BTC", "195,000", "65,000", "3.0", "1.8", "18", "18", "Sell", "OK"] in rows
    assert ["ETH", "140,000", "3,500", "40.0", "24.0", "240", "240", "Sell", "OK"] in rows
    assert ["total", "335,000"] in rows
    assert "Proved: 114 function cells equal their native Excel formula, and 137 equal" in out
    assert "Checks: OK" in out
    assert out.rstrip().endswith("betahedge-demo.xlsx")
    assert (tmp_path / "betahedge-demo.xlsx").exists()


def test_demo_makes_the_committed_template(run, tmp_path, request):
    run("demo")
    committed = request.config.rootpath / "templates" / "mixed_portfolio.xlsx"
    ours, theirs = zipfile.ZipFile(tmp_path / "betahedge-demo.xlsx"), zipfile.ZipFile(committed)
    assert {n: ours.read(n) for n in ours.namelist()} == {
        n: theirs.read(n) for n in theirs.namelist()
    }


def test_template_for_your_own_holdings(run):
    Path("mine.csv").write_text(
        "asset,quantity,price,contract size,lot size,hedge ratio\nBTC,3,65000,0.1,1,0.6\n"
        "=1+1,10,2,,,\n",
        "utf-8",
    )
    code, out, _ = run(
        "template", "mixed_portfolio", "--holdings", "mine.csv", "-o", "book.xlsx",
        "--entity", "Treasury", "--as-of", "2026-01-31", "--rounding", "down",
    )  # fmt: skip
    assert code == 0
    assert "=1+1" in out
    book = openpyxl.load_workbook("book.xlsx", data_only=True)
    assert book["Hedge"]["A11"].value == "=1+1"
    assert book["Hedge"]["N10"].value == 18
    assert book["Cover"]["B7"].value == "31 January 2026"
    assert book["Checks"]["C6"].value == "OK"


def test_an_existing_file_is_replaced_only_when_asked(run, tmp_path):
    target = tmp_path / "mixed_portfolio.xlsx"
    target.write_text("mine")
    code, out, err = run("template", "mixed_portfolio")
    assert (code, out) == (2, "")
    assert "is there already; give another name, or --force to replace it" in err
    assert target.read_text() == "mine"
    assert run("template", "mixed_portfolio", "--force")[0] == 0
    assert zipfile.is_zipfile(target)
    assert [path.name for path in tmp_path.iterdir()] == ["mixed_portfolio.xlsx"]


def test_calc_stores_values_and_lists_functions(run):
    book = openpyxl.Workbook()
    book.active["A1"] = "=HEDGE_CONTRACTS(195000,6500,0.6,1,1,B1)"
    book.active["A2"] = "=HEDGE_PNL(325000,2.5,65000,-0.1)"
    book.active["A3"] = "=HEDGE_CONTRACTS(1,0)"
    book.active["B1"] = "down"
    book.save("mine.xlsx")
    code, out, err = run("calc", "mine.xlsx")
    assert code == 0
    assert "2  HEDGE_CONTRACTS" in out
    assert "Sheet!A3 shows #DIV/0!" in err
    sheet = openpyxl.load_workbook("mine-calculated.xlsx", data_only=True).active
    assert [sheet[f"A{row}"].value for row in (1, 2, 3)] == [18, -16250, "#DIV/0!"]
    assert run("calc", "mine.xlsx")[0] == 2
    assert run("calc", "mine.xlsx", "--force")[0] == 0
    assert run("calc", "mine.xlsx", "-o", "mine.xlsx", "--force")[0] == 0
    code, _, err = run("repair", "mine.xlsx", "-o", "mine.xlsx", "--force")
    assert (code, err.startswith("betahedge: mine.xlsx: is the file that is read")) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["mine.xlsx", "-o", "mine.csv"], "mine.csv: must end in .xlsx, as mine.xlsx does"),
        (["mine.xlsx", "-o", "mine.xlsm"], "mine.xlsm: must end in .xlsx, as mine.xlsx does"),
        (["."], ".: is a folder; must be a file"),
        (["a\nb.xlsx"], "a b.xlsx: there is no such file"),
    ],
    ids=str,
)
@pytest.mark.parametrize("command", ["calc", "repair"])
def test_what_cannot_be_written_or_read_is_one_line(run, command, words, message):
    openpyxl.Workbook().save("mine.xlsx")
    code, out, err = run(command, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"betahedge: {message}")


@pytest.mark.parametrize(
    "words",
    [
        *(["frob"], ["calc"], ["template"], ["template", "mixed"], ["calc", "--frob"]),
        ["template", "mixed_portfolio", "--as-of", "31.12.2025"],
        ["export", "book.xlsx", "--host", "excel", "-o", "out.xlsx"],
    ],
    ids=str,
)
def test_words_that_no_command_takes_are_one_line(run, words):
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("betahedge: ")
    assert err.endswith(" --help\n")


def test_help_is_shown_for_no_words_at_all(run):
    assert "Usage: " in "".join(run()[1:])


def test_a_name_that_is_nearly_a_function_is_named(run):
    code, out, err = run("eval", "=HEDGE_CONTRACT(1,2)")
    line = "HEDGE_CONTRACT: is no function; is it HEDGE_CONTRACTS?"
    assert (code, out, err.strip()) == (1, "#NAME?\n", line)
    import xlsxwriter

    book = xlsxwriter.Workbook("mine.xlsx")  # which stores 0 for what it cannot calculate
    book.add_worksheet("S").write_formula("A1", "=HEDGE_CONTRACT(1,2)")
    book.close()
    err = run("calc", "mine.xlsx")[2]
    assert "HEDGE_CONTRACT is no function of betahedge; is it HEDGE_CONTRACTS?: S!A1" in err


@pytest.mark.parametrize(
    ("formula", "out"),
    [
        ("=HEDGE_CONTRACTS(325000,65000,0.5)", "2.5\n"),
        ("HEDGE_CONTRACTS(195000,6500,0.6,1,1,\"down\")", "18\n"),
        (
            "=HEDGE_IMPACT(325000,2.5,65000,-0.1)",
            "Component\tInitial\tChange\tFinal\nSpot\t325000\t-32500\t292500\n"
            "Futures\t0\t16250\t16250\nNet\t325000\t-16250\t308750\n",
        ),
        ("=1/3", "0.333333333333333\n"),
        ("=0.1+0.2", "0.3\n"),
        ("=HEDGE_RATIO(1,1,1)=1", "TRUE\n"),
        ("=1E+20*1", "1E+20\n"),
        ("=HEDGE_CONTRACTS({100;200},10)", "10\n20\n"),
        ("=LET(f,LAMBDA(x,x+1),f(2))", "3\n"),
        (  # the article's table, on contracts of 0.1; what it is given stands beside what it fills
            '=HEDGE_TABLE({"BTC";"ETH"},{3;40},{65000;3500},{0.1;0.1},0.6)',
            "Asset\tSpot value\tContract value\t100% hedge\t60% hedge\tAction\n"
            "BTC\t195000\t6500\t30\t18\tShort\nETH\t140000\t350\t400\t240\tShort\n"
            "Total\t335000\t\t\t\t\n",
        ),
    ],
)  # fmt: skip
def test_eval(run, formula, out):
    assert run("eval", formula) == (0, out, "")


def test_eval_shows_an_error_value_by_name_and_its_reason(run):
    code, out, err = run("eval", "=HEDGE_CONTRACTS(325000,-1)")
    assert (code, out) == (1, "#NUM!\n")
    assert err == "  contract_value: was -1; must be a number above 0\n"


def test_cell_text_has_15_significant_digits():
    assert cell_text(18.000000000000004) == "18"
    assert cell_text(123456789.12345678) == "123456789.123457"
    assert (cell_text(None), cell_text(True)) == ("", "TRUE")


def test_functions_lists_every_one(run):
    from betahedge.cells import CATALOGUE

    _, out, _ = run("functions")
    assert all(f"  {name}(" in out for name in CATALOGUE)


HEAD = b"asset,quantity,price\n"
BAD_FILES = [
    ("none.csv", None, "there is no such file"),
    ("empty.csv", b"", "is empty"),
    ("header.csv", b"isin,pieces\nBTC,1\n", "names asset and quantity"),
    ("text.csv", HEAD + b"BTC,many,1\n", 'was "many"; must be a number'),
    ("negative.csv", HEAD + b"BTC,1,-1\n", 'price: was "-1"; must be a number, 0 or above'),
    ("nan.csv", HEAD + b"BTC,nan,1\n", 'quantity: was "nan"; must be a number'),
    ("twice.csv", HEAD + b"BTC,1,1\nBTC,1,1\n", "repeats line 2"),
    ("bytes.csv", HEAD + b"\x81,1,1\n", "is not UTF-8 text"),
    ("none.csv/x.csv", None, "cannot be read|there is no such file"),
    ("zero.csv", HEAD, "has no holdings"),
    ("fake.xlsx", b"not a zip", "is not a spreadsheet"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD_FILES, ids=lambda v: str(v)[:20])
def test_bad_holdings_are_one_line_and_nothing_is_written(run, tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    code, out, err = run("template", "mixed_portfolio", "--holdings", name)
    assert (code, out) == (2, "")
    assert err.startswith("betahedge: ")
    assert err.count("\n") == 1
    import re

    assert re.search(message, err)
    assert not (tmp_path / "mixed_portfolio.xlsx").exists()


def zipped(**parts: bytes) -> bytes:
    import io

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"plain text", "is not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0 old", "is an encrypted or an old .xls workbook"),
        (zipped(readme=b"hello"), "is a zip archive, but not an .xlsx workbook"),
    ],
)
def test_calc_refuses_what_is_not_a_workbook(run, tmp_path, data, message):
    Path("book.xlsx").write_bytes(data)
    code, out, err = run("calc", "book.xlsx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_calc_refuses_a_truncated_workbook(run, article_book):
    data = article_book.path.read_bytes()
    Path("half.xlsx").write_bytes(data[: len(data) // 2])
    code, _, err = run("calc", "half.xlsx")
    assert (code, err) == (2, "betahedge: half.xlsx: is not a spreadsheet (.xlsx)\n")


def test_folders_are_refused(run):
    Path("folder.xlsx").mkdir()
    for arguments in (
        ("calc", "folder.xlsx"),
        ("template", "mixed_portfolio", "--holdings", "folder.xlsx"),
        ("template", "mixed_portfolio", "-o", "folder.xlsx"),
    ):
        code, _, err = run(*arguments)
        assert code == 2
        assert "folder.xlsx: is a folder" in err
    code, _, err = run("demo", "-o", "nowhere/book.xlsx")
    assert (code, err) == (2, "betahedge: nowhere: there is no such folder\n")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder nobody can write to")
def test_a_folder_that_cannot_be_written_is_refused(run):
    # /proc takes no new file from anybody, root included.
    code, _, err = run("demo", "-o", "/proc/book.xlsx")
    assert code == 2
    assert err.startswith("betahedge: /proc: cannot be written to (")


def test_a_bad_formula_is_refused(run):
    code, out, err = run("eval", "=1+(")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("betahedge: =1+(: is not a formula")


def test_a_failed_check_exits_with_1(run, monkeypatch):
    import betahedge.report.proof as module

    monkeypatch.setattr(module, "same", lambda value, wanted, *_: value != 1.8 and value == wanted)
    code, out, err = run("demo")
    assert code == 1
    assert "function cells differ" in out
    assert "Hedge!G10: is 1.8, must be 1.8" in err


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom betahedge.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'lxml', 'openpyxl', 'formualizer', 'formulon', 'wasmtime', 'xlwings', 'rich',"
        " 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.endswith("[]\n")


def test_calc_says_when_a_templates_own_checks_fail(run, article_book):
    book = openpyxl.load_workbook(article_book.path)
    book["Inputs"]["C20"] = None
    book.save("edited.xlsx")
    code, out, err = run("calc", "edited.xlsx")
    assert code == 1
    assert "Checks: FAIL" in out
    assert "Checks!G11: FAIL" in err  # holdings: complete, and all of it numbers


def test_calc_says_when_nothing_calls_the_add_in(run):
    openpyxl.Workbook().save("plain.xlsx")
    assert "No cell calls a HEDGE_ function." in run("calc", "plain.xlsx")[1]


def test_calc_leaves_what_the_engine_cannot_do(run):
    import xlsxwriter

    book = xlsxwriter.Workbook("mine.xlsx")
    sheet = book.add_worksheet("S")
    sheet.write_column("A1", [1, -5])
    sheet.write_formula("D1", "=HEDGE_CONTRACTS(10,10)", None, 3)
    sheet.write_formula("B1", "=[1]Prices!A1*D1", None, 6)
    book.close()
    _, _, err = run("calc", "mine.xlsx")
    assert "left for the spreadsheet to calculate: 1: S!B1" in err
    cells = openpyxl.load_workbook("mine-calculated.xlsx", data_only=True).active
    assert (cells["D1"].value, cells["B1"].value) == (1, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--entity", "Mine"], "--entity: goes with --holdings; there is none"),
        (["--hedge-ratio", "50%"], "--hedge-ratio: goes with --holdings; there is none"),
        (["-o", "book.csv"], "book.csv: must be the name of an .xlsx file"),
        (["--holdings", "h.csv", "--hedge-ratio", "half"], "--hedge-ratio: was half; must be like"),
        (["--holdings", "h.csv", "--hedge-ratio", "60"], "--hedge-ratio: was 60; must be like 0.6"),
        (["--holdings", "h.csv", "--entity", "a\x01b"], "--entity: was"),
        (
            ["--holdings", "h.csv", "--as-of", "1850-01-01"],
            "--as-of: was 1850-01-01; must be",
        ),
        (["--holdings", "h.csv", "--entity", "x" * 200], "--entity: was"),
        (["--holdings", "h.csv", "-o", "h.csv", "--force"], "h.csv: is the file that is read"),
    ],
    ids=str,
)
def test_options_that_cannot_be_meant(run, arguments, message):
    Path("h.csv").write_text("asset,quantity,price\nBTC,1,2\n", "utf-8")
    code, out, err = run("template", "mixed_portfolio", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_a_disk_without_hard_links_is_written_to(run, monkeypatch, tmp_path):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert run("demo", "-o", "demo.xlsx")[0] == 0
    assert run("template", "mixed_portfolio", "-o", "demo.xlsx")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["demo.xlsx"]


def test_demo_twice_makes_one_file_and_leaves_a_changed_one_alone(run, tmp_path):
    for _ in range(2):
        code, out, _ = run("demo")
        assert (code, out.splitlines()[-1]) == (0, "Workbook: betahedge-demo.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["betahedge-demo.xlsx"]
    made = (tmp_path / "betahedge-demo.xlsx").read_bytes()
    (tmp_path / "betahedge-demo.xlsx").write_text("mine")
    for _ in range(2):
        assert run("demo")[1].splitlines()[-1] == "Workbook: betahedge-demo-2.xlsx"
    assert (tmp_path / "betahedge-demo.xlsx").read_text() == "mine"
    assert (tmp_path / "betahedge-demo-2.xlsx").read_bytes() == made
    assert run("demo", "--force")[0] == 0
    assert (tmp_path / "betahedge-demo.xlsx").read_bytes() == made


def test_damaged_workbooks_are_one_line(run, article_book):
    parts = zipfile.ZipFile(article_book.path)
    names = parts.namelist()

    def write(name, change):
        with zipfile.ZipFile(name, "w") as archive:
            for part in names:
                data = change(part, parts.read(part))
                if data is not None:
                    archive.writestr(part, data)

    rels = "xl/_rels/workbook.xml.rels"
    sheet = "xl/worksheets/sheet3.xml"
    write("norels.xlsx", lambda part, data: None if part == rels else data)
    write("half.xlsx", lambda part, data: data[:999] if part == sheet else data)
    write("far.xlsx", lambda _, data: data.replace(b'r="H10"', b'r="ZZZZ10"'))
    for name in ("norels", "half", "far"):
        for command in (
            ["calc", f"{name}.xlsx"],
            ["export", f"{name}.xlsx", "--host", "values", "-o", "o.xlsx"],
        ):
            code, out, err = run(*command)
            assert (code, out, err.count("\n")) == (2, "", 1), (name, err)
        code, _, err = run("template", "mixed_portfolio", "--holdings", f"{name}.xlsx")
        assert (code, err.count("\n")) == (2, 1), (name, err)
