"""The conformance matrix: what each host answered, as `addin/HOSTS.md` has it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from betahedge.cells import CATALOGUE
from hosts import case_book, lambda_host, lite_host, python_hosts, xlwings_hosts
from hosts.cases import ASKED, CASES, reference, same
from hosts.differences import DIFFERENCES, FORMULAS, LIBREOFFICE, expected, is_named


@dataclass(frozen=True)
class Host:
    """A column: `ask` gives a release and, in the order of ASKED, rows or None for not asked."""

    name: str
    what: str
    ask: Callable[..., Any]


HOSTS = {
    host.name: host
    for host in (
        Host(
            "core",
            "the body of each declaration, which is one call of `betahedge.core` or a few, called "
            "with the examples' arguments; core does not check, so error cases are not for it, and "
            "the functions under Reference have no arithmetic",
            python_hosts.core,
        ),
        Host(
            "Python",
            "`betahedge.cells` called with values in the form of cells, against the same called "
            "with plain values; this is the reference of every other column, and `tests/cells` "
            "holds it to published sources",
            python_hosts.cells,
        ),
        Host(
            "formulon",
            "`betahedge.engine`, as `betahedge calc` calculates a workbook",
            case_book.formulon,
        ),
        Host(
            LIBREOFFICE,
            "a real `soffice` with the extension of the `.oxt`, from a workbook",
            case_book.libreoffice,
        ),
        Host(
            "Pyodide",
            "the file that is bundled for xlwings Lite, in Node, given JavaScript's values; a stub "
            "stands for xlwings",
            lite_host.asked_in_pyodide,
        ),
        Host(
            "COM",
            "the `CallUDF` of xlwings's own COM server, for Excel on Windows, on stubs of pywin32",
            xlwings_hosts.com,
        ),
        Host(
            "Office.js",
            "xlwings Server's own `custom_functions_call`; opt-in, by "
            f"`{xlwings_hosts.OPT_IN}=1`, since it needs xlwings's PolyForm Noncommercial licence "
            "or a paid one",
            xlwings_hosts.office_js,
        ),
        Host(
            "LAMBDA.formulon",
            "the workbook that `betahedge export --host lambda` makes, in which the functions are "
            "LAMBDAs, calculated by formulon",
            lambda_host.by_formulon,
        ),
        Host(
            "LAMBDA.pyOpenVBA",
            "the same by the Excel that pyOpenVBA has in memory, through `Evaluate` of its VBA; "
            f"opt-in, by `{lambda_host.OPT_IN}=1`, since it takes a minute",
            lambda_host.by_pyopenvba,
        ),
    )
}


@dataclass(frozen=True)
class Found:
    """What a host answered: its release, and a cell of the matrix for each function."""

    release: str
    counts: dict[str, str]


def differing(host, answers):
    """List what was answered otherwise than Python does and than a named difference says."""
    return [
        (asked, expected(host, asked), answer)
        for asked, answer in zip(ASKED, answers, strict=True)
        if answer is not None and not same(expected(host, asked), answer)
    ]


def counted(host, answers):
    """Count, for each function, the cases of one answer with Python's and those named."""
    cases: dict[str, dict[str, list[bool]]] = {name: {} for name in CATALOGUE}
    for asked, answer in zip(ASKED, answers, strict=True):
        if answer is not None:
            alike = same(reference(asked), answer), is_named(host, asked)
            cases[asked.case.name].setdefault(asked.case.label, []).append(alike)
    return {name: shown(list(labels.values())) for name, labels in cases.items()}


def shown(cases):
    agree = sum(all(alike for alike, _ in asked) for asked in cases)
    named = sum(any(name for _, name in asked) for asked in cases)
    return f"{agree}/{len(cases)}" + f" + {named} named" * (named > 0) if cases else "n.a."


def total(counts):
    """Add up a column."""
    numbers = [re.fullmatch(r"(\d+)/(\d+)(?: \+ (\d+) named)?", text) for text in counts]
    agree, of, named = (sum(int(n[i] or 0) for n in numbers if n) for i in (1, 2, 3))
    return f"{agree}/{of}" + f" + {named} named" * (named > 0)


