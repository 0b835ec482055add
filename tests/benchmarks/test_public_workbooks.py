"""Public workbooks, calculated and compared with the values stored in them.

Opt-in, since none of them is part of the project: BETAHEDGE_WORKBOOKS names a folder.
"""

import os
from pathlib import Path

import pytest

from benchmarks.compare_public import FOLDER, compare_all, share_right, totals

GOAL = 0.97


@pytest.mark.skipif(FOLDER not in os.environ, reason=f"{FOLDER} names no folder of workbooks")
@pytest.mark.benchmark(group="public workbooks")
def test_public_workbooks_have_their_stored_values(benchmark):
    folder = Path(os.environ[FOLDER])
    done = benchmark.pedantic(lambda: list(compare_all(folder)), rounds=1)
    total = totals(done)
    benchmark.extra_info.update(total, share_right=round(share_right(total), 4), goal=GOAL)
    worst = sorted(done, key=lambda comparison: -comparison.counts["wrong"])[:9]
    assert share_right(total) >= GOAL, [(one.book, one.counts["wrong"]) for one in worst]
