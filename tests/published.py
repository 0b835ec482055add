"""The published cases: worked examples with a public source, and how an answer is judged."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]
Inputs = dict[str, Any]

_ALL = json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"))
DATASETS: dict[str, Any] = _ALL["datasets"]
CASES: list[Case] = _ALL["cases"]
BY_ID = {case["id"]: case for case in CASES}


def longley() -> list[list[float]]:
    """Columns of NIST's Longley data, the employed first."""
    return [list(column) for column in zip(*DATASETS["nist_longley"]["rows"])]


def published_columns(name: str, columns: list[int]) -> list[list[float]]:
    """Columns of a data set of R's PerformanceAnalytics, which is not part of the project."""
    folder = os.environ.get("BETAHEDGE_DATA")
    path = Path(folder or ".") / name
    if folder is None or not path.exists():
        pytest.skip(f"BETAHEDGE_DATA is not set, or has no {name}, of R's PerformanceAnalytics")
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))[1:]
    return [[float(row[column]) for row in rows] for column in columns]


def sold(inputs: Inputs, quantity: float) -> float:
    """Sign contracts as core does: + sold, - bought."""
    return quantity if inputs["side"] == "short" else -quantity


def wrong(case: Case, answer: Inputs) -> dict[str, Any]:
    """List what the answer has otherwise than the case: the answer and the expected value."""
    return {
        key: (answer[key], expected)
        for key, expected in case["expected"].items()
        if not _agree(answer[key], expected, case["tolerance"])
    }


def _agree(answer: Any, expected: Any, tolerance: dict[str, float]) -> bool:
    if expected is None or isinstance(expected, bool):
        return answer is expected
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(
            _agree(a, e, tolerance) for a, e in zip(answer, expected)
        )
    within = {"abs": 0.0, "rel": 0.0} | tolerance
    return bool(abs(answer - expected) <= max(within["abs"], within["rel"] * abs(expected)))