def table(found):
    """Write the matrix."""
    lines = [f"| function | {' | '.join(HOSTS)} |", f"|---|{'---|' * len(HOSTS)}"]
    lines += [f"| `{f}` | {' | '.join(found[h].counts[f] for h in HOSTS)} |" for f in CATALOGUE]
    totals = [total(found[host].counts.values()) for host in HOSTS]
    return "\n".join([*lines, f"| **all {len(CATALOGUE)}** | {' | '.join(totals)} |"])


def read(page):
    """Read the columns that a page holds: what it says of hosts that are not here."""
    releases = dict(re.findall(r"^\| ([\w.]+) \| ([^|]+) \| [^|]+ \|$", page, re.MULTILINE))
    rows = re.findall(r"^\| `(HEDGE_\w+)` \| (.*) \|$", page, re.MULTILINE)
    cells = {name: dict(zip(HOSTS, row.split(" | "))) for name, row in rows}
    return {
        host: Found(
            releases.get(host, "not asked"),
            {name: cells.get(name, {}).get(host, "not asked") for name in CATALOGUE},
        )
        for host in HOSTS
    }


def named_rows():
    """Write the table of the named differences, with how many cases each explains."""
    for difference in DIFFERENCES:
        cases = {
            (asked.case.name, asked.case.label)
            for asked in ASKED
            if difference.shows(asked) is not None and is_named(difference.host, asked)
        }
        yield f"| {difference.host} | {difference.what} | {len(cases)} | {difference.why} |"
    for formula, answer, wanted, why in FORMULAS:
        shows = " and not ".join(f"{x:g}" if isinstance(x, float) else x for x in (answer, wanted))
        yield f"| {LIBREOFFICE} | `={formula}` shows {shows} | none | {why} |"


def page(found):
    """Write HOSTS.md."""
    releases = [f"| {h.name} | {found[h.name].release} | {h.what} |" for h in HOSTS.values()]
    return PAGE.format(
        releases="\n".join(releases),
        matrix=table(found),
        named="\n".join(named_rows()),
        cases=len(CASES),
        functions=len(CATALOGUE),
    )


PAGE = """# The same answer in every host

Written by the tests; do not edit. This command asks every host that is installed and writes the
page; the columns of hosts that are not there stay. Without the variable it compares, and fails
where a host answers otherwise.

```sh
BETAHEDGE_WRITE_HOSTS=1 python -m pytest tests/conformance/test_hosts.py
```

**Nothing here was verified in Excel itself.**

The {functions} functions are asked {cases} cases (`tests/hosts/cases.py`): the examples of their
declarations; each argument blank, a text, 0, -1, TRUE, `#N/A` and `#DIV/0!`, or the first cell of
its range; columns with one bad line; a row against a column; arguments left out. A case is asked
with its arguments in cells and, where none of them is a range, typed into the call too. An answer
is the same if every cell of it is: texts and errors exactly, numbers to 1e-12 of themselves.

| host | release | what is asked |
|---|---|---|
{releases}

## The matrix

`14/14`: all 14 cases have the answer that Python gives. `13/14 + 1 named`: in one case the host
shows something else, which a row below names.

{matrix}

## Named differences

The host decides these before a function is asked. The tests hold it to what is said here, so that
a release that mends one shows. "None" is a formula that is not among the cases; in those D1 is
blank and H1:I2 holds `HEDGE_TRANSITION`.

| host | what it does | cases | why |
|---|---|---|---|
{named}

## What is not seen here

* Excel: COM and Office.js are asked as xlwings asks, not by Excel.
* Excel for Windows sent a blank cell by Office.js as 0, and Excel on the web as null (issues 4702
  and 5262 of office-js, both closed). Here it is null; sent as 0 it is 0, and no default is taken.
* Where Office.js has a runtime before 1.4, xlwings shows an error as its text.
* Excel's own LAMBDA: the two engines that are asked are written after it. formulon is told of an
  optional parameter as it reads one, `[_xlpm.x]`; the workbook has `_xlop.x`, as Excel stores it.
"""
