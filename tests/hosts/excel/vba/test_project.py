"""A VBA project as a file.

Oracles: olefile and oletools, which read what Office writes, and xlwings's own add-in file, which
Excel has written.
"""

import io
import struct
import zipfile
from importlib.resources import files

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.hosts.excel.vba.project import (
    PROJECT_ID,
    Module,
    build_vba_project,
    compress,
    document,
    hide,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

NAMES = st.text("abcdefgh_XYZ123", min_size=1, max_size=31)


def read(data):
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


def decompressed(data):
    from oletools.olevba import decompress_stream

    return bytes(decompress_stream(bytearray(data)))


WORDS = st.lists(st.sampled_from(["Function ", "HEDGE_PNL", "(", ")\r\n", "    ", "x", "'"]))


@given(WORDS.map("".join).map(str.encode))
def test_texts_are_decompressed_to_themselves(text):
    assert not text or decompressed(compress(text)) == text


@pytest.mark.parametrize("length", [1, 2, 3, 4095, 4096, 4097, 8192, 100_000])
def test_chunks_end_where_they_should(length):
    for pattern in (b"a", b"abcdefghijklmnopqrstuvwxyz\r\n"):
        text = (pattern * length)[:length]
        assert decompressed(compress(text)) == text
        assert length < 100 or len(compress(text)) < length / 4


def shown(text):
    """[MS-OVBA] 2.4.3.3, from the text of a setting: key of the project, and what is hidden."""
    data = bytes.fromhex(text)
    seed, version, key = data[0], data[0] ^ data[1], data[0] ^ data[2]
    assert version == 2
    plain, last = [], key
    for place in range(3, len(data)):
        last = data[place] ^ ((data[place - 2] + last) & 0xFF)
        plain.append(last)
    plain = plain[(seed & 6) // 2 :]
    (length,) = struct.unpack("<I", bytes(plain[:4]))
    assert length == len(plain) - 4
    return key, bytes(plain[4:])


@pytest.fixture(scope="module")
def excels():
    """The project in xlwings's template of an add-in."""
    template = files("xlwings").joinpath("quickstart_addin.xlam").read_bytes()
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        return package.read("xl/vbaProject.bin")


def settings(project):
    with read(project) as found:
        lines = found.openstream("PROJECT").read().decode("cp1252").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("["))


MODULES = [
    document("ThisWorkbook", "Private Sub Workbook_Open()\nEnd Sub"),
    document("Sheet1"),
    Module("one", 'Attribute VB_Name = "one"\nFunction A()\n    A = 1 \' \u20ac\nEnd Function'),
]


def test_settings_are_hidden_as_excel_hides_them(excels):
    ours, theirs = settings(build_vba_project("betahedge", MODULES)), settings(excels)
    for name, plain in (("CMG", bytes(4)), ("DPB", b"\0"), ("GC", b"\xff")):
        key, found = shown(theirs[name].strip('"'))
        assert (key, found) == (sum(theirs["ID"].strip('"').encode()) & 0xFF, plain)
        assert shown(ours[name].strip('"')) == (sum(PROJECT_ID.encode()) & 0xFF, plain)
    assert shown(hide(b"any text"))[1] == b"any text"


def records(project):
    """The numbers of the records in the list of modules, in order, and their contents."""
    with read(project) as found:
        data = decompressed(found.openstream("VBA/dir").read())
    place = 0
    while place < len(data):
        number, length = struct.unpack_from("<HI", data, place)
        length = 6 if number == 9 else length
        yield number, data[place + 6 : place + 6 + length]
        place += 6 + length


OPTIONAL = {0x25, 0x28, 0x4A, 0x2F, 0x33, 0x30}  # private modules, controls: only some have these
PRIVATE = Module("two", 'Attribute VB_Name = "two"\nOption Private Module\nSub B()\nEnd Sub')


def test_the_list_of_modules_has_the_records_that_excel_writes(excels):
    ours = [number for number, _ in records(build_vba_project("betahedge", MODULES))]
    theirs = [number for number, _ in records(excels) if number not in OPTIONAL]
    start, end = ours.index(0x16), ours.index(0x0F)
    assert ours[:start] == theirs[: theirs.index(0x16)]
    assert ours[start:end] == [0x16, 0x3E, 0x0D] * 3
    kinds = [number for number in ours if number in (0x21, 0x22)]
    module = theirs[theirs.index(0x19) : theirs.index(0x2B) + 1]
    assert ours[end:] == [
        *(0x0F, 0x13),
        *(n if n not in (0x21, 0x22) else kind for kind in kinds for n in module),
        0x10,
    ]
    assert kinds == [0x22, 0x22, 0x21]


def test_a_private_module_says_so_after_its_kind():
    """[MS-OVBA] 2.3.4.2.3.2.10."""
    ours = [number for number, _ in records(build_vba_project("betahedge", [PRIVATE]))]
    assert ours[ours.index(0x21) :] == [0x21, 0x28, 0x2B, 0x10]
    assert 0x28 not in [number for number, _ in records(build_vba_project("betahedge", MODULES))]


def test_oletools_reads_the_modules(tmp_path):
    from oletools.olevba import VBA_Parser

    path = tmp_path / "vbaProject.bin"
    path.write_bytes(build_vba_project("betahedge", MODULES))
    parser = VBA_Parser(str(path))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert list(found) == ["ThisWorkbook.cls", "Sheet1.cls", "one.bas"]
    assert found["one.bas"].splitlines() == MODULES[2].text.splitlines()
    assert "Private Sub Workbook_Open()" in found["ThisWorkbook.cls"]


def test_the_same_modules_give_the_same_bytes():
    assert build_vba_project("betahedge", MODULES) == build_vba_project("betahedge", MODULES)
