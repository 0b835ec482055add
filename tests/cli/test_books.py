"""The commands calc, export and repair: what they write and say, and what they refuse."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from betahedge.engine import calculate as calculate_workbook
from betahedge.hosts.export import SERVER_MODULE
from betahedge.xlsx.package import EPOCH, Package
from hosts.exported import cells, formula
from hosts.stranger import book

WRONG = "  Book!B12 shows #VALUE!: contract_value: was blank; must be a number above 0\n"


@pytest.fixture
def export(run):
    return lambda *arguments: run("export", *arguments)


def test_the_command_writes_the_file_and_says_what_became_of_cells(export):
    Path("book.xlsx").write_bytes(book())
    code, out, err = export("book.xlsx", "--host", "native", "-o", "out.xlsx")
    assert (code, err) == (0, WRONG)
    assert "Native formulas instead of functions: 14\n" in out
    assert "gives it: 4: Book!F1, Book!B12, Book!B15, Book!B16\n" in out
    assert cells(Path("out.xlsx").read_bytes(), values=True)["Book!B1"].value == 2.5
    again = export("book.xlsx", "--host", "native", "-o", "out.xlsx")
    assert again[0] == 2
    assert "is there already" in again[2]


def test_values_and_their_proof_are_of_one_moment(export, monkeypatch):
    moments = []

    def calculate(*given, now, **more):
        moments.append(now)
        return calculate_workbook(*given, now=now, **more)

    monkeypatch.setattr("betahedge.engine.calculate", calculate)
    Path("book.xlsx").write_bytes(book())
    assert export("book.xlsx", "--host", "native", "-o", "out.xlsx")[0] == 0
    assert len(moments) == 2
    assert moments[0] == moments[1]


def test_the_command_writes_the_servers_module_too(export):
    Path("book.xlsx").write_bytes(book())
    order = ("book.xlsx", "--host", "server", "--namespace", "ACME", "-o", "out.xlsx")
    code, out, _ = export(*order)
    assert code == 0
    assert f"Module: {SERVER_MODULE}" in out
    compile(Path(SERVER_MODULE).read_text("utf-8"), SERVER_MODULE, "exec")
    Path("out.xlsx").unlink()
    assert export(*order)[0] == 0, "the module is there as it would be written"
    Path("out.xlsx").unlink()
    Path(SERVER_MODULE).write_text("mine")
    assert export(*order)[0] == 2, "another file of that name is there"
    assert not Path("out.xlsx").exists()
    assert Path(SERVER_MODULE).read_text() == "mine"


def test_a_chain_of_commands_across_a_server(export):
    Path("book.xlsx").write_bytes(book())
    export("book.xlsx", "--host", "server", "--namespace", "ACME", "-o", "server.xlsx")
    code, _, err = export("server.xlsx", "--host", "native", "--namespace", "ACME", "-o", "n.xlsx")
    assert (code, err) == (0, WRONG)
    assert formula(cells(Path("n.xlsx").read_bytes())["Book!B1"]) == '=IF(A3="",1,A3)*A1/A2'


def test_what_cannot_be_calculated_is_named_and_fails(export):
    made = openpyxl.Workbook()
    made.active["A1"] = "=HEDGE_BASIS([1]Prices!B1,1)"
    made.save("book.xlsx")
    code, _, err = export("book.xlsx", "--host", "values", "-o", "out.xlsx")
    assert code == 1
    assert err.splitlines() == [
        "  left for the spreadsheet to calculate: 1: Sheet!A1: reads another file, [1]Prices!B1",
        "  Sheet!A1: no value is stored, or none in a cell that shares the formula, so the formula "
        "is still there",
    ]


def zipped(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def changed(**parts):
    """Our stranger's workbook with parts replaced, or left out where they are None."""
    wanted = {name.replace("__", "/"): data for name, data in parts.items()}
    kept = {**Package.read(book()).parts, **wanted}
    return zipped({name: data for name, data in kept.items() if data is not None})


def lying():
    """A bomb whose directory says it is small: 100 MB that claim to be 100 bytes."""
    data = changed(**{"xl/worksheets/sheet1.xml": b" " * 100_000_000})
    size = (100_000_000).to_bytes(4, "little")
    assert size in data
    return data.replace(size, (100).to_bytes(4, "little"))


