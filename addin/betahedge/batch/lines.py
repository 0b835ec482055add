"""A line of many portfolios, filled and sized: core's formulas on the columns of any engine.

Each step is a set of new columns that uses those of the steps before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, cast

from betahedge.batch.fields import NUMBERS
from betahedge.batch.policy import SCENARIOS, Policy
from betahedge.batch.terms import JOINED, UNKNOWN
from betahedge.batch.words import MISSING_NUMBER, MISSING_TEXT, Words
from betahedge.books.contracts import JOIN
from betahedge.cells.register import own_name
from betahedge.core.contract import hedge_contract_value
from betahedge.core.margin import hedge_liquidation, hedge_margin
from betahedge.core.pnl import hedge_scenario
from betahedge.core.running import hedge_drift, position_money, target_position
from betahedge.core.sizing import hedge_contracts, hedge_ratio, net_exposure

Step = dict[str, Any]
LINES = (
    *("line", "portfolio", "asset", "contract", "spot_value", "exposure", "contract_value"),
    *("lot_size", "held", "held_value", "exact", "target", "order", "residual"),
    *("achieved_ratio", "drift", *(f"pnl_{name}" for name in SCENARIOS)),
    *("initial_margin", "maintenance_margin", "liquidation_price"),
)
SUMMED = ("spot_value", "exposure", "residual", *(f"pnl_{name}" for name in SCENARIOS))


def blanks(words: Words, there: Collection[str], named: Sequence[str]) -> Step:
    """Give the columns that a file does not have, empty."""
    kinds = {name: MISSING_NUMBER if name in NUMBERS else MISSING_TEXT for name in named}
    return {name: words.blank(kind) for name, kind in kinds.items() if name not in there}


def fill(words: Words, policy: Policy, cash: Sequence[str]) -> Iterator[Step]:
    """Fill what a line does not say: from the market, the register, and the policy."""
    column, first = words.column, words.first
    yield {
        "price": first(column("price"), column("coin_price")),
        "code": words.upper(column("asset")),
    }
    code, price = words.columns("code", "price")
    own_coin = words.where(
        words.is_known(column("term_coin")) & (code != column("term_coin")),
        column("term_coin_price"), price,
    )  # fmt: skip
    yield {
        "fault": _contract_fault(words),
        **_wanted(words, policy, cash),
        "held": first(column("held"), words.literal(0.0)),
        "futures_price": first(column("futures_price"), column("term_futures_price"), own_coin),
        "contract_size": first(*_both(words, "contract_size"), words.literal(1.0)),
        "lot_size": first(*_both(words, "lot_size"), words.literal(0.0)),
        "kind": first(*_both(words, "kind"), words.literal("linear")),
        "contract": first(column("term_name"), column("contract")),
        "is_described": words.is_known(column("contract_size"))
        | words.is_known(column("lot_size")),
        **{
            name: first(*_both(words, name))
            for name in ("initial_margin_rate", "maintenance_margin_rate")
        },
    }
    yield _values(words)


def _wanted(words: Words, policy: Policy, cash: Sequence[str]) -> Step:
    """Give the ratio and the beta: cash, and what is worth nothing, is not hedged of itself.

    Cash that is not hedged does not move: it has a beta of 0, as `Line.market_beta` has it.
    """
    code, price, ratio, beta = words.columns("code", "price", "hedge_ratio", "beta")
    is_cash, none, whole = words.is_in(code, cash), words.literal(0.0), words.literal(1.0)
    share = words.where(is_cash | (price == 0), none, words.literal(policy.hedge_ratio))
    is_idle = is_cash & (words.first(ratio, none) == 0)
    return {
        "hedge_ratio": words.first(ratio, share),
        "beta": words.first(beta, words.where(is_idle, none, whole)),
    }


def _both(words: Words, name: str) -> list[Any]:
    return words.columns(name, f"term_{name}")


def _contract_fault(words: Words) -> Any:
    """Say why a contract's name cannot be used; missing where it can, or there is none."""
    contract, known, size = words.columns("contract", "term_name", "contract_size")
    unknown = words.is_known(contract) & ~words.is_known(known) & ~words.is_known(size)
    return words.first(
        words.column("term_fault"),
        words.where(
            words.is_known(contract) & words.contains(contract, JOIN) & ~words.is_known(known),
            words.literal(JOINED),
            words.where(unknown, words.literal(UNKNOWN), words.blank(MISSING_TEXT)),
        ),
    )


def _values(words: Words) -> Step:
    """Value the coins and a contract; and one that is held, if it is inverse, since its entry."""
    quantity, price, futures, size, entry = words.columns(
        "quantity", "price", "futures_price", "contract_size", "entry_price"
    )
    inverse = words.column("kind") == words.literal("inverse")
    linear = hedge_contract_value(futures, size)
    some_entry = words.where(entry == 0, 1.0, entry)  # refused later, and no divisor
    since = hedge_contract_value(futures, size, "inverse", entry_price=some_entry)
    value = words.where(inverse, hedge_contract_value(futures, size, "inverse"), linear)
    return {
        "spot_value": quantity * price,
        "contract_value": value,
        "held_value": words.where(
            inverse & words.is_known(entry), since, words.blank(MISSING_NUMBER)
        ),
    }


