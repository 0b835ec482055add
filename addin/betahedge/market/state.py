"""What was broken at the last look: one small file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from betahedge.books.text import escaped
from betahedge.errors import InputError
from betahedge.market.limits import Limit
from betahedge.xlsx.files import write_new

_VERSION = 1
_LARGEST = 1 << 20  # bytes


def read_state(path: Path) -> frozenset[str]:
    """Read which limits were broken; none where there is no file yet."""
    try:
        text = path.read_bytes()[: _LARGEST + 1]
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise InputError(f"{escaped(str(path))}: cannot be read ({error.strerror})") from None
    try:
        known = json.loads(text)
        if known["watch"] != _VERSION:
            raise ValueError
        return frozenset(map(str, known["broken"]))
    except (ValueError, KeyError, TypeError):
        raise InputError(
            f"{escaped(str(path))}: is no file of betahedge watch; give another with --state"
        ) from None


def write_state(path: Path, broken: Sequence[str]) -> None:
    """Write which limits are broken now, in the place of what was there."""
    text = json.dumps({"watch": _VERSION, "broken": broken}, indent=1, ensure_ascii=False)
    write_new(path, (text + "\n").encode(), force=True)


def compare(
    limits: Sequence[Limit], before: frozenset[str], *, has_positions: bool
) -> tuple[list[Limit], list[str], list[str]]:
    """Give the limits that are broken since, the names of those no longer, and of all broken.

    A position that was closed has no limit any more, and is whole.  What is not to be seen, as
    the age of a file that is not given, stays as it was.
    """
    known = {limit.name: limit.is_broken for limit in limits}
    of_files = ("age ",) if has_positions else ("age ", "position ")
    unseen = {
        name
        for name in before
        if known.get(name, None if name.startswith(of_files) else False) is None
    }
    broken = {name for name, is_broken in known.items() if is_broken}
    since = [limit for limit in limits if limit.is_broken and limit.name not in before]
    return since, sorted(before - broken - unseen), sorted(broken | unseen)
