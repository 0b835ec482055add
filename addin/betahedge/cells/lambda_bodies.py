"""Pieces that several bodies of LAMBDAs share.

A body is a formula as it is typed, in as many lines as it needs.  The checked argument `x` is
called `x_` in it; `native_` stands for the native form on the checked arguments.  Names that it
binds are in lower case, are no name of a function, and may not look like a cell (`x1`); functions
and names of the workbook are in upper case.
"""

import re

NATIVE = "native_"

# The returns of columns of prices, with "" beside a gap.
CHANGE = """
change,LAMBDA(p,IF(ROWS(p)<2,IF(SEQUENCE(1,COLUMNS(p))>0,""),LET(after,DROP(p,1),before,DROP(p,-1),
 IF(ISNUMBER(after)*ISNUMBER(before),(after-before)/before,"")))),
priced,input_type_="prices",
"""

# Whole lots of a count, by `rounding_`: the quotient is settled to 9 decimals and to 15 digits.
LOTS = """
settled,LAMBDA(q,ROUND(q,IF(ABS(q)<1000000,9,14-INT(LOG10(ABS(q)))))),
ordered,LAMBDA(amount,lot,IF(lot=0,amount,IF(rounding_="down",ROUNDDOWN(settled(amount/lot),0),
 IF(rounding_="up",ROUNDUP(settled(amount/lot),0),ROUND(settled(amount/lot),0)))*lot)),
"""


def compact(body: str) -> str:
    """Take the layout out of a formula."""
    return re.sub(r"\s*\n\s*", "", body.strip())


def unfit(*series: str) -> str:
    """Write the question whether a price is not above 0, or a return not above -1."""
    counts = "+".join(
        f'SUM(--(IF(ISNUMBER({each}),{each},1)<=IF(input_type_="prices",0,-1)))' for each in series
    )
    return f"({counts})>0"
