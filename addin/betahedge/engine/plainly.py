"""Formulas written so that the engine (formulon 0.18) takes them as a spreadsheet does."""

import re
from functools import lru_cache

from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter

from betahedge.engine.arrays import SEARCHING, may_be_many
from betahedge.formula.calls import replace_calls
from betahedge.formula.names import is_one_cell
from betahedge.formula.references import (
    COLUMNS,
    ROWS,
    computes_corner,
    function_name,
    functions,
    reference,
)
from betahedge.formula.tokens import calls_in, tokens

_OR_ZERO = "IF(ISBLANK({0}),0,{0})"
_BY_ONE_CELL = {"LOOKUP": _OR_ZERO, "MATCH": _OR_ZERO, "NPV": "0+{0}"}
_BRANCHING = {"IF", "CHOOSE"}
# These two search exactly for 0 in blank cells too, and take one column; INDEX and MATCH do not.
_BY_MATCH = {
    "VLOOKUP": "INDEX({table},MATCH({sought},INDEX({table},0,1),{way}),{number})",
    "HLOOKUP": "INDEX({table},{number},MATCH({sought},INDEX({table},1,0),{way}))",
}
_EXACT = {"0", "FALSE", "FALSE()", ""}
_FINDING_BLANKS = {"XMATCH", "XLOOKUP"}  # for 0
_WRITTEN_PLAINLY = {
    "SUMPRODUCT",
    "SHEETS",
    *_BRANCHING,
    *_BY_ONE_CELL,
    *_BY_MATCH,
    *_FINDING_BLANKS,
}
# What the engine takes for nothing as a factor of SUMPRODUCT: D1#, LET(...), LAMBDA(...)(...).
_FILLED = re.compile(r"\s*_xlfn\.(?:ANCHORARRAY\([^()]*\)\s*\Z|LET\(|LAMBDA\()", re.IGNORECASE)
_FINDING = SEARCHING | {"INDEX", "CHOOSE", "IF"}  # of a range they give a range


@lru_cache(maxsize=4096)
def written_plainly(form: str) -> str:
    """Write IF, CHOOSE and some others so that the engine takes them as a spreadsheet does.

    Where there is no last branch, it would cut a range in the first; of a whole column it would
    take the first cell.  In SUMPRODUCT it would not find the numbers of D1# or LET, nor the 0 that
    a blank cell is in LOOKUP and MATCH; a rate of NPV that is a text it would take for 0.  For 0,
    VLOOKUP and XLOOKUP would find a blank cell.  SHEETS() would count the helper sheet.
    """
    if functions(form).isdisjoint(_WRITTEN_PLAINLY):
        return form
    return replace_calls(form, _plainly)


def _plainly(function: str, arguments: list[str]) -> str | None:
    name, written = function_name(function), list(arguments)
    if name in _BRANCHING:
        written = [_with_edges(each) for each in arguments]
    if name == "SUMPRODUCT":
        written = [f"INDEX({a},0)" if _FILLED.match(a) else a for a in arguments]
    if name == "IF" and len(arguments) == 2:
        written.append("FALSE")
    if name in _BY_ONE_CELL and is_one_cell("".join(arguments[:1]).strip()):
        written[0] = _BY_ONE_CELL[name].format(arguments[0].strip())
    if name == "SHEETS" and not "".join(arguments).strip():
        return f"{function}()-1"
    if name in _BY_MATCH:
        return _by_match(function, [each.strip() for each in arguments])
    if name in _FINDING_BLANKS:
        return _without_blanks(function, [each.strip() for each in arguments])
    changed = name in _WRITTEN_PLAINLY and written != arguments
    return f"{function}({','.join(written)})" if changed else None


def _by_match(function: str, arguments: list[str]) -> str | None:
    """Write a search by MATCH for several columns, or exactly for what may be 0 or blank."""
    sought, table, number, way = [*arguments, "1", ""][:4]
    form = _BY_MATCH[function_name(function)]
    is_exact = len(arguments) == 4 and way.upper() in _EXACT
    key = _OR_ZERO.format(sought) if is_one_cell(sought) or _is_bound(sought) else sought
    if may_be_many(number, in_array=False):
        way = "0" if is_exact else f"IF({way},1,0)"
        return form.format(sought=key, table=table, number=number, way=way)
    if may_be_many(sought) or not (is_exact and _may_be_zero(sought) and _is_range(table)):
        return None
    if not is_one_cell(sought):
        return form.format(sought=key, table=table, number=number, way="0")
    found = form.format(sought=0, table=table, number=number, way="0")
    return f"IF({sought}=0,{found},{function}({','.join(arguments)}))"


def _without_blanks(function: str, arguments: list[str]) -> str | None:
    """Write an exact search from the first by MATCH where it may be for 0; None if it is not."""
    sought, searched, given, otherwise = [*arguments, "", "", "", ""][:4]
    many = may_be_many(sought, in_array=False)
    if not _may_be_zero(sought) or many or not _is_range(searched):
        return None
    corner, colon, name = function.rpartition(":")  # A1:XLOOKUP(
    found = f"MATCH(0,{searched},0)"
    if function_name(function) == "XLOOKUP":
        across = f"INDEX({given},0,{found})"
        one = f"IF(ROWS({searched})=1,{across},INDEX({given},{found},0))"
        found = f"IF(ISNA({found}),{otherwise or 'NA()'},{one})"
    if sought == "0":
        return corner + colon + found
    number = sought if is_one_cell(sought) else "_xlpm.sought"
    rest = f"{name}({','.join((number, *arguments[1:]))})"
    text = f"IF(AND(ISNUMBER({number}),{number}=0),{found},{rest})"
    text = text if number == sought else f"_xlfn.LET({number},{sought},{text})"
    return corner + colon + text


def _is_range(text: str) -> bool:
    """Tell a range, or what is found that is one."""
    whole = [call for call in calls_in(text) if (call.start, call.end) == (0, len(text))]
    found = any(function_name(call.function) in _FINDING for call in whole) and "{" not in text
    is_one = computes_corner(text) or reference(text).area is not None
    return found or is_one or _is_bound(text)


def _is_bound(text: str) -> bool:
    """Tell a name that LET or LAMBDA gives."""
    return text.lower().startswith("_xlpm.") and len(tokens(text)) == 1


def _may_be_zero(sought: str) -> bool:
    """Tell what is looked for that is no text, and no number but 0."""
    found = tokens(sought)
    constant = len(found) == 1 and found[0].subtype in (Token.TEXT, Token.NUMBER)
    return bool(sought) and (not constant or sought == "0")


def _with_edges(argument: str) -> str:
    """Write a whole column or row by its first and last cell: $B$1:$B$1048576 for B:B."""
    operand = argument.strip(" ()")
    area = reference(operand).area
    if area is None or (area[3] - area[1] + 1 < ROWS and area[2] - area[0] + 1 < COLUMNS):
        return argument
    place, sign, _ = operand.rpartition("!")
    first, last = get_column_letter(area[0]), get_column_letter(area[2])
    return f"{place}{sign}${first}${area[1]}:${last}${area[3]}"
