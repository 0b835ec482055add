"""The published cases through the cell functions that cover them; values are the source's own."""

import pytest

from betahedge import cells
from published import CASES, Inputs, sold, wrong


def beta_hedge(i: Inputs) -> Inputs:
    value = cells.HEDGE_CONTRACT_VALUE(
        i["futures_price_index_points"], i["multiplier_usd_per_point"]
    )
    betas = (i["beta_portfolio"], i["beta_target"], i["beta_futures"])
    call = (i["portfolio_value_usd"], value, *betas)
    return {
        "contracts_signed_raw": -cells.HEDGE_CONTRACTS_BETA(*call),  # the source: - is short
        "contracts_signed": -cells.HEDGE_CONTRACTS_BETA(*call, 1, i["rounding"]),
    }


def pnl_attribution(i: Inputs) -> Inputs:
    fees = i.get("fees", i.get("fee_rate", 0.0) * i["qty"] * (i["entry"] + i["exit"]))
    n, funding = sold(i, i["qty"]), i.get("funding_received", 0.0)
    rows = cells.HEDGE_ATTRIBUTION(
        0, i["entry"], i["exit"], n, 1, i["entry"], i["exit"], funding, fees
    )
    parts = dict(rows)
    return {
        "price_pnl": parts["Futures"],
        "realized": parts["Total"],
        "net_pnl": parts["Total"],
    }


def pnl_linear(i: Inputs) -> Inputs:
    n, size, mark = i["quantity_contracts"], i["multiplier"], i["exit_or_mark"]
    return {
        "pnl": cells.HEDGE_FUTURES_PNL(sold(i, n), size, i["entry"], mark),
        "notional_at_mark": n * cells.HEDGE_CONTRACT_VALUE(mark, size),
    }


def pnl_inverse(i: Inputs) -> Inputs:
    if "leverage" in i:  # a bought position
        price = cells.HEDGE_LIQUIDATION(
            i["entry"], i["leverage"], 0, "inverse", None, None, None, -1
        )
        return {"bankruptcy_move_pct": (price / i["entry"] - 1) * 100}
    if "collateral_coin" in i:
        entry, face, coins = i["entry"], i["usd_qty"], i["collateral_coin"]
        exits = [[price] for price in i["exit"]]
        inverse = cells.HEDGE_FUTURES_PNL(1, face, entry, exits, "inverse")
        linear = cells.HEDGE_FUTURES_PNL(1, face / entry, entry, exits)
        return {
            "inverse_pct": [pnl / coins * 100 for (pnl,) in inverse],
            "linear_pct": [pnl / (coins * entry) * 100 for (pnl,) in linear],
        }
    n, size, mark = i["quantity_contracts"], i["multiplier"], i["exit_or_mark"]
    return {
        "pnl": cells.HEDGE_FUTURES_PNL(sold(i, n), size, i["entry"], mark, "inverse"),
        "notional_at_mark": n * cells.HEDGE_CONTRACT_VALUE(mark, size, "inverse") / mark,
    }


def bankruptcy(i: Inputs, kind: str) -> Inputs:
    price = cells.HEDGE_LIQUIDATION(
        i["entry"], i["leverage"], 0, kind, None, None, None, sold(i, 1)
    )
    return {
        "bankruptcy_price": None if price == "#N/A" else price,
        "never_liquidated": price == "#N/A",
    }


