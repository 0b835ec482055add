"""Every published case runs through core; its expected value is the source's own."""

import math
from collections.abc import Callable

import pytest

from betahedge.core import carry, contract, hedged, margin, regression, risk
from betahedge.core.attribution import hedge_attribution
from betahedge.core.pnl import hedge_impact, spot_pnl
from betahedge.core.portfolio import Holding, hedge_line
from betahedge.core.rounding import round_lots
from betahedge.core.sizing import hedge_contracts, hedge_ratio
from published import CASES, DATASETS, Case, Inputs, sold, wrong

ADAPTERS: dict[str, Callable[[Inputs], Inputs]] = {}

# Cases answered otherwise on purpose, and why.
OTHERWISE = {
    "FU-04": "the source takes a missing mark price as no funding; here a contract value that "
    "is missing is an error that names it, since 0 would look like a quiet market",
}


def adapter(run: Callable[[Inputs], Inputs]) -> Callable[[Inputs], Inputs]:
    ADAPTERS[run.__name__] = run
    return run


@adapter
def seed(i: Inputs) -> Inputs:
    shapes: dict[str, Callable[[], Inputs]] = {
        "btc price": lambda: {"value_usd": hedge_line(Holding("", i["btc"], i["price"]))[1]},
        "contract_btc price": lambda: {
            "notional_usd": contract.hedge_contract_value(i["price"], i["contract_btc"])
        },
        "notional_usd value_usd": lambda: {
            "contracts": hedge_contracts(i["value_usd"], i["notional_usd"])
        },
        "H contracts_100": lambda: {"contracts": hedge_contracts(i["contracts_100"], 1, i["H"])},
        "contracts_short move price value_usd": lambda: impact(i),
        "btc btc_px eth eth_px": lambda: portfolio(i),
        "H contract value": lambda: {
            "full": hedge_contracts(i["value"], i["contract"]),
            "hedged": hedge_contracts(i["value"], i["contract"], i["H"]),
        },
        "move value_usd": lambda: {"pnl": spot_pnl(i["value_usd"], i["move"])},
        "btc_contracts btc_px eth_contracts eth_px": lambda: {
            "notional_usd": contract.notional(i["btc_contracts"], i["btc_px"])
            + contract.notional(i["eth_contracts"], i["eth_px"])
        },
    }
    return shapes[" ".join(sorted(i))]()


def impact(i: Inputs) -> Inputs:
    lines = hedge_impact(i["value_usd"], i["contracts_short"], i["price"], i["move"], i["move"])
    spot, futures, net = lines
    return {
        "spot_pnl": spot.change,
        "futures_pnl": futures.change,
        "net": net.change,
        "final": net.final,
        "spot_final": spot.final,
    }


def portfolio(i: Inputs) -> Inputs:
    btc = hedge_line(Holding("BTC", i["btc"], i["btc_px"])).spot_value
    eth = hedge_line(Holding("ETH", i["eth"], i["eth_px"])).spot_value
    return {"btc_value": btc, "eth_value": eth, "total": btc + eth}


@adapter
def beta_hedge(i: Inputs) -> Inputs:
    value = contract.hedge_contract_value(
        i["futures_price_index_points"], i["multiplier_usd_per_point"]
    )
    exact = contract.hedge_contracts_beta(
        i["portfolio_value_usd"], value, i["beta_portfolio"], i["beta_target"], i["beta_futures"]
    )
    order = round_lots(exact, 1.0, i["rounding"])
    return {"contracts_signed_raw": -exact, "contracts_signed": -order}  # the source: - is short


@adapter
def pnl_attribution(i: Inputs) -> Inputs:
    fees = i.get("fees", i.get("fee_rate", 0.0) * i["qty"] * (i["entry"] + i["exit"]))
    prices = (i["entry"], i["exit"])
    parts = hedge_attribution(
        0.0, *prices, sold(i, i["qty"]), 1.0, *prices, i.get("funding_received", 0.0), fees
    )
    return {"price_pnl": parts.futures, "realized": parts.total, "net_pnl": parts.total}


@adapter
def min_variance(i: Inputs) -> Inputs:
    h = regression.minvar_from_correlation(i["rho"], i["sigma_spot"], i["sigma_futures"])
    return {"h_star": h}


@adapter
def ols_beta(i: Inputs) -> Inputs:
    betas = hedged.hedge_rolling_beta(i["y"], i["x"], i["window"], "returns")
    return {"rolling_beta": betas[i["window"] - 1 :]}


@adapter
def regression_engine(i: Inputs) -> Inputs:
    dataset = DATASETS[i["dataset"]]
    columns = dict(zip(dataset["columns"], zip(*dataset["rows"])))
    return regression.fit_several(columns[i["y"]], [columns[x] for x in i["x"]])._asdict()


@adapter
def var_parametric(i: Inputs) -> Inputs:
    first = risk.position_var(i["pos1_usd"], i["vol1_daily"], i["z"], i["days"])
    second = risk.position_var(i["pos2_usd"], i["vol2_daily"], i["z"], i["days"])
    both = risk.portfolio_var(first, second, i["rho"])
    return {
        "var1_usd": first,
        "var2_usd": second,
        "var_portfolio_usd": both,
        "diversification_usd": first + second - both,
    }


@adapter
def var_historical(i: Inputs) -> Inputs:
    return {"var": -risk.hedge_var(i["returns"], 1.0 - i["cutoff"])}  # the source: a return


