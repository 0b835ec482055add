"""Where a plain formula calculates with arrays all the same, as a spreadsheet has always done.

The engine (formulon 0.18) takes one value of an array constant there, and of what LOOKUP or INDEX
are given; as an array formula it takes them all.
"""

from functools import lru_cache

from openpyxl.formula.tokenizer import Token

from betahedge.formula.references import functions, operands, reference
from betahedge.formula.tokens import calls_in, opens, tokens

# Functions whose arguments are arrays in any formula.
_TAKE_ARRAYS = frozenset(
    (
        *("SUMPRODUCT", "MMULT", "MDETERM", "MINVERSE", "LOOKUP", "INDEX", "AGGREGATE"),
        *("LINEST", "LOGEST", "TREND", "GROWTH", "FREQUENCY", "TRANSPOSE"),
    )
)
_NOT_BY_THE_ENGINE = _TAKE_ARRAYS - {"SUMPRODUCT", "MMULT", "MDETERM", "MINVERSE"}
_GIVE_ARRAYS = {"ROW", "COLUMN", "SEQUENCE", "TRANSPOSE", "UNIQUE", "FILTER", "SORT", "MMULT"}


def may_be_many(argument: str) -> bool:
    """Tell an argument that is more than one value, or may be."""
    areas = (reference(operand).area for operand in operands(argument))
    many = any(area and area[:2] != area[2:] for area in areas)
    return many or "{" in argument or not _GIVE_ARRAYS.isdisjoint(functions(argument))


@lru_cache(maxsize=4096)
def needs_array(form: str) -> bool | None:
    """Tell a plain formula that must be calculated as an array formula.

    None: it has a range too that a plain formula cuts to the cell of its own row or column.
    """
    found = functions(form)
    constant = any(token.type == Token.ARRAY for token in tokens(form))
    if not constant and found.isdisjoint(_NOT_BY_THE_ENGINE | {"ANCHORARRAY"}):
        return False
    needs = constant or not found.isdisjoint({"ANCHORARRAY", "TRANSPOSE"})
    for call in calls_in(form):
        if call.function.upper().rpartition(".")[2] in _NOT_BY_THE_ENGINE:
            texts = (form[start:end].strip() for start, end in call.arguments)
            needs = needs or any(reference(t).area is None and may_be_many(t) for t in texts)
    if not needs:
        return False
    return None if _cuts_a_range(form) else True


def _cuts_a_range(form: str) -> bool:
    """Tell a formula with a range beside an operator, outside functions that take arrays."""
    inside: list[bool] = [False]
    items = [token for token in tokens(form) if token.type != Token.WSPACE]
    for number, token in enumerate(items):
        if token.subtype == Token.OPEN:
            name = token.value[:-1].upper().rpartition(".")[2] if opens(token) else ""
            inside.append(inside[-1] or name in _TAKE_ARRAYS)
        elif token.subtype == Token.CLOSE:
            inside.pop()
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE and not inside[-1]:
            area = reference(token.value).area
            beside = items[max(0, number - 1) : number + 2]
            operator = any(each.type.startswith("OPERATOR") for each in beside)
            if operator and area and area[:2] != area[2:]:
                return True
    return False
