"""A compound file: every stream is read back.

Oracle: olefile, which reads what Office writes; and [MS-CFB].
"""

import io

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.hosts.excel.vba.compound_file import build_compound_file

NAMES = st.text("abcdefgh_XYZ123", min_size=1, max_size=31)
LENGTHS = st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 70_000])


def read(data):
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


@given(st.dictionaries(NAMES, LENGTHS, min_size=1, max_size=40))
def test_every_stream_is_read_back(lengths):
    upper = {name.upper(): name for name in lengths}  # names are the same in either case
    streams = {f"VBA/{name}": name.encode() * lengths[name] for name in upper.values()}
    with read(build_compound_file(streams | {"PROJECT": b"x"})) as found:
        assert not found.parsing_issues
        assert len(found.listdir()) == len(streams) + 1
        for path, data in streams.items():
            assert found.openstream(path).read() == data


def sizes(count):
    return {f"s{number:03d}": bytes([number % 256]) * 600 for number in range(count)}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 100])
def test_the_tree_of_a_storage_is_red_and_black(count):
    """Source: [MS-CFB] 2.6.4: in order, no red under red, as many black on every way down."""
    with read(build_compound_file(sizes(count))) as found:
        rows = found.direntries

        def blacks(place, above_red):
            if place == olefile.NOSTREAM:
                return 1
            row = rows[place] or found._load_direntry(place)
            red = row.color == 0
            assert not (red and above_red)
            below = {blacks(row.sid_left, red), blacks(row.sid_right, red)}
            assert len(below) == 1
            return below.pop() + (not red)

        assert blacks(found.root.sid_child, above_red=True) >= 1


def test_a_file_of_more_than_its_table_can_name_is_refused():
    with pytest.raises(ValueError, match="more than a compound file here can hold"):
        build_compound_file({"large": bytes(8_000_000)})
