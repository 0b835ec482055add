"""The native Excel formula of a cell function, on the same arguments.

A declaration gives its formula as a template, `{spot_value}*{spot_return}`, or, where the
formula changes with the arguments that are literals, as a function of their texts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Native = str | Callable[[Mapping[str, str]], str]

BLANK = '""'  # how an argument that is left out, and has no default, is written


@dataclass(frozen=True, slots=True)
class NativeBlock:
    """The native form of a table that spills: a formula for each of its cells.

    head: the headings, by the key of the column.  rows: by their key, each with a formula for
    every column; or each: one row, repeated for every element of the arguments that are columns.
    A formula names arguments, `{spot_value}`, cells of its row, `{change}`, and of others,
    `{spot.change}`.
    """

    head: Mapping[str, str]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    each: tuple[str, ...] = ()


_LITERAL = re.compile(r'\d+(\.\d+)?|"([^"]|"")*"|TRUE|FALSE', re.IGNORECASE)
_ATOM = re.compile(
    r"""(?:[^\W\d]|\$)[\w$.!]*|'[^']+'![\w$]+|\d+(\.\d+)?|"[^"]*"|[\w.]+\([^()]*\)|\{[a-z]\w*\}"""
)
_NEUTRAL = re.compile(  # texts and names stay; 2/1*A is not 2/A, A-0*B is not A*B, 1E+0 is 1
    r"""("[^"]*"|'[^']*'|\[[^\[\]]*\])|(?<![\w.$/^])1\*|(?<=[\w)}])(?<!\d[eE])[+-]0(?![\w.*/^%])"""
)


def literal(value: object) -> str:
    """Write a default as it stands in a formula."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return '"' + str(value).replace('"', '""') + '"'


def bracketed(argument: str) -> str:
    """Put an argument in brackets unless it is one reference, number, text or call."""
    return argument if _ATOM.fullmatch(argument) else f"({argument})"


def is_literal(argument: str) -> bool:
    """Tell a number without a sign, a text or a truth value."""
    return bool(_LITERAL.fullmatch(argument))


def on(native: Native, arguments: Mapping[str, str]) -> str:
    """Write a native formula on the arguments' texts, shortened where they are literals.

    What is no literal stays as it was written, whatever neutral terms are in it.
    """
    texts = {  # what is no literal is left to be filled in, once the form is short
        name: text.replace("{", "{{").replace("}", "}}") if is_literal(text) else f"{{{name}}}"
        for name, text in arguments.items()
    }
    form = native.format(**texts) if isinstance(native, str) else native(texts)
    whole = {name: bracketed(text) for name, text in arguments.items()}
    return without_neutral(form).format(**whole)


def without_neutral(formula: str) -> str:
    """Leave out a factor of 1 and a term of 0 that defaults have put in."""
    return _NEUTRAL.sub(r"\1", formula)


def native_lots(exact: str, lot_size: str, rounding: str) -> str:
    """Write lot rounding: the quotient of lots settled, then the rule, then contracts.

    It is settled to 9 decimals, and from a million lots on to the 15 digits that a spreadsheet
    keeps, which are fewer.
    """
    literal_lot = lot_size.replace(".", "", 1).isdigit()
    if literal_lot and float(lot_size) == 0:
        return exact
    quotient = f"{bracketed(exact)}/{lot_size}"
    size = f"ABS({quotient})"  # not MAX, which would make one number of a column
    lots = f"ROUND({quotient},IF({size}<1000000,9,14-INT(LOG10({size}))))"
    rules = {'"nearest"': "ROUND", '"down"': "ROUNDDOWN", '"up"': "ROUNDUP"}
    if rounding in rules:
        rounded = f"{rules[rounding]}({lots},0)*{lot_size}"
    else:
        rounded = (
            f'IF({rounding}="down",ROUNDDOWN({lots},0),'
            f'IF({rounding}="up",ROUNDUP({lots},0),ROUND({lots},0)))*{lot_size}'
        )
    if literal_lot:
        return rounded
    return f"IF({lot_size}=0,{exact},{rounded})"
