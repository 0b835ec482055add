"""The commands `betahedge demo` and `template`: workbooks of our own, built and proved."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import A_FILE, FAILED, FORCE, main, progress, refusing

if TYPE_CHECKING:
    from betahedge.engine import Calculated
    from betahedge.workbook.inputs import BookInputs


@main.command(short_help="Build and prove the article's workbook.")
@click.option("-o", "--output", type=A_FILE, default=Path("betahedge-demo.xlsx"), show_default=True)
@FORCE
def demo(output: Path, force: bool) -> None:
    """Build the article's workbook, calculate it and prove every number."""
    from betahedge.workbook.inputs import article

    make(article(), output, force)


@main.command(short_help="Make a workbook for your holdings.")
@click.argument("name", type=click.Choice(["mixed_portfolio"]))
@click.option("--holdings", type=A_FILE, help="CSV or XLSX: asset, quantity, price, and more.")
@click.option("-o", "--output", type=A_FILE, help="The workbook to write.  [NAME.xlsx]")
@click.option("--entity", default="", help="Whose book it is; stands on every sheet.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the prices.  [today]")
@click.option("--currency", default="USD", show_default=True, help="Quote currency.")
@click.option("--hedge-ratio", default="60%", show_default=True, help="Policy ratio, 0.6 or 60%.")
@click.option(
    "--rounding",
    type=click.Choice(["nearest", "down", "up"]),
    default="nearest",
    show_default=True,
    help="How orders become whole lots.",
)
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
) -> None:
    """Make a template workbook, for your own holdings or the article's.

    A holdings file has a header and a line an asset. Columns: asset, quantity, price; and, where
    you have them, futures price, contract size, lot size, beta, hedge ratio.
    """
    from betahedge.errors import InputError
    from betahedge.report.holdings import check_label, number_or_text, read_holdings
    from betahedge.workbook.inputs import FIRST_DAY, HIGHEST_RATIO, BookInputs, Policy, article
    from betahedge.xlsx.files import check_target, read_workbook, readable

    output = output or Path(f"{name}.xlsx")
    with refusing():
        if holdings is None:
            refuse_idle_options("entity", "as_of", "currency", "hedge_ratio", "rounding")
            make(article(), output, force)
            return
        ratio = number_or_text(hedge_ratio)
        if isinstance(ratio, str) or not 0 <= ratio <= HIGHEST_RATIO:
            raise InputError(f"--hedge-ratio: was {hedge_ratio}; must be like 0.6 or 60%")
        check_target(output, force=force, source=holdings)
        spreadsheet = holdings.suffix.lower() in (".xlsx", ".xlsm")
        data = read_workbook(holdings) if spreadsheet else readable(holdings)
        rows = read_holdings(holdings, data)
        check_label("--entity", entity)
        check_label("--currency", currency)
        day = as_of.date() if as_of else datetime.date.today()
        if day < FIRST_DAY:
            raise InputError(f"--as-of: was {day}; must be {FIRST_DAY} or later")
        inputs = BookInputs(
            holdings=rows,
            as_of=day,
            priced_on=day,
            entity=entity,
            price_source=holdings.name,
            quote_currency=currency,
            policy=Policy(hedge_ratio=ratio, rounding=rounding),
        )
        make(inputs, output, force)


def refuse_idle_options(*names: str) -> None:
    """Refuse options that have nothing to say: they describe the user's own holdings."""
    from betahedge.errors import InputError

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise InputError(f"--{name.replace('_', '-')}: goes with --holdings; there is none")


def make(inputs: BookInputs, output: Path, force: bool) -> None:
    """Build, calculate, prove and write a mixed-portfolio workbook; show the result."""
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
    click.echo(f"Workbook: {output}")
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
