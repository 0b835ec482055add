"""The pack: every output of a report, made together and put in place together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from betahedge.books.writing import rejected_csv
from betahedge.report.audit import audit_json
from betahedge.report.case import Case
from betahedge.report.making import Made, finish, make_report
from betahedge.report.markdown import report_md
from betahedge.report.orders_csv import orders_csv
from betahedge.report.pdf import make_pdf
from betahedge.report.schema import report_json
from betahedge.report.swapping import write_folder
from betahedge.report.workbook import check_workbook, make_workbook

NAMES = {
    *("report.pdf", "report.xlsx", "orders.csv", "report.json", "audit.json", "report.md"),
    *("rejected.csv", "journal.csv"),
}
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pack:
    """A report and its files by name; warnings: one line each, of what the page says too."""

    made: Made
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def quiet(_: str) -> None:
    """Tell no one how far it is."""


def make_pack(
    case: Case,
    left_out: Sequence[str] = (),
    advance: Told = quiet,
    more: Callable[[Made], tuple[Made, dict[str, bytes]]] | None = None,
) -> Pack:
    """Make every output of a case, in memory.

    more: adds what else was asked for, of the period, the history and the filing.
    """
    advance("sizing")
    made = make_report(case)
    made, others = more(made) if more else (made, {})
    advance("workbook")
    workbook = make_workbook(made)
    made = finish(made, check_workbook(workbook, made))
    advance("page")
    pdf, shown, fonts = make_pdf(made.report, case.policy)
    made = Made(shown, made.case, made.wishes, made.groups, made.findings)
    files = {
        "report.pdf": pdf,
        "report.xlsx": workbook.data,
        "orders.csv": orders_csv(made.report),
        "report.json": report_json(shown),
        "report.md": report_md(shown),
        **others,
    }
    if case.reading and case.reading.faults:
        files["rejected.csv"] = rejected_csv(case.reading)
    warnings = _warn(made, fonts)
    files["audit.json"] = audit_json(made, files, fonts, left_out)
    return Pack(made, files, warnings)


def _warn(made: Made, fonts: str) -> tuple[str, ...]:
    report = made.report
    found = list(report.warnings)
    if fonts == "system":
        found.append(
            "report.pdf: a name needs a font of this computer; elsewhere it may look otherwise"
        )
    if report.names:
        found.append(
            f"report.pdf: {len(report.names)} name{'s' * (len(report.names) > 1)} that no font can "
            "write stand as numbers; orders.csv has them"
        )
    return tuple(found)


def write_pack(pack: Pack, target: Path) -> None:
    """Put a pack in its place, if its inputs are still what was read."""
    for given in pack.made.case.files:
        given.check_unchanged()
    write_folder(target, pack.files)
