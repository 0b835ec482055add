"""Every function in every host: the same answer to 1e-12, or the difference named and explained.

Oracle: the cell functions called from Python, which `tests/cells` holds to published sources.
"""

import os
from pathlib import Path

import pytest

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from hosts.cases import ASKED, CASES, REFERENCE, reference, same
from hosts.differences import DIFFERENCES, expected, is_named
from hosts.matrix import HOSTS, Found, counted, differing, page, read, table

PAGE = Path(__file__).parent.parent.parent / "addin" / "HOSTS.md"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask a host all cases, once: its release and its answers, or why it is skipped."""
    known = {}

    def answers(host):
        if host not in known:
            folder = tmp_path_factory.mktemp("host")
            try:
                known[host] = HOSTS[host].ask(folder, [expected(host, asked) for asked in ASKED])
            except pytest.skip.Exception as skipped:
                known[host] = skipped
        if isinstance(known[host], BaseException):
            pytest.skip(str(known[host]))
        return known[host]

    return answers


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_answers_as_python_does(host, ask):
    _, answers = ask(host)
    wrong = [f"{a}: {theirs} and not {ours}" for a, ours, theirs in differing(host, answers)]
    assert not wrong, f"{len(wrong)} answers differ, such as\n" + "\n".join(wrong[:20])
    silent = {name for name, count in counted(host, answers).items() if count == "n.a."}
    assert silent == ({"HEDGE_SPEC", "HEDGE_CHECK", "HEDGE_VERSION"} if host == "core" else set())
    assert host == "core" or None not in answers


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda d: d.what)
def test_a_named_difference_is_one(difference):
    """That a host still differs is tested above: there it must show just this."""
    assert difference.host in HOSTS
    assert difference.why
    assert any(
        is_named(difference.host, asked) for asked in ASKED if difference.shows(asked) is not None
    )


def test_the_matrix_is_in_hosts_md(ask):
    """Columns of hosts that are not here, and releases, are taken from the page."""
    written = PAGE.read_text("utf-8") if PAGE.exists() else ""
    known = read(written)
    for host in HOSTS:
        try:
            release, answers = ask(host)
        except pytest.skip.Exception:
            continue
        kept = release if "BETAHEDGE_WRITE_HOSTS" in os.environ else known[host].release
        known[host] = Found(kept, counted(host, answers))
    print(f"\n{table(known)}")
    if "BETAHEDGE_WRITE_HOSTS" in os.environ:
        PAGE.write_text(page(known), "utf-8")
        written = page(known)
    assert written == page(known), "see the top of addin/HOSTS.md for how to write it"


def test_every_function_has_examples_errors_and_blanks():
    for name, function in CATALOGUE.items():
        labels = [case.label for case in CASES if case.name == name]
        args = declaration(function).args
        assert "example 1" in labels
        assert len(labels) >= 1 + 7 * len(args)
        for arg in args:
            assert {f"{arg.name} {bad}" for bad in ("blank", "text", "#N/A")} <= set(labels)
    assert len(REFERENCE) == len(CASES), "two cases have one name"


def test_every_kind_of_answer_is_among_the_references():
    cells = [value for rows in REFERENCE.values() for row in rows for value in row]
    assert {str(value) for value in cells if isinstance(value, ErrorValue)} == {
        *("#VALUE!", "#NUM!", "#DIV/0!", "#N/A"),
    }
    assert any(isinstance(v, str) and not isinstance(v, ErrorValue) for v in cells)
    assert any(len(rows) > 1 and len(rows[0]) > 1 for rows in REFERENCE.values())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([[1.0]], [[1.0 + 2e-12]]),
        ([[1.0]], [["1"]]),
        ([[0.0]], [[""]]),
        ([[ErrorValue("#N/A")]], [["#N/A"]]),
        ([[ErrorValue("#N/A")]], [[ErrorValue("#NUM!")]]),
        ([[1.0]], [[1.0], [2.0]]),
        ([[1.0]], [[1.0, 2.0]]),
    ],
)
def test_another_answer_is_seen(ours, theirs):
    """The test of the tests above."""
    assert same(ours, ours)
    assert not same(ours, theirs)


def test_a_wrong_answer_is_counted():
    answers = [reference(asked) for asked in ASKED]
    place = next(i for i, asked in enumerate(ASKED) if asked.case.name == "HEDGE_BASIS")
    total = counted("Python", answers)["HEDGE_BASIS"].split("/")[1]
    answers[place] = [[-1.0]]
    assert [asked for asked, *_ in differing("Python", answers)] == [ASKED[place]]
    assert counted("Python", answers)["HEDGE_BASIS"] == f"{int(total) - 1}/{total}"
