"""Leverage tiers, where an exchange shows them to anyone, as the register's file has them.

OKX counts them in contracts, though ccxt calls them notional; Binance's need a key.
"""

from __future__ import annotations

from typing import Any

from betahedge.core.tiers import margin_tiers
from betahedge.market.exchange import Asked
from betahedge.market.snapshot import code_of

COLUMNS = ("venue", "code", "from", "to", "unit", "im", "mm", "amount", "source", "as_of")
_SECRET = {"binance": "needs a key", "deribit": "has none", "hyperliquid": "does not show them"}


def fetch_tiers(asked: Asked, market: Any, venue: str, as_of: str) -> list[dict[str, Any]]:
    """Ask for the tiers of a contract: a row each, from 0 up."""
    exchange, name = asked.exchange, market["symbol"]
    if exchange.id in _SECRET or not exchange.has.get("fetchMarketLeverageTiers"):
        asked.faults.append(f"tiers {name}: {exchange.id} {_SECRET.get(exchange.id, 'has none')}")
        return []
    what = f"tiers {name}"
    found = asked.ask(what, lambda: exchange.fetch_market_leverage_tiers(name)) or []
    steps = sorted((float(tier["minNotional"] or 0), _rates(tier), tier) for tier in found)
    if not steps or steps[0][0] != 0.0 or any(rates[1] is None for _, rates, _ in steps):
        if not any(fault.startswith(what) for fault in asked.faults):
            asked.faults.append(f"{what}: the answer has none from 0 up")
        return []
    floors = tuple(floor for floor, _, _ in steps)
    rates = tuple(float(rates[1] or 0) for _, rates, _ in steps)
    amounts = [tier.maintenance_amount for tier in margin_tiers(floors, rates)]
    unit = _unit(exchange, market, steps[0][2])
    return [
        {
            "venue": venue.upper(), "code": code_of(exchange, market), "from": floor,
            "to": tier.get("maxNotional") or "", "unit": unit, "im": initial or "", "mm": rate,
            "amount": amount, "source": exchange.id, "as_of": as_of,
        }
        for (floor, (initial, rate), tier), amount in zip(steps, amounts)
    ]  # fmt: skip


def _unit(exchange: Any, market: Any, tier: Any) -> str:
    """Say what the sizes are counted in; Kraken's are contracts where it says so."""
    if exchange.id == "okx" or "contracts" in (tier.get("info") or {}):
        return "contracts"
    return "coin" if market["inverse"] else "currency"


def _rates(tier: Any) -> tuple[float | None, float | None]:
    """Give the initial and the maintenance rate; a maintenance above the initial is per cent."""
    leverage, rate = tier.get("maxLeverage"), tier.get("maintenanceMarginRate")
    initial = 1.0 / float(leverage) if leverage else None
    if initial is not None and rate is not None and rate > initial:
        rate = rate / 100.0
    return initial, None if rate is None else float(rate)
