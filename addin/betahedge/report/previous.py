"""The pack before this one: what was held then, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from betahedge.books.faults import BadFile, Unclear
from betahedge.books.how import How
from betahedge.books.text import escaped
from betahedge.report.case import Given, hash_of
from betahedge.report.gathering import gather
from betahedge.report.making import make_report
from betahedge.report.numbers import count, listed, percent, rounded, spoken
from betahedge.report.rows import SCHEMA, Report
from betahedge.report.schema import find_fault, make_schema, report_json
from betahedge.xlsx.files import readable

MOST = 320  # characters of the paragraph, which stands on page one
_NAMED = 3  # holdings
_TOLD = 2  # breaches
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Previous:
    """report.json of an earlier pack, as it was read."""

    data: dict[str, Any]
    given: Given

    @property
    def prices(self) -> dict[str, float]:
        """Give the prices of its coins."""
        return {row["asset"]: row["price"] for row in self.data["assets"]}

    @property
    def quantities(self) -> dict[str, float]:
        """Give what was held of its coins."""
        return {row["asset"]: row["quantity"] for row in self.data["assets"]}


def read_previous(path: Path) -> Previous:
    """Read the numbers of an earlier pack: its folder, or its report.json; or an opening book."""
    if path.is_file() and path.suffix.lower() != ".json":
        return _opening(path)
    file = path / "report.json" if path.is_dir() else path
    raw = readable(file)
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadFile(f"{escaped(str(file))}: is no report.json") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BadFile(f"{escaped(str(file))}: is no report of the schema {SCHEMA}")
    known = make_schema()["properties"]
    for name in _needed():
        fault = find_fault(data.get(name), known[name], name)
        if fault:
            raise BadFile(f"{escaped(str(file))}: {fault} is missing, or is not as a report has it")
    return Previous(data, Given("previous", file, hash_of(raw), len(raw)))


def _opening(path: Path) -> Previous:
    """Take a file of holdings, with what they held, for the start of a period."""
    case, _ = gather(path, {}, How())
    if case.priced_at is None:
        raise Unclear(f"{escaped(str(path))}: says no date; an opening book needs a column as_of")
    data = json.loads(report_json(make_report(case).report))
    return Previous(data, replace(case.files[0], role="previous"))


def _needed() -> tuple[str, ...]:
    return ("as_of", "as_of_text", "currency", "assets", "held", "totals", "breaches")


def write_changes(report: Report, before: Previous) -> str:
    """Say in one paragraph what has changed: holdings, ratios, breaches new and gone."""
    parts = [*_holdings(report, before), _ratios(report, before), *_breaches(report, before)]
    text = f"Since {before.data['as_of_text']}: {'; '.join(parts)}."
    return text if len(text) <= MOST else f"{text[: MOST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _holdings(report: Report, before: Previous) -> list[str]:
    now = {row.asset: row for row in report.assets}
    then = before.quantities
    new = [name for name in now if name not in then]
    gone = [name for name in then if name not in now]
    moved = [
        (abs(row.quantity - then[name]) * row.price, name, row.quantity - then[name])
        for name, row in now.items()
        if name in then and abs(row.quantity - then[name]) > _SAME * max(1.0, abs(then[name]))
    ]
    parts = [
        f"{listed([name])} {'+' if more > 0 else ''}{count(more)}"
        for _, name, more in sorted(moved, reverse=True)[:_NAMED]
    ]
    if len(moved) > _NAMED:
        parts.append(f"{len(moved) - _NAMED:,} more holdings changed")
    parts += [f"{listed(new)} new"] if new else []
    parts += [f"{listed(gone)} gone"] if gone else []
    return parts or ["no holding changed"]


def _ratios(report: Report, before: Previous) -> str:
    now, then = report.totals, before.data["totals"]
    exposure = now.exposure - then["exposure"]
    size = f"{'up' if exposure > 0 else 'down'} {spoken(exposure, report.money)} {report.currency}"
    change = size if rounded(exposure, report.money.decimals) else "unchanged"
    held = f"held now hedges {percent(now.ratio_now)}, was to hedge {percent(then['ratio'])}"
    return f"exposure {change}; {held}"


def _breaches(report: Report, before: Previous) -> list[str]:
    """Compare breaches by what they are about, an asset each, not by the numbers in them."""
    now = _bad([(row.asset, row.status, row.why) for row in report.assets],
               [(each.level, each.what, each.action) for each in report.breaches])  # fmt: skip
    then = _bad([(row["asset"], row["status"], row["why"]) for row in before.data["assets"]],
                [(each["level"], each["what"], each["action"])
                 for each in before.data["breaches"]])  # fmt: skip
    new, gone = (
        [told for about, told in here.items() if about not in there]
        for here, there in ((now, then), (then, now))
    )
    return [*_told("new breach", new), *_told("gone", gone)] or ["no breach new or gone"]


def _bad(
    assets: list[tuple[str, str, str]], rows: list[tuple[str, str, str]]
) -> dict[tuple[str, str], str]:
    """Give the breaches by what they are about: an asset and its reason, or what mends it."""
    bad = [(asset, why) for asset, status, why in assets if status == "BREACH"]
    found = {(asset, why): f"{listed([asset])}: {why}" for asset, why in bad}
    whys = {f": {why}" for _, why in bad}
    for level, what, action in rows:
        if level == "BREACH" and not any(why in what for why in whys):
            kind = _kind(what)
            found.setdefault((kind.partition(": ")[0], action), kind)
    return found


def _told(word: str, breaches: list[str]) -> list[str]:
    """Name two, and say how many more."""
    parts = [f"{word}: {each}" for each in breaches[:_TOLD]]
    if len(breaches) > _TOLD:
        parts[-1] += f" and {len(breaches) - _TOLD:,} more"
    return parts


def _kind(what: str) -> str:
    """Cut the numbers off a breach."""
    words = what.split(", ratio ")[0].split(" of funding")[0]
    kept = []
    for word in words.split(" "):
        kept.append(word)
        if word.endswith("%"):
            kept.pop()
    return " ".join(kept).removesuffix(" of").removesuffix(" is")
