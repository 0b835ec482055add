"""Calls of the add-in in a formula's text: renamed for a host, or written out as native formulas.

Only calls change; texts, quoted sheet names, table columns and spaces stay as they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.declaration import REQUIRED, Cell
from betahedge.cells.native import bracketed, is_literal, literal
from betahedge.formula.formulas import BEFORE, LONGEST, OPAQUE, bare, still_calls
from betahedge.sheets.names import LOADED
from betahedge.xlsx.shapes import ANY_MARK, REFERENCE_MARK

_CALLED = re.compile(r"\(*([A-Za-z_][\w.]*)\s*\(")
_REFERENCES = "CHOOSE HLOOKUP IF IFERROR IFNA IFS INDEX INDIRECT LOOKUP OFFSET SINGLE SWITCH"
_GIVE_REFERENCES = frozenset(f"{_REFERENCES} VLOOKUP XLOOKUP".split())
_IF = re.compile(r"(?<![\w.])IF\s*$", re.IGNORECASE)
_OPERATOR = re.compile(r"[-+*/^&=<>%{]")
MISSING = "\0"  # stands where a call has no native form
QUESTION = 5  # pieces of an IF: a question, two answers, and commas

_TOKEN = re.compile(
    rf"(?P<still>{OPAQUE})|(?P<call>{BEFORE}HEDGE_\w+)\s*\("
    r"|(?P<open>[({])|(?P<close>[)}])|(?P<comma>,)",
    re.IGNORECASE | re.DOTALL,
)
_OPAQUE = re.compile(OPAQUE, re.DOTALL)
_QUALIFIED = re.compile(  # a name of a sheet's, not a cell of it; a mark of `shapes` is a cell
    rf"!(?!{REFERENCE_MARK}|\$?[A-Za-z]{{1,3}}\$?\d+(?![\w.(]))"
)
_NAME = re.compile(rf"(?<![\w.$!])(?!{ANY_MARK})[^\W\d][\w.\\]*(?![\w.(!$])|\\[\w.\\]+")
_OPEN_ENDED = re.compile(  # what may make an array of a formula, or cannot be told
    r"[:{#\[]|_xlfn|\b(?:INDIRECT|OFFSET|INDEX|CHOOSE|TRANSPOSE)\(", re.IGNORECASE
)


def one_value(formula: str, is_cell: Callable[[str], bool]) -> bool:
    """Tell a formula that surely gives one value, whether or not it is an array formula.

    is_cell: tells the defined names that stand for one cell or value.
    """
    text = _OPAQUE.sub(lambda match: "[" if match[0][0] == "[" else "0", formula)
    names = _NAME.findall(text)
    sure = not _OPEN_ENDED.search(text) and not _QUALIFIED.search(text)
    return sure and all(map(is_cell, names))


class NoNativeForm(Exception):  # noqa: N818 - not an error: the cell becomes its value
    """A call cannot be written as a native formula."""


class _Form(str):
    """A native formula in place of a call: bracketed unless it stands alone."""

    __slots__ = ()


@dataclass
class _Frame:
    """An open bracket: the function it calls, if it is one of ours, and its arguments so far."""

    name: str = ""
    opener: str = ""
    slots: list[list[str]] = field(default_factory=lambda: [[]])

    def add(self, piece: str) -> None:
        if piece:
            self.slots[-1].append(piece)


def _joined(slot: list[str]) -> str:
    alone = sum(1 for piece in slot if piece.strip()) == 1
    return "".join(
        bracketed(piece) if isinstance(piece, _Form) and not alone else piece for piece in slot
    )


def native(formula: str) -> str:
    """Write a formula with every call of the add-in as its native form on the same arguments.

    Where there is none and the formula says itself what holds without the add-in, that is taken.
    """
    stack = [_Frame()]
    place = 0
    for token in _TOKEN.finditer(formula):
        stack[-1].add(formula[place : token.start()])
        place = token.end()
        _take(stack, token)
    stack[-1].add(formula[place:])
    written = "".join(map(_joined, stack[0].slots))
    if len(stack) != 1 or len(written) >= LONGEST or MISSING in written or still_calls(written):
        raise NoNativeForm
    return written


def _take(stack: list[_Frame], token: re.Match[str]) -> None:
    """Take the next token of a formula: open a bracket, close one, or go on in it."""
    name = (token["call"] or "").upper()
    if name in CATALOGUE:
        stack.append(_Frame(name))
    elif token["call"] or token["open"]:
        stack.append(_Frame(opener=token[0]))
    elif token["close"]:
        if len(stack) == 1:
            raise NoNativeForm
        _close(stack, token[0])
    elif token["comma"] and stack[-1].name:
        stack[-1].slots.append([])
    elif token["comma"]:
        stack[-1].slots.extend(([","], []))
    else:
        stack[-1].add(token[0])


def _close(stack: list[_Frame], bracket: str) -> None:
    frame = stack.pop()
    texts = [_joined(slot) for slot in frame.slots]
    if frame.name:
        arguments = [] if texts == [""] else texts
        stack[-1].add(_form_of(declaration(CATALOGUE[frame.name]), arguments))
        return
    before = "".join(stack[-1].slots[-1])
    asks = len(texts) == QUESTION and texts[0].strip() == LOADED and _IF.search(before)
    if asks and MISSING in texts[2]:
        stack[-1].slots[-1][-1] = _IF.sub("", stack[-1].slots[-1][-1])
        stack[-1].add(_Form(texts[4].strip()))
    else:
        stack[-1].add(f"{frame.opener}{''.join(texts)}{bracket}")


def _form_of(cell: Cell, arguments: list[str]) -> "_Form":
    try:
        return _Form(on_arguments(cell, arguments))
    except NoNativeForm:
        return _Form(MISSING)


def may_be_blank(argument: str) -> bool:
    """Tell an argument that may lead to a blank cell, for which a default is taken."""
    if is_literal(argument):
        return False
    called = _CALLED.match(argument)
    if called:
        return called[1].upper().removeprefix("_XLFN.") in _GIVE_REFERENCES
    return not _OPERATOR.search(bare(argument))


def on_arguments(cell: Cell, given: list[str]) -> str:
    """Write the native form of one call; an argument left empty takes its default."""
    if cell.native is None or len(given) > len(cell.args):
        raise NoNativeForm
    texts: dict[str, str] = {}
    for index, (arg, default) in enumerate(zip(cell.args, cell.defaults, strict=True)):
        text = given[index].strip() if index < len(given) else ""
        if not text and default is REQUIRED:
            raise NoNativeForm
        otherwise = texts.get(arg.shown_default, "") if default is None else literal(default)
        if not text:
            text = otherwise or '""'
        elif default is not REQUIRED and otherwise not in ("", "0") and may_be_blank(text):
            text = text if otherwise.startswith('"') else f'IF({text}="",{otherwise},{text})'
        texts[arg.name] = text
    form = cell.native_form(*texts.values())
    if len(form) >= LONGEST:
        raise NoNativeForm
    return form
