"""The one declaration of a cell function, from which everything else is derived.

`@cell(...)` above a plain `def` holds what a host, a reference page, a manifest or a test needs
to know, and makes the function answer as a cell does: arguments coerced, ranges broadcast,
errors returned as values, nothing ever raised.
"""

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from betahedge.cells import calling
from betahedge.cells.broadcast import from_array, is_array
from betahedge.cells.errors import ErrorValue
from betahedge.cells.kinds import Kind
from betahedge.cells.lambda_bodies import NATIVE
from betahedge.cells.native import BLANK, Native, NativeBlock, literal, on

HELP_LIMIT = 255  # Excel on the desktop cuts function and argument help here
REQUIRED: Any = ...

Category = Literal["Sizing", "P&L", "Carry", "Margin", "Statistics", "Running a hedge", "Reference"]


Shape = Literal["cell", "each", "lines", "series", "row", "block"]


@dataclass(frozen=True, slots=True)
class Arg:
    """An argument: what it means, its unit, and what it may be.

    shape: how the function takes it.  "cell": one value at a time.  "each": the same in a
    function that takes other ranges whole, which is then called for each value.  "lines": a
    column, where a bad element spoils its own line only.  "series": a column, where it spoils the
    answer and a blank is a missing observation.  "block": series side by side.  "row": a value
    for each of them.
    shown_default: what stands for the default where it depends on another argument.
    """

    name: str
    kind: Kind
    help: str
    unit: str = ""
    shape: Shape = "cell"
    shown_default: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A call and its answer; the answer comes from a published source or from the article."""

    args: tuple[Any, ...]
    answer: Any


@dataclass(frozen=True)
class Cell:
    """A cell function as declared.

    whole: the function is called once, with whole ranges where its arguments take them; otherwise
    it is called element by element, and ranges broadcast.
    lambda_body: the function as a formula of Excel 365, in the terms of `lambda_bodies`; the native
    form does where it is exact, and None says that no formula is.
    gives_date: the answer is the number of a day.
    """

    name: str
    category: Category
    help: str
    args: tuple[Arg, ...]
    defaults: tuple[Any, ...]  # one for each argument, REQUIRED where there is none
    result: str
    examples: tuple[Example, ...]
    formula: str
    source: str
    native: Native | None
    lambda_body: str | None
    whole: bool
    body: Callable[..., Any]
    native_block: NativeBlock | None = None
    gives_date: bool = False

    @property
    def required(self) -> int:
        """Count the arguments that must be given."""
        return sum(default is REQUIRED for default in self.defaults)

    @property
    def gives_table(self) -> bool:
        """Tell a function that answers with more than one value, by its examples."""
        return any(isinstance(example.answer, list) for example in self.examples)

    @property
    def signature(self) -> str:
        """Write the call as help shows it: optional arguments in brackets, with defaults."""
        shown = []
        for arg, default in zip(self.args, self.defaults, strict=True):
            if default is REQUIRED:
                shown.append(arg.name)
            elif default is None and not arg.shown_default:
                shown.append(f"[{arg.name}]")
            else:
                shown.append(f"[{arg.name}={arg.shown_default or literal(default)}]")
        return f"{self.name}({', '.join(shown)})"

    def call(self, *arguments: str) -> str:
        """Write a formula that calls this function with the arguments' texts."""
        return f"{self.name}({','.join(arguments)})"

    def native_form(self, *arguments: str) -> str:
        """Write the native formula on the arguments' texts; left-out ones take their default."""
        if self.native is None:
            raise ValueError(f"{self.name} has no native form")
        return on(self.native, self.texts(*arguments))

    def texts(self, *arguments: str) -> dict[str, str]:
        """Name the arguments' texts; left-out ones take their default."""
        texts: dict[str, str] = {}
        for index, (arg, default) in enumerate(zip(self.args, self.defaults, strict=True)):
            if index < len(arguments):
                texts[arg.name] = arguments[index]
            elif default is None:
                texts[arg.name] = texts.get(arg.shown_default, BLANK)
            else:
                texts[arg.name] = literal(default)
        return texts


CATALOGUE: dict[str, Callable[..., Any]] = {}


def declaration(function: Callable[..., Any]) -> Cell:
    """Give the declaration of a cell function."""
    found = function.__dict__["cell"]
    assert isinstance(found, Cell)  # noqa: S101 - set by `cell`, below, and nowhere else
    return found


def cell(
    *,
    category: Category,
    help: str,  # noqa: A002 - the field's own word for it
    args: Sequence[Arg] = (),
    result: str,
    examples: Sequence[Example],
    formula: str = "",
    source: str = "",
    native: Native | None = None,
    lambda_body: str | None = NATIVE,
    native_block: NativeBlock | None = None,
    whole: bool = False,
    gives_date: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a cell function; defaults are read from its `def`."""

    def declare(body: Callable[..., Any]) -> Callable[..., Any]:
        parameters = inspect.signature(body).parameters.values()
        if [p.name for p in parameters] != [arg.name for arg in args]:
            raise TypeError(f"{body.__name__}: declared arguments differ from those of its def")
        defaults = tuple(REQUIRED if p.default is p.empty else p.default for p in parameters)
        declared = Cell(
            name=body.__name__,
            category=category,
            help=help,
            args=tuple(args),
            defaults=defaults,
            result=result,
            examples=tuple(examples),
            formula=formula,
            source=source,
            native=native,
            lambda_body=lambda_body,
            whole=whole,
            body=body,
            native_block=native_block,
            gives_date=gives_date,
        )
        function = answering(declared)
        CATALOGUE[declared.name] = function
        return function

    return declare


def answering(declared: Cell) -> Callable[..., Any]:
    """Wrap a declared function so that it answers as a cell and never raises into a host."""
    names = [arg.name for arg in declared.args]
    answer = calling.whole(declared) if declared.whole else calling.elementwise(declared)

    @functools.wraps(declared.body)
    def function(*given: Any, **named: Any) -> Any:
        if named:
            bound = inspect.signature(declared.body).bind_partial(*given, **named).arguments
            given = tuple(bound.get(name) for name in names)
        found = calling.attempt(declared.name, answer, given)
        if type(found) is ErrorValue and any(map(is_array, given)):
            return calling.attempt(declared.name, lambda: answer([*map(from_array, given)]))
        return found

    function.__dict__["cell"] = declared
    function.__doc__ = declared.help
    del function.__dict__["__wrapped__"]
    function.__dict__["__signature__"] = inspect.signature(declared.body)
    return function
