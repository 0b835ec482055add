"""What the user says about a file: the choices that readers follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from betahedge.books.declared import DECLARED
from betahedge.books.faults import BadChoice
from betahedge.books.text import escaped


@dataclass(frozen=True, slots=True)
class How:
    """How a file is to be read.

    columns: fields to their columns; "" leaves a field unread.  decimal: "." or ","; "" finds out.
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

    def __post_init__(self) -> None:
        """Refuse a decimal sign that is none."""
        if self.decimal not in ("", ".", ","):
            raise BadChoice(f"--decimal: was {escaped(self.decimal)}; must be . or ,")

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
