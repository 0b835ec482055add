"""The commands `betahedge eval`, `functions` and `completion`: questions that need no file."""

import sys
from collections.abc import Sequence

import click

from betahedge.cli.group import (
    AS_JSON,
    BAD_INPUT,
    FAILED,
    OneOf,
    main,
    note,
    print_json,
    refusing,
    say,
    tell,
)


@main.command("eval", answers=True, short_help="Evaluate one formula.")
@click.argument("formula")
@AS_JSON
def evaluate_formula(formula: str, as_json: bool) -> None:
    """Evaluate a formula and print what a cell would show; a block prints as rows.

    The reason of an error value is printed too, and the exit code is 1.
    """
    from betahedge.cells import ErrorValue
    from betahedge.engine.evaluate import evaluate
    from betahedge.formula.dates import gives_date
    from betahedge.report.terminal import as_date

    with refusing():
        block, reasons = evaluate(formula if formula.startswith("=") else f"={formula}")
    rows = [[as_date(value) for value in row] for row in block] if gives_date(formula) else block
    if as_json:
        print_json({"formula": formula, "rows": rows, "reasons": reasons})
    else:
        show_block(rows, reasons)
    if any(isinstance(value, ErrorValue) for row in block for value in row):
        sys.exit(FAILED)


def show_block(rows: Sequence[Sequence[object]], reasons: Sequence[str]) -> None:
    """Print the rows of a block, and on stderr why there are error values in it."""
    from betahedge.books.text import escaped
    from betahedge.report.terminal import cell_text

    for row in rows:
        click.echo("\t".join(escaped(cell_text(value)) for value in row))
    note(reasons)


@main.command(answers=True, short_help="List the functions, explain one, or find one.")
@click.argument("words", nargs=-1)
@click.option("--markdown", is_flag=True, help="Print the tables of docs/functions.md.")
@click.option("--reference", is_flag=True, help="Print addin/FUNCTIONS.md.")
@click.option("--lambda", "lambdas", is_flag=True, help="Print the module for Excel Labs.")
@AS_JSON
def functions(
    words: tuple[str, ...], markdown: bool, reference: bool, lambdas: bool, as_json: bool
) -> None:
    """List the cell functions; show the page of one; or find those that a question is about.

    WORDS are a function's name, or a question: betahedge functions survive a rally
    """
    from betahedge.cells import pages
    from betahedge.cells.lambdas import module_text, without_lambda

    whole = markdown + reference + lambdas
    if whole + bool(words or as_json) > 1:
        raise click.UsageError("--markdown, --reference and --lambda are pages of their own")
    if words:
        _show_functions(" ".join(words), as_json)
    elif lambdas:
        click.echo(module_text(), nl=False)
        for missing in without_lambda():
            note([f"{missing}: has no LAMBDA"])
    elif as_json:
        print_json(
            [pages.described(cell) for group in pages.by_category().values() for cell in group]
        )
    elif markdown or reference:
        click.echo(pages.summary() if markdown else pages.reference(), nl=markdown)
    else:
        _list_functions()


def _list_functions() -> None:
    """Print every function with its arguments and its help, by category."""
    from betahedge.cells import pages
    from betahedge.report.terminal import show_heading, show_text

    for category, cells in pages.by_category().items():
        show_heading(category)
        for cell in cells:
            show_text(cell.signature, rest="    ")
            show_text(cell.help, "      ", "      ")


def _show_functions(asked: str, as_json: bool) -> None:
    """Show the page of the function of that name, or what answers a question."""
    from betahedge.cells import CATALOGUE, declaration, pages
    from betahedge.cells.questions import WORKED
    from betahedge.errors import closest
    from betahedge.report.terminal import show_markdown, show_text

    named = CATALOGUE.get(asked.upper()) or CATALOGUE.get(f"HEDGE_{asked.upper()}")
    if named is not None:
        cell = declaration(named)
        print_json(pages.described(cell)) if as_json else show_markdown(pages.page(cell))
        return
    found = pages.answering(asked)
    if not found:
        what = f"{asked}: is no function, and none is about it{closest(asked, CATALOGUE)}"
        tell(f"{what}; betahedge functions lists them")
        sys.exit(BAD_INPUT)
    if as_json:
        print_json([pages.described(cell) for cell in found])
        return
    for cell in found:
        click.secho(cell.name, bold=True)
        show_text(WORKED[cell.name].question)
        show_text(cell.help)
    say()
    say(f"betahedge functions {found[0].name} explains the first.")


@main.command(answers=True, short_help="Print what completes words in a shell.")
@click.argument("shell", type=OneOf(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and files by the tab key.

    In ~/.bashrc: eval "$(betahedge completion bash)"; in ~/.zshrc the same with zsh. For fish:
    betahedge completion fish > ~/.config/fish/completions/betahedge.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is not None:  # click has all three
        click.echo(made(main, {}, "betahedge", "_BETAHEDGE_COMPLETE").source())
