"""The build of the workbook against openpyxl writing the same cells with no logic."""

import io
import resource

import openpyxl
import pytest

from betahedge.engine.fresh import calculate_built
from betahedge.templates.book import HoldingRow, article
from betahedge.templates.mixed_portfolio import build_mixed_portfolio
from command import run


@pytest.fixture(scope="module")
def inputs():
    import dataclasses

    rows = tuple(HoldingRow(f"COIN{n}", n + 1.0, 10.0 + n) for n in range(500))
    return dataclasses.replace(article(), holdings=rows)


@pytest.fixture(scope="module")
def cells(inputs):
    book = openpyxl.load_workbook(io.BytesIO(build_mixed_portfolio(inputs).data))
    return [
        (
            sheet.title,
            [(c.row, c.column, c.value, c.style) for row in sheet for c in row if c.has_style],
        )
        for sheet in book
    ]


def write_plainly(cells):
    from betahedge.sheets import theme

    book = openpyxl.Workbook()
    for style in theme.styles():
        book.add_named_style(style)
    for title, contents in cells:
        sheet = book.create_sheet(title)
        for row, column, value, style in contents:
            cell = sheet.cell(row, column, value)
            cell.style = style
    book.save(io.BytesIO())


@pytest.mark.benchmark(group="workbook of 500 holdings")
def test_floor_openpyxl_writes_the_same_cells(benchmark, cells):
    benchmark.pedantic(write_plainly, args=(cells,), rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="workbook of 500 holdings")
def test_build(benchmark, inputs):
    benchmark.pedantic(build_mixed_portfolio, args=(inputs,), rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="workbook of 500 holdings")
def test_recalculate_and_store(benchmark, inputs):
    built = build_mixed_portfolio(inputs)
    benchmark.pedantic(calculate_built, args=(built, inputs.as_of), rounds=3, warmup_rounds=1)


def test_a_large_book_from_its_file_to_a_proved_workbook(benchmark, tmp_path):
    lines = "".join(f"T{n},{n % 977 + 0.5},{n % 431 + 10},1\n" for n in range(5_000))
    (tmp_path / "h.csv").write_text(f"asset,quantity,price,contract size\n{lines}", "utf-8")
    words = ("template", "mixed_portfolio", "--holdings", tmp_path / "h.csv", "-q")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = benchmark.pedantic(run, args=(*words, "-o", tmp_path / "b.xlsx"), rounds=1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.code == 0, done.err
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"\n5,000 holdings: {seconds:.1f} s of CPU (goal 15), {done.peak >> 10} MiB")
    benchmark.extra_info.update(seconds=seconds, peak=done.peak)
    assert done.peak < 500 << 10
