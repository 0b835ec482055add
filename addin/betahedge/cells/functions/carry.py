"""Carry: basis, funding, and what a hedge costs or earns while it is held."""

from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import NUM, refuse
from betahedge.cells.functions.arguments import (
    BETA_DIVISOR,
    CONTRACT_VALUE,
    CONTRACTS,
    DAYS,
    DECIMAL,
    FUNDING_RATE,
    FUTURES_PRICE,
    INTERVAL_HOURS,
    MONEY,
    RATE,
    SHARE,
    SPOT_DIVISOR,
    SPOT_PRICE,
    YEARLY,
)
from betahedge.cells.functions.sizing import ARTICLE
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE, POSITIVE_DIVISOR, Number, Word
from betahedge.core.carry import (
    hedge_basis,
    hedge_basis_rate,
    hedge_breakeven,
    hedge_cost,
    hedge_fair_price,
    hedge_funding,
    hedge_funding_rate,
    hedge_tailed,
)

HULL_CARRY = "Hull, Options, Futures, and Other Derivatives, chapter 5"


@cell(
    category="Carry",
    help="Basis: futures price minus spot price. A short hedge gains when it narrows.",
    args=(FUTURES_PRICE, SPOT_PRICE),
    result="quote currency; + is contango, - backwardation",
    formula="futures_price - spot_price",
    examples=(Example((66000, 65000), 1000),),
    source=ARTICLE,
    native="{futures_price}-{spot_price}",
)
def HEDGE_BASIS(futures_price, spot_price):
    return hedge_basis(futures_price, spot_price)


@cell(
    category="Carry",
    help="Basis as a rate a year: what a short hedge of a dated future earns if held to expiry.",
    args=(
        FUTURES_PRICE,
        SPOT_PRICE,
        Arg("days", Number("a number of days, 1 or more", low=1.0), "days to expiry", "days"),
        Arg(
            "method",
            Word(("simple", "compounded", "continuous")),
            '"simple", "compounded" or "continuous"',
            "word",
        ),
    ),
    result="decimal a year, act/365; + is contango",
    formula="simple: (F/S - 1) x 365/days; compounded: (F/S)^(365/days) - 1; "
    "continuous: ln(F/S) x 365/days",
    examples=(
        Example((66000, 65000, 73), 0.0769230769230769),
        Example((110, 100, 182.5, "compounded"), 0.21),
    ),
    source="act/365 by definition; 1.1 squared less 1 is 0.21",
    native=lambda a: (
        f'IF({a["method"]}="compounded",({a["futures_price"]}/{a["spot_price"]})^(365/{a["days"]})-1,'
        f'IF({a["method"]}="continuous",LN({a["futures_price"]}/{a["spot_price"]})*365/{a["days"]},'
        f"({a['futures_price']}-{a['spot_price']})/{a['spot_price']}*365/{a['days']}))"
    ),
)
def HEDGE_BASIS_RATE(futures_price, spot_price, days, method="simple"):
    return hedge_basis_rate(futures_price, spot_price, days, method)


@cell(
    category="Carry",
    help="Fair price of a dated future by its cost of carry. The rate is continuous and net of any "
    "yield; income is the present value of what the coin pays until expiry.",
    args=(
        SPOT_PRICE,
        RATE,
        DAYS,
        Arg("income", ANY_NUMBER, "present value of income until expiry", MONEY),
    ),
    result="quote currency, never below 0",
    formula="(spot_price - income) x exp(rate x days / 365)",
    examples=(Example((40, 0.05, 91.25), 40.5031380616296),),
    source=HULL_CARRY,
    native="({spot_price}-{income})*EXP({rate}*{days}/365)",
    lambda_body="IF(income_>spot_price_,#NUM!,native_)",
)
def HEDGE_FAIR_PRICE(spot_price, rate, days, income=0.0):
    if income > spot_price:
        raise refuse(NUM, f"income: was {income:g}; must be {spot_price:g}, the price, at most")
    return hedge_fair_price(spot_price, rate, days, income)


@cell(
    category="Carry",
    help="Contracts after tailing the hedge: fewer, because daily settlement earns interest.",
    args=(
        CONTRACTS,
        Arg("rate", Number("a rate above -1", low=-1.0, open_low=True), "interest rate", YEARLY),
        DAYS,
        Arg("method", Word(("compounded", "continuous")), '"compounded" or "continuous"', "word"),
    ),
    result="contracts, exact, with the sign they came with",
    formula="compounded: contracts / (1 + rate)^(days/365); "
    "continuous: contracts x exp(-rate x days/365)",
    examples=(Example((11, 0.1, 365), 10), Example((10, 0, 30, "continuous"), 10)),
    source="Hull, Options, Futures, and Other Derivatives, section 3.4",
    native=lambda a: (
        f'{a["contracts"]}*IF({a["method"]}="continuous",EXP(-{a["rate"]}*{a["days"]}/365),'
        f"(1+{a['rate']})^(-{a['days']}/365))"
    ),
    lambda_body="""
IF(method_="continuous",contracts_*EXP(-rate_*days_/365),contracts_/(1+rate_)^(days_/365))
""",
)
def HEDGE_TAILED(contracts, rate, days, method="compounded"):
    return hedge_tailed(contracts, rate, days, method)


