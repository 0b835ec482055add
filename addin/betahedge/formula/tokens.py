"""A formula's tokens, by openpyxl's Tokenizer, and the calls that they make up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.formula import tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

LONGEST = 8192  # characters in a formula that Excel takes
_NEWER_ERRORS = ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!")
_BRACKET = re.compile(r"'.|[\[\]]", re.DOTALL)  # after an apostrophe a sign stands for itself
_Base: Any = tokenizer.Tokenizer  # what it does inside has no types
_OURS = re.compile(r"HEDGE_\w+\Z", re.IGNORECASE)


class _Tokenizer(_Base):  # type: ignore[misc]
    """The Tokenizer with what newer spreadsheets write, and with every sign of the text."""

    TOKEN_ENDERS = f"{_Base.TOKEN_ENDERS}\n"
    ERROR_CODES = (*_Base.ERROR_CODES, *_NEWER_ERRORS, "#EXTERNAL!", "#PYTHON!")

    def _parse_whitespace(self) -> int:
        length: int = self.WSPACE_RE.match(self.formula[self.offset :]).end()
        self.items.append(Token(self.formula[self.offset :][:length], Token.WSPACE))
        return length

    def _parse_brackets(self) -> int:
        depth = 0
        for found in _BRACKET.finditer(self.formula, self.offset):
            depth += {"[": 1, "]": -1}.get(found[0], 0)
            if not depth:
                self.token.append(self.formula[self.offset : found.end()])
                return int(found.end() - self.offset)
        raise TokenizerError("a bracket that is not closed")

    def _parse_opener(self) -> int:
        """Take a function of ours that stands apart from its bracket as one, and no crossing."""
        last = self.items[-2:]
        apart = [token.type for token in last] == [Token.OPERAND, Token.WSPACE]
        if apart and not self.token and _OURS.search(last[0].value):
            self.token += [token.value for token in last]
            del self.items[-2:]
        length: int = super()._parse_opener()
        return length

    def _parse_error(self) -> int:
        if self.token and self.token[-1] != "!":  # A1#, the cells that a formula fills
            self.token.append("#")
            return 1
        length: int = super()._parse_error()
        return length


@lru_cache(maxsize=4096)
def tokens(formula: str) -> tuple[Token, ...]:
    """Take a formula apart; joined, the tokens' values are the formula again.

    What cannot be taken apart, or leaves a bracket open, has no tokens.
    """
    text = formula.replace("\r", " ").replace("\t", " ")  # one sign each, as everywhere
    try:
        found = tuple(_Tokenizer(f"={text}").items)
    except (TokenizerError, IndexError, AttributeError):
        return ()
    place = 0
    for token in found:  # a tab in a text stays one
        token.value = formula[place : place + len(token.value)]
        place += len(token.value)
    level = sum({Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0) for token in found)
    return found if place == len(formula) and not level else ()


def opens(token: Token) -> bool:
    """Tell a token that opens a call."""
    return bool(token.type == Token.FUNC and token.subtype == Token.OPEN)


@dataclass(frozen=True, slots=True)
class Call:
    """A call in a formula: the function as written, where it stands, and its arguments.

    depth: how many calls it stands in.  Places are in the formula's text.
    """

    function: str
    start: int
    end: int
    arguments: tuple[tuple[int, int], ...]  # none for a call with nothing between its brackets
    depth: int


@lru_cache(maxsize=4096)
def calls_in(formula: str) -> tuple[Call, ...]:
    """Find every call in a formula; a call comes after those within it."""
    return tuple(_calls(formula))


def _calls(formula: str) -> Iterator[Call]:
    # Of every open bracket: the function, where it begins, where the argument does, arguments.
    frames: list[tuple[str, int, int, list[tuple[int, int]]]] = []
    place = depth = 0
    for token in tokens(formula):
        after = place + len(token.value)
        if token.subtype == Token.OPEN:
            frames.append((token.value[:-1] if opens(token) else "", place, after, []))
            depth += opens(token)
        elif token.type == Token.SEP and token.subtype == Token.ARG and frames:
            function, start, begins, arguments = frames.pop()
            frames.append((function, start, after, [*arguments, (begins, place)]))
        elif token.subtype == Token.CLOSE and frames:
            function, start, begins, arguments = frames.pop()
            if token.type == Token.FUNC:
                whole = [*arguments, (begins, place)]
                given = whole if len(whole) > 1 or formula[begins:place].strip() else []
                depth -= 1
                yield Call(function.strip(), start, after, tuple(given), depth)
        place = after
