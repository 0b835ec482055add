"""A whole run: files in, a folder of results out, and `batch.json`, whose counts tie out."""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from betahedge import __version__
from betahedge.batch.policy import Policy
from betahedge.batch.source import find_files, look
from betahedge.batch.staging import RECORD, check_folder, staged
from betahedge.books.faults import BadFile
from betahedge.books.market import Market
from betahedge.books.text import escaped
from betahedge.errors import BetahedgeError

Advance = Callable[[str, int, int], None]  # what is done, how much more of it, of how much


class DoesNotTieOut(BetahedgeError):  # noqa: N818 - what it is
    """Counts of a run contradict one another; nothing is kept of it."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run.  why: how many lines were rejected for each reason."""

    folder: Path
    counts: dict[str, int]
    ignored: tuple[str, ...]
    why: dict[str, int]


def batch(
    source: Path,
    output: Path,
    policy: Policy,
    market: Market | None = None,
    *,
    force: bool = False,
    advance: Advance = lambda *_: None,
) -> Done:
    """Size the portfolios of a file or folder by Polars, into a folder of results."""
    from betahedge.batch.polars_engine import VERSION

    policy.check_market(market)
    check_folder(output, force=force, source=source)
    bytes_to_read = sum(path.stat().st_size for path in find_files(source))
    parts = look(source, lambda more: advance("looking", more, bytes_to_read))
    with _told(source), staged(output, force=force, source=source) as folder:
        counts, ignored, why = _size(parts, folder, policy, market, advance)
        tie_out(counts)
        inputs = [{"name": part.name, "sha256": part.sha256} for part in parts]
        record = make_record(VERSION, policy, counts, inputs) | {"outputs": _hashes(folder)}
        (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return Done(output, counts, ignored, why)


def _size(
    parts: Any, folder: Path, policy: Policy, market: Market | None, advance: Advance
) -> tuple[dict[str, int], tuple[str, ...], dict[str, int]]:
    from betahedge.batch.polars_engine import Sizer, known_prices, known_terms
    from betahedge.batch.polars_run import run
    from betahedge.batch.polars_scan import scan_all

    scans = scan_all(parts, currency=policy.currency, has_market=market is not None)
    lines = sum(each.lines for each in scans)
    prices = known_prices(market) if market else None
    sizer = Sizer(policy, known_terms(market), prices)
    counts, why = run(scans, sizer, folder, lambda more: advance("sizing", more, lines))
    return counts, scans[0].found.ignored, why


@contextlib.contextmanager
def _told(source: Path) -> Iterator[None]:
    """Turn what an engine says of damage within a file into one line."""
    import polars as pl

    try:
        yield
    except pl.exceptions.PolarsError as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadFile(f"{escaped(str(source))}: cannot be read ({escaped(why)})") from None


def tie_out(counts: dict[str, int]) -> None:
    """Check that no line was lost: read = good + rejected, and the portfolios hold the good."""
    summed = counts.get("lines_of_portfolios", 0)
    if counts["read"] != counts["good"] + counts["rejected"] or summed != counts["good"]:
        raise DoesNotTieOut(f"counts do not tie out: {json.dumps(counts)}")


def make_record(
    engine: str, policy: Policy, counts: dict[str, int], inputs: list[dict[str, str]]
) -> dict[str, Any]:
    """Say what was counted, how, by which versions, and of which bytes."""
    said = asdict(policy) | {"cash": sorted(policy.cash)}
    return {
        "counts": counts,
        "policy": said,
        "versions": {
            "betahedge": __version__,
            "engine": engine,
            "python": platform.python_version(),
        },
        "inputs": inputs,
    }


def _hashes(folder: Path) -> list[dict[str, str]]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            found.append({"name": path.relative_to(folder).as_posix(), "sha256": digest})
    return found