def divisor(words: Words, value: Any) -> Any:
    """Give a value that divides: 1 in the place of 0, for what is worth nothing."""
    return words.where(value == 0, 1.0, value)


def size(words: Words, policy: Policy) -> Iterator[Step]:
    """Size the hedge of good lines."""
    value, each, ratio, beta, lot = words.columns(
        "spot_value", "contract_value", "hedge_ratio", "beta", "lot_size"
    )
    new = divisor(words, each)
    yield {"contract": words.first(words.column("contract"), _own_contract(words))}
    is_hedged = words.is_known(words.column("contract"))
    yield {
        "exact": words.where(is_hedged, hedge_contracts(value, new, ratio, beta), 0.0),
        "exposure": net_exposure(value, 0.0, each, beta),
        "moves": words.first(words.column("held_value"), each),
    }
    is_exposed = words.column("exposure") != 0  # nothing has no ratio, and is no divisor
    exact, held, moves, target = words.columns("exact", "held", "moves", "target")
    there = divisor(words, moves)
    yield {
        "target": target_position(exact, held, there, new, lot, policy.rounding, words.ops),
        "some_value": words.where(is_exposed, value, 1.0),
        "some_beta": words.where(is_exposed, beta, 1.0),
    }
    yield {"hedge": position_money(target, held, moves, each, words.ops)}
    yield _achieved(words, is_exposed)
    yield _earned(words)
    futures, none = words.column("futures_price"), words.blank(MISSING_NUMBER)
    entry = words.where(futures == 0, none, futures)
    yield {"entry": words.first(words.column("entry_price"), entry)}
    yield _wallet(words)
    yield _margins(words)


def is_unnamed(words: Words) -> Any:
    """Tell a line, filled and good, that would take a hedge and names no contract for it."""
    named = words.is_known(words.column("contract")) | words.column("is_described")
    return ~named & (words.column("hedge_ratio") != 0) & (words.column("spot_value") != 0)


def _own_contract(words: Words) -> Any:
    """Name the contract of a line that only gives its size or lot; else missing."""
    name = words.joined(words.literal(own_name("")), words.column("code"))
    return words.where(words.column("is_described"), name, words.blank(MISSING_TEXT))


def _achieved(words: Words, is_exposed: Any) -> Step:
    """Tell what the target achieves, how far what is held has drifted, and what to trade."""
    value, some, hedge, ratio, held, target = words.columns(
        "spot_value", "some_value", "hedge", "hedge_ratio", "held", "target"
    )
    beta, moves = words.columns("some_beta", "moves")
    none = words.blank(MISSING_NUMBER)
    drift = hedge_drift(some, held, moves, ratio, beta)
    return {
        "order": target - held,
        "residual": net_exposure(value, hedge, 1.0, words.column("beta")),
        "achieved_ratio": words.where(is_exposed, hedge_ratio(some, hedge, 1.0, beta), none),
        "drift": words.where(is_exposed, drift, none),
    }


def _earned(words: Words) -> Step:
    """Tell what the hedged line earns in the scenarios."""
    value, hedge, beta = words.columns("spot_value", "hedge", "beta")
    return {
        f"pnl_{name}": hedge_scenario(value, hedge, 1.0, move, beta).hedged_pnl
        for name, move in SCENARIOS.items()
    }


def _wallet(words: Words) -> Step:
    """Tell what stands behind the contracts that are held: what is said, or the initial margin.

    Collateral is money; of an inverse contract it stands for the coins that it buys at the
    contract's price, as in a report: the line's coin may be another one.
    """
    held, entry, size, futures, initial, posted = words.columns(
        "held", "entry", "contract_size", "futures_price", "initial_margin_rate", "collateral"
    )
    inverse = words.column("kind") == words.literal("inverse")
    unit = words.where(inverse, size / entry, size * entry)
    return {
        "wallet": words.first(
            words.where(inverse, posted / divisor(words, futures), posted),
            hedge_margin(held, unit, initial, ops=words.ops),
        )
    }


def _margins(words: Words) -> Step:
    """Tell the margins of the target, and the price that liquidates what is held.

    Missing where the rates are not known.
    """
    target, each, held, size, entry, wallet = words.columns(
        "target", "contract_value", "held", "contract_size", "entry", "wallet"
    )
    initial, maintenance = words.columns("initial_margin_rate", "maintenance_margin_rate")
    inverse = words.column("kind") == words.literal("inverse")

    def price_of(kind: str) -> Any:
        return hedge_liquidation(
            entry, 1.0, maintenance, cast(Any, kind), contracts=held, contract_size=size,
            collateral=wallet, ops=words.ops,
        )  # fmt: skip

    return {
        "initial_margin": hedge_margin(target, each, initial, ops=words.ops),
        "maintenance_margin": hedge_margin(target, each, maintenance, ops=words.ops),
        "liquidation_price": words.where(inverse, price_of("inverse"), price_of("linear")),
    }
