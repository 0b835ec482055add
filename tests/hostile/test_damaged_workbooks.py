"""Files that are no workbook, or half of one: one line, and nothing is written."""

import zipfile
from pathlib import Path

import pytest


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
