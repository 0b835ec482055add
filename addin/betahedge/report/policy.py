"""The policy of a book: targets, band, limits, costs; read from a TOML file, all faults at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from betahedge.books.faults import BadFile, BadLines, Fault
from betahedge.books.text import escaped, shown
from betahedge.core.rounding import Rounding
from betahedge.core.running import BAND


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


# The least and the most of each number; the bounds are inside.
_RANGES = {
    "target": (0.0, 1.5), "band": (0.0, 1.0), "materiality": (0.0, 1.0),
    "horizon_days": (1.0, 3650.0), "fee": (-0.01, 0.1), "slippage": (0.0, 0.2),
    "capital_rate": (-1.0, 1.0), "stress": (-0.5, 0.5), "price_age": (0.0, 3650.0),
    "distance": (0.0, 10.0), "venue_share": (0.0, 1.0), "contract_share": (0.0, 1.0),
    "collateral": (0.0, 10.0), "liquidity_months": (0.0, 1200.0),
    "monthly_spending": (0.0, 1e15), "watch": (0.0, 1.0),
}  # fmt: skip
_OF_ASSETS = {"ratios": (0.0, 1.5), "maintenance": (0.0, 0.99)}
_ROUNDING = ("nearest", "down", "up")


def policy_of(name: str, data: bytes) -> Policy:
    """Read the bytes of a policy file."""
    try:
        given = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(f"{escaped(name)}: is no TOML ({escaped(str(error))})") from None
    faults: list[Fault] = []
    limits = given.pop("limits", {})
    values = _values(given, Policy, "", faults)
    if not isinstance(limits, dict):
        faults.append(_fault("limits", limits, "must be a table"))
        limits = {}
    bounds = _values(limits, Limits, "limits.", faults)
    if faults:
        raise BadLines(name, faults)
    return replace(Policy(**values), limits=Limits(**bounds), file=name)


def _fault(name: str, value: object, must: str) -> Fault:
    return Fault(name, 0, "", value, must)


def _values(given: dict[str, Any], kind: type, prefix: str, faults: list[Fault]) -> dict[str, Any]:
    """Take the values that are right, and a fault for each that is not."""
    known = {each.name for each in fields(kind)} - {"file", "limits"}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            wanted = ", ".join(sorted(known | ({"limits"} if kind is Policy else set())))
            faults.append(_fault(f"{prefix}{name}", value, f"is no setting; there are {wanted}"))
            continue
        must = _wrong(name, value)
        if must:
            faults.append(_fault(f"{prefix}{name}", _brief(value), must))
        values[name] = float(value) if name in _RANGES and not must else value
    return values


def _brief(value: object) -> object:
    return str(value) if isinstance(value, dict | list) else value


def _wrong(name: str, value: object) -> str:
    """Say what a setting must be: "" where it is."""
    if name == "rounding":
        return "" if value in _ROUNDING else "must be nearest, down or up"
    if name in _RANGES:
        return _outside(value, _RANGES[name])
    if not isinstance(value, dict):
        return "must be a table"
    if name == "contracts":
        bad = [key for key, each in value.items() if not isinstance(each, str)]
        return f"{shown(bad[0])} must be VENUE:CODE or none" if bad else ""
    wrong = [(key, _outside(each, _OF_ASSETS[name])) for key, each in value.items()]
    return next((f"{shown(key)} {must}" for key, must in wrong if must), "")


def _outside(value: object, bounds: tuple[float, float]) -> str:
    low, high = bounds
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and low <= cast(float, value) <= high:
        return ""
    return f"must be a number from {low:g} to {high:g}"
