"""Columns of prices or of returns: the arguments, and what is refused in them."""

from betahedge.cells.declaration import Arg
from betahedge.cells.errors import NUM, VALUE, refuse
from betahedge.cells.functions.arguments import same_length, series
from betahedge.cells.kinds import ANY_NUMBER

ASSET = series("asset", "prices or returns of the asset")
HEDGE = series("hedge", "prices or returns of the hedge instrument")
SPOT = series("spot", "prices or returns of the spot")
FUTURES = Arg(
    "futures",
    ANY_NUMBER,
    "prices or returns of the futures, a column each, oldest first; blanks are missing",
    "series",
    "block",
)
# A series used in the examples: returns of 1, 2 and 4 % against 2, 1 and 3 %.
Y, X = [[0.01], [0.02], [0.04]], [[0.02], [0.01], [0.03]]


def paired(input_type, **columns):
    """Refuse series that do not go together, prices not above 0 and returns not above -1."""
    same_length(**columns)
    check = check_prices if input_type == "prices" else check_returns
    for name, column in columns.items():
        check(name, column)


def check_prices(name, column):
    worst = min((price for price in column if price is not None), default=1.0)
    if worst <= 0:
        raise refuse(NUM, f'{name}: was {worst:g}; must be prices above 0, or input_type "returns"')


def check_returns(name, column):
    worst = min((value for value in column if value is not None), default=0.0)
    if worst <= -1:
        raise refuse(NUM, f"{name}: was {worst:g}; must be returns above -1, as decimals")


def numbered(name, columns):
    """Name the columns of a block, as a reason shows them."""
    if len(columns) == 1:
        return {name: columns[0]}
    return {f"{name}, column {n}": column for n, column in enumerate(columns, start=1)}


def one_each(name, values, count, what):
    """Refuse values that are not one for each column of a block."""
    if any(value is None for value in values):
        raise refuse(VALUE, f"{name}: was blank; must be a number for each column of {what}")
    if len(values) != count:
        must = f"{count}, one for each column of {what}"
        raise refuse(VALUE, f"{name}: was {len(values)} cells; must be {must}")
