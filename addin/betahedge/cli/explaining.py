"""The command `betahedge explain`: what a check means where it fails."""

import sys

import click

from betahedge.cli.group import BAD_INPUT, main, tell


@main.command(answers=True, short_help="Say what a failed check means, and what to do.")
@click.argument("check", nargs=-1, required=True)
def explain(check: tuple[str, ...]) -> None:
    """Say what a check, an alarm or a limit means where it does not hold, and what to do.

    CHECK is its words, as a workbook, a report or watch prints them, or a few of them.
    """
    from betahedge.report.meanings import explain as find_meanings
    from betahedge.report.terminal import show_text

    asked = " ".join(check)
    found = find_meanings(asked)
    if not found:
        tell(f'explain: was "{asked}"; must be words of a check; docs/checks.md lists them all')
        sys.exit(BAD_INPUT)
    for each in found:
        click.secho(f"{each.words}  ({each.where})", bold=True)
        show_text(each.means)
        show_text(f"What to do: {each.do}")
