"""The commands `betahedge demo` and `template`: workbooks of our own, built and proved."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import A_FILE, FAILED, FORCE, main, progress, refusing
from betahedge.cli.strategies import INPUTS, make_workbook
from betahedge.templates.strategies import NAMES as STRATEGIES

if TYPE_CHECKING:
    from betahedge.engine import Calculated
    from betahedge.templates.book import BookInputs

NAMES = {"mixed_portfolio": "Size, trade, watch and sign the hedge of many coins."} | STRATEGIES
HOSTS = ("calc", "desktop", "lite", "native", "values")
OWN = ("entity", "as_of", "currency", "hedge_ratio", "rounding", "market", "positions", "prices")


@main.command(short_help="Build and prove the article's workbook.")
@click.option("-o", "--output", type=A_FILE, default=Path("betahedge-demo.xlsx"), show_default=True)
@FORCE
def demo(output: Path, force: bool) -> None:
    """Build the article's workbook, calculate it and prove every number."""
    from betahedge.templates.book import article

    make(article(), output, force)


def list_templates(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Name the templates and stop."""
    if wanted:
        for name, what in NAMES.items():
            click.echo(f"{name:<16} {what}")
        context.exit()


@main.command(short_help="Make a workbook for your holdings, or of a strategy.")
@click.argument("name", type=click.Choice(list(NAMES)))
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=list_templates,
              help="Name the templates and stop.")  # fmt: skip
@INPUTS
@click.option("--holdings", type=A_FILE, help="CSV or XLSX: asset, quantity, price, and more.")
@click.option("--market", type=A_FILE, help="CSV: asset, contract, futures price, funding rate ..")
@click.option("--positions", type=A_FILE, help="CSV: asset, held, entry price, collateral.")
@click.option("--prices", type=A_FILE, help="CSV: date, a column a coin; the hedge's first.")
@click.option("-o", "--output", type=A_FILE, help="The workbook to write.  [NAME.xlsx]")
@click.option("--host", type=click.Choice(HOSTS), help="Also write the file for this host.")
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
    inputs: Path | None,
    holdings: Path | None,
    output: Path | None,
    host: str | None,
    force: bool,
    **given: Any,
) -> None:
    """Make a template workbook, for your own holdings and inputs or the article's.

    A holdings file has a header and a line an asset. Columns: asset, quantity, price; and, where
    you have them, contract, futures price, contract size, lot size, beta, hedge ratio, held,
    entry price, collateral, expiry days, funding rate, funding hours. A strategy has a file of
    inputs instead; betahedge strategy NAME --example prints one.
    """
    from betahedge.templates.book import article
    from betahedge.xlsx.files import check_target

    output = output or Path(f"{name}.xlsx")
    with refusing():
        if name in STRATEGIES:
            refuse_strangers(name, "inputs", "holdings", *OWN)
            make_workbook(name, inputs, output, force, host)
            return
        refuse_strangers(name, "holdings", "inputs")
        if holdings is None:
            refuse_idle_options(*OWN)
            make(article(), output, force, host)
            return
        check_target(output, force=force, source=holdings)
        make(read_inputs(holdings, **given), output, force, host)


def read_inputs(
    holdings: Path,
    *,
    entity: str,
    as_of: datetime.datetime | None,
    currency: str,
    hedge_ratio: str,
    rounding: Any,
    market: Path | None,
    positions: Path | None,
    prices: Path | None,
) -> BookInputs:
    """Read the user's files and options."""
    from betahedge.errors import InputError
    from betahedge.report.holdings import check_label, number_or_text
    from betahedge.report.tables import read_prices
    from betahedge.templates.book import FIRST_DAY, HIGHEST_RATIO, BookInputs, Policy, Prices
    from betahedge.xlsx.files import readable

    ratio = number_or_text(hedge_ratio)
    if isinstance(ratio, str) or not 0 <= ratio <= HIGHEST_RATIO:
        raise InputError(f"--hedge-ratio: was {hedge_ratio}; must be like 0.6 or 60%")
    rows = read_rows(holdings, market, positions)
    check_label("--entity", entity)
    check_label("--currency", currency)
    day = as_of.date() if as_of else datetime.date.today()
    if day < FIRST_DAY:
        raise InputError(f"--as-of: was {day}; must be {FIRST_DAY} or later")
    return BookInputs(
        holdings=rows,
        as_of=day,
        priced_on=day,
        entity=entity,
        price_source=holdings.name,
        quote_currency=currency,
        policy=Policy(hedge_ratio=ratio, rounding=rounding),
        prices=read_prices(prices, readable(prices)) if prices else Prices(),
    )


def read_rows(holdings: Path, market: Path | None, positions: Path | None) -> Any:
    """Read the holdings, and what market and positions say of them."""
    from betahedge.report.holdings import read_holdings
    from betahedge.report.tables import MARKET, POSITIONS, read_table, with_table
    from betahedge.xlsx.files import read_workbook, readable

    spreadsheet = holdings.suffix.lower() in (".xlsx", ".xlsm")
    data = read_workbook(holdings) if spreadsheet else readable(holdings)
    rows = read_holdings(holdings, data)
    for path, columns in ((market, MARKET), (positions, POSITIONS)):
        if path:
            rows = with_table(rows, read_table(path, readable(path), columns), path)
    return rows


def refuse_idle_options(*names: str) -> None:
    """Refuse options that have nothing to say: they describe the user's own holdings."""
    from betahedge.errors import InputError

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise InputError(f"--{name.replace('_', '-')}: goes with --holdings; there is none")


def refuse_strangers(template: str, own: str, *names: str) -> None:
    """Refuse options of another template."""
    from betahedge.errors import InputError

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise InputError(f"{option}: is not for {template}, which has --{own}")


def make(inputs: BookInputs, output: Path, force: bool, host: str | None = None) -> None:
    """Build, calculate, prove and write a mixed-portfolio workbook; show the result."""
    from betahedge.engine import calculate, write_new
    from betahedge.report.proof import proof
    from betahedge.report.terminal import show_table
    from betahedge.templates.mixed_portfolio import build_mixed_portfolio

    with refusing():
        check_names(output, host, force)
        with progress() as advance:
            advance("building")
            built = build_mixed_portfolio(inputs)
            result = calculate(built.data, advance, inputs.as_of)
            advance("proving")
            found = proof(result.values, built)
        write_new(output, result.data, force=force)
        if host:
            write_for(host, result.data, output, force)
    show_table(result.values, built)
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
    if host:
        click.echo(f"For {host}: {beside(output, host)}")
    for line in failed:
        click.echo(f"  {line}", err=True)
    if failed:
        sys.exit(FAILED)


def beside(output: Path, host: str) -> Path:
    """Name the file for a host beside the workbook."""
    return output.with_name(f"{output.stem}-{host}{output.suffix}")


def check_names(output: Path, host: str | None, force: bool) -> None:
    """Refuse, before any work is done, names that the files cannot have."""
    from betahedge.errors import InputError
    from betahedge.xlsx.files import check_target

    if output.suffix.lower() != ".xlsx":
        raise InputError(f"{output}: must be the name of an .xlsx file")
    check_target(output, force=force)
    if host:
        check_target(beside(output, host), force=force)


def write_for(host: str, data: bytes, output: Path, force: bool) -> None:
    """Write the file for a host."""
    from betahedge.engine import calculate, write_new
    from betahedge.hosts.export import Wish, export

    wish = Wish(recalculate=lambda native: calculate(native).values)
    write_new(beside(output, host), export(data, host, wish).data, force=force)


def failed_checks(result: Calculated) -> list[str]:
    """Name the checks of a template that failed, by their id on the sheet."""
    words = ("OK", "FAIL", "n.a.")
    results = {
        int(ref.removeprefix(CHECKED)): value
        for ref, value in result.values.items()
        if ref.startswith(CHECKED) and value in words and ref.removeprefix(CHECKED).isdigit()
    }
    first = min(results, default=0)
    return [
        f"check C{row - first + 1:02}: FAIL"
        for row, value in sorted(results.items())
        if value == "FAIL"
    ]


CHECKED = "Checks!G"  # where the results of a template's checks are
