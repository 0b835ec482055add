"""A position as it is run: its fills, its funding, its rolls, what it leaves exposed."""

import datetime

from betahedge.cells.bodies import positions as bodies
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import NA, NUM, VALUE, ErrorValue, refuse
from betahedge.cells.functions.arguments import (
    CONTRACT_SIZE,
    CONTRACTS,
    DECIMAL,
    KIND,
    MONEY,
    same_length,
)
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, Number, Word
from betahedge.core.funding import hedge_funding_history, is_in_order, is_within
from betahedge.core.position import hedge_position
from betahedge.core.roll import hedge_roll, last_friday
from betahedge.core.shared import hedge_delta

_FEE_RATE = Arg("fee_rate", ANY_NUMBER, "fee of one trade; below 0 is a rebate", DECIMAL)


@cell(
    category="P&L",
    help="What a run of fills leaves: open quantity, average entry, realised P&L after fees, "
    "unrealised P&L at the mark, and fees. Fills are oldest first, + bought and - sold, as a "
    "holding is + long.",
    args=(
        Arg("quantities", ANY_NUMBER, "contracts of each fill: + bought, - sold", "contracts",
            "series"),
        Arg("prices", ABOVE_ZERO, "price of each fill", MONEY, "series"),
        Arg("method", Word(("average", "fifo")), '"average" or "fifo" (the oldest closes first)',
            "word"),
        Arg("mark", ABOVE_ZERO, "price at which the open quantity is valued", MONEY),
        KIND,
        CONTRACT_SIZE,
        _FEE_RATE,
    ),
    result="open quantity (+ long), average entry, realised, unrealised and fees with their "
    "labels; coin for inverse; #N/A for the average of a flat position and without a mark",
    formula="average: additions average, reductions leave it, a turn through zero starts anew; "
    "realised + unrealised + fees = cash of the fills and of what is open at the mark",
    examples=(
        Example(
            ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]], "average", 103,
             "linear", 1, 0.0001),
            [
                ["Open quantity", 19],
                ["Average entry", 99.98003629764065],
                ["Realised", 36.16858966],
                ["Unrealised", 57.37931034],
                ["Fees", 0.4521],
            ],
        ),
    ),
    source="nautilus_trader, tests/unit_tests/model/test_position.py",
    lambda_body=bodies.POSITION,
    whole=True,
)  # fmt: skip
def HEDGE_POSITION(
    quantities,
    prices,
    method="average",
    mark=None,
    kind="linear",
    contract_size=1.0,
    fee_rate=0.0,
):
    same_length(quantities=quantities, prices=prices)
    lines = list(zip(quantities, prices, strict=True))
    fills = [line for line in lines if line != (None, None)]
    if not fills or any(None in fill for fill in fills):
        raise refuse(VALUE, "prices: was blank beside a quantity, or the other way; must be both")
    sizes, at = map(list, zip(*fills))
    found = hedge_position(sizes, at, method, mark, kind, contract_size, fee_rate)
    flat = ErrorValue(NA, "HEDGE_POSITION: a flat position has no average entry")
    no_mark = ErrorValue(NA, "mark: was blank; must be a number above 0")
    return [
        ["Open quantity", found.quantity],
        ["Average entry", flat if found.average_price is None else found.average_price],
        ["Realised", found.realised],
        ["Unrealised", no_mark if found.unrealised is None else found.unrealised],
        ["Fees", found.fees],
    ]


@cell(
    category="Carry",
    help="Funding received (+) or paid (-) over the stamps from start to finish, both included, at "
    "the rate and mark price of each. A short receives a positive rate.",
    args=(
        CONTRACTS,
        CONTRACT_SIZE,
        Arg("stamps", ANY_NUMBER, "times of the stamps, as dates", "days", "series"),
        Arg("rates", ANY_NUMBER, "funding rate at each stamp", DECIMAL, "series"),
        Arg("marks", ABOVE_ZERO, "mark price at each stamp", MONEY, "series"),
        # Not "end", nor "until": VBA reserves both.
        Arg("start", ANY_NUMBER, "from this time on; a stamp at it counts", "days"),
        Arg("finish", ANY_NUMBER, "up to this time; a stamp at it counts", "days"),
        KIND,
    ),
    result="settlement currency: + received, - paid; 0 with no stamp in between",
    formula="contracts x contract_size x the sum of rate x mark (rate / mark for inverse) over "
    "the stamps; times are compared to 6 decimals, a tenth of a second",
    examples=(
        Example((30, 1, [[0], [8]], [[-8e-6], [-3e-6]], [[2.77], [2.77]], 0, 8), -0.0009141),
        Example((-30, 1, [[0], [8]], [[-8e-6], [-3e-6]], [[2.77], [2.77]], 0, 8), 0.0009141),
    ),
    source="freqtrade, tests/exchange/test_exchange.py: 30 ADA over two stamps",
    native="{contracts}*{contract_size}*SUMPRODUCT(({stamps}-{start}>-near)"
    '*({finish}-{stamps}>-near)*{rates}*{marks}^IF({kind}="inverse",-1,1))'.replace(
        "near", bodies.NEAR
    ),
    lambda_body=bodies.FUNDING_HISTORY,
    whole=True,
)
def HEDGE_FUNDING_HISTORY(
    contracts, contract_size, stamps, rates, marks, start, finish, kind="linear"
):
    same_length(stamps=stamps, rates=rates, marks=marks)
    if not is_in_order(start, finish):
        raise refuse(NUM, f"finish: was {finish:.15g}; must be {start:.15g}, the start, or above")
    lines = [
        line
        for line in zip(stamps, rates, marks, strict=True)
        if line[0] is not None and is_within(line[0], start, finish)
    ]
    if any(None in line for line in lines):
        raise refuse(VALUE, "rates: was blank at a stamp, or its mark was; must be a number")
    if all(stamp is None for stamp in stamps):
        raise refuse(VALUE, "stamps: was blank; must be one column or one row")
    at, paid, values = map(list, zip(*lines)) if lines else ([], [], [])
    return hedge_funding_history(contracts, contract_size, at, paid, values, start, finish, kind)


