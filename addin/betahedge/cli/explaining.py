"""The command `betahedge explain`: what a check means where it fails."""

import sys

import click

from betahedge.cli.group import AS_JSON, BAD_INPUT, main, print_json, tell


@main.command(answers=True, short_help="Say what a failed check means, and what to do.")
@click.argument("check", nargs=-1, required=True)
@AS_JSON
def explain(check: tuple[str, ...], as_json: bool) -> None:
    """Say what a check, an alarm or a limit means where it does not hold, and what to do.

    CHECK is its words, as a workbook, a report or watch prints them, or a few of them.
    """
    from betahedge.report.meanings import explain as find_meanings
    from betahedge.report.terminal import show_heading, show_text

    asked = " ".join(check)
    found = find_meanings(asked)
    if not found:
        must = "must be words of a check, not its number; docs/checks.md lists them all"
        tell(f'explain: was "{asked}"; {must}')
        sys.exit(BAD_INPUT)
    if as_json:
        print_json(
            [{"check": m.words, "where": m.where, "means": m.means, "do": m.do} for m in found]
        )
    for each in () if as_json else found:
        show_heading(f"{each.words}  ({each.where})")
        show_text(each.means)
        show_text(f"What to do: {each.do}")
