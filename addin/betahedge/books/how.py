"""What the user says about a file: the choices that readers follow."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from betahedge.books.declared import DECLARED
from betahedge.books.faults import BadChoice
from betahedge.books.text import escaped
from betahedge.errors import FaultyFile, InputError

_MAP = re.compile(r"--map (?=\w+=)")


@dataclass(frozen=True, slots=True)
class How:
    """How a file is to be read.

    columns: fields to their columns; "" leaves a field unread.  beside: by the kind of a file that
    is given beside this one, its fields to its columns.  decimal: "." or ","; "" finds out.
    coins: names of the file to tickers.  cash: codes that are cash beside those of the package.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    decimal: str = ""
    skip_bad_lines: bool = False
    allow_over_hedge: bool = False
    coins: Mapping[str, str] = field(default_factory=dict)
    cash: frozenset[str] = frozenset()
    currency: str = ""
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a decimal sign that is none."""
        if self.decimal not in ("", ".", ","):
            raise BadChoice(f"--decimal: was {escaped(self.decimal)}; must be . or ,")

    def of(self, kind: str) -> "How":
        """Give how a file of this kind beside this one is read: by columns of its own."""
        return replace(self, columns=self.beside.get(kind, {}), beside={}, sheet="")

    def check(self, kind: str) -> None:
        """Refuse a field that this kind of file does not have."""
        names = [each.name for each in DECLARED[kind][0]]
        for name in self.columns:
            if name not in names:
                raise BadChoice(f"--map: {escaped(name)} is no field; there are {', '.join(names)}")


def read_pairs(option: str, words: tuple[str, ...]) -> dict[str, str]:
    """Read what was said as FIELD=COLUMN, several times."""
    pairs = {}
    for word in words:
        name, equals, column = word.partition("=")
        name = name.strip()
        if not equals or not name or name in pairs:
            raise BadChoice(
                f"{option}: was {escaped(word)}; must be like field=column, each field once"
            )
        pairs[name.lower().replace(" ", "_") if option == "--map" else name] = column.strip()
    return pairs


def read_columns(words: tuple[str, ...]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Read what --map says: of the file itself, and of those beside it, as positions.held=Size."""
    own: dict[str, str] = {}
    beside: dict[str, dict[str, str]] = {}
    for name, column in read_pairs("--map", words).items():
        kind, _, rest = name.partition(".")
        if rest and kind in DECLARED:
            beside.setdefault(kind, {})[rest] = column
        else:
            own[name] = column
    return own, beside


def of_file_beside(kind: str, lines: Iterable[str]) -> list[str]:
    """Write the remedies of a file that is given beside another one: --map positions.held=Size."""
    return [_MAP.sub(f"--map {kind}.", line) for line in lines]


@contextmanager
def beside(kind: str) -> Iterator[None]:
    """Refuse a file that is given beside another one with the remedies that are its own."""
    try:
        yield
    except InputError as error:
        raise FaultyFile(of_file_beside(kind, error.lines)) from None
