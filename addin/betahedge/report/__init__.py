"""What goes out: the pack that a committee signs, the proof of a workbook, tables for the terminal.

In: a book, its policy and what is beside it; the values of a calculated workbook.  Out: the sized
book by name, and every output that reads it.  `betahedge.report(book)` is `face.report(book)`.
"""

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """The room, which can be called as the face for notebooks says."""

    def __call__(self, *args: Any, **words: Any) -> Any:
        """Make a report of a book; see `betahedge.report.face.report`."""
        from betahedge.report.face import report

        return report(*args, **words)


sys.modules[__name__].__class__ = _Room
