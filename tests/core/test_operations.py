"""The words that a formula asks of an engine."""

import math
from typing import Any

from betahedge.core.operations import Operations


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