@cell(
    category="Carry",
    help="Funding cash of a perpetual over a number of stamps. A short hedge receives a positive "
    "rate. At one contract value for all stamps; an inverse or quanto pays it in coin.",
    args=(
        CONTRACTS,
        CONTRACT_VALUE,
        FUNDING_RATE,
        Arg("stamps", NOT_NEGATIVE, "funding stamps held through", "stamps"),
    ),
    result="quote currency: + received, - paid",
    formula="contracts x contract_value x funding_rate x stamps",
    examples=(Example((5, 65000, 0.0001, 90), 2925), Example((-5, 65000, 0.0001, 90), -2925)),
    source=f"{ARTICLE}, by its own definition of the rate (its text has the sign wrong)",
    native="{contracts}*{contract_value}*{funding_rate}*{stamps}",
)
def HEDGE_FUNDING(contracts, contract_value, funding_rate, stamps=1.0):
    return hedge_funding(contracts, contract_value, funding_rate, stamps)


@cell(
    category="Carry",
    help="Funding as a rate a year, not compounded.",
    args=(FUNDING_RATE, INTERVAL_HOURS),
    result="decimal a year; + is received by a short hedge",
    formula="funding_rate x 8760 / interval_hours",
    examples=(Example((0.0001,), 0.1095), Example((0.0001, 4), 0.219)),
    source="8,760 hours a year by definition",
    native="{funding_rate}*8760/{interval_hours}",
)
def HEDGE_FUNDING_RATE(funding_rate, interval_hours=8.0):
    return hedge_funding_rate(funding_rate, interval_hours)


@cell(
    category="Carry",
    help="Total cost of a hedge over its days: fees (a rate a side, twice), slippage (a rate for "
    "the whole trip, once) and capital, less funding received and basis earned. Negative when the "
    "hedge earns.",
    args=(
        CONTRACTS,
        CONTRACT_VALUE,
        DAYS,
        Arg(
            "fee_rate",
            ANY_NUMBER,
            "fee a side, as a venue quotes it; it is paid twice, in and out; below 0 is a rebate",
            DECIMAL,
        ),
        Arg(
            "slippage_rate",
            NOT_NEGATIVE,
            "slippage of the whole trip, in and out together; it is counted once",
            DECIMAL,
        ),
        FUNDING_RATE,
        INTERVAL_HOURS,
        Arg(
            "basis",
            ANY_NUMBER,
            "(futures - spot) / futures, as it converges over the days",
            DECIMAL,
        ),
        Arg("margin_rate", SHARE, "margin tied up, as a share of the notional", DECIMAL),
        Arg("capital_rate", ANY_NUMBER, "cost of that capital", YEARLY),
    ),
    result="quote currency: + costs, - earns",
    formula="|contracts| x contract_value x (2 fee_rate + slippage_rate + margin_rate x "
    "capital_rate x days/365) - contracts x contract_value x (funding_rate x 24 days / "
    "interval_hours + basis)",
    examples=(
        Example((1, 10000, 0, 0.00055), 11),
        Example((5, 65000, 30, 0, 0, 0.0001), -2925),
    ),
    source="round trip of 11 on 10,000 at 0.055 %: cryptoriskcalc, exchange fees; "
    "funding: the article",
    native="ABS({contracts})*{contract_value}*(2*{fee_rate}+{slippage_rate}+{margin_rate}"
    "*{capital_rate}*{days}/365)-{contracts}*{contract_value}*({funding_rate}*{days}*24"
    "/{interval_hours}+{basis})",
)
def HEDGE_COST(
    contracts,
    contract_value,
    days,
    fee_rate=0.0,
    slippage_rate=0.0,
    funding_rate=0.0,
    interval_hours=8.0,
    basis=0.0,
    margin_rate=0.0,
    capital_rate=0.0,
):
    return hedge_cost(
        contracts,
        contract_value,
        days,
        fee_rate,
        slippage_rate,
        funding_rate,
        interval_hours,
        basis,
        margin_rate,
        capital_rate,
    )


@cell(
    category="Carry",
    help="The fall of the market at which the hedge has paid for itself.",
    args=(
        SPOT_DIVISOR,
        Arg("hedge_ratio", POSITIVE_DIVISOR, "share of the exposure that is hedged", DECIMAL),
        Arg("cost", ANY_NUMBER, "cost of the hedge; below 0 it earns", MONEY),
        BETA_DIVISOR,
    ),
    result="decimal: 0.01 is a fall of 1 %; below 0 the hedge earns without a fall",
    formula="cost / (hedge_ratio x beta x spot_value)",
    examples=(Example((325000, 0.5, 1625), 0.01),),
    source="1,625 is 1 % of the half of 325,000 that is hedged",
    native="{cost}/({hedge_ratio}*{beta}*{spot_value})",
)
def HEDGE_BREAKEVEN(spot_value, hedge_ratio, cost, beta=1.0):
    return hedge_breakeven(spot_value, hedge_ratio, cost, beta)
