"""report.md: the page as a short text for a mail."""

import re
from collections.abc import Iterable, Sequence

from betahedge.report.numbers import amount, count, days, percent, setting
from betahedge.report.rows import Other, Report, Totals

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&@$])")
_SHOWN = 4  # orders and breaches in the text


def plain_text(text: str) -> str:
    """Escape what markdown or HTML would take for markup, so that a name stays a name."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def report_md(report: Report) -> bytes:
    """Write the page as text: the sentence, what to decide, the rows, what is wrong."""
    parts = [
        f"# Hedge report: {plain_text(report.entity)}",
        f"As of {report.as_of_text}. {write_state(report)}",
        *([plain_text(report.changes)] if report.changes else []),
        f"**{plain_text(report.headline)}**",
        "\n".join(_decisions(report)),
        "\n".join(_table(_HEAD, list(_assets(report)))),
        "\n".join(_figures(report)),
        *_breaches(report),
        f"Inputs {report.inputs_hash}, {report.made_with}. Exposure: long +, hedge: short \u2212. "
        "Every line is in report.pdf, report.xlsx and report.json.",
    ]
    return ("\n\n".join(parts) + "\n").encode()


def write_state(report: Report) -> str:
    """Say in a few words whether the page can be signed."""
    failed = [line for line in report.checks.lines if line.result == "FAIL"]
    if failed:
        tests = ", ".join(f"{line.id} {line.test}" for line in failed)
        return f"**Not to be signed**: {tests}."
    breaches = sum(1 for each in report.breaches if each.level == "BREACH")
    if breaches:
        return f"{breaches} limit{'s' * (breaches > 1)} breached, all checks OK."
    return f"Inside policy, all {report.checks.ok} checks OK."


def _decisions(report: Report) -> Iterable[str]:
    for number, each in enumerate(report.decisions, 1):
        why = f" ({plain_text(each.why)})" if each.why else ""
        yield f"{number}. {plain_text(each.text)}{why}"


_HEAD = ("Asset", "Before", "Hedge", "After", "Now", "Ratio", "Status")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' + '---:|' * (len(head) - 2)}---|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _assets(report: Report) -> Iterable[Sequence[str]]:
    money = report.money
    for row in report.assets[: report.shown]:
        sums = (amount(x, money) for x in (row.exposure, row.hedge_value, row.net))
        yield (plain_text(row.asset), *sums, percent(row.ratio_now), percent(row.ratio), row.status)
    sums_of: list[tuple[Totals | Other, str]] = [(report.totals, "**Total**")]
    if report.other:
        sums_of.insert(0, (report.other, report.other.asset))
    for each, name in sums_of:
        sums = (amount(x, money) for x in (each.exposure, each.hedge_value, each.net))
        status = getattr(each, "status", "")
        yield (name, *sums, percent(each.ratio_now), percent(each.ratio), status)


def _figures(report: Report) -> Iterable[str]:
    money, carry, near = report.money, report.carry, report.margin.nearest
    yield f"* Amounts in {money.label}. Carry over {days(report.horizon_days)}: " + amount(
        carry.net, money, plus=True
    )
    unknown = any(each.collateral is None for each in report.positions)
    none = "n.a., collateral not given" if unknown else "none"
    rise = none if near is None else percent(near.move, plus=True)
    yield f"* Nearest liquidation: {rise} (policy {setting(report.policy.min_distance)} or more)"
    for order in report.orders[:_SHOWN]:
        what = f"{order.side} {count(order.contracts)} {plain_text(order.ticket)}"
        yield f"* {what}: {amount(order.notional, money)}"
    if len(report.orders) > _SHOWN:
        yield f"* and {len(report.orders) - _SHOWN:,} more, in orders.csv"


def _breaches(report: Report) -> Iterable[str]:
    lines = [f"* {each.level}: {plain_text(each.what)} (limit {plain_text(each.limit)}; "
             f"{plain_text(each.action)})" for each in report.breaches[:_SHOWN]]  # fmt: skip
    if len(report.breaches) > _SHOWN:
        lines.append(f"* and {len(report.breaches) - _SHOWN:,} more, in report.pdf")
    return ["\n".join(lines)] if lines else []
