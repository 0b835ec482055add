"""Error values of a cell, and what hosts send in their place."""

NA = "#N/A"
NAME = "#NAME?"
NULL = "#NULL!"
NUM = "#NUM!"
REF = "#REF!"
SPILL = "#SPILL!"
VALUE = "#VALUE!"
DIV0 = "#DIV/0!"

# Excel's error numbers (xlErrNull ...); COM sends each as an integer, offset by _COM_OFFSET.
NUMBERS = {
    2000: NULL,
    2007: DIV0,
    2015: VALUE,
    2023: REF,
    2029: NAME,
    2036: NUM,
    2042: NA,
    2043: "#GETTING_DATA",
    2045: SPILL,
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_COM_OFFSET = -2146828288
_FROM_COM = {_COM_OFFSET + number: text for number, text in NUMBERS.items()}
HIGHEST_COM_ERROR = max(_FROM_COM)
_TEXTS = frozenset(NUMBERS.values())


# What an error value says where nothing gave a reason.
MEANINGS = {
    NULL: "two ranges that should cross do not",
    DIV0: "something is divided by 0 or by an empty cell",
    VALUE: "there is text where a number is needed, or ranges do not go together",
    REF: "it refers to a cell or sheet that is not there",
    NAME: "a name or a function in it is not known",
    NUM: "a number is out of its range, or the result beyond what a cell can hold",
    NA: "what is looked for is not there, or has no value",
    SPILL: "there is no room for the block",
    "#CALC!": "the result is an empty array or a function, which no cell shows",
}
REASON_LIMIT = 255  # what a host can show: a comment, a status line, a log


class ErrorValue(str):
    """An error value as a cell shows it; `reason` says in one line why it is there."""

    __slots__ = ("reason",)
    reason: str

    def __new__(cls, text: str, reason: str = "") -> "ErrorValue":
        """Make the error value `text`, such as "#NUM!"; its reason is cut to one line."""
        value = super().__new__(cls, text)
        value.reason = one_line(reason)
        return value


def one_line(text: str) -> str:
    """Put a text on one line of at most REASON_LIMIT characters."""
    if not text.isprintable():
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= REASON_LIMIT else f"{text[: REASON_LIMIT - 3]}..."


class Refused(Exception):  # noqa: N818 - not an error of the program: the cell's answer
    """A cell function will not answer; `error` is what the cell shows instead."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(f"{error} {error.reason}")
        self.error = error


def refuse(text: str, reason: str) -> Refused:
    """Make the exception that leaves a cell showing `text`."""
    return Refused(ErrorValue(text, reason))


def error_in(value: object) -> ErrorValue | None:
    """Recognise an error value, in any of the forms in which a host sends one."""
    if isinstance(value, ErrorValue):
        return value
    if type(value) is str:
        return ErrorValue(value) if value in _TEXTS else None
    if type(value) is int and value in _FROM_COM:
        return ErrorValue(_FROM_COM[value])
    return None