@adapter
def ewma(i: Inputs) -> Inputs:
    correlated = regression.minvar_from_correlation(i["corr"], i["vol_x"], i["vol_y"])
    covariance = correlated * i["vol_y"] ** 2
    if "lambda" not in i:
        return {"cov": covariance}
    return {"cov": risk.ewma_update(covariance, i["ret_x"], i["ret_y"], i["lambda"])}


@adapter
def pnl_linear(i: Inputs) -> Inputs:
    n, size, mark = i["quantity_contracts"], i["multiplier"], i["exit_or_mark"]
    value = contract.hedge_contract_value(mark, size)
    return {
        "pnl": contract.hedge_futures_pnl(sold(i, n), size, i["entry"], mark),
        "notional_at_mark": contract.notional(n, value),
    }


@adapter
def notional(i: Inputs) -> Inputs:
    if "price" in i:
        return {
            "notional_btc": contract.coin_notional(i["qty_usd_contracts"], 1, i["price"]),
            "notional_usd": contract.notional(i["qty_usd_contracts"], 1),
        }
    face = contract.hedge_contract_value(math.nan, i["contract_value_usd"], "inverse")
    return {"notional_usd": contract.notional(i["contracts"], face)}


@adapter
def fees(i: Inputs) -> Inputs:
    trip = carry.hedge_cost(1.0, i["notional_usd"], 0.0, i["taker"])
    return {"open_fee": trip / 2.0, "round_trip": trip}


@adapter
def basis_carry(i: Inputs) -> Inputs:
    answer = {
        "basis": carry.hedge_basis(i["futures"], i["spot"]),
        "basis_pct": carry.hedge_basis_rate(i["futures"], i["spot"], 365.0) * 100.0,
    }
    if "r_annual" in i:
        years = i["T_years"]
        fair = carry.hedge_fair_price(i["spot"], math.log1p(i["r_annual"]), years * 365.0)
        answer |= {"fair": fair, "arbitrage_profit": fair - i["futures"]}
    return answer


@adapter
def funding(i: Inputs) -> Inputs:
    if "stamps_utc_hour" in i:
        stamps = [
            (i["mark_by_hour"][str(h)], i["rate_by_hour"][str(h)]) for h in i["stamps_utc_hour"]
        ]
        short = math.fsum(carry.hedge_funding(i["qty"], mark, rate) for mark, rate in stamps)
        long = math.fsum(carry.hedge_funding(-i["qty"], mark, rate) for mark, rate in stamps)
        return {"cash_flow_to_holder": short, "cash_flow_if_long": long}
    if "usd_qty" in i:
        return inverse_funding(i)
    return {"cash_flow_to_holder": carry.hedge_funding(sold(i, i["qty"]), i["mark"], i["rate"])}


def inverse_funding(i: Inputs) -> Inputs:
    n = sold(i, i["usd_qty"])
    rate = (i["quote_rate_daily"] - i["base_rate_daily"]) / 3.0
    received = carry.hedge_funding(1.0, contract.coin_notional(n, 1.0, i["mark"]), rate)
    pnl = contract.hedge_futures_pnl(n, 1.0, i["mark"], i["exit"], "inverse")
    return {
        "rate_8h": rate,
        "funding_paid_btc": -received,
        "price_pnl_btc": pnl,
        "net_pnl_btc": pnl + received,
    }


@adapter
def hedge_effectiveness(i: Inputs) -> Inputs:
    return risk.offset_parts(i["hedging_instrument_change"], i["hedged_item_change"])._asdict()


@adapter
def contract_size(i: Inputs) -> Inputs:
    if "tick_usd" in i:
        return {"tick_value_usd": contract.tick_value(i["contract_unit"], i["tick_usd"])}
    if "exposure_usd" in i:
        value = contract.hedge_contract_value(i["btc_price"], i["contract_unit_btc"])
        return {
            "notional_usd": value,
            "share_pct": hedge_ratio(i["exposure_usd"], 1.0, value) * 100.0,
        }
    contracts = hedge_contracts(i["btc"], i["contract_size_btc"])
    value = contract.hedge_contract_value(i["price"], i["contract_size_btc"])
    initial = margin.hedge_margin(contracts, value, 1.0 / i["leverage"])
    return {"contracts": contracts, "initial_margin_usdc": initial}


@adapter
def rounding(i: Inputs) -> Inputs:
    if "tick" in i:
        return {"rounded": round_lots(i["price"], i["tick"], i["mode"])}
    contracts = round_lots(i["amount_base"] / i["contract_size"], i["contract_step"], "down")
    return {"amount_rounded": contracts * i["contract_size"]}


# In test_margin_cases.py.
MARGIN = {"liquidation_inverse", "liquidation_linear", "margin", "pnl_inverse", "quanto"}


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["group"] not in MARGIN], ids=lambda case: case["id"]
)
def test_published_case(case: Case) -> None:
    run = ADAPTERS[case["group"]]
    if case["id"] in OTHERWISE:
        with pytest.raises(TypeError):
            run(case["inputs"])
    else:
        assert not wrong(case, run(case["inputs"])), case["source"]["title"]


def test_every_case_names_its_source() -> None:
    assert len(CASES) >= 76
    assert all(case["source"]["title"] for case in CASES)
    assert set(OTHERWISE) <= {case["id"] for case in CASES}


def test_a_wrong_answer_is_noticed() -> None:
    case = {"expected": {"a": [1.0, None]}, "tolerance": {"abs": 0.1}}
    assert not wrong(case, {"a": [1.1 - 1e-9, None]})
    for answer in ([1.2, None], [1.0, 0.0], [1.0], [float("nan"), None]):
        assert wrong(case, {"a": answer})
