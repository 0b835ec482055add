"""The commands `betahedge demo` and `template`: workbooks of our own, built and proved."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import A_FILE, FAILED, FORCE, main, progress, refusing, tell
from betahedge.cli.reading import (
    accept,
    how_to_read,
    read_share,
    read_the_market,
    reading_options,
)
from betahedge.cli.showing import show_orders

if TYPE_CHECKING:
    from betahedge.books.model import Book, Line
    from betahedge.engine import Calculated
    from betahedge.workbook.inputs import BookInputs, HoldingRow, Policy

LIMIT = 10_000  # holdings in one workbook


@main.command(short_help="Build and prove the article's workbook.")
@click.option("-o", "--output", type=A_FILE, default=Path("betahedge-demo.xlsx"), show_default=True)
@FORCE
def demo(output: Path, force: bool) -> None:
    """Build the article's workbook, calculate it and prove every number."""
    from betahedge.workbook.inputs import article

    make(article(), output, force)


@main.command(short_help="Make a workbook for your holdings.")
@click.argument("name", type=click.Choice(["mixed_portfolio"]))
@click.option("--holdings", type=A_FILE, help="A file of holdings; `betahedge read` shows it.")
@click.option("-o", "--output", type=A_FILE, help="The workbook to write.  [NAME.xlsx]")
@click.option("--entity", default="", help="Whose book it is; stands on every sheet.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the prices.  [today]")
@click.option("--currency", default="", help="Quote currency.  [of the file, or USD]")
@click.option("--hedge-ratio", default="60%", show_default=True, help="Policy ratio, 0.6 or 60%.")
@click.option(
    "--rounding",
    type=click.Choice(["nearest", "down", "up"]),
    default="nearest",
    show_default=True,
    help="How orders become whole lots.",
)
@reading_options
@FORCE
def template(
    name: str,
    holdings: Path | None,
    output: Path | None,
    entity: str,
    as_of: datetime.datetime | None,
    currency: str,
    hedge_ratio: str,
    rounding: Any,
    force: bool,
    **words: Any,
) -> None:
    """Make a template workbook, for your own holdings or the article's.

    A holdings file has a header and a line an asset: asset, quantity, price; and, where you have
    them, contract, futures price, contract size, lot size, beta, hedge ratio and more. Headings and
    numbers may be as your desk writes them; `betahedge read FILE` shows what is understood.
    """
    output = output or Path(f"{name}.xlsx")
    with refusing():
        if holdings is None:
            from betahedge.workbook.inputs import article

            refuse_idle_options("entity", "as_of", "currency", "hedge_ratio", "rounding", *words)
            make(article(), output, force)
            return
        book, policy = read_book(holdings, output, currency, hedge_ratio, rounding, force, words)
        for option, text in (("--entity", entity), ("--currency", book.currency)):
            check_label(option, text)
        make(template_inputs(book, policy, entity, as_of), output, force)
        show_orders(book, policy.hedge_ratio, policy.rounding)


def read_book(
    holdings: Path,
    output: Path,
    currency: str,
    hedge_ratio: str,
    rounding: Any,
    force: bool,
    words: dict[str, Any],
) -> tuple[Book, Policy]:
    """Read the book and the policy of a template, and say what else was found."""
    from betahedge.books.holdings import read_holdings
    from betahedge.workbook.inputs import Policy
    from betahedge.xlsx.files import check_target

    policy = Policy(hedge_ratio=read_share("--hedge-ratio", hedge_ratio), rounding=rounding)
    how = how_to_read(words, currency)
    check_target(output, force=force, source=holdings)
    reading = read_holdings(holdings, how, read_the_market(words["market"]))
    book = accept(reading, how, output.parent, force)
    for warning in book.warnings:
        tell(f"warning: {warning}")
    return book, policy


