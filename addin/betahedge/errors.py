"""What can go wrong, by whose fault it is.

A `BetahedgeError` is told in one line, or in a line a fault.  Whatever else is raised is a fault of
this program, and is shown as one: it is never told as damage in a file of the user's.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib.util import find_spec


class BetahedgeError(Exception):
    """The root of everything that is raised on purpose."""


class InputError(BetahedgeError):
    """The user gave something that cannot be used; the message is one line that says what."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Give a line for each thing that is wrong."""
        return (str(self),)


class FaultyFile(InputError):  # noqa: N818 - it is the file's fault, not the program's
    """A file has several faults, which are told all at once, a line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))

    @property
    def lines(self) -> tuple[str, ...]:
        """Give a line for each fault."""
        return tuple(str(self).split("\n"))


class NotInstalled(InputError):  # noqa: N818 - what it is
    """A package is not installed that a command needs."""


class EngineError(BetahedgeError):
    """An engine gave up on a workbook that it should have calculated: no fault of the user's."""


def require(package: str, extra: str, who: str) -> None:
    """Refuse to go on where a package of an extra is not installed.  who: what needs it."""
    if find_spec(package) is None:
        remedy = f"install it with: pip install 'betahedge[{extra}]'"
        raise NotInstalled(f"{who} needs {package}; {remedy}")


def closest(word: str, known: Iterable[str]) -> str:
    """Give the known word that a wrong one may stand for, as a question; "" if none is near."""
    names = {name.casefold(): name for name in known}
    letters = sorted(word.casefold())
    found = get_close_matches(word.casefold(), names)
    found.sort(key=lambda name: sorted(name) != letters)  # letters that were swapped come first
    return f"; is it {names[found[0]]}?" if found else ""