def liquidation_linear(i: Inputs) -> Inputs:
    quantity = next((i[key] for key in ("qty", "qty_btc", "qty_eth") if key in i), 1)
    wallet = i.get("wallet_balance_usdt", i.get("wallet_usdt"))
    if wallet is not None:
        wallet += i.get("cross_upnl_minus_tmm_usdt", 0)
    if "available" in i:
        wallet = i["available"] + cells.HEDGE_MARGIN(quantity, i["entry"], i["im_rate"])
    rate = i.get("mmr", i.get("mm_rate"))
    amount = i.get("maintenance_amount", i.get("maintenance_amount_usdt"))
    method = "mark_fee" if "taker_fee" in i else "entry" if amount is None else "mark"
    n = sold({"side": "long"} | i, quantity)

    def price(maintenance: float) -> float:
        leverage = i.get("leverage", 1)
        fee = i.get("taker_fee", 0)
        return cells.HEDGE_LIQUIDATION(
            i["entry"], leverage, maintenance, "linear", method, fee, amount, n, 1, wallet
        )

    initial = 1 / i["leverage"] if "leverage" in i else 2 * rate  # the source's own double
    margins = [cells.HEDGE_MARGIN(quantity, i["entry"], share) for share in (initial, rate)]
    return {
        "liq_price": price(rate),
        "bankruptcy_price": price(0),
        "initial_margin": margins[0],
        "initial_margin_usdt": margins[0],
        "maintenance_margin": margins[1],
        "maintenance_usdt": margins[1],
    }


def margin(i: Inputs) -> Inputs:
    rate = i["base_rate"] + i["size_coin"] * i["slope_per_coin"]
    return {"rate": rate, "margin_usdc": cells.HEDGE_MARGIN(i["size_coin"], i["price"], rate)}


def funding(i: Inputs) -> Inputs:
    n = sold(i, i["qty"])
    return {"cash_flow_to_holder": cells.HEDGE_FUNDING(n, i["mark"], i["rate"])}


def fees(i: Inputs) -> Inputs:
    trip = cells.HEDGE_COST(1, i["notional_usd"], 0, i["taker"])
    return {"open_fee": trip / 2, "round_trip": trip}


def basis_carry(i: Inputs) -> Inputs:
    answer = {
        "basis": cells.HEDGE_BASIS(i["futures"], i["spot"]),
        "basis_pct": 100 * cells.HEDGE_BASIS_RATE(i["futures"], i["spot"], 365),
    }
    if "r_annual" in i:
        from math import log1p

        fair = cells.HEDGE_FAIR_PRICE(i["spot"], log1p(i["r_annual"]), i["T_years"] * 365)
        answer |= {"fair": fair, "arbitrage_profit": fair - i["futures"]}
    return answer


def var_historical(i: Inputs) -> Inputs:
    column = [[value] for value in i["returns"]]
    return {"var": -cells.HEDGE_VAR(column, 1 - i["cutoff"])}  # the source: a return


def rounding(i: Inputs) -> Inputs:
    if "tick" in i:
        return {"rounded": cells.HEDGE_ROUND(i["price"], i["tick"], i["mode"])}
    exact = i["amount_base"] / i["contract_size"]
    whole = cells.HEDGE_ROUND(exact, i["contract_step"], "down")
    return {"amount_rounded": whole * i["contract_size"]}


ADAPTERS = {
    "basis_carry": basis_carry,
    "beta_hedge": beta_hedge,
    "fees": fees,
    "funding": funding,
    "liquidation_inverse": lambda i: bankruptcy(i, "inverse"),
    "liquidation_linear": liquidation_linear,
    "margin": margin,
    "pnl_attribution": pnl_attribution,
    "pnl_inverse": pnl_inverse,
    "pnl_linear": pnl_linear,
    "quanto": lambda i: bankruptcy(i, "quanto"),
    "rounding": rounding,
    "var_historical": var_historical,
}
# What no cell function does: a tier table, a margin account day by day, funding by the hour.
NOT_IN_A_CELL = ("tiers_[floor,mmr,amount]", "settlements", "stamps_utc_hour", "quote_rate_daily")
# A missing mark price is an error that names the argument; the source takes it for no funding.
REFUSED = {"FU-04": "contract_value: was blank; must be a number above 0"}

COVERED = [
    case
    for case in CASES
    if case["group"] in ADAPTERS and not any(key in case["inputs"] for key in NOT_IN_A_CELL)
]


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case["id"])
def test_published_case(case):
    answer = ADAPTERS[case["group"]](case["inputs"])
    if case["id"] in REFUSED:
        assert answer["cash_flow_to_holder"].reason == REFUSED[case["id"]]
    else:
        assert not wrong(case, answer), case["source"]["title"]


def test_most_cases_are_covered():
    assert len(COVERED) >= 45
