"""The words that a formula asks of an engine."""

import math
from typing import Any

import numpy as np

from betahedge.core.operations import FLOATS, Operations


def test_words_of_an_engine() -> None:
    def choose(condition: list[bool], one: Any, other: Any) -> list[Any]:
        return [one if each else other for each in condition]

    class Column(list[float]):
        def __lt__(self, bound: Any) -> Any:
            return [each < bound for each in self]

    words = Operations(math.floor, abs, choose)
    assert words.missing is None
    assert words.where(True, 1, 2) == 1
    assert words.where(False, 1, 2) == 2
    assert words.where([True, False], 1, 2) == [1, 2]
    assert words.step(Column([0, 1, 2]), ([1.5], ["low", "high"]))[:2] == ["low", "low"]


def test_words_of_plain_floats_are_those_of_numpys_floats_too() -> None:
    assert FLOATS.where(np.float64(1.0) > 0, "one", "other") == "one"
    assert FLOATS.where(np.float64(-1.0) > 0, "one", "other") == "other"
    assert FLOATS.missing is None
