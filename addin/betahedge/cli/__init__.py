"""The command line: parse, call, show.

In: words and files.  Out: lines, files and an exit code.  What is heavy is imported in the command
that uses it, so that --help is quick.
"""

from betahedge.cli import (  # noqa: F401 - they add commands
    books,
    explaining,
    installation,
    market,
    portfolios,
    questions,
    reading,
    report,
    strategies,
    templates,
    watching,
)
from betahedge.cli.group import main

__all__ = ["main"]
