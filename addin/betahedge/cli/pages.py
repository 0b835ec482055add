"""The reference of the commands in Markdown, written from what click knows of them."""

from collections.abc import Iterator
from inspect import cleandoc

import click

from betahedge.cli import main


def every(
    group: click.Group = main, path: str = "betahedge"
) -> Iterator[tuple[str, click.Command]]:
    """Give each command with its full name; those of a group after it."""
    for name, command in sorted(group.commands.items()):
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from every(command, f"{path} {name}")


def reference() -> str:
    """Write a section for each command: what it does, its usage, its options."""
    return "\n\n".join(_section(name, command) for name, command in every())


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    lines = [f"## {name}", "", *_paragraphs(command.help or ""), f"`{usage}`"]
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        lines += ["", "| option | what |", "|---|---|"]
        lines += [_row(option, context) for option in options]
    return "\n".join(lines)


def _paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a help text; one that is laid out in lines stays so."""
    lines: list[str] = []
    for part in cleandoc(text).split("\n\n"):
        laid_out = part.startswith("\b\n")
        lines += ["```text", *part.split("\n")[1:], "```"] if laid_out else [_safe(part)]
        lines.append("")
    return lines


def _row(option: click.Option, context: click.Context) -> str:
    names, what = option.get_help_record(context) or ("", "")
    return f"| `{_safe(names)}` | {_safe(what)} |"


def _safe(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
