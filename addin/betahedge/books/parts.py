"""Balances by their parts: what is free, what is not, and what of it is owed."""

from collections.abc import Sequence

from betahedge.books.headings import Heading

_FREE = ("free", "available", "availablebalance", "availbal", "freebalance", "availableqty")
_NOT_FREE = {
    "rest": (
        *("locked", "hold", "holds", "onhold", "inorder", "inorders", "onorder", "onorders"),
        *("reserved", "used", "lockedbalance"),
    ),
    "frozen": ("frozen", "freeze", "frozenbalance", "frozenbal"),
}
_BESIDE = {
    "staked": ("staked", "stakedbalance"),
    "withdrawing": ("withdrawing", "pendingwithdrawal"),
    "borrowed": ("borrowed", "debt"),
    "interest": ("interest", "accruedinterest"),
}
SIGNS = {"rest": 1, "frozen": 1, "staked": 1, "withdrawing": 1, "borrowed": -1, "interest": -1}


def parts_in(found: Sequence[Heading]) -> dict[str, int]:
    """Give the columns of the parts of a balance; none where it has not what is free and what not.

    What is free and what is in orders is all that is there, with what is borrowed among it.
    """
    places = {each.key: place for place, each in reversed(list(enumerate(found)))}

    def first(names: Sequence[str]) -> int | None:
        return next((places[name] for name in names if name in places), None)

    free = first(_FREE)
    kept = {name: place for name, keys in _NOT_FREE.items() if (place := first(keys)) is not None}
    if free is None or not kept:
        return {}
    beside = {name: place for name, keys in _BESIDE.items() if (place := first(keys)) is not None}
    return {"quantity": free, **kept, **beside}
