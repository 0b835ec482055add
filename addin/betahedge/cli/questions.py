"""The commands `betahedge eval` and `functions`: questions that need no file."""

import sys

import click

from betahedge.cli.group import BAD_INPUT, closest_function, main, refusing, tell


@main.command("eval", short_help="Evaluate one formula.")
@click.argument("formula")
def evaluate_formula(formula: str) -> None:
    """Evaluate a formula and print what a cell would show; a block prints as rows."""
    from betahedge.engine import evaluate
    from betahedge.formula.calls import strangers
    from betahedge.report.terminal import cell_text

    with refusing():
        block, reasons = evaluate(formula if formula.startswith("=") else f"={formula}")
    for row in block:
        click.echo("\t".join(cell_text(value) for value in row))
    names = sorted(strangers(formula))
    unknown = [f"{name}: is no function{closest_function(name)}" for name in names]
    for reason in reasons + unknown:
        click.echo(f"  {reason}", err=True)


@main.command(short_help="List the functions, explain one, or find one.")
@click.argument("words", nargs=-1)
@click.option("--markdown", is_flag=True, help="Print the tables of docs/functions.md.")
@click.option("--reference", is_flag=True, help="Print addin/FUNCTIONS.md.")
@click.option("--lambda", "lambdas", is_flag=True, help="Print the module for Excel Labs.")
def functions(words: tuple[str, ...], markdown: bool, reference: bool, lambdas: bool) -> None:
    """List the cell functions; show the page of one; or find those that a question is about.

    WORDS are a function's name, or a question: betahedge functions survive a rally
    """
    from betahedge.cells import pages
    from betahedge.cells.lambdas import module_text, without_lambda

    if words:
        _show_functions(" ".join(words))
    elif lambdas:
        click.echo(module_text(), nl=False)
        for missing in without_lambda():
            click.echo(f"  {missing}: has no LAMBDA", err=True)
    elif markdown or reference:
        click.echo(pages.summary() if markdown else pages.reference(), nl=markdown)
    else:
        for category, cells in pages.by_category().items():
            click.secho(category, bold=True)
            for cell in cells:
                click.echo(f"  {cell.signature}")
                click.echo(f"      {cell.help}")


def _show_functions(asked: str) -> None:
    """Show the page of the function of that name, or what answers a question."""
    from betahedge.cells import CATALOGUE, declaration, pages
    from betahedge.cells.questions import WORKED
    from betahedge.report.terminal import show_markdown, show_text

    named = CATALOGUE.get(asked.upper()) or CATALOGUE.get(f"HEDGE_{asked.upper()}")
    if named is not None:
        show_markdown(pages.page(declaration(named)))
        return
    found = pages.answering(asked)
    if not found:
        what = f"{asked}: is no function, and none is about it{closest_function(asked)}"
        tell(f"{what}; betahedge functions lists them")
        sys.exit(BAD_INPUT)
    for cell in found:
        click.secho(cell.name, bold=True)
        show_text(WORKED[cell.name].question)
        show_text(cell.help)
    click.echo(f"\nbetahedge functions {found[0].name} explains the first.")
