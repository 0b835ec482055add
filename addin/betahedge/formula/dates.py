"""Tells a formula whose value is a date, which a cell would show as one."""

import re

from betahedge.cells import CATALOGUE, declaration
from betahedge.formula.calls import plain_name
from betahedge.formula.tokens import calls_in

_DATES = frozenset(
    {"DATE", "TODAY", "NOW", "EDATE", "EOMONTH", "WORKDAY", "WORKDAY.INTL", "DATEVALUE"}
)
_DAYS = re.compile(r"\s*[+-]\s*[\d.]+\s*$")  # more or less


def gives_date(formula: str) -> bool:
    """Tell one call of a function that gives a date, with days added or taken away."""
    text = _DAYS.sub("", formula.removeprefix("=").strip())
    names = (call.function for call in calls_in(text) if (call.start, call.end) == (0, len(text)))
    return any(map(_is_of_date, names))


def _is_of_date(function: str) -> bool:
    ours = CATALOGUE.get(plain_name(function))
    return declaration(ours).gives_date if ours else function.upper() in _DATES
