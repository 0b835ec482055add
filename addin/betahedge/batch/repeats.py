"""Lines of which one is too many: the same line twice, and one coin at two times.

Which one is right, a file does not say: none of them is taken.
"""

# Marks of a line, equal where what they stand for is.
ALIKE, COIN, TIME = "mark_alike", "mark_coin", "mark_time"
REASONS = {
    ALIKE: "is in a line that is there more than once; leave one, or tell them apart by a column, "
    "as wallet",
    COIN: "is there at two times, as in a history; leave one time, or take what says it out where "
    "all are to be added up",
}
