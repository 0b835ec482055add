"""Fees of trades and logs: what was paid is above 0, however a venue writes it."""

from betahedge.books.columns import Columns
from betahedge.books.faults import Unclear
from betahedge.books.text import escaped


def sign_fees(columns: Columns) -> None:
    """Take fees as paid above 0: as the layout says, as the log adds them up, or as they stand."""
    layout = columns.header.layout
    if (layout and layout.fees_below) or _adds_fees(columns):
        fees = columns.values.get("fee", [])
        columns.values["fee"] = [None if fee is None else -fee for fee in fees]
    elif not layout and "quantity" in columns.values:
        _check_fees(columns)


def _check_fees(columns: Columns) -> None:
    """Refuse fees that add up to less than 0: most brokers write so what was paid."""
    fees = [fee for fee in columns.values.get("fee", []) if fee]
    if sum(fees) < 0 and not columns.header.layout:
        every = "every" if max(fees) < 0 else "the sum of"
        raise Unclear(
            f"{escaped(columns.grid.name)}: {every} {columns.header.text('fee')} is below 0; write "
            "what was paid above 0; rebates go into the file of funding, received above 0"
        )


def _adds_fees(columns: Columns) -> bool:
    """Tell a log whose changes are its cash and funding plus its fees: paid is below 0 there."""
    nothing = [0.0] * len(columns.body)
    names = ("change", "cash_flow", "amount", "fee")
    added = taken_off = 0
    for numbers in zip(*(columns.values.get(name) or nothing for name in names)):
        change, cash, funding, fee = (number or 0.0 for number in numbers)
        rest = change - cash - funding
        added += abs(rest - fee) < abs(rest + fee)
        taken_off += abs(rest + fee) < abs(rest - fee)
    return "change" in columns.values and added > taken_off
