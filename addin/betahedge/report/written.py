"""Period, history and filing as the appendix shows them: tables written out, and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from betahedge.report.filing import INDICATIVE, Filing
from betahedge.report.history import CONFIDENCE, History
from betahedge.report.numbers import amount, count, fixed, percent
from betahedge.report.period import Period
from betahedge.report.rows import Report
from betahedge.report.tables import Chart, Table, make_chart, make_line, make_table

PARTS = ("spot", "futures", "basis", "funding", "fees")


def write_period(period: Period, report: Report) -> dict[str, Any]:
    """Write the P&L of a period."""
    return {"tables": list(_period_tables(period, report)), "charts": [], **period.numbers()}


def _period_tables(period: Period, report: Report) -> Iterator[Table]:
    def cash(value: float) -> str:
        return fixed(value, 2, plus=True)

    sums, heads = period.sums(), ("spot", "futures", "basis", "funding", "fees", "total")
    note = f"{report.currency}, {period.start[:10]} to {period.end[:10]}; futures at the spot price"
    rows = [[line.asset, *(cash(getattr(line, name)) for name in heads)] for line in period.lines]
    rows.append(["Rounding residual", "", "", "", "", "", cash(sums["rounding"])])
    columns = [("Asset", -0.0), *((name, 25.0) for name in heads)]
    total = ["Total", *(cash(sums[name]) for name in heads)]
    yield make_table("P&L of the period", note, columns, rows, total)
    ties = "ties out" if period.unexplained < 0.005 else (
        f"does not tie out by {fixed(period.unexplained, 2)} {report.currency}"
    )  # fmt: skip
    yield make_table(
        "Contracts of the period", f"{ties}; contracts + sold short; {period.method} cost",
        [("Contract", -0.0), ("opening", 19.0), ("traded", 19.0), ("closing", 19.0),
         ("difference", 19.0), ("realised", 25.0), ("unrealised", 25.0), ("P&L", 25.0)],
        [[c.contract, count(c.opening), count(c.traded), count(c.closing), count(c.difference),
          cash(c.realised), cash(c.unrealised), cash(c.pnl)] for c in period.contracts],
    )  # fmt: skip


def write_history(history: History, report: Report) -> dict[str, Any]:
    """Write the history of the hedge."""
    return {
        "tables": [_risk_table(history, report)],
        "charts": list(_charts(history)),
        **history.numbers(),
    }


def _risk_table(history: History, report: Report) -> Table:
    risk, money = history.risk, report.money
    first, last = history.days[0].date, history.days[-1].date
    left_out = f"; without {', '.join(history.missing[:5])}" if history.missing else ""
    level = percent(CONFIDENCE, 0)
    rows = [
        (f"VaR of a day, {level}", percent(risk.var_unhedged, 2), percent(risk.var_hedged, 2)),
        (f"ES of a day, {level}", percent(risk.es_unhedged, 2), percent(risk.es_hedged, 2)),
        ("Largest drawdown", percent(risk.drawdown_unhedged), percent(risk.drawdown_hedged)),
        ("P&L", amount(history.pnl_unhedged, money, plus=True),
         amount(history.pnl_hedged, money, plus=True)),
        ("of it funding", "", amount(history.funding, money, plus=True)),
        ("of it costs", "", amount(0.0 - history.costs, money, plus=True)),
        (f"Effectiveness, variance ({INDICATIVE})", "", percent(history.effectiveness)),
        (f"Effectiveness, dollar offset ({INDICATIVE})", "", percent(history.dollar_offset)),
    ]  # fmt: skip
    return make_table(
        "History: the book of today at the prices of then",
        f"{report.currency}, {first} to {last}, hedged with {history.hedge}, each day's ratio from "
        f"prices up to the day before{left_out}",
        [("", -0.0), ("unhedged", 38.0), ("hedged", 38.0)], rows,
    )  # fmt: skip


def _charts(history: History) -> Iterator[Chart]:
    days = history.days
    labels = [day.date for day in days]
    betas = [day.beta for day in days]
    known = [beta for beta in betas if beta is not None]
    if known:
        yield make_chart(
            f"Beta of the book to {history.hedge}", f"{history.window} days, with its 95% interval",
            f"Rolling beta from {fixed(min(known), 2)} to {fixed(max(known), 2)}.", labels,
            [make_line("Beta", betas), make_line("", [day.low for day in days], "slate", thin=True),
             make_line("", [day.high for day in days], "slate", thin=True)],
        )  # fmt: skip
    first = abs(days[0].value - days[0].unhedged)  # a short book gains where its value grows
    unhedged = [total / first for total in accumulate(day.unhedged for day in days)]
    hedged = [total / first for total in accumulate(day.hedged for day in days)]
    yield make_chart(
        "Hedged against unhedged", "P&L of the book, funding and costs included",
        f"Unhedged {percent(unhedged[-1], plus=True)}, hedged {percent(hedged[-1], plus=True)}.",
        labels, [make_line("Unhedged", unhedged, "copper", dashed=True),
                 make_line("Hedged", hedged)], percent=True,
    )  # fmt: skip
    yield make_chart(
        "Drawdown", "fall from the highest value so far",
        f"Largest drawdown: unhedged {percent(history.risk.drawdown_unhedged)}, hedged "
        f"{percent(history.risk.drawdown_hedged)}.", labels,
        [make_line("Unhedged", _falls(unhedged), "copper", dashed=True),
         make_line("Hedged", _falls(hedged))], percent=True,
    )  # fmt: skip


def _falls(path: list[float]) -> list[float]:
    highs = accumulate((1.0 + value for value in path), max, initial=1.0)
    return [(1.0 + value) / high - 1.0 for value, high in zip(path, list(highs)[1:])]


def write_filing(filing: Filing, report: Report) -> dict[str, Any]:
    """Write the tables of a filing."""
    tables = [*_derivatives(filing, report), *_holdings(filing, report)]
    return {"tables": tables, "charts": [], **filing.numbers()}


def _derivatives(filing: Filing, report: Report) -> Iterator[Table]:
    def money(value: float | None, *, plus: bool = False) -> str:
        return "n.a." if value is None else amount(value, report.money, plus=plus)

    note = f"{report.money.label}, held before the orders; fair value: gain since the entry price"
    rows = [
        [d.asset, money(d.gross), money(d.long), money(d.short), money(d.assets),
         money(d.liabilities), money(d.gain, plus=True)] for d in filing.derivatives
    ]  # fmt: skip
    yield make_table(
        "Derivatives not designated as hedges", note,
        [("Futures on", -0.0), ("gross notional", 27.0), ("long", 25.0), ("short", 25.0),
         ("assets", 25.0), ("liabilities", 25.0), ("gain (loss)", 27.0)],
        rows or [["none held", *[""] * 6]],
    )  # fmt: skip
    yield make_table(
        "Gross notional by maturity", report.money.label,
        [("Maturity", -0.0), ("long", 30.0), ("short", 30.0)],
        [[name, money(long), money(short)] for name, long, short in filing.buckets],
    )  # fmt: skip
    if filing.coins_in_oci is not None:
        yield make_table(
            "Where revaluation goes to OCI: the mismatch", "a line to show, " + INDICATIVE,
            [("", -0.0), (report.money.label, 40.0)],
            [["Futures, in profit or loss", money(filing.futures_in_profit_or_loss, plus=True)],
             ["Coins, revalued", money(filing.coins_in_oci, plus=True)]],
        )  # fmt: skip


def _holdings(filing: Filing, report: Report) -> Iterator[Table]:
    def money(value: float | None) -> str:
        return "not given" if value is None else amount(value, report.money)

    yield make_table(
        "Digital assets held", report.money.label,
        [("Name", -0.0), ("line item", -46.0), ("units", 32.0), ("cost basis", 30.0),
         ("fair value", 30.0)],
        [[h.asset, h.line_item, count(h.units), money(h.cost_basis), money(h.fair_value)]
         for h in filing.holdings],
    )  # fmt: skip
    if not filing.rolls:
        return
    names = ("opening", "additions", "dispositions", "gains", "losses", "closing")
    sums = [money(sum(getattr(roll, name) for roll in filing.rolls)) for name in names]
    yield make_table(
        "Roll-forward of digital assets",
        f"{report.money.label}; gains of assets with a net gain, losses of those with a net loss",
        [("Name", -0.0), *((name, 25.5) for name in names)],
        [[r.asset, *(money(getattr(r, name)) for name in names)] for r in filing.rolls],
        ["Total", *sums],
    )  # fmt: skip
