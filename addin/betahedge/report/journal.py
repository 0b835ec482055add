"""journal.csv: the entries of a period, each balanced to the cent, for a ledger to take in.

Coins are at fair value: a purchase adds its price to them, a sale takes it away, and their gain is
of what is held and of what was sold, up to its sale.  Money in the book is no digital asset.

A second import is refused by the ledger: the External ID comes from the hash of the inputs.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from betahedge.books.coins import is_money
from betahedge.books.faults import BadFile, BadLines, Fault
from betahedge.books.text import escaped
from betahedge.report.cash import Line
from betahedge.report.orders_csv import safe
from betahedge.report.period import Period

Ledger = Literal["", "netsuite", "quickbooks"]
LEDGERS = ("netsuite", "quickbooks")
# What an entry is about: the account debited where it is above 0, and the one that is credited.
KINDS = {
    "bought": ("digital_assets", "cash"),
    "sold": ("digital_assets", "cash"),
    "spot": ("digital_assets", "gain_on_digital_assets"),
    "futures": ("margin_account", "gain_on_futures"),
    "basis": ("margin_account", "gain_on_futures"),
    "funding": ("margin_account", "funding"),
    "fees": ("margin_account", "fees"),
}
KEYS = tuple(dict.fromkeys(key for pair in KINDS.values() for key in pair))
MOST = Decimal("9999999999.99")  # a ledger takes ten digits and two decimals
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of two lines: debit and credit are accounts by key, the amount is above 0."""

    number: int
    kind: str
    debit: str
    credit: str
    amount: Decimal
    memo: str
    row: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """A chart of accounts: the ledger's account by key, and its subsidiary."""

    names: Mapping[str, str]
    subsidiary: str = ""


def read_accounts(name: str, data: bytes) -> Accounts:
    """Read a chart of accounts: a TOML table [accounts] of keys, and subsidiary."""
    try:
        given = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(f"{escaped(name)}: is no TOML ({escaped(str(error))})") from None
    table = given.get("accounts")
    table = table if isinstance(table, dict) else {}
    faults = [
        Fault(f"accounts.{key}", 0, "", table.get(key), "must be the name of an account")
        for key in KEYS
        if not isinstance(table.get(key), str) or not table[key].strip()
    ]
    strange = [key for key in table if key not in KEYS]
    faults += [Fault(f"accounts.{escaped(key)}", 0, "", "", "is not used") for key in strange]
    if faults:
        raise BadLines(name, faults)
    return Accounts({key: table[key] for key in KEYS}, str(given.get("subsidiary", "")))


def make_entries(period: Period) -> list[Entry]:
    """Make an entry for what was bought, sold and gained of each asset, if it is a cent or more."""
    return list(_entries(period.lines))


def _entries(lines: Sequence[Line]) -> Iterator[Entry]:
    number = 0
    for place, line in enumerate(lines, 1):
        for kind, (debit, credit) in KINDS.items():
            cents = to_cents(getattr(line, kind))
            if not cents or (debit == "digital_assets" and is_money(line.asset)):
                continue
            number += 1
            if cents < 0:
                debit, credit = credit, debit
            gain = "gain" if cents > 0 else "loss"
            told = "in" if "cash" in (debit, credit) else f"{gain} of"
            memo = f"{line.asset}: {kind}, {told} the period"
            yield Entry(number, kind, debit, credit, abs(cents), memo, f"period line {place}")


def to_cents(value: float) -> Decimal:
    """Round to the cent, a half away from zero; refuses what no ledger takes."""
    found = Decimal(repr(float(value))).quantize(_CENT, ROUND_HALF_UP)
    if abs(found) > MOST:
        raise BadFile(f"journal.csv: {found:,} has more than ten digits; no ledger takes it")
    return found


def journal_csv(
    entries: Sequence[Entry],
    date: str,
    inputs_hash: str,
    ledger: Ledger = "",
    accounts: Accounts | None = None,
) -> bytes:
    """Write the journal: neutral, or as a ledger takes it in."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    heads = {
        "": ("entry", "date", "account", "debit", "credit", "memo", "source"),
        "netsuite": ("External ID", "Date", "Memo", "Subsidiary", "Account", "Debit", "Credit"),
        "quickbooks": ("Journal No.", "Journal Date", "Account Name", "Debits", "Credits",
                       "Description"),
    }  # fmt: skip
    writer.writerow(heads[ledger])
    chart = accounts or Accounts({key: key for key in KEYS})
    for entry in entries:
        identity = f"BH-{inputs_hash}-{entry.number:04}"
        for key, sides in ((entry.debit, (f"{entry.amount:f}", "")),
                           (entry.credit, ("", f"{entry.amount:f}"))):  # fmt: skip
            writer.writerow(_row(ledger, identity, date, chart, key, sides, entry))
    return stream.getvalue().encode()


def _row(
    ledger: Ledger,
    identity: str,
    date: str,
    chart: Accounts,
    key: str,
    sides: tuple[str, str],
    entry: Entry,
) -> list[str]:
    account, memo = safe(chart.names[key]), safe(entry.memo)
    if ledger == "netsuite":
        return [identity, date, memo, safe(chart.subsidiary), account, *sides]
    if ledger == "quickbooks":
        return [identity, date, account, *sides, memo]
    return [identity, date, account, *sides, memo, entry.row]
