"""How a LAMBDA takes ranges: as Python does, asked of an engine that knows nothing of betahedge."""

import pytest

from betahedge.cells import ErrorValue
from hosts.case_book import Writer
from hosts.cases import Asked, Case, call, declarations
from hosts.lambda_host import in_formulon, with_lambdas

ONE_BY_ONE = [each for each in declarations() if not each.whole and len(each.args) > 1]


def answered(name, arguments):
    """Ask one call of a LAMBDA, with its arguments in cells: the first column of the answer."""
    writer, wanted = Writer(), call(name, arguments)
    writer.add(Asked(Case(name, "", arguments), typed=False), wanted)
    value = in_formulon(with_lambdas(writer.data()))
    return wanted, [[value(0, row, 0)] for row in range(len(wanted))]


def unlike(declared):
    """Give an example's arguments, the first as three lines and the last as two."""
    first, *rest = (*declared.examples[0].args, *[None] * len(declared.args))[: len(declared.args)]
    return ([[first]] * 3, *rest[:-1], [[rest[-1]]] * 2)


@pytest.mark.parametrize("declared", ONE_BY_ONE, ids=lambda declared: declared.name)
def test_ranges_that_do_not_go_together_are_refused(declared):
    wanted, found = answered(declared.name, unlike(declared))
    assert wanted == found == [["#VALUE!"]]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_bad_single_value_is_the_answer_beside_whatever_ranges(place):
    arguments = [[[325000.0]] * 3, [[65000.0]] * 2, [[0.5]] * 3, [[1.0]] * 3]
    arguments[place] = ErrorValue("#N/A")
    wanted, found = answered("HEDGE_CONTRACTS", tuple(arguments))
    assert wanted == found == [["#N/A"]]


def test_a_default_of_many_values_is_not_refused_before_the_arguments_on_its_left():
    """The second future return is the spot's, blank, and the contract value beside it is 0."""
    columns = [[[1.0], [0.0]], [[0.1], [None]]]
    wanted, found = answered("HEDGE_PNL", (5.0, 1.0, *columns, None))
    assert wanted[1] == found[1] == ["#DIV/0!"]
