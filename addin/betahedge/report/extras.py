"""What a report may have beside the page: changes, P&L of a period, history, filing, journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from betahedge.errors import InputError
from betahedge.report.case import Given
from betahedge.report.checking import Finding, is_true
from betahedge.report.filing import Filing, make_filing
from betahedge.report.history import History, NoHistory, make_history
from betahedge.report.journal import Accounts, Ledger, journal_csv, make_entries
from betahedge.report.making import Made, finish
from betahedge.report.numbers import fixed
from betahedge.report.period import CENT, Method, Period, make_period
from betahedge.report.previous import Previous, write_changes
from betahedge.report.written import write_filing, write_history, write_period


@dataclass(frozen=True, slots=True)
class Extras:
    """What was asked for beside the page; given: the files that say it, as they were read."""

    previous: Previous | None = None
    method: Method = "average"
    ledger: Ledger = ""
    accounts: Accounts | None = None
    given: tuple[Given, ...] = ()

    def check(self) -> None:
        """Refuse what cannot go together, before anything is read."""
        if self.ledger and self.accounts is None:
            raise InputError("--ledger: needs --accounts, the ledger's chart of accounts")
        if (self.ledger or self.accounts) and self.previous is None:
            raise InputError("--ledger: needs --previous, the pack that the period starts from")

    def add(self, made: Made) -> tuple[Made, dict[str, bytes]]:
        """Add the parts to a report, and the files that they make."""
        report, case, before = made.report, made.case, self.previous
        period = make_period(report, case, before, self.method) if before else None
        filing = make_filing(report, period)
        history, lacking = _history(made)
        later = case.prices.say_left_out(case.stamp) if case.prices else ()
        report = replace(
            report,
            changes=write_changes(report, before) if before else "",
            period=write_period(period, report) if period else None,
            history=write_history(history, report) if history else None,
            filing=write_filing(filing, report),
            warnings=(*report.warnings, *later, *lacking, *_left_out(period)),
        )
        files = {}
        if period:
            date = report.as_of[:10]
            files["journal.csv"] = journal_csv(
                make_entries(period), date, report.inputs_hash, self.ledger, self.accounts
            )
        made = replace(made, report=report)
        return finish(made, _check(period, filing) if period else ()), files


def _history(made: Made) -> tuple[History | None, tuple[str, ...]]:
    """Give the history of the prices that were given, or why there is none."""
    prices, policy = made.case.prices, made.case.policy
    try:
        return (make_history(made.report, prices, policy) if prices else None), ()
    except NoHistory as error:
        return None, (str(error),)


def _left_out(period: Period | None) -> Iterator[str]:
    """Say how many rows of the files are not of the period, and what of them is in doubt."""
    yield from period.doubts if period else ()
    if period and period.left_out:
        rows = "1 row" if period.left_out == 1 else f"{period.left_out:,} rows"
        yield f"{rows} of trades and funding left out: not of {period.start} to {period.end}"


def _check(period: Period, filing: Filing) -> Iterator[Finding]:
    """Check that the period ties out; a gap makes no page unsigned that says by how much."""
    gap = period.unexplained
    yield is_true("Contracts held are those held before, and traded since", gap < CENT,
                  fixed(gap, 2), "0", "add the missing trades: see the period")  # fmt: skip
    rolled = max(
        (
            abs(r.opening + r.additions + r.dispositions + r.gains + r.losses - r.closing)
            for r in filing.rolls
        ),
        default=0.0,
    )
    yield is_true("Roll-forward: opening, moves and gains make the closing", rolled < CENT,
                  fixed(rolled, 2), "0", "do not sign: report it with the command")  # fmt: skip
