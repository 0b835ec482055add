"""Reference: what the add-in knows of itself and of the arguments it is given."""

from betahedge import __version__
from betahedge.cells.declaration import REQUIRED, Arg, Example, cell, declaration
from betahedge.cells.errors import NA, ErrorValue, refuse
from betahedge.cells.functions import arguments
from betahedge.cells.functions.sizing import HEDGE_CONTRACTS
from betahedge.cells.kinds import Anything, Text, Word, shown
from betahedge.cells.lambda_arguments import filled
from betahedge.cells.native import literal
from betahedge.cells.register import FIELDS, NUMBERS, BadRegister, find

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


# Of one contract listed twice the last line holds, so that a user's own comes after ours; a code
# that lines of another venue have too is not known.
_SPEC = """
MAP(IF(ISERROR(field_),field_,contract_),IF(ISERROR(contract_),contract_,field_),
 LAMBDA(sought,wanted,
 LET(venues,INDEX(HEDGE_REGISTER,0,1),codes,INDEX(HEDGE_REGISTER,0,2),who,TRIM(sought),
  full,XMATCH(who,venues&":"&codes,0,-1),alone,XMATCH(who,codes,0,-1),
  others,SUM((codes=who)*(venues<>INDEX(venues,alone))),
  line,IF(ISNUMBER(full),full,IF(others=0,alone,#N/A)),
  found,INDEX(HEDGE_REGISTER,line,XMATCH(wanted,HEDGE_FIELDS)),
  IF(ISERROR(found),#N/A,IF(found="",#N/A,found)))))
"""


@cell(
    category="Reference",
    help="A field of a contract in the register: contract size, lot size, tick, margin rates, "
    "fees, and the source of it all. A code that two venues use needs its venue, BYBIT:BTCUSDT.",
    args=(
        Arg("contract", Text("a contract's code"), 'code, or "VENUE:CODE"', "text"),
        Arg("field", Word(FIELDS), ", ".join(FIELDS[2:]), "word"),  # without venue and code
    ),
    result="number or text; #N/A if the contract, or this field of it, is not known",
    examples=(
        Example(("CME:BTC",), 5),
        Example(("MBT",), 0.1),
        Example(("BINANCE:BTCUSD_PERP", "kind"), "inverse"),
    ),
    source="public pages, named in the field source",
    lambda_body=_SPEC,
)
def HEDGE_SPEC(contract, field="contract_size"):
    try:
        found = find(contract)
    except BadRegister as error:
        raise refuse(NA, str(error)) from None
    if len(found) != 1:
        which = " or ".join(f"{each['venue']}:{each['code']}" for each in found)
        must = which or "a contract of the register"
        raise refuse(NA, f"contract: was {shown(contract)}; must be {must}")
    value = found[0][field]
    if not value:
        raise refuse(NA, f"field: {field} of {shown(contract)} is not known")
    return float(value) if field in NUMBERS else value


def _reasons(sizing):
    """Write the reason for the first argument that a function refuses, as a formula."""
    body = '"OK"'
    for arg, default in reversed([*zip(sizing.args, sizing.defaults)]):
        p = f"{arg.name}_"
        was = f'IF({p}="","blank",IF(ISTEXT({p}),""""&{p}&"""",{p}&""))'
        good = filled(arg.kind, p, default, "" if default is REQUIRED else literal(default))
        must = literal(f"; must be {arg.kind.must}")
        body = f'IF(ISERROR({good}),"{arg.name}: was "&{was}&{must},{body})'
    return body


@cell(
    category="Reference",
    help='"OK", or the one-line reason for which HEDGE_CONTRACTS would refuse its arguments.',
    args=_UNREAD,
    result="text",
    examples=(
        Example((325000, 65000), "OK"),
        Example((325000, -1), "contract_value: was -1; must be a number above 0"),
    ),
    lambda_body=_reasons(declaration(HEDGE_CONTRACTS)),
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
    lambda_body=literal(__version__),
)
def HEDGE_VERSION():
    return __version__
