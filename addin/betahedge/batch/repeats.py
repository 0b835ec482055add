"""Lines of which one is too many: twice the same, one coin at two times, sums, one position twice.

Which line of two is right, a file does not say: none of them is taken.
"""

# Marks of a line, equal where what they stand for is; and whether it has no wallet.
ALIKE, COIN, TIME, HOLDING, BARE, HELD = (
    f"mark_{name}" for name in ("alike", "coin", "time", "holding", "bare", "held")
)
REASONS = {
    ALIKE: "is in a line that is there more than once; leave one, or tell them apart by a column, "
    "as wallet",
    COIN: "is there at two times, as in a history; leave one time, or take what says it out where "
    "all are to be added up",
    HOLDING: "is the sum of its wallets, as a subtotal is; take it out, or give it its wallet",
    HELD: "has the same contracts held beside several wallets, where they would be counted twice; "
    "say them in one line",
}
SAME_SUM = 1e-9  # of a sum: what it may be off by
