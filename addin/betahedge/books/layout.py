"""What is said of a known file: its headers, what it is, and where each field stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TAKEN, SUMMED, LAST, BOTH_WAYS, BY_WORD = "taken", "summed", "last", "both ways", "by word"


@dataclass(frozen=True, slots=True)
class Layout:
    """A known file.

    holds: what it is read as; one file may be read as several.  counted: how the lines of a coin
    make its holding: taken as they are, summed, the last balance, sent and received, signed by a
    word.
    only: by what it is read as, a column and the words in it that are of that kind.
    never: the same of words that are of another kind.
    in_amounts: positions are in the unit of one contract, as dollars, and not in contracts.
    levels: a column that says of each line how closely it tells, and its words, the best first.
    fees_below: what was paid as a fee is below 0.
    spot: what was traded are pairs of coins, be there futures of the same name or not.
    is_broker: its contracts are of venues that it does not name.
    """

    name: str
    holds: tuple[str, ...]
    headers: tuple[str, ...]
    where: dict[str, dict[str, str]]
    counted: str = TAKEN
    only: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    never: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    in_amounts: bool = False
    levels: tuple[str, tuple[str, ...]] = ("", ())
    fees_below: bool = False
    spot: bool = False
    is_broker: bool = False

    @property
    def venue(self) -> str:
        """Give the venue whose codes the file has; "" of a broker, who has those of many."""
        return "" if self.is_broker else self.name.split()[0].upper()


def headers(text: str) -> tuple[str, ...]:
    """Read `Header,Header`."""
    return tuple(part.strip() for part in text.split(","))


def where(text: str) -> dict[str, str]:
    """Read `field=Header; field=Header`."""
    return {
        key.strip(): value.strip()
        for key, value in (part.split("=", 1) for part in text.split(";"))
    }
