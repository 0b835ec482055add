"""Runs of `betahedge batch` for tests."""

from pathlib import Path

import polars as pl
from click.testing import CliRunner

from betahedge.batch.policy import Policy
from betahedge.batch.run import batch
from betahedge.cli import main

HEAD = "portfolio,asset,quantity,price,contract,beta,hedge ratio,held\n"


def run(tmp_path: Path, text: str, **policy) -> Path:
    source, output = tmp_path / "p.csv", tmp_path / "out"
    source.write_text(text, "utf-8")
    batch(source, output, Policy(**policy), force=True)
    return output


def rejected(folder: Path) -> list[tuple[str | None, ...]]:
    table = pl.read_csv(folder / "rejected.csv", infer_schema=False)
    return table.select("line", "column", "value", "reason").rows()


def invoke(*words: object):
    return CliRunner().invoke(main, ["batch", *map(str, words)])
