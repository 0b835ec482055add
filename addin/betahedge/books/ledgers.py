"""Holdings out of ledgers: changes summed, the last balance taken, what was sent and received."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from betahedge.books.columns import Columns
from betahedge.books.layout import BOTH_WAYS, BY_WORD, LAST, SUMMED
from betahedge.books.layouts import WORDS

DUST = 1e-9  # of all that moved: what is left of a coin that is sold to the end


class Part(NamedTuple):
    """A quantity of a coin in a wallet, and the lines it comes from, as places in the body."""

    asset: str
    quantity: float
    wallet: str
    at: int
    lines: int = 1


Coin = Callable[[str, int], str]  # the ticker of a name in a line


def ledger_parts(columns: Columns, coin: Coin, bad: set[int]) -> tuple[list[Part], list[str]]:
    """Give what a ledger comes to, a part a coin and wallet, and what must be said of it."""
    layout = columns.header.layout
    counted = layout.counted if layout else ""
    good = [k for k, row in enumerate(columns.body) if columns.grid.numbers[row] not in bad]
    if counted == LAST:
        return _last(columns, coin, good)
    moves = {SUMMED: _changes, BY_WORD: _by_word, BOTH_WAYS: _both_ways}[counted](
        columns, coin, good
    )
    return _sum(moves)


Move = tuple[str, str, float, int]  # coin, wallet, quantity, place in the body


def _column(columns: Columns, name: str) -> list[Any]:
    return columns.values.get(name) or [None] * len(columns.body)


def _sum(moves: list[Move]) -> tuple[list[Part], list[str]]:
    found: dict[tuple[str, str], list[float]] = {}
    last: dict[tuple[str, str], int] = {}
    for asset, wallet, quantity, at in moves:
        found.setdefault((asset, wallet), []).append(quantity)
        last[asset, wallet] = at
    parts, notes, closed = [], [], []
    for (asset, wallet), quantities in found.items():
        total = math.fsum(quantities)
        if abs(total) <= DUST * math.fsum(map(abs, quantities)):
            closed.append(asset)
            continue
        if total < 0:
            notes.append(
                f"{asset} sums to {total:.15g}: does the ledger begin with the first transaction?"
            )
        parts.append(Part(asset, total, wallet, last[asset, wallet], len(quantities)))
    if closed:
        notes.append(f"sold to the end, and left out: {', '.join(dict.fromkeys(closed))}")
    return parts, notes


def _changes(columns: Columns, coin: Coin, good: list[int]) -> list[Move]:
    assets, amounts = _column(columns, "asset"), _column(columns, "quantity")
    wallets = _column(columns, "wallet")
    return [
        (coin(assets[k], k), wallets[k] or "", amounts[k], k)
        for k in good
        if _has(columns, k, "asset", assets) and _has(columns, k, "quantity", amounts)
    ]


def _has(columns: Columns, k: int, name: str, values: list[Any]) -> bool:
    if values[k] is None:
        columns.fault(columns.body[k], name, None, "must not be blank")
    return values[k] is not None


def _by_word(columns: Columns, coin: Coin, good: list[int]) -> list[Move]:
    """Sign quantities by what the transaction does, in a file that writes no minus itself."""
    words, amounts = _column(columns, "word"), _column(columns, "quantity")
    signed = any(amounts[k] is not None and amounts[k] < 0 for k in good)
    if signed:
        _check_converted(columns, [k for k in good if str(words[k]).lower() == "convert"])
    moves = []
    for asset, wallet, quantity, k in _changes(columns, coin, good):
        told = WORDS.get(str(words[k]).lower(), 0)
        sign = 1 if signed else told
        if signed and told < 0 < quantity:
            must = f"is above 0, and {words[k]} beside it, in a file that writes a minus"
            remedy = "write what went away below 0"
            columns.fault(columns.body[k], "quantity", quantity, must, remedy)
        if not sign:
            columns.fault(
                columns.body[k],
                "word",
                words[k],
                "is a transaction of which it is not known whether it adds",
                "give the balances instead, or take the line out",
            )
        moves.append((asset, wallet, sign * quantity, k))
    return moves


def _check_converted(columns: Columns, lines: list[int]) -> None:
    """Find conversions of which only the coin that was given has a line."""
    amounts = _column(columns, "quantity")
    given = [k for k in lines if (amounts[k] or 0.0) < 0]
    if 2 * len(given) > len(lines):
        for k in given:
            columns.fault(
                columns.body[k],
                "quantity",
                amounts[k],
                "is what was given in a conversion; must have a line of what was received too",
                "add it, or give the balances instead",
            )


def _both_ways(columns: Columns, coin: Coin, good: list[int]) -> list[Move]:
    """Take what was sent away, what was received, and the fee beside."""
    moves: list[Move] = []
    for name, sign, where in (
        ("sent", -1, "sent"),
        ("received", 1, "received"),
        ("paid", -1, "sent"),
    ):
        amounts, assets = _column(columns, name), _column(columns, f"{name}_asset")
        wallets = _column(columns, f"{where}_wallet")
        others = _column(columns, "received_wallet")
        for k in good:
            if amounts[k] and _has(columns, k, f"{name}_asset", assets):
                wallet = wallets[k] or others[k] or ""
                moves.append((coin(assets[k], k), wallet, sign * amounts[k], k))
    return moves


def _last(columns: Columns, coin: Coin, good: list[int]) -> tuple[list[Part], list[str]]:
    """Take the latest balance of each coin and wallet; lines without a balance are passed over."""
    assets, amounts = _column(columns, "asset"), _column(columns, "quantity")
    wallets = _column(columns, "wallet")
    newest: dict[tuple[str, str], Part] = {}
    for k in in_time(columns, good):
        if assets[k] is None or amounts[k] is None:
            continue
        asset = coin(assets[k], k)
        wallet = _wallet(wallets[k], assets[k], asset)
        lines = newest[asset, wallet].lines + 1 if (asset, wallet) in newest else 1
        newest[asset, wallet] = Part(asset, amounts[k], wallet, k, lines)
    return [part for part in newest.values() if part.quantity], []


def _wallet(wallet: str | None, name: str, asset: str) -> str:
    """Name a wallet; a venue has one of its own, with its balance, for a name like XBT.M."""
    own = name if "." in name and "." not in asset else ""
    return " ".join(filter(None, (wallet, own)))


def in_time(columns: Columns, good: list[int]) -> list[int]:
    """Order lines by their time; of equal times by the file, which may begin with the newest."""
    times = _column(columns, "as_of")
    dated = [k for k in good if times[k] is not None]
    if not dated:
        return good
    falling = times[dated[0]] > times[dated[-1]]
    return sorted(dated, key=lambda k: (times[k], -k if falling else k))
