"""The commands `betahedge demo` and `template`: workbooks of our own, built and proved."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    FORCE,
    OneOf,
    check_label,
    holds,
    main,
    print_json,
    progress,
    refusing,
    say,
    tell,
)
from betahedge.cli.plain import plain_solved
from betahedge.cli.reading import (
    accept,
    how_to_read,
    read_ratio,
    read_the_market,
    read_the_positions,
    reading_options,
    tell_coins_without,
    tell_strangers,
)
from betahedge.cli.strategies import INPUTS, conclude, make_workbook
from betahedge.templates.strategies import NAMES as STRATEGIES

if TYPE_CHECKING:
    from betahedge.report.solving import Solved
    from betahedge.templates.book import BookInputs

NAMES = {"mixed_portfolio": "Size, trade, watch and sign the hedge of many coins."} | STRATEGIES
DEMO = Path("betahedge-demo.xlsx")
HOSTS = ("calc", "desktop", "lite", "native", "values")


@main.command(short_help="Build and prove the article's workbook.")
@click.option("-o", "--output", type=A_FILE, help=f"The workbook to write.  [{DEMO}]")
@AS_JSON
@FORCE
def demo(output: Path | None, as_json: bool, force: bool) -> None:
    """Build the article's workbook, calculate it and prove every number.

    Without -o a file that was changed since is left alone, and the name gets a number.
    """
    from betahedge.engine import write_new
    from betahedge.report.solving import solve_book
    from betahedge.templates.book import article

    with refusing():
        if output or force:
            check_names(output or DEMO, None, force)
        with progress() as advance:
            solved = solve_book(article(), advance)
        data = solved.result.data
        target = output or (DEMO if force else free_name(DEMO, data))
        if not holds(target, data):
            write_new(target, data, force=force)
    finish(solved, target, None, as_json)


def free_name(path: Path, data: bytes) -> Path:
    """Give a path, with a number if need be, where nothing is, or nothing but these bytes."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], names) if not each.exists() or holds(each, data))


def list_templates(as_json: bool) -> None:
    """Name the templates."""
    if as_json:
        print_json([{"name": name, "what": what} for name, what in NAMES.items()])
    for name, what in () if as_json else NAMES.items():
        say(f"{name:<16} {what}")


@main.command(short_help="Make a workbook for your holdings, or of a strategy.")
@click.argument("name", type=OneOf(list(NAMES)), required=False)
@click.option("--list", "listing", is_flag=True, help="Name the templates and stop.")
@INPUTS
@click.option("--holdings", type=A_FILE, help="A file of holdings; `betahedge read` shows it.")
@click.option("--positions", type=A_FILE, help="A file of the contracts held.")
@click.option("--prices", type=A_FILE, help="A file of prices: date, a column a coin.")
@click.option("-o", "--output", type=A_FILE, help="The workbook to write.  [NAME.xlsx]")
@click.option("--host", type=OneOf(HOSTS), help="Also write the file for this host.")
@click.option("--entity", default="", help="Whose book it is; stands on every sheet.")
@click.option("--as-of", default="", metavar="DAY", help="Day of the prices.  [today]")
@click.option("--currency", default="", help="Quote currency.  [of the file, or USD]")
@click.option("--hedge-ratio", default="60%", show_default=True, help="Policy ratio, 0.6 or 60%.")
@click.option(
    "--rounding",
    type=OneOf(["nearest", "down", "up"]),
    default="nearest",
    show_default=True,
    help="How orders become whole lots.",
)
@reading_options
@AS_JSON
@FORCE
def template(
    name: str | None,
    listing: bool,
    inputs: Path | None,
    holdings: Path | None,
    output: Path | None,
    host: str | None,
    as_json: bool,
    force: bool,
    **words: Any,
) -> None:
    """Make a template workbook, for your own holdings and inputs or the article's.

    A holdings file has a header and a line an asset: asset, quantity, price; and, where you have
    them, contract, futures price, contract size, lot size, beta, hedge ratio and more. Headings and
    numbers may be as your desk writes them; `betahedge read FILE` shows what is understood. A
    strategy has a file of inputs instead; betahedge strategy NAME --example prints one.
    """
    from betahedge.templates.book import article

    if listing:
        list_templates(as_json)
        return
    if name is None:
        raise click.MissingParameter(param_hint="NAME", param_type="argument")
    output = output or Path(f"{name}.xlsx")
    with refusing():
        if name in STRATEGIES:
            decimal = words.pop("decimal")
            refuse_strangers(name, "inputs", "holdings", *words)
            make_workbook(name, inputs, decimal, output, force, host, as_json)
            return
        refuse_strangers(name, "holdings", "inputs")
        if holdings is None:
            refuse_idle_options(*words)
            make(article(), output, force, host, as_json)
            return
        check_target(output, force, source=holdings)
        with redirect_stdout(sys.stderr if as_json else sys.stdout):
            filled = read_inputs(holdings, output, force, words)
        make(filled, output, force, host, as_json)


