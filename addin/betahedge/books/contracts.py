"""Contracts by name: what the register knows of them, and what it does not."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from betahedge.books.coins import cash_codes, coin
from betahedge.books.dates import read_date
from betahedge.cells.register import Contract, contracts, find
from betahedge.errors import closest

JOIN = "+"  # between two sizes of one coin


@dataclass(frozen=True, slots=True)
class Named:
    """A contract of a line: VENUE:CODE, its coin, and its terms by the names of a line's fields.

    fault: why the name stands for no contract.  unknown: the part that no register has.
    meant: the contracts of which it may be one.  sizes: of each part, where two sizes are named.
    """

    name: str
    underlying: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""
    unknown: str = ""
    meant: tuple[str, ...] = ()
    known: bool = False  # it is a name of the register, which own terms do not mend
    sizes: tuple[float, ...] = ()
    currency: str = ""

    @property
    def remedy(self) -> str:
        """Say what to do about the fault; near names are sought here, for that takes its time."""
        if self.meant:
            return f"write {' or '.join(self.meant)}"
        if not self.unknown:
            return ""
        near = _near(self.unknown.upper()).removeprefix("; ")
        own = "" if self.known else ", give its contract size"
        told = f"write VENUE:CODE{own}, or add it by BETAHEDGE_CONTRACTS"
        return f"{near}; {told}" if near else told


def _near(name: str) -> str:
    """Ask whether a contract near this one is meant; of a known venue only the code may be off."""
    venue, _, code = name.rpartition(":")
    codes = [each["code"].upper() for each in contracts().values() if each["venue"] == venue]
    if codes:
        return closest(code, codes).replace("is it ", f"is it {venue}:")
    return closest(name, [*(each["code"].upper() for each in contracts().values()), *contracts()])


# BTC-27DEC26-70000-C, BTC-USD-261227-70000-P, ETH-PERP, BTCUSD_261225: options and futures.
_DAYS = "PERP|PERPETUAL|SWAP|[0-9]{6}|[0-9]{1,2}[A-Z]{3}[0-9]{2}"
_DERIVATIVE = rf"[A-Z0-9]+[-_](.*[0-9]-[CP]|(.*[-_])?({_DAYS}))"
_OF_CCXT = "[A-Z0-9]+/[A-Z0-9]+:[A-Z0-9-]+"  # ETH/USDT:USDT, as its library writes a perpetual
_LONGEST_TICKER = 5  # a shorter code of a contract may be a coin's ticker, as MET


# MBTZ6, CME:MBTZ26: a contract of one month, as brokers write it.
_MONTH = "[FGHJKMNQUVXZ][0-9]{1,2}"
_OF_MONTH = re.compile(rf"(.+?){_MONTH}")


def _find(name: str) -> list[Contract]:
    """Find a contract of the register, and a month of one: MBTZ6 is MBT."""
    known, month = find(name), _OF_MONTH.fullmatch(name.strip().upper())
    if known or not month:
        return known
    return [each for each in find(month[1]) if each["type"] == "dated"]


def size_in(name: str, unit: str) -> float | None:
    """Give what one contract is of, in coins or money of this unit; None where that is not clear.

    A code of several venues has a size where they agree on it.
    """
    known = _find(name)
    same = all(coin(each["size_unit"]) == coin(unit) and each["kind"] != "quanto" for each in known)
    sizes = {float(each["contract_size"]) for each in known}
    return sizes.pop() if same and len(sizes) == 1 else None


def size_text(name: str) -> str:
    """Write what one contract is of, as 10 USD; of a name that stands for one contract."""
    (known,) = _find(name)
    return f"{float(known['contract_size']):.15g} {known['size_unit']}"


def is_no_coin(name: str) -> bool:
    """Tell a name that reads like an option, a future or a pair."""
    upper, (named, dated) = name.upper(), _codes()
    month = _OF_MONTH.fullmatch(upper)
    if upper in named or (month and month[1] in dated):
        return True
    return not name.isalnum() and re.fullmatch(_shapes(), upper) is not None


@functools.lru_cache(maxsize=1)
def no_coins() -> str:
    """Give the pattern of such names in capitals, as Polars and Spark read it alike."""
    named, dated = (sorted(map(re.escape, codes)) for codes in _codes())
    return "|".join((_shapes(), f"({'|'.join(dated)}){_MONTH}", *named))


@functools.lru_cache(maxsize=1)
def _codes() -> tuple[frozenset[str], frozenset[str]]:
    """Give the names of contracts that are no tickers, and of those that end, with months."""
    known = contracts()
    names = {*known, *(each["code"].upper() for each in known.values())}
    ends = {key: each["code"].upper() for key, each in known.items() if each["type"] == "dated"}
    named = frozenset(name for name in names if len(name) > _LONGEST_TICKER)
    return named, frozenset({*ends, *ends.values()})


@functools.lru_cache(maxsize=1)
def _shapes() -> str:
    """Give the pattern of what has a mark in it: ETH-PERP, BTC-USD, ETH/USDT:USDT."""
    money = sorted(code for code in cash_codes() if re.fullmatch("[A-Z]{3,5}", code))
    return "|".join((_DERIVATIVE, _OF_CCXT, rf"[A-Z0-9]+[-/_]({'|'.join(money)})"))


@functools.lru_cache(maxsize=4096)
def name_contract(text: str) -> Named:
    """Find a contract by VENUE:CODE, by a code of one venue, or two sizes of a coin joined by +.

    A month of a dated one, as MBTZ6, is that contract.

    The larger of two sizes goes first, however they are written.
    """
    found: list[Contract] = []
    for part in text.split(JOIN):
        known = _find(part)
        if len(known) != 1:
            return _unknown(text, part, known)
        found.append(known[0])
    found.sort(key=lambda each: -float(each["contract_size"]))
    name = JOIN.join(_key(each) for each in found)
    sizes = tuple(float(each["contract_size"]) for each in found)
    alike = {(each["underlying"], each["kind"], each["settlement"]) for each in found}
    is_pair = len(sizes) == len({*sizes}) == 2 and len(alike) == 1
    if len(found) > 1 and not (is_pair and found[0]["kind"] == "linear"):
        return Named(
            name,
            fault="joins contracts that are not two sizes of one coin, linear and of one currency",
            known=True,
        )
    return Named(
        name, found[0]["underlying"], _terms(found), sizes=sizes, currency=found[0]["settlement"]
    )


def examples(coins: Iterable[str], most: int = 3) -> str:
    """Say which contracts of the register coins may name: two each; "" where it has none."""
    on: dict[str, list[str]] = {}
    for name, each in contracts().items():
        if each["kind"] == "linear":
            on.setdefault(each["underlying"].casefold(), []).append(name)
    known = [coin for coin in coins if coin.casefold() in on][:most]
    return ", ".join(f"{' or '.join(on[coin.casefold()][:2])} for {coin}" for coin in known)


def parts_of(contract: str) -> list[tuple[float, str]]:
    """Give the size and the name of each part of a contract, the larger first; 1 if not known."""
    parts = [((*name_contract(part).sizes, 1.0)[0], part) for part in contract.split(JOIN)]
    return sorted(parts, reverse=True)


def _unknown(text: str, part: str, known: list[Contract]) -> Named:
    """Say why a name, or a part of it, stands for no contract; own terms mend no part."""
    which = f"{part} " if part != text else ""
    if known:
        meant = tuple(_key(each) for each in known)
        fault = f"{which}is a code of several venues"
        return Named(text, fault=fault, meant=meant, known=True)
    fault = f"{which}is not in the register"
    return Named(text, fault=fault, unknown=part, known=bool(which))


def _key(contract: Contract) -> str:
    return f"{contract['venue']}:{contract['code']}".upper()


def _terms(found: list[Contract]) -> dict[str, Any]:
    """Give what the register knows, by the fields of a line."""
    smallest = found[-1]
    terms: dict[str, Any] = {
        "contract_size": float(smallest["contract_size"]),
        "lot_size": _number(smallest, "lot_size"),
        "kind": smallest["kind"],
        "funding_interval": _number(smallest, "funding_interval_hours"),
        "expiry": expiry(smallest),
    }
    return {name: value for name, value in terms.items() if value is not None}


def _number(contract: Contract, name: str) -> float | None:
    text = contract.get(name, "")
    return float(text) if text else None


def expiry(contract: Contract) -> datetime.datetime | None:
    """Give the last day of a contract that has one; 120 months is none."""
    return read_date(contract.get("expiry", ""))
