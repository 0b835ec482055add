"""Every function as a LAMBDA, which Excel 365 and 2024 calculate with no add-in at all.

In: the declarations.  Out: a formula for each, as it is typed and as a workbook stores it.
"""

from betahedge import __version__
from betahedge.cells.declaration import CATALOGUE, REQUIRED, Arg, Cell, declaration
from betahedge.cells.lambda_arguments import (
    fitting,
    guarded,
    parameter,
    refused_alone,
    taken,
)
from betahedge.cells.lambda_bodies import NATIVE, compact
from betahedge.cells.lambda_spelling import stored
from betahedge.cells.native import literal, on
from betahedge.cells.register import FIELDS, REGISTER_ROWS

LONGEST = 8191  # characters of a formula
DEEPEST = 64  # calls within calls


def has_lambda(cell: Cell) -> bool:
    """Tell a function that can be stated as a LAMBDA, and is."""
    if cell.lambda_body == NATIVE:  # no more is said of it: over whole ranges it is not exact
        return cell.native is not None and not cell.whole
    return cell.lambda_body is not None


def without_lambda() -> list[str]:
    """Name the functions that have no LAMBDA."""
    return [name for name, f in CATALOGUE.items() if not has_lambda(declaration(f))]


def typed(cell: Cell) -> str:
    """Write a function as it is typed: its arguments, each checked once, and its body on them."""
    body = _body(cell)
    if not cell.args:
        return f"LAMBDA({body})"
    lifted = [arg for arg in cell.args if arg.shape == "each" or not cell.whole]
    for arg in reversed(lifted):
        body = guarded(arg, body)
    body = fitting(lifted, body)
    for arg in reversed(lifted):
        body = refused_alone(arg, body)
    for arg in reversed([arg for arg in cell.args if arg not in lifted]):
        body = guarded(arg, body)
    pairs = [*zip(cell.args, cell.defaults)]
    head = "".join(f"{parameter(*pair)}," for pair in pairs)
    lets = "".join(
        f"{arg.name}_,{taken(arg, default, _otherwise(cell, arg, default), alone=cell.whole)},"
        for arg, default in pairs
    )
    return f"LAMBDA({head}LET({lets}{body}))"


def _body(cell: Cell) -> str:
    if not has_lambda(cell) or cell.lambda_body is None:
        raise ValueError(f"{cell.name} has no LAMBDA")
    body = compact(cell.lambda_body)
    if cell.native is None or NATIVE not in body:
        return body
    return body.replace(NATIVE, on(cell.native, {arg.name: f"{arg.name}_" for arg in cell.args}))


def _otherwise(cell: Cell, arg: Arg, default: object) -> str:
    """Write what stands for an argument that is left out."""
    if default is not None and default is not REQUIRED:
        return literal(default)
    other = arg.shown_default
    return f"{other}_" if other in {each.name for each in cell.args} else '""'


def typed_names() -> dict[str, str]:
    """Give the formula of every function that has one, as it is typed, by the function's name."""
    cells = map(declaration, CATALOGUE.values())
    return {cell.name: typed(cell) for cell in cells if has_lambda(cell)}


def stored_names() -> dict[str, str]:
    """Give the formula of every function that has one, as a workbook stores it."""
    return {name: stored(text) for name, text in typed_names().items()}


def register_names(sheet: str) -> dict[str, str]:
    """Give the names by which HEDGE_SPEC finds the register that stands on a sheet."""
    last = chr(ord("A") + len(FIELDS) - 1)
    return {
        "HEDGE_FIELDS": f"'{sheet}'!$A$1:${last}$1",
        "HEDGE_REGISTER": f"'{sheet}'!$A$2:${last}${REGISTER_ROWS}",
    }


def module_text() -> str:
    """Write the module that Excel Labs imports."""
    lines = [f"// betahedge {__version__}: the HEDGE_ functions as LAMBDAs", ""]
    for name, text in typed_names().items():
        lines += [f"/** {declaration(CATALOGUE[name]).help} */", f"{name} = {text};", ""]
    return "\n".join(lines)