def read_inputs(holdings: Path, output: Path, force: bool, words: dict[str, Any]) -> BookInputs:
    """Read the user's files and options, and say what else was found."""
    from betahedge.books.holdings import read_holdings
    from betahedge.books.matching import match_to_book
    from betahedge.books.prices import read_prices
    from betahedge.report.filling import fill_inputs
    from betahedge.report.gathering import read_time
    from betahedge.templates.book import Policy

    ratio = read_ratio(words["hedge_ratio"], allow_over_hedge=words["allow_over_hedge"])
    as_of = read_time("--as-of", words["as_of"])
    how = how_to_read(words, words["currency"])
    reading = read_holdings(holdings, how, read_the_market(words["market"], how))
    book = accept(reading, how, output.parent, force)
    for warning in book.warnings:
        tell(f"warning: {warning}")
    for option, text in (("--entity", words["entity"]), ("--currency", book.currency)):
        check_label(option, text)
    positions = read_the_positions(words["positions"], how)
    tell_strangers(match_to_book(positions, book))
    history = read_prices(words["prices"], how.of("prices")).accept() if words["prices"] else None
    filled = fill_inputs(
        book,
        Policy(hedge_ratio=ratio, rounding=words["rounding"]),
        entity=words["entity"],
        day=as_of.date() if as_of else None,
        positions=positions,
        history=history,
    )
    for line in history.until_day(filled.as_of).say_left_out(filled.as_of) if history else ():
        tell(f"warning: {line}")
    tell_coins_without(book, ratio, "so coins are counted")
    return filled


def check_target(output: Path, force: bool, source: Path) -> None:
    """Refuse, before anything is read, an output that cannot be written."""
    from betahedge.xlsx import files

    files.check_target(output, force=force, source=source)


def refuse_idle_options(*names: str) -> None:
    """Refuse options that have nothing to say: they describe the user's own holdings."""
    from betahedge.errors import InputError

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = {"columns": "map", "coins": "coin"}.get(name, name).replace("_", "-")
            raise InputError(f"--{option}: goes with --holdings; there is none")


def refuse_strangers(template: str, own: str, *names: str) -> None:
    """Refuse options of another template."""
    from betahedge.errors import InputError

    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise InputError(f"{option}: is not for {template}, which has --{own}")


def make(inputs: BookInputs, output: Path, force: bool, host: str | None, as_json: bool) -> None:
    """Build, calculate, prove and write a mixed-portfolio workbook; show the result."""
    from betahedge.engine import write_new
    from betahedge.report.solving import solve_book

    with refusing():
        check_names(output, host, force)
        with progress() as advance:
            solved = solve_book(inputs, advance)
        write_new(output, solved.result.data, force=force)
        if host:
            write_for(host, solved.result.data, output, force)
    finish(solved, output, host, as_json)


def finish(solved: Solved, output: Path, host: str | None, as_json: bool) -> None:
    """Show a workbook that is written, and end with its exit code."""
    if as_json:
        print_json(named_files(output, host) | plain_solved(solved))
    else:
        show_solved(solved)
        show_files(output, host)
    conclude(solved)


def named_files(output: Path, host: str | None) -> dict[str, Any]:
    """Name the files that were written, as a program takes them."""
    return {"workbook": output, "host_file": beside(output, host) if host else None}


def show_files(output: Path, host: str | None) -> None:
    """Name the files that were written."""
    say(f"Workbook: {output}")
    if host:
        say(f"For {host}: {beside(output, host)}")


def show_solved(solved: Solved) -> None:
    """Print the hedge, the order ticket, and whether the workbook is proved."""
    from betahedge.report.terminal import show_table, show_ticket

    found = solved.proof
    show_table(solved.result.values, solved.built)
    show_ticket(solved.result.values, solved.built)
    say(
        f"Proved: {found.native} function cells equal their native Excel formula, and {found.core} "
        "equal the sizing core in Python."
        if not found.different
        else f"{len(found.different)} function cells differ from their native formula or core."
    )
    say(f"Checks: {solved.result.master_check}")


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
