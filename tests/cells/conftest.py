"""What the cell tests share: every declared function, and the known error values."""

import pytest

from betahedge.cells import CATALOGUE, declaration

# Microsoft's XlCVError enumeration and the errors of dynamic arrays (ERROR.TYPE's documentation):
# the text a cell shows, and the integer COM sends, -2146828288 + the number.
ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CONNECT!": -2146826242,
    "#BLOCKED!": -2146826241,
    "#UNKNOWN!": -2146826240,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `any_function` on every declared function, and so on."""
    names = metafunc.fixturenames
    if "any_function" in names:
        metafunc.parametrize("any_function", CATALOGUE.values(), ids=list(CATALOGUE))
    if "native_function" in names:
        native = {n: f for n, f in CATALOGUE.items() if declaration(f).native is not None}
        metafunc.parametrize("native_function", native.values(), ids=list(native))
    if {"declared", "example"} <= set(names):
        rows = [
            pytest.param(declaration(f), e, id=f"{n}-{i}")
            for n, f in CATALOGUE.items()
            for i, e in enumerate(declaration(f).examples, 1)
        ]
        metafunc.parametrize(("declared", "example"), rows)
    if {"error_text", "error_form"} <= set(names):
        forms = [(text, form) for text, number in ERRORS.items() for form in (text, number)]
        metafunc.parametrize(("error_text", "error_form"), forms)


@pytest.fixture(scope="session")
def known_errors() -> frozenset[str]:
    return frozenset(ERRORS)
