"""The command line: parse, call, show."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge import __version__
from betahedge.hosts.command import export_command, findings, repair_command
from betahedge.hosts.install_command import install_commands

if TYPE_CHECKING:
    from betahedge.engine import Calculated
    from betahedge.workbook.inputs import BookInputs

# Everything heavy is imported in the command that uses it, so that --help is quick.
FAILED, BAD_INPUT = 1, 2
A_FILE = click.Path(path_type=Path)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn bad input into one line on stderr and exit code 2."""
    from betahedge.engine import BadInput
    from betahedge.report.holdings import BadHoldings

    try:
        yield
    except (BadInput, BadHoldings) as error:
        click.echo(f"betahedge: {error}", err=True)
        sys.exit(BAD_INPUT)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what is going on, on a terminal, for as long as it takes."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda step: bar.update(task, description=step)


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version")
def main() -> None:
    """Size a futures hedge for a spot portfolio and put it into a workbook.

    Exit codes: 0 done, 1 a check failed, 2 bad input.
    """


@main.command(short_help="Build and prove the article's workbook.")
@click.option("-o", "--output", type=A_FILE, default=Path("betahedge-demo.xlsx"), show_default=True)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
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
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
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
    from betahedge.report.holdings import (
        HIGHEST_RATIO,
        check_label,
        number_or_text,
        read_holdings,
    )
    from betahedge.workbook.files import BadInput, check_target, read_workbook, readable
    from betahedge.workbook.inputs import BookInputs, Policy, article

    output = output or Path(f"{name}.xlsx")
    with refusing():
        if holdings is None:
            refuse_idle_options("entity", "as_of", "currency", "hedge_ratio", "rounding")
            make(article(), output, force)
            return
        ratio = number_or_text(hedge_ratio)
        if isinstance(ratio, str) or not 0 <= ratio <= HIGHEST_RATIO:
            raise BadInput(f"--hedge-ratio: was {hedge_ratio}; must be like 0.6 or 60%")
        check_target(output, force=force, source=holdings)
        spreadsheet = holdings.suffix.lower() in (".xlsx", ".xlsm")
        data = read_workbook(holdings) if spreadsheet else readable(holdings)
        rows = read_holdings(holdings, data)
        check_label("--entity", entity)
        check_label("--currency", currency)
        day = as_of.date() if as_of else datetime.date.today()
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
    from betahedge.workbook.files import BadInput

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise BadInput(f"--{name.replace('_', '-')}: goes with --holdings; there is none")


def make(inputs: BookInputs, output: Path, force: bool) -> None:
    """Build, calculate, prove and write a mixed-portfolio workbook; show the result."""
    from betahedge.engine import calculated, write_new
    from betahedge.report.proof import proof
    from betahedge.report.terminal import show_table
    from betahedge.workbook.build import build_mixed_portfolio
    from betahedge.workbook.files import BadInput, check_target

    with refusing():
        if output.suffix.lower() != ".xlsx":
            raise BadInput(f"{output}: must be the name of an .xlsx file")
        check_target(output, force=force)
        with progress() as advance:
            advance("building")
            built = build_mixed_portfolio(inputs)
            result = calculated(built.data, advance, inputs.as_of)
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
    click.echo(f"Checks: {result.values.get('Checks!F5')}")
    click.echo(f"Workbook: {output}")
    for line in failed:
        click.echo(f"  {line}", err=True)
    if failed:
        sys.exit(FAILED)


def failed_checks(result: Calculated) -> list[str]:
    """Name the checks of a template that failed."""
    return [
        f"check {ref.removeprefix('Checks!F')}: FAIL"
        for ref, value in result.values.items()
        if ref.startswith("Checks!F") and value == "FAIL" and ref != "Checks!F5"
    ]


@main.command(short_help="Calculate a workbook without Excel.")
@click.argument("book", type=A_FILE)
@click.option("-o", "--output", type=A_FILE, help="The file to write.  [BOOK-calculated.xlsx]")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def calc(book: Path, output: Path | None, force: bool) -> None:
    """Recalculate any .xlsx whose cells call HEDGE_ functions, without Excel.

    Stores the values of those cells, of cells that depend on them, and of cells that have none.
    """
    from betahedge.engine import calculated, read_workbook, write_new
    from betahedge.workbook.files import check_target

    output = output or book.with_name(f"{book.stem}-calculated{book.suffix}")
    with refusing():
        data = read_workbook(book)
        check_target(output, force=force)
        with progress() as advance:
            result = calculated(data, advance)
        write_new(output, result.data, force=force)
    for name, calls in sorted(result.functions.items()):
        click.echo(f"{calls:>8,}  {name}")
    if not result.functions:
        click.echo("No cell calls a HEDGE_ function.")
    click.echo(f"Values stored: {len(result.values):,}, in {output}")
    for line in findings(result):
        click.echo(f"  {line}", err=True)
    if result.master_check is not None:
        click.echo(f"Checks: {result.master_check}")
        if result.master_check != "OK":
            sys.exit(FAILED)


@main.command("eval", short_help="Evaluate one formula.")
@click.argument("formula")
def evaluate_formula(formula: str) -> None:
    """Evaluate a formula and print what a cell would show; a block prints as rows."""
    from betahedge.engine.recalculate import evaluate
    from betahedge.report.terminal import cell_text

    with refusing():
        block, reasons = evaluate(formula if formula.startswith("=") else f"={formula}")
    for row in block:
        click.echo("\t".join(cell_text(value) for value in row))
    for reason in reasons:
        click.echo(f"  {reason}", err=True)


@main.command(short_help="List the functions, or explain one.")
@click.argument("name", required=False)
@click.option("--markdown", is_flag=True, help="Print the tables of the README.")
@click.option("--reference", is_flag=True, help="Print addin/FUNCTIONS.md.")
def functions(name: str | None, markdown: bool, reference: bool) -> None:
    """List the cell functions, or show the reference page of one."""
    from betahedge.cells import CATALOGUE, declaration, pages
    from betahedge.report.terminal import show_markdown

    if name is not None:
        found = CATALOGUE.get(name.upper()) or CATALOGUE.get(f"HEDGE_{name.upper()}")
        if found is None:
            click.echo(
                f"betahedge: {name}: is no function; betahedge functions lists them", err=True
            )
            sys.exit(BAD_INPUT)
        show_markdown(pages.page(declaration(found)))
    elif markdown or reference:
        click.echo(pages.summary() if markdown else pages.reference(), nl=markdown)
    else:
        for category, cells in pages.by_category().items():
            click.secho(category, bold=True)
            for cell in cells:
                click.echo(f"  {cell.signature}")
                click.echo(f"      {cell.help}")


for command in (
    export_command(refusing, progress, lambda: import_module("betahedge.engine")),
    repair_command(refusing, progress, lambda: import_module("betahedge.engine")),
    *install_commands(refusing),
):
    main.add_command(command)
