"""The main workbook: its sheets in order, and the values of its inputs by name."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from betahedge.cells import register
from betahedge.sheets.blocks import Workbook
from betahedge.sheets.book import Built, build
from betahedge.sheets.facts import Facts
from betahedge.templates import beta, carry, checks, contracts, cover, errata
from betahedge.templates.book import BookInputs, ContractRow, HoldingRow, largest_amount
from betahedge.templates.hedge import HEDGE
from betahedge.templates.history import history
from betahedge.templates.impact import impact
from betahedge.templates.inputs import inputs
from betahedge.templates.margin import margin
from betahedge.templates.orders import orders
from betahedge.templates.prices import prices
from betahedge.templates.proof import PROOF
from betahedge.templates.report import report

MIXED_PORTFOLIO = Workbook(
    "mixed_portfolio",
    "Hedge of a mixed portfolio",
    (
        *(cover.SHEET, inputs, contracts.SHEET, prices, HEDGE, impact, carry.SHEET, margin),
        *(beta.SHEET, orders, report, errata.SHEET, checks.SHEET, PROOF),
    ),
)


def build_mixed_portfolio(book: BookInputs) -> Built:
    """Build the workbook."""
    spot = [row.quantity * row.price for row in book.holdings]
    betas = [book.policy.beta if row.beta is None else row.beta for row in book.holdings]
    largest = largest_amount(spot, [beta * value for beta, value in zip(betas, spot)])
    return build(_workbook(book), Facts(values(book), largest))


def _workbook(book: BookInputs) -> Workbook:
    """Give the workbook; of a report that has looked at the past, with that before the report."""
    if book.past is None:
        return MIXED_PORTFOLIO
    sheets = list(MIXED_PORTFOLIO.sheets)
    sheets.insert(sheets.index(report), history(book.past))
    return replace(MIXED_PORTFOLIO, sheets=tuple(sheets))


def values(book: BookInputs) -> dict[str, Any]:
    """Give the values of the inputs by the names of their items."""
    policy, day = book.policy, book.as_of
    contracts = _contracts(book)
    return {
        "book.entity": book.entity,
        "book.as_of": day,
        "book.priced_on": book.priced_on,
        "book.price_source": book.price_source,
        "book.quote_currency": book.quote_currency,
        "policy.ratio": policy.hedge_ratio,
        "policy.band": policy.band,
        "policy.rounding": policy.rounding,
        "policy.beta": policy.beta,
        "policy.age": policy.price_age,
        "policy.distance": policy.rise,
        "policy.materiality": policy.materiality,
        "horizon.days": policy.horizon,
        "horizon.fee": policy.fee,
        "horizon.slippage": policy.slippage,
        "horizon.capital": policy.capital,
        "horizon.stress": policy.stress,
        "moves": book.moves,
        "rallies": book.rallies,
        "failed": book.failed,
        **_holdings(book.holdings),
        **contracts,
        **_prices(book),
        **_largest(book.holdings, contracts),
    }


HOLDING_COLUMNS = {
    "asset": "asset",
    "quantity": "quantity",
    "price": "price",
    "target": "hedge_ratio",
    "beta": "beta",
    "futures": "futures_price",
    "expiry": "expiry_days",
    "funding": "funding_rate",
    "hours": "funding_hours",
    "held": "held",
    "entry": "entry_price",
    "collateral": "collateral",
}


def _holdings(rows: Iterable[HoldingRow]) -> dict[str, list[Any]]:
    held = list(rows)
    found = {
        f"holdings.{column}": [getattr(row, field) for row in held]
        for column, field in HOLDING_COLUMNS.items()
    }
    found["holdings.contract"] = [contract_of(row) for row in held]
    return found


def contract_of(row: HoldingRow) -> str:
    """Name the contract of a holding: as it says, or the one that its row describes."""
    return row.contract or register.own_name(row.asset)


def _contracts(book: BookInputs) -> dict[str, list[Any]]:
    """List the contracts in use, then the register's others of the same coins."""
    own = [
        ContractRow(contract_of(row), register.COINS, row.asset, row.asset, "linear",
                    row.contract_size or 1.0, row.asset, row.lot_size or 0.0, source="the holdings")
        for row in book.holdings
        if not row.contract
    ]  # fmt: skip
    known = {name: registered(name) for name in register.contracts()}
    used = {row.contract.upper() for row in book.holdings if row.contract}
    coins = {row.asset for row in book.holdings} | {c.underlying for c in book.contracts}
    listed = {row.contract: row for row in book.contracts}
    listed |= {n: row for n, row in known.items() if n in used and n not in listed}
    listed |= {row.contract: row for row in own}
    listed |= {n: row for n, row in known.items() if row.underlying in coins and n not in listed}
    columns = {field.name for field in fields(ContractRow)}
    return {
        f"contracts.{name}": [_blank(getattr(row, name)) for row in listed.values()]
        for name in columns
    }


def _largest(rows: Iterable[HoldingRow], contracts: Mapping[str, list[Any]]) -> dict[str, Any]:
    """List how many coins are hedged, and by how many contracts at most; columns make room."""
    kinds = zip(*(contracts[f"contracts.{key}"] for key in ("contract", "kind", "size")))
    terms = {name: (kind, size) for name, kind, size in kinds}
    hedged = [row for row in rows if row.hedge_ratio != 0]
    counts = [row.held for row in rows]
    for row in hedged:
        kind, size = terms.get(contract_of(row), ("", None))
        amount = row.quantity * (row.price if kind == "inverse" else 1.0) * (row.beta or 1.0)
        counts.append(amount / size if size else None)
    return {"hedged.coins": [row.quantity for row in hedged], "hedged.contracts": counts}


def registered(name: str) -> ContractRow:
    """Give a contract as the register has it."""
    row = register.contracts()[name]

    def number(field: str) -> float | None:
        return float(row[field]) if row[field] else None

    sources = row["source"].split()
    return ContractRow(
        name, row["venue"], row["code"], row["underlying"], row["kind"],
        number("contract_size") or 0.0, row["size_unit"], number("lot_size") or 0.0,
        number("initial_margin_rate"), number("maintenance_margin_rate"), number("taker_fee"),
        row["as_of"], _site(sources[0]) if sources else "",
    )  # fmt: skip


def _site(source: str) -> str:
    """Shorten a source to its site, which fits its column; the register has it whole."""
    return source.removeprefix("https://").removeprefix("www.").partition("/")[0]


def _blank(value: Any) -> Any:
    return None if value == "" else value


def _prices(book: BookInputs) -> dict[str, Any]:
    history = book.prices
    columns = {
        f"prices.c{n}": [row[n - 1] for row in history.rows]
        for n in range(1, len(history.coins) + 1)
    }
    return {
        "history.whose": "SAMPLE" if history.sample else "own",
        "history.demonstration": "yes" if book.demonstration else "no",
        "coins": _padded(history.coins),
        "prices.date": list(history.dates),
        **columns,
    }


def _padded(coins: tuple[str, ...]) -> tuple[str | None, ...]:
    """Leave room for coins that the user adds."""
    from betahedge.templates.prices import FEWEST, MOST

    return (*coins[:MOST], *(None,) * (FEWEST - len(coins)))
