"""audit.json: what a report was made of, what was checked, and what was left out."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from betahedge import __version__
from betahedge.report.case import Case, Given, hash_of
from betahedge.report.making import Made

SCHEMA = "betahedge.audit/1"
_PACKAGES = ("typst", "formualizer", "formulon", "openpyxl", "polars", "python-calamine")


def audit_json(
    made: Made, outputs: Mapping[str, bytes], fonts: str, left_out: Sequence[str] = ()
) -> bytes:
    """Write the audit of a pack: inputs and outputs with their SHA-256, versions, every check."""
    report, case = made.report, made.case
    checks = [
        {"id": c.id, "test": c.test, "value": c.value, "expected": c.expected, "result": c.result,
         "advice": c.advice}
        for c in report.checks.lines
    ]  # fmt: skip
    return _json(
        {
            **_head("FAILED" if report.checks.failed else "OK"),
            "as_of": report.as_of,
            "as_of_is": "said" if case.as_of else "of the prices" if case.dated else "the run's",
            "inputs_hash": report.inputs_hash,
            "inputs": _inputs(case.files),
            "options": dict(case.options),
            "outputs": {name: _output(data) for name, data in sorted(outputs.items())},
            "read": _read(case),
            "beside": {
                role: {"mapped": rows.mapped, "ignored": list(rows.ignored), "rows": len(rows.rows)}
                for role, rows in case.beside.items()
            },
            "left_out": list(left_out),
            "warnings": list(report.warnings),
            "faults": [
                f"{c['id']} {c['test']}: {c['value']}" for c in checks if c["result"] == "FAIL"
            ],
            "checks": checks,
            "fonts": fonts,
            "names_replaced": dict(report.names),
        }
    )


def refused_json(
    files: Sequence[Given], faults: Sequence[str], options: Mapping[str, str]
) -> bytes:
    """Write the audit of a report that was refused; there is no pack."""
    return _json(
        {**_head("REFUSED"), "inputs": _inputs(files), "options": dict(options),
         "faults": list(faults)}
    )  # fmt: skip


def _json(what: dict[str, Any]) -> bytes:
    return (json.dumps(what, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


def _head(status: str) -> dict[str, Any]:
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "not installed"
    return {
        "schema": SCHEMA,
        "status": status,
        "versions": {"betahedge": __version__, "python": platform.python_version(), **packages},
    }


def _inputs(files: Sequence[Given]) -> list[dict[str, Any]]:
    return [{"role": f.role, "file": f.name, "sha256": f.sha256, "bytes": f.size} for f in files]


def _output(data: bytes) -> dict[str, Any]:
    return {"sha256": hash_of(data), "bytes": len(data)}


def _read(case: Case) -> dict[str, Any] | None:
    """Say how the holdings were understood."""
    reading = case.reading
    if reading is None:
        return None
    understood, counts = reading.understood, reading.counts
    return {
        "layout": understood.layout or "columns by their names",
        "mapped": understood.mapped,
        "ignored": list(understood.ignored),
        "notes": list(understood.notes),
        "lines": {"read": counts.read, "good": counts.good, "rejected": counts.rejected},
        "rejected": [str(fault) for fault in reading.left_out],
    }
