"""Reference: what the add-in knows of itself and of the arguments it is given."""

from betahedge import __version__
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import ErrorValue
from betahedge.cells.functions import arguments
from betahedge.cells.functions.sizing import HEDGE_CONTRACTS
from betahedge.cells.kinds import Anything

_UNREAD = tuple(
    Arg(arg.name, Anything(), arg.help, arg.unit)
    for arg in (
        arguments.SPOT_VALUE,
        arguments.CONTRACT_VALUE,
        arguments.HEDGE_RATIO_ARG,
        arguments.BETA,
        arguments.LOT_SIZE,
        arguments.ROUNDING,
    )
)


@cell(
    category="Reference",
    help='"OK", or the one-line reason for which HEDGE_CONTRACTS would refuse its arguments.',
    args=_UNREAD,
    result="text",
    examples=(
        Example((325000, 65000), "OK"),
        Example((325000, -1), "contract_value: was -1; must be a number above 0"),
    ),
)
def HEDGE_CHECK(
    spot_value, contract_value, hedge_ratio=1.0, beta=1.0, lot_size=0.0, rounding="nearest"
):
    answer = HEDGE_CONTRACTS(spot_value, contract_value, hedge_ratio, beta, lot_size, rounding)
    return answer.reason if isinstance(answer, ErrorValue) else "OK"


@cell(
    category="Reference",
    help="The version of the add-in; an error here means that it is not loaded.",
    result="text",
    examples=(Example((), __version__),),
)
def HEDGE_VERSION():
    return __version__
