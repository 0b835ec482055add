"""Published cases of margin and liquidation, and of inverse contracts, run through core."""

from collections.abc import Callable

import pytest

from betahedge.core import contract, margin
from published import CASES, Case, Inputs, sold, wrong


def pnl_inverse(i: Inputs) -> Inputs:
    if "leverage" in i:
        price = bankruptcy(i | {"side": "long"}, "inverse")["bankruptcy_price"]
        return {"bankruptcy_move_pct": (price / i["entry"] - 1.0) * 100.0}
    if "collateral_coin" in i:
        return short_paid_in_full(i)
    n, size, mark = i["quantity_contracts"], i["multiplier"], i["exit_or_mark"]
    return {
        "pnl": contract.hedge_futures_pnl(sold(i, n), size, i["entry"], mark, "inverse"),
        "notional_at_mark": contract.coin_notional(n, size, mark),
    }


def short_paid_in_full(i: Inputs) -> Inputs:
    entry, face, coins = i["entry"], i["usd_qty"], i["collateral_coin"]
    inverse = [contract.hedge_futures_pnl(1, face, entry, p, "inverse") for p in i["exit"]]
    linear = [contract.hedge_futures_pnl(1, face / entry, entry, p) for p in i["exit"]]
    return {
        "inverse_pct": [pnl / coins * 100.0 for pnl in inverse],
        "linear_pct": [pnl / (coins * entry) * 100.0 for pnl in linear],
    }


def bankruptcy(i: Inputs, kind: contract.Kind) -> Inputs:
    price = margin.hedge_liquidation(
        i["entry"], i["leverage"], 0.0, kind, contracts=sold(i, 3.0), contract_size=7.0
    )
    return {"bankruptcy_price": price, "never_liquidated": price is None}


def liquidation_linear(i: Inputs) -> Inputs:
    quantity: float = next((i[key] for key in ("qty", "qty_btc", "qty_eth") if key in i), 1.0)
    wallet = i.get("wallet_balance_usdt", i.get("wallet_usdt"))
    if wallet is not None:
        wallet += i.get("cross_upnl_minus_tmm_usdt", 0.0)
    rate = i["mmr"] if "mmr" in i else i["mm_rate"]
    if "available" in i:
        wallet = i["available"] + margin.hedge_margin(quantity, i["entry"], i["im_rate"])
    amount = i.get("maintenance_amount", i.get("maintenance_amount_usdt"))
    method: margin.LiquidationMethod = "entry" if amount is None else "mark"
    method = "mark_fee" if "taker_fee" in i else method

    def price(maintenance: float) -> float | None:
        return margin.hedge_liquidation(
            i["entry"],
            i.get("leverage", 1.0),
            maintenance,
            "linear",
            method,
            i.get("taker_fee", 0.0),
            amount or 0.0,
            sold({"side": "long"} | i, quantity),
            1.0,
            wallet,
        )

    initial = 1.0 / i["leverage"] if "leverage" in i else 2.0 * rate  # the source's own double
    initial_margin = margin.hedge_margin(quantity, i["entry"], initial)
    maintenance_margin = margin.hedge_margin(quantity, i["entry"], rate)
    return {
        "liq_price": price(rate),
        "bankruptcy_price": price(0.0),
        "initial_margin": initial_margin,
        "initial_margin_usdt": initial_margin,
        "maintenance_margin": maintenance_margin,
        "maintenance_usdt": maintenance_margin,
    }


def margin_cases(i: Inputs) -> Inputs:
    if "tiers_[floor,mmr,amount]" in i:
        tiers = [margin.Tier(*row) for row in i["tiers_[floor,mmr,amount]"]]
        tier = margin.margin_tier(i["notional_usdt"], tiers)
        return {"mmr": tier.maintenance_rate, "maintenance_amount": tier.maintenance_amount}
    if "settlements" in i:
        return ledger(i)
    rate = i["base_rate"] + i["size_coin"] * i["slope_per_coin"]
    return {"rate": rate, "margin_usdc": margin.hedge_margin(i["size_coin"], i["price"], rate)}


def ledger(i: Inputs) -> Inputs:
    days = margin.margin_ledger(
        sold(i, i["contracts"]),
        i["oz_per_contract"],
        i["entry"],
        i["settlements"],
        i["initial_margin_total"],
        i["maintenance_margin_total"],
    )
    calls = [[number, day.call] for number, day in enumerate(days, 1) if day.call]
    return {
        "margin_calls_by_day": calls,
        "cumulative_pnl": days[-1].cumulative,
        "final_balance": days[-1].balance,
    }


ADAPTERS: dict[str, Callable[[Inputs], Inputs]] = {
    "liquidation_inverse": lambda i: bankruptcy(i, "inverse"),
    "liquidation_linear": liquidation_linear,
    "margin": margin_cases,
    "pnl_inverse": pnl_inverse,
    "quanto": lambda i: bankruptcy(i, "quanto"),
}


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["group"] in ADAPTERS], ids=lambda case: case["id"]
)
def test_published_case(case: Case) -> None:
    assert not wrong(case, ADAPTERS[case["group"]](case["inputs"])), case["source"]["title"]
