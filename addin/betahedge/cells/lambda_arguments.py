"""How a LAMBDA takes its arguments: coerced, defaulted and refused as `kinds` and `calling` do.

Each function writes the formula that makes of a parameter `p` what the body is given, or the error
value that the cell shows.  A column of observations has "" where one is missing.
"""

import math
from collections.abc import Sequence

from betahedge.cells.declaration import REQUIRED, Arg
from betahedge.cells.kinds import Anything, Kind, Number, Text, Word
from betahedge.cells.native import literal

SIZE = "IFERROR(ROWS({p})*COLUMNS({p}),1)"
A_BLOCK = "(ROWS({p})>1)*(COLUMNS({p})>1)"


def parameter(arg: Arg, default: object) -> str:
    """Write an argument at the head of the LAMBDA; what may be left out stands in brackets."""
    is_optional = default is not REQUIRED or isinstance(arg.kind, Anything)
    return f"[{arg.name}]" if is_optional else arg.name


def taken(arg: Arg, default: object, otherwise: str, *, alone: bool) -> str:
    """Write what the body is given for an argument.

    otherwise: what stands for it where it is left out or blank.  alone: a range is refused.
    """
    p = arg.name
    if arg.shape in ("cell", "each"):
        text = filled(arg.kind, p, default, otherwise)
        text = f"IF({SIZE.format(p=p)}>1,#VALUE!,{text})" if alone and arg.shape == "cell" else text
    elif arg.shape == "lines":
        blank = otherwise if isinstance(default, float) else '""'
        text = f"TOCOL({each(arg.kind, p, blank)})"
    else:
        text = observations(arg, p)
    if parameter(arg, default) == p:
        return text
    return f"IF(ISOMITTED({p}),{otherwise},{text})"


def guarded(arg: Arg, body: str) -> str:
    """Let a body answer only where an argument is good; otherwise its error is the answer."""
    p = f"{arg.name}_"
    if arg.shape in ("cell", "each"):
        return f"IF(ISERROR({p}),{p},{body})"
    if arg.shape == "lines":  # bad elements stay in their lines
        return f"IF(IFERROR({A_BLOCK.format(p=arg.name)},0),#VALUE!,{body})"
    return f"IF(ISERROR(SUM({p})),SUM({p}),{body})"  # the first error in a column


def refused_alone(arg: Arg, body: str) -> str:
    """Let a single bad value be the whole answer, whatever ranges are beside it."""
    p = f"{arg.name}_"
    return f"IF(IF({SIZE.format(p=p)}=1,ISERROR({p}),FALSE),{p},{body})"


def fitting(args: Sequence[Arg], body: str) -> str:
    """Let ranges answer only where they go together: each side is 1 or the same for all."""
    if len(args) < 2:
        return body
    lets, unlike = "", []
    for name, side in (("tall", "ROWS"), ("wide", "COLUMNS")):
        sizes = ",".join(f"IFERROR({side}({arg.name}),1)" for arg in args)
        lets += f"{name},VSTACK({sizes}),"
        unlike.append(f"SUM(({name}>1)*({name}<MAX({name})))")
    return f"LET({lets}IF({'+'.join(unlike)}>0,#VALUE!,{body}))"


def checked(kind: Kind, p: str) -> str:
    """Write `p` if it will do, and the error value that its cell shows if not."""
    if isinstance(kind, Number):
        return f"IF(ISNUMBER({p}),{_bounded(kind, p)},IF(ISERROR({p}),{p},#VALUE!))"
    if isinstance(kind, Word):
        known = "+".join(f'(TRIM({p})="{word}")' for word in kind.words)
        return f"IF(ISTEXT({p}),IF({known},TRIM({p}),#VALUE!),IF(ISERROR({p}),{p},#VALUE!))"
    if isinstance(kind, Text):
        return f'IF(ISERROR({p}),{p},IF({p}="",#VALUE!,{p}&""))'
    return p


def _bounded(number: Number, p: str) -> str:
    text = p
    if number.low > -math.inf:
        text = f"IF({p}{'<=' if number.open_low else '<'}{literal(number.low)},#NUM!,{text})"
    if number.high < math.inf:
        text = f"IF({p}{'>=' if number.open_high else '>'}{literal(number.high)},#NUM!,{text})"
    return f"IF({p}=0,{number.zero},{text})" if number.zero else text


def filled(kind: Kind, p: str, default: object, otherwise: str) -> str:
    """Write `p` checked, with its default where it is blank."""
    text = checked(kind, p)
    if default is REQUIRED or isinstance(kind, Anything):
        return text
    return f'IF({p}="",{otherwise},{text})'


def each(kind: Kind, p: str, blank: str) -> str:
    """Write a range with every element checked; an error stays in its place."""
    return f'IF(ISERROR({p}),{p},IF({p}="",{blank},{checked(kind, p)}))'


def observations(arg: Arg, p: str) -> str:
    """Write a column of observations, columns of them side by side, or a row of values."""
    good = each(arg.kind, p, '""')
    if arg.shape == "row":  # a value for each column, none of them blank
        good = each(arg.kind, p, "#VALUE!")
        several = f"IF({A_BLOCK.format(p=p)},#VALUE!,TOROW({good}))"
    elif arg.shape == "block":  # a single row is one series
        several = f"IF(ROWS({p})=1,TOCOL({good}),{good})"
    else:
        several = f"IF({A_BLOCK.format(p=p)},#VALUE!,TOCOL({good}))"
    return f"IF({SIZE.format(p=p)}>1,{several},{checked(arg.kind, p)})"
