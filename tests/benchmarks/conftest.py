"""Speed is measured when it is asked for: it takes minutes, and a quiet machine."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(config, items):
    """Skip benchmarks, with a reason, unless --benchmark-enable is given."""
    if config.getoption("benchmark_enable"):
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="a benchmark: give --benchmark-enable"))
