"""The policy of a book: targets, band, limits, costs; read from a TOML file, all faults at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from betahedge.books.faults import NOTHING, BadFile, BadLines, Fault
from betahedge.books.field import highest_ratio
from betahedge.books.text import escaped, shown
from betahedge.core.rounding import Rounding
from betahedge.core.running import BAND
from betahedge.templates.book import HIGHEST_RATIO, HIGHEST_SHARE


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits; None is none set.  watch: the part of a limit from which it is a WATCH.

    distance: the least rise that may liquidate.  venue_share, contract_share: of the hedge's
    notional.  collateral: the least, of the notional.  liquidity_months: of cash at
    monthly_spending.
    """

    distance: float = 0.25
    venue_share: float | None = None
    contract_share: float | None = None
    collateral: float | None = None
    liquidity_months: float | None = None
    monthly_spending: float | None = None
    watch: float = 0.9


@dataclass(frozen=True, slots=True)
class Policy:
    """What the book must look like, and what trading costs.  Ratios and rates are decimals.

    ratios, contracts: by asset.  maintenance: rates by contract, where the register has none.
    fee: a side.  slippage: of what is traded.  price_age: days.  stress: the move of the headline.
    """

    target: float = 0.6
    band: float = BAND
    rounding: Rounding = "nearest"
    materiality: float = 0.001
    horizon_days: float = 30.0
    fee: float = 0.0005
    slippage: float = 0.0002
    capital_rate: float = 0.05
    stress: float = -0.2
    price_age: float = 1.0
    limits: Limits = field(default_factory=Limits)
    ratios: Mapping[str, float] = field(default_factory=dict)
    contracts: Mapping[str, str] = field(default_factory=dict)
    maintenance: Mapping[str, float] = field(default_factory=dict)
    file: str = ""


_RATIOS = ("target", "ratios")
# The least and the most of each number; the bounds are inside.
_RANGES = {
    **dict.fromkeys(_RATIOS, (0.0, HIGHEST_SHARE)), "maintenance": (0.0, 0.99),
    "band": (0.0, 1.0), "materiality": (0.0, 1.0),
    "horizon_days": (1.0, 3650.0), "fee": (-0.01, 0.1), "slippage": (0.0, 0.2),
    "capital_rate": (-1.0, 1.0), "stress": (-0.5, 0.5), "price_age": (0.0, 3650.0),
    "distance": (0.0, 10.0), "venue_share": (0.0, 1.0), "contract_share": (0.0, 1.0),
    "collateral": (0.0, 10.0), "liquidity_months": (0.0, 1200.0),
    "monthly_spending": (0.0, 1e15), "watch": (0.0, 1.0),
}  # fmt: skip
_TABLES = ("ratios", "contracts", "maintenance")
_ROUNDING = ("nearest", "down", "up")


def policy_of(name: str, data: bytes, *, allow_over_hedge: bool = False) -> Policy:
    """Read the bytes of a policy file."""
    try:
        given = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(f"{escaped(name)}: is no TOML ({escaped(str(error))})") from None
    limits = given.pop("limits", {})
    most = highest_ratio(allow_over_hedge=allow_over_hedge)
    faults = list(_faults(given, Policy, "", most))
    if isinstance(limits, dict):
        faults += _faults(limits, Limits, "limits.", most)
    else:
        faults.append(_fault("limits", limits, "must be a table"))
    if faults:
        raise BadLines(name, faults)
    return replace(Policy(**_values(given)), limits=Limits(**_values(limits)), file=name)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: float(value) if isinstance(value, int) else value for name, value in given.items()
    }


def setting(table: str, name: str) -> str:
    """Name a setting of a table as TOML writes it: maintenance."CME:MBT"."""
    return f"{table}.{name if re.fullmatch('[A-Za-z0-9_-]+', name) else shown(name)}"


def _fault(name: str, value: object, must: str) -> Fault:
    """Note what is wrong with a setting; a table or a list is named, and not shown."""
    if not isinstance(value, dict | list):
        return Fault(name, 0, "", value, must)
    kind = "a table" if isinstance(value, dict) else "a list"
    return Fault(name, 0, "", NOTHING, f"was {kind}; {must}")


def _faults(given: dict[str, Any], kind: type, prefix: str, most: float) -> Iterator[Fault]:
    """Give a fault for each setting that is wrong.  most: that a ratio may be."""
    known = {each.name for each in fields(kind)} - {"file", "limits"}
    for name, value in given.items():
        if name not in known:
            wanted = ", ".join(sorted(known | ({"limits"} if kind is Policy else set())))
            yield _fault(f"{prefix}{name}", value, f"is no setting; there are {wanted}")
        elif name not in _TABLES:
            yield from _of_value(name, f"{prefix}{name}", value, most)
        elif isinstance(value, dict):
            for key, each in value.items():
                yield from _of_value(name, setting(name, key), each, most)
        else:
            yield _fault(name, value, "must be a table")


def _of_value(name: str, place: str, value: object, most: float) -> Iterator[Fault]:
    must = _must(name, value, most)
    if must:
        yield _fault(place, value, must)


def _must(name: str, value: object, most: float) -> str:
    """Say what a setting, or each value of its table, must be: "" where it is."""
    if name == "rounding":
        return "" if value in _ROUNDING else "must be nearest, down or up"
    if name == "contracts":
        return "" if isinstance(value, str) else "must be VENUE:CODE or none"
    low, high = _RANGES[name]
    high = most if name in _RATIOS else high
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and low <= cast(float, value) <= high:
        return ""
    more = f", or {HIGHEST_RATIO:g} with --allow-over-hedge" if high == HIGHEST_SHARE else ""
    return f"must be a number from {low:g} to {high:g}{more}"
