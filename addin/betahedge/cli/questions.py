"""The commands `betahedge eval` and `functions`: questions that need no file."""

import sys

import click

from betahedge.cli.group import BAD_INPUT, closest_function, main, note, refusing, say, tell


@main.command("eval", short_help="Evaluate one formula.")
@click.argument("formula")
def evaluate_formula(formula: str) -> None:
    """Evaluate a formula and print what a cell would show; a block prints as rows."""
    from betahedge.books.text import escaped
    from betahedge.engine import evaluate
    from betahedge.formula.calls import strangers
    from betahedge.report.terminal import cell_text

    with refusing():
        block, reasons = evaluate(formula if formula.startswith("=") else f"={formula}")
    for row in block:
        click.echo("\t".join(escaped(cell_text(value)) for value in row))
    names = sorted(strangers(formula))
    unknown = [f"{name}: is no function{closest_function(name)}" for name in names]
    note(reasons + unknown)


@main.command(short_help="List the functions, or explain one.")
@click.argument("name", required=False)
@click.option("--markdown", is_flag=True, help="Print the tables of the README.")
@click.option("--reference", is_flag=True, help="Print addin/FUNCTIONS.md.")
@click.option("--lambda", "lambdas", is_flag=True, help="Print the module for Excel Labs.")
def functions(name: str | None, markdown: bool, reference: bool, lambdas: bool) -> None:
    """List the cell functions, or show the reference page of one."""
    from betahedge.cells import CATALOGUE, declaration, pages
    from betahedge.cells.lambdas import module_text, without_lambda
    from betahedge.report.terminal import show_markdown

    if name is not None:
        found = CATALOGUE.get(name.upper()) or CATALOGUE.get(f"HEDGE_{name.upper()}")
        if found is None:
            tell(f"{name}: is no function{closest_function(name)}; betahedge functions lists them")
            sys.exit(BAD_INPUT)
        show_markdown(pages.page(declaration(found)))
    elif lambdas:
        click.echo(module_text(), nl=False)
        for missing in without_lambda():
            note([f"{missing}: has no LAMBDA"])
    elif markdown or reference:
        click.echo(pages.summary() if markdown else pages.reference(), nl=markdown)
    else:
        for category, cells in pages.by_category().items():
            click.secho(category, bold=True)
            for cell in cells:
                say(f"  {cell.signature}")
                say(f"      {cell.help}")
