"""What a release of LibreOffice makes of a file: ours, one with plain names, and its own.

Releases 7.4 and 25.2 were tried.  They differ in two things: 25.2 takes plain names from an .xlsx
and 7.4 does not; and 25.2 saves plain names and C4 for C4:C4, where 7.4 saves full names and C4:C4.
"""

import io

import openpyxl
import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.hosts.export import Wish, export, neutralize
from hosts.libreoffice_host import Office, calc_names, shown

BLANKS = {  # over cells that are empty; Python gives 5, with the default ratio of 1
    "HEDGE_CONTRACTS(325000,65000,D1)": 5.0,
    "HEDGE_CONTRACTS(325000,65000,$D$1)": 5.0,
    "HEDGE_CONTRACTS(325000,65000,'In Puts'!D1)": 5.0,
    "IF(TRUE,HEDGE_CONTRACTS(325000,65000,D1),0)": 5.0,
    "HEDGE_CONTRACTS(325000,65000,blank)": 5.0,
    "HEDGE_CONTRACTS(325000,65000,Book[[#This Row],[Ratio]])": 5.0,
    "HEDGE_CONTRACTS(325000,65000,INDEX(D:D,2))": 5.0,
    "HEDGE_CONTRACTS(325000,65000,OFFSET(C1,1,1))": 5.0,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office.made(tmp_path_factory.mktemp("office"))


def takes_plain_names(office):
    if (7, 4) < office.release < (25, 2):
        pytest.skip("between 7.4, which takes full names only, and 25.2: not known")
    return office.release >= (25, 2)


def blanks():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    book.add_worksheet("In Puts")
    book.define_name("blank", "='In Puts'!$D$1")
    columns = [{"header": "Spot"}, {"header": "Ratio"}]
    sheet.add_table("F1:G9", {"name": "Book", "columns": columns, "data": [[1]] * 8})
    for row, formula in enumerate(BLANKS, start=1):
        sheet.write_formula(row, 0, f"={formula}", None, "")
    book.close()
    return stream.getvalue()


def column(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    return [shown(sheet.cell(row + 2, 1)) for row in range(len(BLANKS))]


def test_empty_cells_are_still_empty_after_it_has_saved_the_file(office):
    """C4:C4 would be C4 when 25.2 opens its own file again, and 0 instead of the default."""
    data = calc_names(blanks(), full=True)
    for _ in range(3):
        data = office.saved(data)
        assert column(data) == list(BLANKS.values())


def test_plain_names_in_a_file(office):
    """Release 25.2 takes them, but there an empty cell is 0; 7.4 knows no such name."""
    answer = 0.0 if takes_plain_names(office) else "#NAME?"
    assert column(office.saved(blanks())) == [answer] * len(BLANKS)


def state(data):
    """What the template says of the add-in and of its checks, and whether any cell is an error."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    errors = [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "e"]
    return book["Cover"]["B10"].value, book["Checks"]["C6"].value, len(errors)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("calc", "loaded"),
        ("native", "not needed: native formulas"),
        ("values", "not needed: values only"),
    ],
)
def test_the_template_for_a_host_stays_whole_when_saved_again(office, article_book, host, told):
    data = export(article_book.path.read_bytes(), host).data
    for _ in range(2):
        data = office.saved(data)
        assert state(data) == (told, "OK", 0)


def test_a_file_it_has_saved_can_be_exported_again(office, article_book):
    """Its names and its ranges of one cell are the calls that they were."""
    data = article_book.path.read_bytes()
    saved = office.saved(export(data, "calc").data)
    proof = Wish(recalculate=lambda data: calculate(data).values)
    books = [calculate(neutralize(each)).data for each in (data, saved)]
    first, again = (export(each, "native", proof) for each in books)
    assert again.plain.replaced == first.plain.replaced
    assert again.plain.frozen == first.plain.frozen


def test_the_template_with_plain_names(office, article_book):
    """It is right in every release, for it says whether the functions answer."""
    told = "loaded" if takes_plain_names(office) else "not loaded"
    data = export(article_book.path.read_bytes(), "desktop").data
    for _ in range(2):
        data = office.saved(data)
        assert state(data) == (told, "OK", 0)
