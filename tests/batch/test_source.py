"""The files that hold the lines."""

from betahedge.batch.source import text_blocks


def test_blocks_of_a_text_end_with_lines(tmp_path):
    path = tmp_path / "p.csv"
    rows = [f'"{n}\n""x""",{"y" * n}\n' for n in range(40)]
    path.write_text("a,b\n" + "".join(rows), "utf-8")
    for least in (1, 7, 64, 1000):
        blocks = list(text_blocks(path, least))
        assert all(block.startswith(b"a,b\n") for block in blocks)
        assert b"".join(block[4:] for block in blocks).decode() == "".join(rows)
        assert all(block.count(b'"') % 2 == 0 for block in blocks)
