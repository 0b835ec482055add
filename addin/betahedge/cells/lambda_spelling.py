"""A formula as it is typed and as workbook.xml stores it.

Excel marks in a file what is younger than the format: functions by `_xlfn.`, names that LAMBDA and
LET bind by `_xlpm.`, an optional parameter by `_xlop.` where it is declared.
"""

import re

_FUNCTIONS = """
BYCOL BYROW CHOOSECOLS CHOOSEROWS DROP EXPAND HSTACK IFNA IFS ISOMITTED LAMBDA LET MAKEARRAY MAP
MAXIFS MINIFS NORM.S.DIST NORM.S.INV PERCENTILE.INC RANDARRAY REDUCE SCAN SEQUENCE SORTBY STDEV.S
SWITCH T.DIST.2T T.INV.2T TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TOCOL TOROW UNIQUE VAR.S VSTACK
WRAPCOLS WRAPROWS XLOOKUP XMATCH
"""
PREFIXES = dict.fromkeys(_FUNCTIONS.split(), "_xlfn.")
PREFIXES |= dict.fromkeys(("FILTER", "SORT"), "_xlfn._xlws.")

TOKEN = re.compile(
    r"""(?P<still>"(?:[^"]|"")*"|\#[A-Z/0]+[!?]?|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)
    |\[(?P<optional>\w+)\]|(?P<bound>[a-z]\w*)|(?P<called>[A-Z][A-Z\d.]*)(?=\()
    |(?P<named>[A-Z]\w*)""",
    re.VERBOSE,
)


def stored(typed: str) -> str:
    """Write a typed formula as workbook.xml stores it.

    What is bound is in lower case there, and what is called in upper case.
    """

    def marked(token: re.Match[str]) -> str:
        if token["optional"]:
            return f"_xlop.{token['optional']}"
        if token["bound"]:
            return f"_xlpm.{token['bound']}"
        return f"{PREFIXES.get(token['called'] or '', '')}{token[0]}"

    return TOKEN.sub(marked, typed)
