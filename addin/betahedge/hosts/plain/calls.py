"""Calls of the add-in written out as native formulas.

Only calls change; texts, quoted sheet names, table columns and spaces stay as they are.
"""

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.declaration import REQUIRED, Cell
from betahedge.cells.native import literal
from betahedge.formula.calls import plain_name, replace_calls, still_calls
from betahedge.formula.names import may_be_blank
from betahedge.formula.references import count_random
from betahedge.formula.tokens import LONGEST, tokens
from betahedge.sheets.names import LOADED

_MISSING = "\0"  # stands where a call has no native form


def native_form(formula: str) -> str:
    """Write a formula with every call of the add-in as its native form on the same arguments.

    Where the formula asks whether the add-in is loaded, it is taken at its word: what it says for
    that, or else what it says holds without.  "" if there is no native formula.
    """
    written = replace_calls(formula, _form)
    sound = bool(tokens(formula)) and _MISSING not in written and len(written) < LONGEST
    return written if sound and not still_calls(written) else ""


def _form(function: str, arguments: list[str]) -> str | None:
    """Give what a call becomes; None if it stays."""
    name = plain_name(function.strip())
    if name in CATALOGUE:
        return native_call(declaration(CATALOGUE[name]), arguments) or _MISSING
    question = function.upper() == "IF" and 2 <= len(arguments) <= 3
    if not question or arguments[0].strip() != LOADED:
        return None
    return next((text for text in arguments[1:] if _MISSING not in text), _MISSING).strip()


def native_call(cell: Cell, given: list[str]) -> str:
    """Write the native form of one call, "" if it has none; what is left empty is its default."""
    if cell.native is None or len(given) > len(cell.args):
        return ""
    texts: dict[str, str] = {}
    for index, (arg, default) in enumerate(zip(cell.args, cell.defaults, strict=True)):
        text = given[index].strip() if index < len(given) else ""
        if _MISSING in text or (not text and default is REQUIRED):
            return ""
        otherwise = texts.get(arg.shown_default, "") if default is None else literal(default)
        if not text:
            text = otherwise or '""'
        elif default is not REQUIRED and otherwise not in ("", "0") and may_be_blank(text):
            text = text if otherwise.startswith('"') else f'IF({text}="",{otherwise},{text})'
        texts[arg.name] = text
    form = cell.native_form(*texts.values())
    drawn_once = count_random(form) == sum(map(count_random, given))  # as the argument of a call is
    return form if drawn_once and len(form) < LONGEST else ""
