"""What the differential tests share: libraries, random returns, and the largest difference."""

import importlib
import os
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

RANDOM = np.random.default_rng(9)


def optional(name: str) -> ModuleType:
    """Import a library that BETAHEDGE_LIBRARIES asks for, or skip the test."""
    wanted = os.environ.get("BETAHEDGE_LIBRARIES", "")
    if wanted != "all" and name not in wanted.split(","):
        pytest.skip(f"BETAHEDGE_LIBRARIES does not name {name}")
    return importlib.import_module(name)


def differ(what: str, pairs: Iterable[tuple[float, float, float]], within: float) -> None:
    """Hold pairs (ours, theirs, scale) to a tolerance, and print the largest difference."""
    gaps = [abs(ours - theirs) / max(abs(theirs), scale) for ours, theirs, scale in pairs]
    assert gaps, "nothing was compared"
    print(f"\n{what}: {len(gaps)} compared, largest difference {max(gaps):.1e}")
    assert max(gaps) <= within


def walks(rows: int, columns: int, scale: float = 0.03) -> Any:
    """Columns of returns with something in common."""
    market = RANDOM.normal(0.0005, scale, (rows, 1))
    return market * RANDOM.uniform(0.3, 1.8, columns) + RANDOM.normal(0, scale / 2, (rows, columns))


def columns_of(table: Any) -> list[list[float]]:
    return [list(map(float, column)) for column in np.asarray(table).T]


SEEDS = range(20)
Pairs = Iterable[tuple[float, float]]


def agree(name: str, pairs: Pairs, within: float, smallest: float = 1e-300) -> None:
    """Print the largest relative difference of ours and theirs, and hold it to a limit."""
    known = list(pairs)
    largest = max(abs(a - b) / max(abs(a), abs(b), smallest) for a, b in known)
    print(f"{name}: largest difference {largest:.2g} in {len(known)}")
    assert largest <= within


def fat_tailed(seed: int, n: int) -> list[float]:
    chance = np.random.default_rng(seed)
    returns: list[float] = np.clip(chance.standard_t(3, n) * 0.02, -0.9, 5.0).tolist()
    return returns
