"""What the register and the market know of contracts and coins, as small tables to look up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from betahedge.books.coins import cash_names
from betahedge.books.contracts import name_contract
from betahedge.books.market import Market
from betahedge.cells.register import Contract, contracts, find

TERMS: dict[str, type] = {
    **{"key": str, "term_name": str, "term_fault": str, "term_coin": str, "term_kind": str},
    **{"term_contract_size": float, "term_lot_size": float, "term_futures_price": float},
    **{"term_coin_price": float, "term_initial_margin_rate": float},
    "term_maintenance_margin_rate": float,
}
PRICES: dict[str, type] = {"coin": str, "coin_price": float}
UNKNOWN = (
    "is not in the register; write VENUE:CODE, give its contract size, or add it by "
    "BETAHEDGE_CONTRACTS"
)
JOINED = "names two sizes; a line of many portfolios names one contract"


def term_rows(market: Market | None) -> list[dict[str, Any]]:
    """Give a row a name of a contract, in capitals: VENUE:CODE, and the code alone."""
    known = contracts()
    codes = {contract["code"].upper() for contract in known.values()} - known.keys()
    rows = {name: _row(name, market) for name in [*known, *sorted(codes)]}
    for quote in market.quotes if market else ():
        name = quote.contract.upper() or quote.symbol.upper()
        if name and name not in rows:
            own = (market.terms(name) if market else {}).get("futures_price")
            rows[name] = dict.fromkeys(TERMS) | {"key": name, "term_futures_price": own}
    return list(rows.values())


def _row(name: str, market: Market | None) -> dict[str, Any]:
    """Say what is known under a name: its terms, or why it stands for no contract."""
    named = name_contract(name)
    row: dict[str, Any] = dict.fromkeys(TERMS) | {"key": name}
    if named.fault:
        return row | {"term_fault": f"{named.fault}; {named.remedy}"}
    contract = find(name)[0]
    terms = dict(named.terms) | (market.terms(named.name) if market else {})
    return row | {
        "term_name": named.name,
        "term_coin": named.underlying.upper(),
        "term_kind": terms.get("kind"),
        "term_contract_size": terms.get("contract_size"),
        "term_lot_size": terms.get("lot_size"),
        "term_futures_price": terms.get("futures_price"),
        "term_coin_price": market.price(named.underlying) if market else None,
        **dict(_rates(contract)),
    }


def _rates(contract: Contract) -> Iterator[tuple[str, float | None]]:
    for name in ("initial_margin_rate", "maintenance_margin_rate"):
        yield f"term_{name}", float(contract[name]) if contract[name] else None


def price_rows(market: Market) -> list[dict[str, Any]]:
    """Give the market's price of each coin, by its name in capitals."""
    names = {name.upper() for quote in market.quotes for name in (quote.symbol, quote.base) if name}
    found = {name: market.price(name) for name in sorted(names)}
    return [{"coin": name, "coin_price": price} for name, price in found.items() if price]


def traded_coins() -> list[str]:
    """Give the coins that futures of the register are on."""
    return sorted({contract["underlying"].upper() for contract in contracts().values()})


def cash_coins(more: frozenset[str]) -> list[str]:
    """Give what is cash, in capitals."""
    return sorted(cash_names() | {code.upper() for code in more})
