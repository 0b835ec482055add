"""Exports of our template and of a stranger's workbook: right for each host, harmless to the rest.

Oracles: the article's figures for values; formualizer without our functions and LibreOffice for
native formulas; the Open XML SDK's schemas for files.
"""

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import formualizer
import openpyxl
import openxml_audit
import pytest
import xlsxwriter
from click.testing import CliRunner
from lxml import etree

from betahedge.cli import main
from betahedge.engine import BadInput, calculated
from betahedge.hosts.calls import NoNativeForm, native, one_value, renamed, still_calls
from betahedge.hosts.command import HOSTS as OFFERED
from betahedge.hosts.export import HOSTS, SERVER_MODULE, Wish, export, neutral
from betahedge.workbook.package import EPOCH, Package
from hosts.stranger import CELLS, book

ROOT = Path(__file__).parent.parent.parent
WISH = Wish("ACME", lambda data: calculated(data).values)


def cells(data, values=False):
    loaded = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    return {f"{s.title}!{c.coordinate}": c for s in loaded for row in s.iter_rows() for c in row}


def formula(cell):
    text = getattr(cell.value, "text", cell.value)
    return text if isinstance(text, str) else None


def formulas(data):
    return {ref: formula(cell) for ref, cell in cells(data).items() if cell.data_type == "f"}


@pytest.fixture(scope="module")
def theirs():
    return calculated(neutral(book())).data


@pytest.fixture(scope="module")
def template():
    return (ROOT / "templates" / "mixed_portfolio.xlsx").read_bytes()


@pytest.fixture(scope="module", params=["theirs", "template"])
def any_book(request):
    return request.getfixturevalue(request.param)


def test_the_command_offers_every_host():
    assert set(OFFERED) == set(HOSTS)


