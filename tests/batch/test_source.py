"""The files that hold the lines."""

import pytest

from betahedge.batch.source import days_of, find_overlong, text_blocks


def test_blocks_of_a_text_end_with_lines(tmp_path):
    path = tmp_path / "p.csv"
    rows = [f'"{n}\n""x""",{"y" * n}\n' for n in range(40)]
    path.write_text("a,b\n" + "".join(rows), "utf-8")
    for least in (1, 7, 64, 1000):
        blocks = list(text_blocks(path, least))
        assert all(block.startswith(b"a,b\n") for block in blocks)
        assert b"".join(block[4:] for block in blocks).decode() == "".join(rows)
        assert all(block.count(b'"') % 2 == 0 for block in blocks)


def test_a_line_with_more_values_than_the_header_is_named(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text('a,b\n1,2\n3\n"x\ny",4\n5,6,7\n8,9,10\n', "utf-8")
    assert find_overlong(path) == "line 6 has 3 values, and the header 2"
    path.write_text("a,b\n1,2\n", "utf-8")
    assert find_overlong(path) == ""


@pytest.mark.parametrize(
    ("names", "days"),
    [
        (["a_2026-09-29.csv", "b-20260930.csv"], [20260929, 20260930]),
        (["2026_09_29/p.csv", "2026.09.30/p.csv"], [20260929, 20260930]),
        (["hdfs://2026-01-01/p_2026-09-29.csv", "hdfs://2026-01-01/p_2026-09-30.csv"],
         [20260929, 20260930]),
        (["a_2026-09-30.csv", "b_2026-09-30.csv"], [0, 0]),
        (["a_2026-09-29.csv", "b_2026-09-30.csv", "c.csv"], [0, 0, 0]),
        (["a_120260929.csv", "b_2026-13-41.csv"], [0, 0]),
        (["p_2026-09-30.csv"], [0]),
    ],
)  # fmt: skip
def test_files_have_days_where_each_name_has_one_and_they_differ(names, days):
    assert days_of(names) == days
