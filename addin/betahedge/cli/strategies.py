"""The command `betahedge strategy`, and the workbooks of strategies for `betahedge template`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    FAILED,
    OneOf,
    main,
    note,
    print_json,
    progress,
    refusing,
    say,
)
from betahedge.cli.reading import DECIMAL
from betahedge.templates.strategies import NAMES, strategy_named

if TYPE_CHECKING:
    from betahedge.report.solving import Solved
    from betahedge.report.strategy import Outcome
    from betahedge.templates.strategies.strategy import Strategy

INPUTS = click.option("--inputs", type=A_FILE, help="CSV or XLSX: name, value; tables below.")


@main.command("strategy", answers=True, short_help="Show a strategy's result, with no workbook.")
@click.argument("name", type=OneOf(list(NAMES)))
@INPUTS
@DECIMAL
@AS_JSON
@click.option("--example", is_flag=True, help="Print the worked example as a file of inputs.")
def show_strategy(
    name: str, inputs: Path | None, decimal: str, as_json: bool, example: bool
) -> None:
    """Show what a strategy of the article comes to: the page of its workbook, in lines or as JSON.

    Without --inputs it is the worked example. --example prints that as a CSV file to start from.
    """
    from betahedge.report.inputs_file import example_file
    from betahedge.report.strategy import results
    from betahedge.report.strategy_lines import show

    chosen = strategy_named(name)
    if example:
        click.echo(example_file(chosen), nl=False)
        return
    with refusing(), progress() as advance:
        advance("calculating")
        outcome = solved(chosen, inputs, decimal)
    if as_json:
        print_json(results(outcome))
    else:
        show(outcome)
        say(f"Checks: {outcome.result.master_check}")
    conclude(outcome)


def solved(chosen: Strategy, inputs: Path | None, decimal: str) -> Outcome:
    """Solve a strategy on a file of inputs, or on its worked example."""
    from betahedge.books.how import How
    from betahedge.report.inputs_file import values_of
    from betahedge.report.strategy import solve

    return solve(chosen, values_of(chosen, inputs, How(decimal=decimal)))


def make_workbook(
    name: str,
    inputs: Path | None,
    decimal: str,
    output: Path,
    force: bool,
    host: str | None,
    as_json: bool,
) -> None:
    """Build, calculate, prove and write the workbook of a strategy; show the result."""
    from betahedge.cli.templates import check_names, named_files, show_files, write_for
    from betahedge.engine import write_new
    from betahedge.report.strategy import results
    from betahedge.report.strategy_lines import show
    from betahedge.xlsx.files import check_target

    with refusing():
        check_names(output, host, force)
        if inputs is not None:
            check_target(output, force=force, source=inputs)
        with progress() as advance:
            advance("building")
            outcome = solved(strategy_named(name), inputs, decimal)
        write_new(output, outcome.result.data, force=force)
        if host:
            write_for(host, outcome.result.data, output, force)
    if as_json:
        print_json(named_files(output, host) | results(outcome))
    else:
        show(outcome)
        say(f"Checks: {outcome.result.master_check}")
        show_files(output, host)
    conclude(outcome)


def conclude(solved: Solved) -> None:
    """Say what failed, and end with its exit code."""
    failed = solved.failures
    note(failed)
    if failed:
        sys.exit(FAILED)
