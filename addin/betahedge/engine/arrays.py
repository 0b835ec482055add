"""Where a plain formula calculates with arrays all the same, as a spreadsheet has always done.

The engine (formulon 0.18) takes one value of an array constant there, and of what LOOKUP, FILTER
or the table of INDEX are calculated from; as an array formula it takes them all.
"""

import re
from functools import lru_cache

from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter

from betahedge.formula.calls import calls, replace_calls
from betahedge.formula.names import is_one_cell
from betahedge.formula.references import (
    COLUMNS,
    ROWS,
    computes_corner,
    function_name,
    functions,
    operands,
    reference,
)
from betahedge.formula.tokens import calls_in, opens, tokens

# Functions whose arguments are arrays in any formula.
_TAKE_ARRAYS = frozenset(
    (
        *("SUMPRODUCT", "MMULT", "MDETERM", "MINVERSE", "LOOKUP", "INDEX", "AGGREGATE"),
        *("LINEST", "LOGEST", "TREND", "GROWTH", "FREQUENCY", "TRANSPOSE"),
        *("FILTER", "SORT", "SORTBY", "UNIQUE", "XLOOKUP", "XMATCH", "TOCOL", "TOROW", "TAKE"),
        *("DROP", "CHOOSECOLS", "CHOOSEROWS", "HSTACK", "VSTACK", "WRAPCOLS", "WRAPROWS"),
    )
)
_NOT_BY_THE_ENGINE = _TAKE_ARRAYS - {"SUMPRODUCT", "MMULT", "MDETERM", "MINVERSE"}
_GIVE_ARRAYS = {"ROW", "COLUMN", "SEQUENCE", "TRANSPOSE", "UNIQUE", "FILTER", "SORT", "MMULT"}
_GIVE_ONE = frozenset(
    (
        *("COUNT", "COUNTA", "COUNTBLANK", "SUM", "PRODUCT", "SUMPRODUCT", "MAX", "MIN"),
        *("AVERAGE", "MEDIAN", "ROWS", "COLUMNS", "AND", "OR"),
    )
)
_READ_WHOLE = _GIVE_ONE | {"LARGE", "SMALL", "STDEV.S", "STDEV.P", "VAR.S", "VAR.P", "CORREL"}
# The place of what is looked for in a range: of one, one value is found.
_SOUGHT = {
    **dict.fromkeys(("MATCH", "XMATCH", "VLOOKUP", "HLOOKUP", "XLOOKUP"), 0),
    **dict.fromkeys(("COUNTIF", "SUMIF", "INDEX"), 1),
}
# Of these arguments the engine takes the first cell, where a plain formula cuts to its own.
_TAKES_THE_FIRST = {
    **dict.fromkeys(("CHOOSE", "SWITCH", "IFNA"), slice(1)),
    "IFS": slice(0, None, 2),
}
_OR_ZERO = "IF(ISBLANK({0}),0,{0})"
_BY_ONE_CELL = {"LOOKUP": _OR_ZERO, "MATCH": _OR_ZERO, "NPV": "0+{0}"}
_BRANCHING = {"IF", "CHOOSE"}
# These two take a blank cell for 0 where they search exactly; MATCH does not.
_BY_MATCH = {
    "VLOOKUP": "INDEX({table},MATCH({sought},INDEX({table},0,1),0),{number})",
    "HLOOKUP": "INDEX({table},{number},MATCH({sought},INDEX({table},1,0),0))",
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
SEARCHING = frozenset(["INDIRECT", "OFFSET"])  # by an address that is known later
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
        return _exactly(function, [each.strip() for each in arguments])
    if name in _FINDING_BLANKS:
        return _without_blanks(function, [each.strip() for each in arguments])
    changed = name in _WRITTEN_PLAINLY and written != arguments
    return f"{function}({','.join(written)})" if changed else None


def _exactly(function: str, arguments: list[str]) -> str | None:
    """Write an exact search for what may be 0 or blank by MATCH; None if that is not sought."""
    if len(arguments) != 4 or arguments[3].upper() not in _EXACT or not _may_be_zero(arguments[0]):
        return None
    sought, table, number, _ = arguments
    many = may_be_many(sought) or may_be_many(number, in_array=False)
    if many or not _is_range(table):
        return None
    form = _BY_MATCH[function_name(function)]
    if not is_one_cell(sought):
        return form.format(sought=sought, table=table, number=number)
    found = form.format(sought=0, table=table, number=number)
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
    return found or computes_corner(text) or reference(text).area is not None


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


def may_be_many(argument: str, *, in_array: bool = True) -> bool:
    """Tell an argument that is more than one value, or may be.

    in_array: of an array formula; in others ROW() and ROW(A1) are one number.
    """
    argument = replace_calls(argument, _one_value)
    areas = (reference(operand).area for operand in operands(argument))
    many = computes_corner(argument) or any(area and area[:2] != area[2:] for area in areas)
    found = functions(argument)
    giving = _GIVE_ARRAYS - (set() if in_array or found & SEARCHING else {"ROW", "COLUMN"})
    return many or "{" in argument or not giving.isdisjoint(found)


def _one_value(function: str, arguments: list[str]) -> str | None:
    """Give a number for a call that gives one value of what is, or may be, many."""
    name = function_name(function)
    if ":" in function:  # the corner of a range
        return None
    if name in _SOUGHT:
        given = [text for text in map(str.strip, arguments) if reference(text).area is None]
        sought = "".join(arguments[_SOUGHT[name] :][:1]).strip()
        is_one = sought not in ("", "0") and not any(map(may_be_many, (sought, *given)))
    else:
        is_one = name in _GIVE_ONE
    return "0" if is_one else None


@lru_cache(maxsize=4096)
def needs_array(form: str) -> bool | None:
    """Tell a plain formula that must be calculated as an array formula.

    None: it has a range too that a plain formula cuts to the cell of its own row or column.
    """
    if not calls(form) and _is_unsure(form):  # what calls may fill cells: there all counts
        return None
    found = functions(form)
    constant = any(token.type == Token.ARRAY for token in tokens(form))
    if not constant and found.isdisjoint(_NOT_BY_THE_ENGINE | {"ANCHORARRAY"}):
        return False
    needs = unsure = constant or not found.isdisjoint({"ANCHORARRAY", "TRANSPOSE"})
    for call in calls_in(form):
        name = function_name(call.function)
        if name in _NOT_BY_THE_ENGINE:
            texts = [form[start:end].strip() for start, end in call.arguments]
            many = [t for t in texts if reference(t).area is None and may_be_many(t)]
            cut = [t for t in texts[1:] if name == "INDEX" and _is_cut(t)]
            unsure = unsure or bool(many)
            needs = needs or any(text not in cut for text in many)
    return None if unsure and _cuts_a_range(form) else needs


def _is_cut(place: str) -> bool:
    """Tell the row or column of an INDEX in which a range is cut: MATCH(A1:A9,B1:B9,0)."""
    return functions(place).isdisjoint(_NOT_BY_THE_ENGINE | _GIVE_ARRAYS) and "{" not in place


def _is_unsure(form: str) -> bool:
    """Tell a formula that the engine may calculate with more, or less, of a range than is meant."""
    found = functions(form)
    is_hidden = computes_corner(form) or not found.isdisjoint({"LET", "LAMBDA"})
    if is_hidden and (_cuts_a_range(form) or _cuts_a_name(form)):
        return True
    return not found.isdisjoint(_TAKES_THE_FIRST) and _takes_the_first(form)


def _takes_the_first(form: str) -> bool:
    """Tell a formula that chooses by a range."""
    choices = [call for call in calls_in(form) if function_name(call.function) in _TAKES_THE_FIRST]
    for call in choices:
        chosen_by = call.arguments[_TAKES_THE_FIRST[function_name(call.function)]]
        texts = [form[start:end].strip() for start, end in chosen_by]
        if any("{" not in text and may_be_many(text, in_array=False) for text in texts):
            return True
    return False


def _cuts_a_name(form: str) -> bool:
    """Tell a formula with a LET in which the name of a range stands where it may be cut."""
    given, read = [], []
    for call in calls_in(form):
        texts = [form[start:end].strip().casefold() for start, end in call.arguments]
        if function_name(call.function) == "LET":
            given += list(zip(texts[::2], texts[1::2]))
        elif function_name(call.function) in _READ_WHOLE:
            read += texts
    named = [name for name, value in given if may_be_many(value)]
    used = [each for each in map(str.casefold, operands(form)) if each in named]
    return len(used) > len(named) + sum(text in named for text in read)


def _cuts_a_range(form: str) -> bool:
    """Tell a formula with a range alone or beside an operator, outside what takes arrays.

    Of INDEX that is the table, and not the number of a row.
    """
    form = replace_calls(form, _as_range)
    inside, of_index = [False], [False]
    items = [each for each in tokens(form) if each.type not in (Token.WSPACE, Token.PAREN)]
    for number, token in enumerate(items):
        if token.subtype == Token.OPEN:
            name = token.value[:-1].upper().rpartition(".")[2] if opens(token) else ""
            inside.append(inside[-1] or name in _TAKE_ARRAYS)
            of_index.append(name == "INDEX")
        elif token.subtype == Token.CLOSE:
            inside.pop()
            of_index.pop()
        elif token.subtype == Token.ARG and of_index[-1]:
            inside[-1] = inside[-2]
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE and not inside[-1]:
            area = reference(token.value).area
            beside = items[max(0, number - 1) : number + 2]
            operator = any(each.type.startswith("OPERATOR") for each in beside)
            if (operator or len(inside) == 1) and area and area[:2] != area[2:]:
                return True
    return False


def _as_range(function: str, _: list[str]) -> str | None:
    """Write a range of which a corner is calculated, A1:INDEX(...), as any range."""
    return "$A$1:$A$2" if ":" in function else None
