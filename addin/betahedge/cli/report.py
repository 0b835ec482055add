"""The command `betahedge report`: from the books to the page that a committee signs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    BAD_INPUT,
    FAILED,
    FORCE,
    OneOf,
    check_label,
    main,
    print_json,
    progress,
    refusing,
    say,
    tell,
)
from betahedge.cli.plain import plain_pack
from betahedge.cli.reading import how_to_read, reading_options

if TYPE_CHECKING:
    from betahedge.report.case import Case
    from betahedge.report.extras import Extras
    from betahedge.report.pack import Pack

FILES = ("market", "prices", "positions", "policy", "trades", "funding")
PATHS = (*FILES, "previous", "accounts")
_BESIDE = (
    click.option("--positions", type=A_FILE, help="Contracts held, entry, collateral."),
    click.option("--prices", type=A_FILE, help="Past prices: date, a column a coin."),
    click.option("--policy", type=A_FILE, help="TOML: targets, band, limits, costs."),
    click.option("--trades", type=A_FILE, help="Trades of a period."),
    click.option("--funding", type=A_FILE, help="Funding and other cash of a period."),
    click.option("--previous", type=A_FILE, metavar="PACK", help="The pack before: what changed."),
    click.option(
        "--method",
        type=OneOf(["average", "fifo"]),
        default="average",
        show_default=True,
        help="Cost of what a period closes.",
    ),
    click.option("--accounts", type=A_FILE, help="TOML: the ledger's chart of accounts."),
    click.option(
        "--ledger", type=OneOf(["netsuite", "quickbooks"]), help="Form of journal.csv."
    ),
    click.option("--entity", default="", help="Whose book it is."),
    click.option("--prepared", default="", help="Who prepared it."),
    click.option("--as-of", default="", metavar="TIME", help="Time in UTC.  [of the prices]"),
    click.option("--currency", default="", help="Quote currency.  [of the file]"),
)  # fmt: skip


def report_options(command: Any) -> Any:
    """Give a command the options that name a report's other files."""
    for option in reversed(_BESIDE):
        command = option(command)
    return command


@main.command("report", short_help="Make the pack that a committee signs.")
@click.argument("book", type=A_FILE)
@click.option(
    "-o", "--output", type=A_FILE, required=True, metavar="DIR", help="Folder of the pack."
)
@report_options
@reading_options
@AS_JSON
@FORCE
def make_the_report(book: Path, output: Path, as_json: bool, force: bool, **words: Any) -> None:
    """Turn a book of holdings into a pack that ties out.

    DIR gets report.pdf, the page to sign with its appendix; report.xlsx, the workbook; orders.csv;
    report.json, every number by name; report.md, a text for a mail; audit.json, inputs with their
    hashes and every check. The folder is replaced whole or not at all.
    """
    from betahedge.report.pack import NAMES, make_pack, write_pack
    from betahedge.report.swapping import check_folder
    from betahedge.xlsx.beside import check_has_name

    options = _options(words)
    with refusing():  # no audit can lie beside what has no name
        check_has_name(output)
    with recording(output, book, words, options):
        check_folder(output, NAMES, force=force)
        extras = read_extras(words)
        case, left_out = gather_case(book, words, options)
        case = replace(case, files=(*case.files, *extras.given))
        for line in left_out:
            tell(line)
        with progress() as advance:
            pack = make_pack(case, left_out, advance, extras.add)
        write_pack(pack, output)
    refused_beside(output).unlink(missing_ok=True)
    if as_json:
        print_json({"pack": output, **plain_pack(pack)})
    else:
        show_pack(pack, output)
    if pack.made.report.checks.failed:
        sys.exit(FAILED)


def gather_case(
    book: Path, words: dict[str, Any], options: dict[str, str]
) -> tuple[Case, list[str]]:
    """Read the files of a report."""
    from betahedge.report.gathering import gather, read_time

    for option in ("entity", "prepared"):
        check_label(f"--{option}", words[option])
    how = how_to_read(words, words["currency"])
    files = {role: words[role] for role in FILES}
    return gather(
        book, files, how, entity=words["entity"], prepared=words["prepared"],
        as_of=read_time("--as-of", words["as_of"]), options=options,
    )  # fmt: skip


def read_extras(words: dict[str, Any]) -> Extras:
    """Read the pack before and the chart of accounts."""
    from betahedge.report.case import Given, hash_of
    from betahedge.report.extras import Extras
    from betahedge.report.journal import read_accounts
    from betahedge.report.previous import read_previous
    from betahedge.xlsx.files import readable

    before = read_previous(words["previous"]) if words["previous"] else None
    given, accounts, chart = [before.given] if before else [], None, words["accounts"]
    if chart:
        raw = readable(chart)
        accounts = read_accounts(str(chart), raw)
        given.append(Given("accounts", chart, hash_of(raw), len(raw)))
    extras = Extras(before, words["method"], words["ledger"] or "", accounts, tuple(given))
    extras.check()
    return extras


def _options(words: dict[str, Any]) -> dict[str, str]:
    """Give what was said beside files, for the audit and the hash of the inputs."""
    return {
        name: str(list(value) if isinstance(value, tuple) else value)
        for name, value in sorted(words.items())
        if name not in PATHS and value not in ("", (), False, None)
    }


def refused_beside(output: Path) -> Path:
    """Name the audit of a report that was refused: beside the folder, which stays as it was."""
    return output.with_name(f"{output.name}.refused.json")


@contextmanager
def recording(
    output: Path, book: Path, words: dict[str, Any], options: dict[str, str]
) -> Iterator[None]:
    """Turn bad input into a line a fault, in the terminal and in an audit, and exit code 2."""
    from betahedge.errors import BetahedgeError, InputError

    try:
        yield
    except BetahedgeError as error:
        lines = list(error.lines) if isinstance(error, InputError) else [str(error)]
        for line in lines:
            tell(line)
        record(output, book, words, lines, options)
        sys.exit(BAD_INPUT)


def record(
    output: Path, book: Path, words: dict[str, Any], lines: list[str], options: dict[str, str]
) -> None:
    """Write the audit of a refusal; where even that cannot be written, the terminal has said it."""
    from betahedge.errors import InputError
    from betahedge.report.audit import refused_json
    from betahedge.report.case import Given, hash_of
    from betahedge.xlsx.files import write_new

    given = []
    for role, path in [("holdings", book), *((role, words.get(role)) for role in PATHS)]:
        try:
            data = path.read_bytes() if path else b""
        except OSError:
            continue
        if path:
            given.append(Given(role, path, hash_of(data), len(data)))
    try:
        write_new(refused_beside(output), refused_json(given, lines, options), force=True)
    except (InputError, OSError):
        return


def show_pack(pack: Pack, output: Path) -> None:
    """Print the page's sentence, what to decide and what is wrong."""
    from betahedge.report.markdown import write_state

    report = pack.made.report
    say(report.headline)
    for number, each in enumerate(report.decisions, 1):
        say(f"{number}  {each.text} {each.why}".rstrip())
    for breach in report.breaches:
        say(f"{breach.level}: {breach.what}; limit {breach.limit}; {breach.action}")
    for warning in pack.warnings:
        tell(f"warning: {warning}")
    say(write_state(report).replace("**", ""))
    say(f"Pack: {output} ({', '.join(sorted(pack.files))})")
    for line in report.checks.lines:
        if line.result == "FAIL":
            tell(f"{line.id} {line.test}: is {line.value}, must be {line.expected}; {line.advice}")
