"""The published cases: worked examples with a public source, and how an answer is judged."""

import json
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Inputs = dict[str, Any]

_ALL = json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"))
DATASETS: dict[str, Any] = _ALL["datasets"]
CASES: list[Case] = _ALL["cases"]


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
