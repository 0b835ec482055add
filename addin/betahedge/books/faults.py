"""Faults of files: each with its place, value and remedy, and all of a file together."""

from collections.abc import Sequence
from dataclasses import dataclass

from betahedge.books.text import escaped, shown
from betahedge.errors import FaultyFile, InputError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in one line of a file; `line` 0 is the file as a whole.

    place: as a reader looks for it, `line 7` or `C7`.  must: what the value must be, or what is
    wrong with it.  remedy: what to do.
    """

    place: str
    line: int
    column: str
    value: object
    must: str
    remedy: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        where = ", ".join(escaped(part) for part in (self.place, self.column) if part)
        was = "" if self.value is NOTHING else f"was {shown(self.value)}; "
        return f"{where}: {was}{self.must}" + (f"; {self.remedy}" if self.remedy else "")


class _Nothing:
    """The value of a fault that is not about one."""


NOTHING = _Nothing()


class BadFile(InputError):  # noqa: N818 - it is the file's fault, not the program's
    """A file cannot be read at all: of an unknown kind, damaged, or not text."""


class TooLarge(InputError):  # noqa: N818 - it is the file's fault, not the program's
    """A file is beyond a limit on rows, columns, bytes or unpacked size."""


class Unclear(InputError):  # noqa: N818 - it is the file's fault, not the program's
    """A file leaves a question that only its user can answer; the message says how."""


class BadChoice(InputError):  # noqa: N818 - it is the file's fault, not the program's
    """An option that says how to read a file does not fit it."""


class BadLines(FaultyFile):
    """Lines of a file have faults; `lines` says each in one line."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__([f"{escaped(name)}, {fault}" for fault in self.faults])
