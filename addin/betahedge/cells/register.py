"""The register of real futures contracts, and the user's own beside it.

`contracts.csv` in this package holds what could be sourced; an empty field is not known.  A file of
the same columns, named by the environment variable BETAHEDGE_CONTRACTS, adds contracts or replaces
those of the same venue and code; columns that are not known here pass.  `margin_tiers.csv` holds
the brackets of maintenance margin, as far as they could be sourced.
"""

import csv
import functools
import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

OWN = "BETAHEDGE_CONTRACTS"
FIELDS = (
    "venue",
    "code",
    "underlying",
    "kind",
    "contract_size",
    "size_unit",
    "settlement",
    "lot_size",
    "tick",
    "initial_margin_rate",
    "maintenance_margin_rate",
    "maker_fee",
    "taker_fee",
    "source",
    "as_of",
    "type",
    "expiry",
    "funding_interval_hours",
    "funding_price",
    "settlement_index",
    "status",
    "note",
)
NUMBERS = frozenset((*FIELDS[4:5], *FIELDS[7:13], "funding_interval_hours"))
REBATES = frozenset({"maker_fee", "taker_fee"})  # below 0 where the venue pays
NEEDED = ("venue", "code", "kind", "contract_size")
COINS = "OWN"  # the venue of a contract that only a book describes
REGISTER_ROWS = 500  # of a register on a sheet, so that a user can add to it

Contract = dict[str, str]


class BadRegister(ValueError):  # noqa: N818 - it is the file's fault, not the program's
    """The user's register cannot be used; the message is one line that says why."""


def parse(text: str, place: str) -> dict[str, Contract]:
    """Read a register: contracts by "VENUE:CODE"."""
    reader = csv.DictReader(text.splitlines())
    if not set(NEEDED) <= set(reader.fieldnames or ()):
        raise BadRegister(f"{place}: must have the columns {', '.join(NEEDED)}")
    contracts = {}
    for row in reader:
        contract = {field: (row.get(field) or "").strip() for field in FIELDS}
        for field in NUMBERS:
            where = f"{place}, line {reader.line_num}, {field}"
            _check_number(contract[field], where, rebate=field in REBATES)
        contracts[f"{contract['venue']}:{contract['code']}".upper()] = contract
    return contracts


def _check_number(text: str, place: str, *, rebate: bool = False) -> None:
    try:
        good = not text or (-1 if rebate else 0) <= float(text) < float("inf")
    except ValueError:
        good = False
    if not good:
        least = "-1" if rebate else "0"
        raise BadRegister(f'{place}: was "{text}"; must be a number, {least} or above')


@functools.lru_cache(maxsize=4)
def _contracts(own: str) -> dict[str, Contract]:
    text = files("betahedge.cells").joinpath("contracts.csv").read_text("utf-8")
    contracts = parse(text, "contracts.csv")
    if own:
        try:
            contracts |= parse(Path(own).read_text("utf-8-sig"), own)
        except (OSError, UnicodeDecodeError) as error:
            raise BadRegister(f"{own}: cannot be read ({type(error).__name__})") from None
    return contracts


def contracts() -> dict[str, Contract]:
    """Give every known contract by "VENUE:CODE"."""
    return _contracts(os.environ.get(OWN, ""))


def find(name: str) -> list[Contract]:
    """Find a contract by "VENUE:CODE", or by its code alone: more than one if that is not clear."""
    wanted = name.strip().upper()
    known = contracts()
    if wanted in known:
        return [known[wanted]]
    return [contract for contract in known.values() if contract["code"].upper() == wanted]


def own_name(asset: str) -> str:
    """Name the contract of a coin whose book names none."""
    return f"{COINS}:{asset}"


def table() -> list[list[str | float]]:
    """Give the register as a sheet shows it: fields, then a line a contract; "" is not known."""
    lines = [[_cell(each[field], field) for field in FIELDS] for each in contracts().values()]
    return [[*FIELDS], *lines]


def _cell(text: str, field: str) -> str | float:
    return float(text) if text and field in NUMBERS else text


@dataclass(frozen=True, slots=True)
class MarginTier:
    """A bracket of a contract's margin: rates from one size of position up to another.

    unit: what the sizes are counted in, "currency", "coin" or "contracts".  margin = size x rate -
    amount.  initial_rate: None is not known.
    """

    start: float
    end: float
    unit: str
    initial_rate: float | None
    maintenance_rate: float
    amount: float
    source: str


@functools.cache
def margin_tiers(name: str) -> tuple[MarginTier, ...]:
    """Give the known brackets of a "VENUE:CODE", from 0 up; none beyond the last is known."""
    text = files("betahedge.cells").joinpath("margin_tiers.csv").read_text("utf-8")
    return tuple(
        MarginTier(
            float(row["from"]),
            float(row["to"]),
            row["unit"],
            float(row["im"]) if row["im"] else None,
            float(row["mm"]),
            float(row["amount"]),
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
        if f"{row['venue']}:{row['code']}" == name.strip().upper()
    )