@cell(
    category="Running a hedge",
    help="Coins left exposed beside a hedge: + long, 0 fully hedged, - short. A short of an "
    "inverse contract is short its face over the entry price, whatever the price now.",
    args=(
        Arg("coins", ANY_NUMBER, "coins held", "coins"),
        CONTRACTS,
        Arg("contract_size", ABOVE_ZERO, "coins per contract, or face for inverse",
            "coins or currency"),
        Arg("entry_price", ABOVE_ZERO, "average entry price; counts for inverse only", MONEY),
        Arg("kind", Word(("linear", "inverse")), '"linear" or "inverse"', "word"),
    ),
    result="coins: + long, - short",
    formula="linear: coins - contracts x contract_size; inverse: coins - contracts x "
    "contract_size / entry_price",
    examples=(
        Example((10, 6000, 100, 60000, "inverse"), 0),
        Example((5, 2.5, 1, 65000), 2.5),
    ),
    source="the slope in P of Q x P + X - X x P / E dollars; the article for linear",
    native='{coins}-{contracts}*{contract_size}/IF({kind}="inverse",{entry_price},1)',
)  # fmt: skip
def HEDGE_DELTA(coins, contracts, contract_size, entry_price, kind="linear"):
    return hedge_delta(coins, contracts, contract_size, entry_price, kind)


@cell(
    category="Carry",
    help="Rolling a hedge to the next expiry: buy back the near future, sell the far one. The "
    "cash of it, + received, and the same as a rate a year; a short receives it in contango.",
    args=(
        CONTRACTS,
        Arg("contract_size", ABOVE_ZERO, "coins per contract", "coins"),
        Arg("near_price", ABOVE_ZERO, "price of the future that is held", MONEY),
        Arg("far_price", ABOVE_ZERO, "price of the future to roll into", MONEY),
        Arg("days", Number("a number, 1 or above", low=1.0), "between the two expiries", "days"),
        _FEE_RATE,
    ),
    result="cash in the quote currency and a decimal a year, with their labels; + received",
    formula="cash = contracts x contract_size x (far - near) - fee_rate x |contracts| x "
    "contract_size x (near + far); rate = cash / (|contracts| x contract_size x near) x 365/days",
    examples=(
        Example((5, 1, 65000, 66300, 73), [["Cash", 6500], ["Rate a year", 0.1]]),
        Example((-5, 1, 65000, 66300, 73), [["Cash", -6500], ["Rate a year", -0.1]]),
    ),
    source="the simple forward rate between two expiries: 2 % in 73 days, a fifth of a year",
    lambda_body=bodies.ROLL,
    whole=True,
)
def HEDGE_ROLL(contracts, contract_size, near_price, far_price, days, fee_rate=0.0):
    found = hedge_roll(contracts, contract_size, near_price, far_price, days, fee_rate)
    return [["Cash", found.cash], ["Rate a year", found.rate]]


_FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of a spreadsheet's dates


@cell(
    category="Carry",
    help="Last trading day of CME's bitcoin and ether futures: the last Friday of the month, as a "
    "date. Holidays are not counted: where it is one, the venue takes the business day before.",
    args=(
        Arg("year", Number("a year from 1901 to 9998", low=1901.0, high=9998.0), "year", "year"),
        Arg("month", Number("a month from 1 to 12", low=1.0, high=12.0), "month", "month"),
    ),
    result="date, as the number of its day: format the cell as a date",
    formula="the last day of the month less the days since its last Friday; fractions are cut off, "
    "as in DATE",
    examples=(Example((2018, 1), 43126), Example((2018, 10), 43399)),
    source="CME, bitcoin futures: 26 January 2018 and 26 October 2018",
    native="DATE({year},{month}+1,0)-MOD(WEEKDAY(DATE({year},{month}+1,0))+1,7)",
    gives_date=True,
)
def HEDGE_EXPIRY(year, month):
    return float((last_friday(int(year), int(month)) - _FIRST_DAY).days)
