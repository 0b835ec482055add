"""Pieces that several bodies of LAMBDAs share.

A body is a formula as it is typed, in as many lines as it needs.  The checked argument `x` is
called `x_` in it; `native_` stands for the native form on the checked arguments.  Names that it
binds are in lower case, are no name of a function, and may not look like a cell (`x1`); functions
and names of the workbook are in upper case.
"""

import re

NATIVE = "native_"

CHANGE = """
change,LAMBDA(p,IF(ROWS(p)<2,"",LET(after,DROP(p,1),before,DROP(p,-1),
 IF(ISNUMBER(after)*ISNUMBER(before),(after-before)/before,"")))),
priced,input_type_="prices",
"""


def compact(body: str) -> str:
    """Take the layout out of a formula."""
    return re.sub(r"\s*\n\s*", "", body.strip())


def unpriced(*series: str) -> str:
    """Write the question whether prices are given and one of them is not above 0."""
    counts = "+".join(f"SUM(--(IF(ISNUMBER({each}),{each},1)<=0))" for each in series)
    return f"priced*({counts}>0)"


def paired(y: str, x: str, body: str, where: str = "") -> str:
    """Write a body on the returns of two series, as pairs without the gaps.

    In `body`, y and x are columns of returns, as many as `pairs` says, dy and dx are they less
    their means, and flat_y and flat_x tell that one does not move.  where: a factor that is 1 for
    the pairs to be taken, on the returns ry and rx with their gaps.
    """
    return f"""
LET({CHANGE}
 IF(ROWS({y})<>ROWS({x}),#VALUE!,IF({unpriced(y, x)},#NUM!,
 LET(ry,IF(priced,change({y}),{y}),rx,IF(priced,change({x}),{x}),
  both,ISNUMBER(ry)*ISNUMBER(rx){where},pairs,SUM(both),
  IF(pairs<3,#N/A,LET(y,FILTER(ry,both),x,FILTER(rx,both),dy,y-AVERAGE(y),dx,x-AVERAGE(x),
   flat_y,MAX(ABS(dy))<=1E-12*ABS(AVERAGE(y)),flat_x,MAX(ABS(dx))<=1E-12*ABS(AVERAGE(x)),
   {body}))))))
"""


def risk(historical: str, parametric: str) -> str:
    """Write a body on returns.

    historical: on the returns `v` and the return `cut` at the percentile.  parametric: on their
    `mean` and `sigma`.
    """
    return f"""
LET(v,FILTER(returns_,ISNUMBER(returns_),#N/A),many,COUNT(v),
 IF(method_="parametric",
  IF(many<2,#N/A,LET(mean,AVERAGE(v),sigma,SQRT(SUMSQ(v-mean)/(many-1)),{parametric})),
  IF(many<1,#N/A,LET(place,ROUND((1-confidence_)*(many-1),9),whole,INT(place),
   below,SMALL(v,whole+1),
   cut,IF(place=whole,below,below+(place-whole)*(SMALL(v,whole+2)-below)),{historical}))))
"""