def damaged():
    data = bytearray(changed())
    start = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[start : start + 40] = bytes(range(40))
    return bytes(data)


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
BAD = {
    "an old .xls": (lambda: b"\xd0\xcf\x11\xe0 old", "an encrypted or an old .xls"),
    "a CSV": (lambda: b"asset,price\nBTC,1\n", "is not a spreadsheet"),
    "nothing": (lambda: b"", "is empty"),
    "a zip": (lambda: zipped({"readme": b""}), "not an .xlsx workbook"),
    "a truncated one": (lambda: book()[:4000], "is not a spreadsheet"),
    "an entity": (lambda: changed(**{"xl/worksheets/sheet1.xml": ENTITY}), "document type"),
    "a lying bomb": (lying, "cannot be unpacked"),
    "a damaged one": (damaged, "cannot be unpacked"),
    "no content types": (lambda: changed(**{"[Content_Types].xml": None}), "has no part"),
    "no sheet": (lambda: changed(**{"xl/worksheets/sheet1.xml": None}), "has no part for its"),
    "another root": (lambda: changed(**{"xl/workbook.xml": b"<workbook/>"}), "is no workbook"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_refused_with_one_line_and_nothing_is_written(export, case, tmp_path):
    make, message = BAD[case]
    Path("book.xlsx").write_bytes(make())
    code, out, err = export("book.xlsx", "--host", "lite", "-o", "out.xlsx")
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_bomb_is_refused_before_it_is_unpacked(export, monkeypatch):
    monkeypatch.setattr("betahedge.xlsx.files.MAX_UNPACKED", 1000)
    monkeypatch.setattr(Package, "read", lambda _: pytest.fail("it was unpacked"))
    Path("book.xlsx").write_bytes(book())
    code, _, err = export("book.xlsx", "--host", "lite", "-o", "out.xlsx")
    assert code == 2
    assert "unpacks to more than" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.xlsx", "--host", "lite", "-o", "out.xlsx"), "no such file"),
        (("book.xlsx", "--host", "lite", "-o", "none/out.xlsx"), "no such folder"),
        (("book.xlsx", "--host", "lite", "-o", "out.xlsm"), "must end in .xlsx"),
        (("book.xlsx", "--host", "server", "-o", "out.xlsx"), "--namespace: must be given"),
        (("book.xlsx", "--host", "lite", "--namespace", "A-B", "-o", "o.xlsx"), 'was "A-B"'),
        (("book.xlsx", "--host", "lite", "-o", "/proc/out.xlsx"), "cannot be written to"),
    ],
)
def test_bad_wishes_are_refused_with_one_line(export, arguments, message, tmp_path):
    if arguments[-1].startswith("/proc") and not Path("/proc").is_dir():
        pytest.skip("needs a folder nobody can write to")
    Path("book.xlsx").write_bytes(book())
    code, out, err = export(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


@pytest.mark.parametrize("mark", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_not_replaced(export, mark):
    """The marks of Excel and of LibreOffice."""
    Path("book.xlsx").write_bytes(book())
    for name in ("out.xlsx", mark):
        Path(name).write_bytes(b"mine")
    code, out, err = export("book.xlsx", "--host", "lite", "-o", "out.xlsx", "--force")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is open in another program" in err
    assert Path("out.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("host", ["values", "calc"])
def test_a_workbook_is_not_replaced_by_what_is_made_of_it(export, host):
    Path("book.xlsx").write_bytes(book())
    code, _, err = export("book.xlsx", "--host", host, "-o", "./book.xlsx", "--force")
    assert (code, err.count("\n")) == (2, 1)
    assert "is the file that is read" in err
    assert Path("book.xlsx").read_bytes() == book()


def test_formulas_that_need_a_repair_are_told_of(export):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    tied = "='C:\\x\\betahedge.xlam'!HEDGE_RATIO(1,2,3)"
    made.add_worksheet().write_formula("A1", tied, None, 6)
    made.close()
    Path("book.xlsx").write_bytes(stream.getvalue())
    code, _, err = export("book.xlsx", "--host", "lite", "-o", "out.xlsx")
    assert code == 0
    assert "betahedge repair mends them" in err


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
