"""Calls of the add-in in a formula: which there are, and the same formula spelled otherwise."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from betahedge.cells import CATALOGUE
from betahedge.cells.native import bracketed
from betahedge.formula.references import operands
from betahedge.formula.tokens import Call, calls_in

LITE = "_xldudf_"  # how a workbook stores a call of an Office.js function
SERVICE = "org.betahedge.Functions"  # LibreOffice's: it stands before every function's full name
# A name as files store it: under a host's prefix, and the namespace of an xlwings Server.
_BEFORE = rf"(?:@|_xlfn\.|_xludf\.|_xll\.)*(?:{LITE}(?:\w+?_)??|{re.escape(SERVICE)}\.)?"
_KNOWN = re.compile(rf"{_BEFORE}(?P<name>{'|'.join(CATALOGUE)})", re.IGNORECASE)
_STORED = re.compile(rf"{_BEFORE}(?P<name>HEDGE_\w+)", re.IGNORECASE)
_TIED = re.compile(r"(?P<place>'(?:[^']|'')*'|\[\d+\]|[\w.~-]+\.xla\w?)!(?P<name>HEDGE_\w+)", re.I)


def mentions(formula: str) -> bool:
    """Tell, fast, that a formula may call the add-in."""
    return "HEDGE_" in formula or "hedge_" in formula.lower()


@lru_cache(maxsize=1024)
def plain_name(function: str) -> str:
    """Give the name of a function without a host's prefix, in capitals; "" if it is none of ours.

    A function like ours that there is not has its name too: see `CATALOGUE`.
    """
    found = _KNOWN.fullmatch(function) or _STORED.fullmatch(function)
    return found["name"].upper() if found else ""


def _all_calls(formula: str) -> tuple[Call, ...]:
    """Find the calls in a formula, without a look at one that surely has none of the add-in."""
    return calls_in(formula) if mentions(formula) else ()


def our_calls(formula: str) -> list[Call]:
    """Find the calls of the add-in; a call comes after those within it."""
    return [call for call in _all_calls(formula) if plain_name(call.function) in CATALOGUE]


def calls(formula: str) -> set[str]:
    """Name the add-in functions that a formula calls; text that mentions one does not count."""
    return {plain_name(call.function) for call in our_calls(formula)}


def handed_on(formula: str) -> set[str]:
    """Name the add-in functions that stand in a formula as values: MAP(A1:A3,HEDGE_ACTION).

    A workbook's own name for something else may be the same.
    """
    found = map(plain_name, operands(formula) if mentions(formula) else ())
    return {name for name in found if name in CATALOGUE}


def strangers(formula: str) -> set[str]:
    """Name what a formula calls that begins like our functions and is none of them."""
    return {plain_name(call.function) for call in _all_calls(formula)} - {"", *CATALOGUE}


def still_calls(formula: str) -> bool:
    """Tell a formula that needs the add-in, under whatever name and from whatever file."""
    names = (_tied(call.function) or plain_name(call.function) for call in _all_calls(formula))
    return any(name in CATALOGUE for name in names)


def renamed(formula: str, prefix: str = "") -> str:
    """Put a prefix before the name of every function called, instead of what stood there."""
    return _with_names(formula, plain_name, prefix)


def untied(formula: str) -> str:
    """Take the place of an add-in file away from before the functions of betahedge."""
    return _with_names(formula, _tied)


def _tied(function: str) -> str:
    """Give the function that a call of another file's function names; "" if it does not."""
    found = _TIED.fullmatch(function)
    of_file = found and (".xla" in found["place"].lower() or "[" in found["place"])
    return found["name"].upper() if found and of_file else ""


def _with_names(formula: str, name: Callable[[str], str], prefix: str = "") -> str:
    """Write a formula with other names of the functions whose plain name is one of ours.

    A name that stands apart from its bracket would be one of a cell, in a file.
    """

    def form(function: str, arguments: list[str]) -> str | None:
        found = name(function.strip())
        return f"{prefix}{found}({','.join(arguments)})" if found in CATALOGUE else None

    return replace_calls(formula, form) if mentions(formula) else formula


def with_arguments(formula: str, change: Callable[[str], str]) -> str:
    """Write a formula with changed arguments of the add-in's calls, innermost first."""

    def form(function: str, arguments: list[str]) -> str | None:
        if plain_name(function.strip()) not in CATALOGUE:
            return None
        return f"{function}({','.join(map(change, arguments))})"

    return replace_calls(formula, form) if our_calls(formula) else formula


Form = Callable[[str, list[str]], str | None]  # of a call: its function and its arguments


@dataclass(frozen=True, slots=True)
class _Piece:
    """What comes in the place of a stretch of a formula."""

    start: int
    end: int
    text: str
    is_form: bool = False


def replace_calls(formula: str, form: Form) -> str:
    """Write a formula with forms in the place of its calls, innermost first.

    form: gives what a call of a function, as written, on arguments becomes; None leaves it.  What
    comes in its place is put in brackets where it is more than one value and does not stand alone.
    """
    done: list[_Piece] = []  # of the calls that no other has taken in yet
    for call in calls_in(formula):
        within = [piece for piece in done if piece.start > call.start]
        arguments = [_Piece(*each, _written(formula, *each, within)) for each in call.arguments]
        function = formula[call.start : formula.index("(", call.start + len(call.function))]
        found = form(function, [each.text for each in arguments])
        text = _written(formula, call.start, call.end, arguments) if found is None else found
        whole = _Piece(call.start, call.end, text, is_form=found is not None)
        done = [*done[: len(done) - len(within)], whole]
    return _written(formula, 0, len(formula), done)


def _written(formula: str, start: int, end: int, pieces: list[_Piece]) -> str:
    """Write a stretch of a formula with those of some pieces that are in it."""
    texts, place = [], start
    for piece in pieces:
        if start <= piece.start < end:
            before, after = formula[start : piece.start].rstrip(), formula[piece.end : end].lstrip()
            alone = before[-1:] in ("", "(") and after[:1] in ("", ")")
            text = piece.text if alone or not piece.is_form else _apart(piece.text)
            texts += [formula[place : piece.start], text]
            place = piece.end
    return "".join([*texts, formula[place:end]])


def _apart(form: str) -> str:
    """Put a form in brackets unless it is one call, reference, number or text."""
    last = calls_in(form)[-1:]
    is_call = last and (last[0].start, last[0].end) == (0, len(form))
    return form if is_call else bracketed(form)
