"""Where a plain formula calculates with arrays all the same, as a spreadsheet has always done.

The engine (formulon 0.18) takes one value of an array constant there, and of what LOOKUP, FILTER
or the table of INDEX are calculated from; as an array formula it takes them all.
"""

from functools import lru_cache

from openpyxl.formula.tokenizer import Token

from betahedge.formula.calls import calls, replace_calls
from betahedge.formula.references import (
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
SEARCHING = frozenset(["INDIRECT", "OFFSET"])  # by an address that is known later


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