def template_inputs(
    book: Book, policy: Policy, entity: str, as_of: datetime.datetime | None
) -> BookInputs:
    """Turn a book into the inputs of the mixed-portfolio workbook."""
    from betahedge.books.faults import TooLarge
    from betahedge.errors import InputError
    from betahedge.workbook.inputs import FIRST_DAY, BookInputs

    stamp = as_of or book.as_of
    day = stamp.date() if stamp else datetime.date.today()
    if day < FIRST_DAY:
        raise InputError(f"--as-of: was {day}; must be {FIRST_DAY} or later")
    if len(book.lines) > LIMIT:
        raise TooLarge(f"{book.source}: has more than {LIMIT:,} holdings, the limit of a workbook")
    source = Path(book.source).name
    lines = "line" if book.rejected == 1 else "lines"
    rejected = f" ({book.rejected:,} {lines} rejected)" if book.rejected else ""
    return BookInputs(
        holdings=tuple(holding_row(line) for line in book.lines),
        as_of=day,
        priced_on=book.as_of.date() if book.as_of else day,
        entity=entity,
        price_source=f"{source}{rejected}",
        quote_currency=book.currency,
        policy=policy,
    )


def holding_row(line: Line) -> HoldingRow:
    """Turn a line of a book into a row of holdings: a contract is a number of coins there.

    A price of 0 is written as the smallest there can be, for a row needs one; it is not hedged.
    """
    from betahedge.books.contracts import JOIN
    from betahedge.errors import InputError
    from betahedge.workbook.inputs import HoldingRow

    size, futures = line.contract_size, line.futures_price
    if line.kind == "quanto" or JOIN in (line.contract or ""):
        raise InputError(
            f"{line.contract}: the template sizes one linear or inverse contract a line"
        )
    if line.kind == "inverse" and size is not None:
        size = size / (futures or line.price or 1.0)
    return HoldingRow(
        asset=line.asset,
        quantity=line.quantity,
        price=line.price or 1e-9,
        futures_price=futures,
        contract_size=size,
        lot_size=line.lot_size,
        beta=line.beta,
        hedge_ratio=line.hedge_ratio,
    )


def check_label(option: str, text: str) -> None:
    """Refuse a text that cannot stand in a cell and in a printed header."""
    from betahedge.books.faults import BadChoice
    from betahedge.books.text import bad_name, shown

    wrong = bad_name(text)
    if wrong or not text.isprintable():
        raise BadChoice(f"{option}: was {shown(text)}; {wrong or 'must be printable'}")


def refuse_idle_options(*names: str) -> None:
    """Refuse options that have nothing to say: they describe the user's own holdings."""
    from betahedge.errors import InputError

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = {"columns": "map", "coins": "coin"}.get(name, name).replace("_", "-")
            raise InputError(f"--{option}: goes with --holdings; there is none")


def make(inputs: BookInputs, output: Path, force: bool) -> None:
    """Build, calculate, prove and write a mixed-portfolio workbook; show the result."""
    from betahedge.books.text import escaped
    from betahedge.engine import calculate, write_new
    from betahedge.errors import InputError
    from betahedge.report.proof import proof
    from betahedge.report.terminal import show_table
    from betahedge.workbook.build import build_mixed_portfolio
    from betahedge.xlsx.files import check_target

    with refusing():
        if output.suffix.lower() != ".xlsx":
            raise InputError(f"{output}: must be the name of an .xlsx file")
        check_target(output, force=force)
        with progress() as advance:
            advance("building")
            built = build_mixed_portfolio(inputs)
            result = calculate(built.data, advance, inputs.as_of)
            advance("proving")
            found = proof(result.values, built, inputs)
        write_new(output, result.data, force=force)
    show_table(result.values, built, len(inputs.holdings))
    failed = [
        f"{ref}: is {value}, must be {wanted}" for ref, value, wanted in found.different[:10]
    ] + failed_checks(result)
    click.echo(
        f"Proved: {found.native} function cells equal their native Excel formula, and {found.core} "
        "equal the sizing core in Python."
        if not found.different
        else f"{len(found.different)} function cells differ from their native formula or core."
    )
    click.echo(f"Checks: {result.master_check}")
    click.echo(f"Workbook: {escaped(str(output))}")
    for line in failed:
        click.echo(f"  {line}", err=True)
    if failed:
        sys.exit(FAILED)


def failed_checks(result: Calculated) -> list[str]:
    """Name the checks of a template that failed, by their id on the sheet."""
    from betahedge.workbook.sheet_checks import FIRST, check_id

    failed = [ref for ref, value in result.values.items() if value == "FAIL"]
    rows = [int(ref.removeprefix("Checks!F")) for ref in failed if ref.startswith("Checks!F")]
    return [f"check {check_id(row)}: FAIL" for row in rows if row >= FIRST]