@pytest.mark.parametrize("host", HOSTS)
def test_the_schemas_find_nothing(any_book, host, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(export(any_book, host, WISH).data)
    assert not openxml_audit.OpenXmlValidator(max_errors=0).validate(str(path)).errors


@pytest.mark.parametrize("host", HOSTS)
def test_bytes_repeat_and_an_export_exported_again_is_the_same(any_book, host):
    done = export(any_book, host, WISH).data
    assert export(any_book, host, WISH).data == done
    if host != "server":  # whose names are neutral for nobody else
        assert export(neutral(done), host, WISH).data == done


SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml|xl/tables/.*|xl/workbook\.xml")
REGISTERS = {"[Content_Types].xml", "_rels/.rels"}


@pytest.mark.parametrize("host", HOSTS)
def test_parts_not_concerned_are_the_same_bytes(any_book, host):
    before = Package.read(any_book).parts
    after = Package.read(export(any_book, host, WISH).data).parts
    touched = {name for name in before if before[name] != after.get(name)}
    added = {name for name in after.keys() - before.keys() if "webextension" not in name}
    allowed = {name for name in before if SHEETS.fullmatch(name)}
    assert touched <= allowed | (REGISTERS if host == "lite" else set())
    assert not added
    assert host != "desktop" or not touched


KINDS = (
    *(b"<conditionalFormatting", b"<cfRule", b"<dataValidation ", b"<drawing ", b"<legacyDrawing"),
    *(b"<definedName ", b"<tablePart ", b"<hyperlink ", b"<mergeCell ", b"<pageSetup", b"<col "),
)


def counted(data):
    """What a workbook has besides cells: how many of each kind, and which parts."""
    parts = Package.read(data).parts
    whole = b"".join(parts[name] for name in parts if SHEETS.fullmatch(name))
    return {kind: whole.count(kind) for kind in KINDS}, {n for n in parts if "webext" not in n}


@pytest.mark.parametrize("chain", [("lite", "native", "values"), ("native", "lite", "desktop")])
def test_a_chain_of_exports_loses_nothing(any_book, chain):
    data = any_book
    for host in chain:
        data = export(neutral(data), host, WISH).data
    assert counted(data) == counted(any_book)
    before, after = cells(any_book, values=True), cells(data, values=True)
    stored = {ref: cell.value for ref, cell in before.items() if cell.value is not None}
    told = "not needed"  # the one text that is meant to change: whether functions answer
    for ref, value in stored.items():
        assert after[ref].value == value or str(after[ref].value).startswith(told), ref
    assert chain[-1] == "desktop" or not formulas(data)
    assert not any(map(still_calls, formulas(data).values()))


@pytest.mark.parametrize("host", ["desktop", "lite", "server"])
def test_hosts_with_functions_get_their_names_and_the_marks(theirs, host):
    prefix = {"desktop": "", "lite": "_xldudf_", "server": "_xldudf_ACME_"}[host]
    done = export(theirs, host, WISH)
    found = cells(done.data)
    for ref, text in CELLS.items():
        if text[1:].startswith("HEDGE_"):
            assert formula(found[f"Book!{ref}"]) == f"={prefix}{text[1:]}"
    assert formula(found["Book!B4"]) == CELLS["B4"]
    assert formula(found["Book!B5"]) == CELLS["B5"]
    quoted = f"={prefix}HEDGE_ACTION(B1)&\" HEDGE_PNL(\"&'HEDGE_PNL(1)'!A1"
    assert formula(found["Book!B9"]) == quoted
    parts = Package.read(done.data).parts
    call = f"{prefix}HEDGE_CONTRACTS(Book!$A$1,Book!$A$2,Book!$A$3)</definedName>"
    assert call.encode() in parts["xl/workbook.xml"]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert f"<formula>{prefix}HEDGE_ACTION(B1)=" in sheet
    assert f"<formula1>{prefix}HEDGE_CONTRACTS(A1,A2)&lt;A1</formula1>" in sheet
    assert f'<c r="B1" cm="1"><f t="array" ref="B1">{prefix}HEDGE_CONTRACTS(' in sheet
    assert f'<c r="D1"><f t="array" ref="D1:D2">{prefix}HEDGE_ROUND(' in sheet
    columns = f"<calculatedColumnFormula>{prefix}HEDGE_ACTION("
    assert columns.encode() in parts["xl/tables/table1.xml"]


def canonical(part):
    return etree.tostring(etree.fromstring(part), method="c14n")


def same_xml(one, other):
    return one == other or canonical(one) == canonical(other)


def test_names_of_any_host_become_neutral_again(theirs):
    for host, namespace in (("lite", ""), ("server", "ACME")):
        done = neutral(export(theirs, host, WISH).data, namespace)
        again, before = Package.read(export(done, "desktop").data).parts, Package.read(theirs).parts
        assert again.keys() == before.keys()
        assert all(same_xml(again[name], before[name]) for name in again.keys() - REGISTERS)
    assert neutral(theirs) is theirs


def test_native_formulas_and_what_became_its_value(theirs):
    done = export(theirs, "native", WISH)
    found = {ref: formula(cell) for ref, cell in cells(done.data).items()}
    assert found["Book!B1"] == "=A3*A1/A2"
    assert found["Book!B2"] == "=IF(A3>0,2*(A3*A1/A2)^2,0)"
    assert found["Book!B6"] == "=A1*(-0.1)-my_contracts*A2*(-0.1)"
    assert found["Book!B7"] == "=2*A1/A2"
    assert found["Book!B14"] == "=IFERROR(B1*A2/(0),A1*(-0.1)-B1*A2*(-0.1))"
    assert found["Book!B4"] == CELLS["B4"]
    sheet = Package.read(done.data).parts["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="B1"><f>A3*A1/A2</f><v>2.5</v></c>' in sheet
    assert '<c r="D5" cm="1"><f t="array" ref="D5:D6">' in sheet  # it spilled
    assert '<c r="B11" cm="1"><f t="array" ref="B11">' in sheet  # a range within
    # No native form: F1, B15, B16.  Another answer: B12 (an error of another kind) and B13 (a
    # blank is 0 to arithmetic, the default to us).  D1: formualizer maps no ROUND over a range.
    frozen = {f"Book!{ref}" for ref in ("F1", "B15", "B16", "B12", "B13", "D1")}
    assert set(done.plain.frozen) == frozen
    assert done.plain.elsewhere == done.plain.valueless == []
    values = cells(done.data, values=True)
    assert (found["Book!B10"], values["Book!B10"].value) == (CELLS["B10"], 5)  # by a name
    assert [values[f"Book!B{row}"].value for row in (12, 13, 15, 16)] == ["#VALUE!", 5, True, "OK"]
    assert [values[f"Book!{ref}"].value for ref in ("F4", "G4", "H4", "I4")] == [
        *("Net", 325_000, -16_250, 308_750),
    ]


def test_values_have_no_formula_and_stand_as_they_were(any_book):
    done = export(any_book, "values", WISH)
    assert not formulas(done.data)
    parts = Package.read(done.data).parts
    assert not any(b"<f>" in data or b"<f " in data for n, data in parts.items() if "sheets/" in n)
    assert done.plain.valueless == []


def addin_state(data):
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    return loaded.defined_names["addin_state"].attr_text, loaded["Cover"]["C10"].value


def test_the_cover_of_our_template_tells_the_reader(template):
    told = "not needed: native formulas"
    assert addin_state(export(template, "native", WISH).data) == ('"loaded"', told)
    assert addin_state(export(template, "values", WISH).data)[1] == "not needed: values only"
    assert addin_state(export(template, "lite", WISH).data)[0].endswith("!$C$10")


def recalculated(data, refs):
    """Calculate in formualizer, which has none of our functions here."""
    loaded = formualizer.Workbook.from_bytes(data)
    loaded.evaluate_all()
    quoted = {ref: "'{}'!{}".format(*ref.split("!")) for ref in refs}
    return {ref: loaded.inspect_cell(place).cell.value for ref, place in quoted.items()}


def agree(ours, theirs):
    if isinstance(ours, bool) or not isinstance(ours, int | float):
        return (ours or "") == ("" if theirs is None else theirs)
    return theirs == pytest.approx(ours, rel=1e-9, abs=1e-9)


def test_native_formulas_give_the_stored_values_without_functions(any_book):
    done = export(any_book, "native", WISH)
    stored = cells(done.data, values=True)
    # formualizer does not spill over stored values, nor read tables: LibreOffice's test has these.
    beyond = {"Book!D5", "Book!B21", "Book!B22", "Impact!A16", "Impact!A30"}
    refs = [ref for ref in done.plain.replaced if ref not in beyond]
    assert len(refs) > 7
    for ref, value in recalculated(done.data, refs).items():
        assert agree(stored[ref].value, value), ref


def test_native_formulas_give_the_stored_values_in_libreoffice(any_book, convert, tmp_path):
    done = export(any_book, "native", WISH)
    (tmp_path / "book.xlsx").write_bytes(done.data)
    stored = cells(done.data, values=True)
    again = cells(convert(tmp_path / "book.xlsx", "xlsx").read_bytes(), values=True)
    for ref in done.plain.replaced:
        assert agree(stored[ref].value, again[ref].value), ref
    if "Cover!C10" in stored:
        assert not [ref for ref, cell in again.items() if cell.data_type == "e"]
        assert again["Checks!F5"].value == "OK"


SHARED = (
    '<row r="1"><c r="A1"><v>4</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">'
    'HEDGE_RATIO(A1,1,2)</f><v>0.5</v></c><c r="C1"><f t="shared" ref="C1:C2" si="1">'
    "HEDGE_CHECK(A1,2)</f><v>0</v></c></row>"
    '<row r="2"><c r="A2"><v>8</v></c><c r="B2"><f t="shared" si="0"/><v>0.25</v></c>'
    '<c r="C2"><f t="shared" si="1"/><v>0</v></c></row>'
)
CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
CHAIN_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"


@pytest.fixture(scope="module")
def shared():
    """A workbook with shared formulas and a calculation chain, as Excel writes them."""
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    package = Package.read(stream.getvalue())
    sheet = package.parts["xl/worksheets/sheet1.xml"].decode()
    rows = f"<sheetData>{SHARED}</sheetData>"
    sheet = re.sub(r"<sheetData ?/>|<sheetData></sheetData>", rows, sheet)
    package.parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    main_name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = f'<calcChain xmlns="{main_name}"><c r="B1" i="1"/><c r="C1" i="1"/></calcChain>'
    package.add_part("xl/calcChain.xml", chain.encode(), CHAIN, CHAIN_RELATION)
    return calculated(package.write()).data


def test_shared_formulas_are_replaced_together(shared):
    done = export(shared, "native", WISH)
    assert done.plain.replaced == ["Sheet!B1", "Sheet!B2"]
    assert done.plain.frozen == ["Sheet!C1", "Sheet!C2"]
    sheet = Package.read(done.data).parts["xl/worksheets/sheet1.xml"].decode()
    assert re.search('<f t="shared" ref="B1:B2" si="0">[^<]*A1[^<]*</f><v>0.5</v>', sheet)
    assert "HEDGE_" not in sheet
    assert '<c r="C2" t="str"><v>OK</v></c>' in sheet
    assert 'si="1"' not in sheet


@pytest.mark.parametrize(("host", "kept"), [("lite", True), ("native", False), ("values", False)])
def test_the_calculation_chain_goes_when_formulas_go(shared, host, kept):
    parts = Package.read(export(shared, host, WISH).data).parts
    registers = parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert ("xl/calcChain.xml" in parts) == (b"calcChain" in registers) == kept


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("_xldudf_hedge_pnl (1)", "_xldudf_HEDGE_PNL (1)"),
        ("_xlfn.HEDGE_PNL(1)", "_xldudf_HEDGE_PNL(1)"),
        ("@HEDGE_PNL(1)", "@_xldudf_HEDGE_PNL(1)"),
        ('"HEDGE_PNL("&"say ""HEDGE_PNL("""', '"HEDGE_PNL("&"say ""HEDGE_PNL("""'),
        ("'it''s HEDGE_PNL(1)'!A1", "'it''s HEDGE_PNL(1)'!A1"),
        ("T[[#This Row],[HEDGE_PNL(x)]]", "T[[#This Row],[HEDGE_PNL(x)]]"),
        ("HEDGE_PNL!A1+HEDGE_X!B2+MY_HEDGE_PNL(1)", "HEDGE_PNL!A1+HEDGE_X!B2+MY_HEDGE_PNL(1)"),
        ("[2]!HEDGE_PNL(1)", "[2]!HEDGE_PNL(1)"),
        ("_xldudf_ACME_HEDGE_PNL(1)", "_xldudf_ACME_HEDGE_PNL(1)"),
        ("HEDGE_NOTHING(1)", "HEDGE_NOTHING(1)"),
    ],
)
def test_only_calls_are_renamed(text, stored):
    assert renamed(text, "_xldudf_") == stored


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("HEDGE_FUNDING_RATE(A1)", "A1*8760/8"),
        ("1-HEDGE_BASIS(A1,B1)", "1-(A1-B1)"),
        ("SUM(HEDGE_BASIS(A1,B1),(1,2))", "SUM(A1-B1,(1,2))"),
        ("HEDGE_BASIS({1,2},B1)", "({1,2})-B1"),
        ('HEDGE_BASIS(A1,IF(B1="a,)",1,2))', 'A1-(IF(B1="a,)",1,2))'),
        ("HEDGE_CONTRACTS(A1,B1,,,)", "A1/B1"),
        ("HEDGE_PNL(A1,B1,C1,D1,,E1)", "A1*D1-B1*C1*D1+E1"),
    ],
)
def test_native_forms(text, form):
    assert native(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('IF(addin_state="loaded",HEDGE_VERSION(),H16:K19)', "H16:K19"),
        ('1+if( addin_state="loaded" ,1+HEDGE_VERSION(),A1+1)*2', "1+(A1+1)*2"),
        ('IF(addin_state="loaded",HEDGE_BASIS(1,2),3)', 'IF(addin_state="loaded",1-2,3)'),
    ],
)
def test_a_formula_that_says_what_holds_without_the_add_in_is_taken_at_its_word(text, form):
    assert native(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "HEDGE_VERSION()",
        "IF(A1>0,HEDGE_VERSION(),1)",
        'IF(addin_state="loaded",1,HEDGE_VERSION())',
        "1+HEDGE_TABLE(A1,B1,C1,D1)",
        "HEDGE_PNL(1)",
        "HEDGE_BASIS(1,2,3)",
        "HEDGE_BASIS(1,2",
        "HEDGE_BASIS(1,2))",
        "[2]!HEDGE_PNL(1,2,3,4)",
        f"HEDGE_BASIS(1,{'+'.join(['A1'] * 3000)})",
    ],
)
def test_what_has_no_native_form(text):
    with pytest.raises(NoNativeForm):
        native(text)


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("A1*$B$2+Sheet!C3", True),
        ("one+1", True),
        ('IF(A1="a:b",1,2)', True),
        ("SUM(A1:A2)", False),
        ("many*2", False),
        ("{1,2}*A1", False),
        ("A1#", False),
        ('INDIRECT("A1")', False),
        ("T[x]", False),
    ],
)
def test_what_is_sure_to_be_one_value(text, single):
    names = {"one", "Sheet", "A1", "C3"}
    assert one_value(text, lambda name: name in names or name[1:].isdigit()) == single


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        result = CliRunner().invoke(main, ["export", *arguments], catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr

    return call


def test_the_command_writes_the_file_and_says_what_became_of_cells(run):
    Path("book.xlsx").write_bytes(book())
    code, out, err = run("book.xlsx", "--host", "native", "-o", "out.xlsx")
    assert (code, err) == (0, "  Book!B12 shows #VALUE!\n")
    assert "12 cells hold native formulas" in out
    assert "6 cells became their value" in out
    assert cells(Path("out.xlsx").read_bytes(), values=True)["Book!B1"].value == 2.5
    again = run("book.xlsx", "--host", "native", "-o", "out.xlsx")
    assert again[0] == 2
    assert "is there already" in again[2]


def test_the_command_writes_the_servers_module_too(run):
    Path("book.xlsx").write_bytes(book())
    order = ("book.xlsx", "--host", "server", "--namespace", "ACME", "-o", "out.xlsx")
    code, out, _ = run(*order)
    assert code == 0
    assert f"Module: {SERVER_MODULE}" in out
    compile(Path(SERVER_MODULE).read_text("utf-8"), SERVER_MODULE, "exec")
    Path("out.xlsx").unlink()
    assert run(*order)[0] == 0, "the module is there as it would be written"
    Path("out.xlsx").unlink()
    Path(SERVER_MODULE).write_text("mine")
    assert run(*order)[0] == 2, "another file of that name is there"
    assert not Path("out.xlsx").exists()
    assert Path(SERVER_MODULE).read_text() == "mine"


def test_a_chain_of_commands_across_a_server(run):
    Path("book.xlsx").write_bytes(book())
    run("book.xlsx", "--host", "server", "--namespace", "ACME", "-o", "server.xlsx")
    code, _, err = run("server.xlsx", "--host", "native", "--namespace", "ACME", "-o", "n.xlsx")
    assert (code, err) == (0, "  Book!B12 shows #VALUE!\n")
    assert formula(cells(Path("n.xlsx").read_bytes())["Book!B1"]) == "=A3*A1/A2"


def test_what_cannot_be_calculated_is_named_and_fails(run):
    made = openpyxl.Workbook()
    made.active["A1"] = "=SUMPRODUCT(ABS(B1:B2)*HEDGE_BASIS(B1:B2,1))"
    made.save("book.xlsx")
    code, _, err = run("book.xlsx", "--host", "values", "-o", "out.xlsx")
    assert code == 1
    assert err.splitlines() == [
        "  left for the spreadsheet to calculate: 1: Sheet!A1",
        "  Sheet!A1: no value is stored, so the formula is still there",
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
    "a Strict one": (lambda: changed(**{"xl/workbook.xml": b"<workbook/>"}), "is Strict Open XML"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_refused_with_one_line_and_nothing_is_written(run, case, tmp_path):
    make, message = BAD[case]
    Path("book.xlsx").write_bytes(make())
    code, out, err = run("book.xlsx", "--host", "lite", "-o", "out.xlsx")
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_bomb_is_refused_before_it_is_unpacked(run, monkeypatch):
    monkeypatch.setattr("betahedge.workbook.files.MAX_UNPACKED", 1000)
    monkeypatch.setattr(Package, "read", lambda _: pytest.fail("it was unpacked"))
    Path("book.xlsx").write_bytes(book())
    code, _, err = run("book.xlsx", "--host", "lite", "-o", "out.xlsx")
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
def test_bad_wishes_are_refused_with_one_line(run, arguments, message, tmp_path):
    if arguments[-1].startswith("/proc") and not Path("/proc").is_dir():
        pytest.skip("needs a folder nobody can write to")
    Path("book.xlsx").write_bytes(book())
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


@pytest.mark.parametrize("mark", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_not_replaced(run, mark):
    """The marks of Excel and of LibreOffice."""
    Path("book.xlsx").write_bytes(book())
    for name in ("out.xlsx", mark):
        Path(name).write_bytes(b"mine")
    code, out, err = run("book.xlsx", "--host", "lite", "-o", "out.xlsx", "--force")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is open in another program" in err
    assert Path("out.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("host", ["values", "calc"])
def test_a_workbook_is_not_replaced_by_what_is_made_of_it(run, host):
    Path("book.xlsx").write_bytes(book())
    code, _, err = run("book.xlsx", "--host", host, "-o", "./book.xlsx", "--force")
    assert (code, err.count("\n")) == (2, 1)
    assert "is the file that is read" in err
    assert Path("book.xlsx").read_bytes() == book()


def test_formulas_that_need_a_repair_are_told_of(run):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    tied = "='C:\\x\\betahedge.xlam'!HEDGE_RATIO(1,2,3)"
    made.add_worksheet().write_formula("A1", tied, None, 6)
    made.close()
    Path("book.xlsx").write_bytes(stream.getvalue())
    code, _, err = run("book.xlsx", "--host", "lite", "-o", "out.xlsx")
    assert code == 0
    assert "betahedge repair mends them" in err


def test_the_server_itself_refuses_nothing_without_a_namespace(theirs):
    with pytest.raises(BadInput, match="--namespace"):
        export(theirs, "server")


SERVER = """
import asyncio, importlib, json
import xlwings.server as server
module = importlib.import_module("betahedge_functions")
meta = server.custom_functions_meta(module)
names = sorted(each["name"] for each in meta["functions"])
print(json.dumps(names))
"""


@pytest.mark.skipif(
    os.environ.get("BETAHEDGE_XLWINGS_SERVER") != "1",
    reason="xlwings Server's licence: set BETAHEDGE_XLWINGS_SERVER=1 for non-commercial use",
)
def test_xlwings_server_finds_every_function(tmp_path):
    import json

    from betahedge.cells import CATALOGUE
    from betahedge.hosts.bundle import bundle

    (tmp_path / SERVER_MODULE).write_text(bundle(script=False), "utf-8")
    licence = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
    done = subprocess.run(
        [sys.executable, "-c", SERVER],
        cwd=tmp_path,
        env={**os.environ, **licence, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == sorted(CATALOGUE)
