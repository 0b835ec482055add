"""Workbooks with any damage: one clear line, or a file."""

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.hosts.export import export, neutralize
from betahedge.xlsx.files import read_workbook
from betahedge.xlsx.package import Package
from hosts.exported import WISH
from hosts.stranger import book


@given(st.data())
@settings(max_examples=15)
def test_a_damaged_file_is_refused_or_exported_and_nothing_else(draw):
    """Some bytes of a workbook are others: one clear line, or a file."""
    data = bytearray(book())
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    refused_or_exported(data)


@given(st.data())
@settings(max_examples=40)
def test_a_damaged_part_is_refused_or_exported_and_nothing_else(draw):
    """A text or an attribute of a part is another one."""
    package = Package.read(book())
    part = draw.draw(st.sampled_from([name for name in package.parts if "media" not in name]))
    spans = [found.span(found.lastindex) for found in VALUE.finditer(package.parts[part])]
    start, end = draw.draw(st.sampled_from(spans))
    instead = draw.draw(st.sampled_from([b"", b"-1", b"A0", b"99999999999", b"#REF!", b"x"]))
    package.parts[part] = package.parts[part][:start] + instead + package.parts[part][end:]
    refused_or_exported(package.write())


VALUE = re.compile(rb'="([^"]*)"|>([^<]+)<')


def refused_or_exported(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(data)
        try:
            done = export(calculate(neutralize(read_workbook(path))).data, "native", WISH)
        except InputError as refused:
            assert "\n" not in str(refused)
        else:
            assert Package.read(done.data).sheets()
