"""The command `betahedge strategy`, and the workbooks of strategies for `betahedge template`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import A_FILE, FAILED, main, note, progress, refusing, say
from betahedge.templates.strategies import NAMES, strategy_named

if TYPE_CHECKING:
    from betahedge.report.strategy import Outcome
    from betahedge.templates.strategies.strategy import Strategy

INPUTS = click.option("--inputs", type=A_FILE, help="CSV or XLSX: name, value; tables below.")


@main.command("strategy", short_help="Show a strategy's result, with no workbook.")
@click.argument("name", type=click.Choice(list(NAMES)))
@INPUTS
@click.option("--json", "as_json", is_flag=True, help="Print every figure, by name.")
@click.option("--example", is_flag=True, help="Print the worked example as a file of inputs.")
def show_strategy(name: str, inputs: Path | None, as_json: bool, example: bool) -> None:
    """Show what a strategy of the article comes to: the page of its workbook, in lines or as JSON.

    Without --inputs it is the worked example. --example prints that as a CSV file to start from.
    """
    from betahedge.report.inputs_file import example_file
    from betahedge.report.strategy import results, show

    chosen = strategy_named(name)
    if example:
        click.echo(example_file(chosen), nl=False)
        return
    with refusing(), progress() as advance:
        advance("calculating")
        outcome = solved(chosen, inputs)
    if as_json:
        click.echo(json.dumps(results(outcome), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(outcome)
        say(f"Checks: {outcome.result.master_check}")
    conclude(outcome)


def solved(chosen: Strategy, inputs: Path | None) -> Outcome:
    """Solve a strategy on a file of inputs, or on its worked example."""
    from betahedge.report.strategy import solve

    return solve(chosen, values_of(chosen, inputs))


def values_of(chosen: Strategy, inputs: Path | None) -> Any:
    """Read a file of inputs; without one, take the worked example."""
    from betahedge.report.inputs_file import read_inputs
    from betahedge.report.inputs_rows import SHEETS
    from betahedge.xlsx.files import read_workbook, readable

    if inputs is None:
        return chosen.example
    spreadsheet = inputs.suffix.lower() in SHEETS
    data = read_workbook(inputs) if spreadsheet else readable(inputs)
    return read_inputs(inputs, data, chosen)


def make_workbook(
    name: str, inputs: Path | None, output: Path, force: bool, host: str | None
) -> None:
    """Build, calculate, prove and write the workbook of a strategy; show the result."""
    from betahedge.cli.templates import beside, check_names, write_for
    from betahedge.engine import write_new
    from betahedge.report.strategy import show
    from betahedge.xlsx.files import check_target

    with refusing():
        check_names(output, host, force)
        if inputs is not None:
            check_target(output, force=force, source=inputs)
        with progress() as advance:
            advance("building")
            outcome = solved(strategy_named(name), inputs)
        write_new(output, outcome.result.data, force=force)
        if host:
            write_for(host, outcome.result.data, output, force)
    show(outcome)
    say(f"Checks: {outcome.result.master_check}")
    say(f"Workbook: {output}")
    if host:
        say(f"For {host}: {beside(output, host)}")
    conclude(outcome)


def conclude(outcome: Outcome) -> None:
    """Say what failed, and end with its exit code."""
    from betahedge.report.strategy import failures

    failed = failures(outcome)
    note(failed)
    if failed:
        sys.exit(FAILED)
