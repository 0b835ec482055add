"""Files of funding and other cash of contracts: what was received and paid, and for what."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from betahedge.books.coins import coin
from betahedge.books.columns import Columns
from betahedge.books.contracts import name_contract
from betahedge.books.counted import money_beside
from betahedge.books.faults import Fault
from betahedge.books.fees import sign_flows
from betahedge.books.how import How
from betahedge.books.rows import Get, Rows, contract_in, good_rows, needs, rows_of
from betahedge.books.table import read_bytes, read_table
from betahedge.books.text import listed
from betahedge.books.transactions import check_twice


@dataclass(frozen=True, slots=True)
class Flow:
    """Cash of a contract: received +, paid -.  flow: funding, fee, pnl or transfer."""

    date: datetime.datetime
    contract: str
    flow: str
    amount: float
    currency: str = ""
    funding_rate: float | None = None
    number: int = 0


def read_funding(path: Path, how: How | None = None) -> Rows[Flow]:
    """Read a file of funding and other cash of contracts."""
    return funding_of(str(path), read_bytes(path), how or How())


def funding_of(name: str, data: bytes, how: How) -> Rows[Flow]:
    """Read the bytes of a file of funding."""
    columns = read_table(name, data, "funding", how)
    check_twice(columns)
    sign_flows(columns)
    _check_fees(columns)
    found = good_rows(columns, _flows)
    columns.faults += _unknown(columns, [k for k, _ in found])
    return rows_of(columns, [flow for _, flows in found for flow in flows if flow.flow])


# What venues call it, in letters alone; Binance: its documentation of incomeType.
_WORDS = {
    **dict.fromkeys(("fundingfee", "funding", "settlement", "fundingrate"), "funding"),
    **dict.fromkeys(("realisedfunding", "realizedfunding", "fundingpayment"), "funding"),
    **dict.fromkeys(("fundingpayments", "fundingfees", "fundingincome", "fund"), "funding"),
    **dict.fromkeys(("fundingfeeincome", "fundingfeeexpenditure"), "funding"),
    **dict.fromkeys(("received", "paid", "inflow", "outflow"), "funding"),  # and nothing more
    **dict.fromkeys(("commission", "fee", "tradingfee", "fees", "tradefee"), "fee"),
    **dict.fromkeys(("takerfee", "makerfee", "exchangefee", "clearingfee"), "fee"),
    **dict.fromkeys(("tradingfeerebate", "makerfeerebate", "referralkickback"), "fee"),
    **dict.fromkeys(("commissionrebate", "apirebate", "feereturn", "feerefund"), "fee"),
    **dict.fromkeys(("rebate", "rebates", "makerrebate", "insuranceclear"), "fee"),
    **dict.fromkeys(("realizedpnl", "realisedpnl", "pnl", "pl"), "pnl"),
    **dict.fromkeys(("delivery", "deliveredsettelment", "deliveredsettlement"), "pnl"),
    **dict.fromkeys(("transfer", "internaltransfer", "transferin", "transferout"), "transfer"),
    **dict.fromkeys(("deposit", "withdrawal", "withdraw", "dnw"), "transfer"),
    **dict.fromkeys(("crosscollateraltransfer", "strategyumfuturestransfer"), "transfer"),
    **dict.fromkeys(("coinswapdeposit", "coinswapwithdraw", "autoexchange"), "transfer"),
}


def _known(word: str) -> str:
    """Give what a word of a venue stands for; "" where that is not known."""
    return _WORDS.get(re.sub(r"[^a-z]", "", word.lower().replace("&", "n")), "")


_RECEIVED = re.compile("rebate|return|refund|kickback", re.IGNORECASE)


def _check_fees(columns: Columns) -> None:
    """Find fees that are all above 0 among what was received: most of them were paid."""
    amounts, words = columns.values["amount"], columns.values.get("flow") or []
    fees = [
        k for k, word in enumerate(words)
        if word and amounts[k] and _known(word) == "fee" and not _RECEIVED.search(word)
    ]  # fmt: skip
    if columns.header.layout or any(amounts[k] < 0 for k in fees):
        return
    for k in fees:
        must = "is a fee above 0; write what was paid below 0, or call what was received a rebate"
        columns.fault(columns.body[k], "amount", amounts[k], must)


def _unknown(columns: Columns, lines: list[int]) -> list[Fault]:
    """Find words that say nothing of what was paid, a fault each with all of its lines."""
    words, amounts = columns.values.get("flow") or [], columns.values["amount"]
    rows: dict[str, list[int]] = {}
    for k in lines if words else ():
        if amounts[k] and words[k] and not _known(words[k]):
            rows.setdefault(words[k], []).append(columns.grid.numbers[columns.body[k]])
    place = columns.header.columns.get("flow")
    must = "must be funding, fee, P&L or transfer"
    remedy = "write what it was, or take the lines out"
    return [
        Fault(listed([columns.grid.place(n, place) for n in found]), found[0],
              "flow", word, must, remedy)
        for word, found in rows.items()
    ]  # fmt: skip


def _flows(columns: Columns, get: Get, k: int) -> list[Flow] | None:
    amount_, fee = get("amount", k), get("fee", k)
    if amount_ is None and not columns.header.layout:
        needs(columns, get, k, "amount")
        return None
    if not amount_ and not fee:
        return None
    if not needs(columns, get, k, "date"):
        return None
    word = get("flow", k) or "funding"
    contract = contract_in(columns, get("contract", k)) if get("contract", k) else ""
    # A venue that says no currency pays in that of the contract, a coin for an inverse one.
    own = name_contract(contract).currency if columns.header.layout and contract else ""
    paid_in = get("currency", k) or money_beside(columns, "amount", k) or own
    said = coin(paid_in)
    if paid_in and not said:
        must = "is no whole coin; write what was paid in whole coins"
        columns.fault(columns.body[k], "currency", paid_in, must)
        return None
    number, rate = columns.grid.numbers[columns.body[k]], get("funding_rate", k)
    return [
        Flow(get("date", k), contract, flow, cash, said, rate, number)
        for flow, cash in ((_known(word), amount_), ("fee", -(fee or 0.0)))
        if cash
    ]
