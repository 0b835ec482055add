"""No question about a formula takes more than its length allows, whatever signs run in it."""

import time

import pytest

from betahedge.formula import alike, calls, names, references, tokens

RUNS = {
    "brackets": ("(", "A1", ")"),
    "calls": ("SUM(", "A1", ")"),
    "our calls": ("HEDGE_ROUND(", "A1", ",1)"),
    "letters": ("SUM(A2:A3)+", "a", "a"),
    "square brackets": ("T[x]+", "1", ""),
    "open square brackets": ("[", "x", ""),
    "quotes": ("''", "'", ""),
    "texts": ('""&', '""', ""),
    "files": (".xla", "!HEDGE_PNL(1)", ""),
    "arguments": ("1,", "1", ""),
    "cells": ("A1+", "A1", ""),
    "names": ("rate+", "rate", ""),
    "doubled": ("(A1):", "A1", ""),
}
QUESTIONS = {
    "tokens": tokens.tokens.__wrapped__,
    "calls": tokens.calls_in.__wrapped__,
    "renamed": lambda text: calls.renamed(text, "_xldudf_"),
    "untied": calls.untied,
    "still calls": calls.still_calls,
    "strangers": calls.strangers,
    "arguments": lambda text: calls.with_arguments(text, lambda each: f"({each})"),
    "replaced": lambda text: calls.replace_calls(text, lambda *_: None),
    "form": alike.form_of,
    "names": names.names_in.__wrapped__,
    "constants": lambda text: names.with_constants(text, {"RATE": "1"}),
    "one cell": names.cell_in,
    "one value": lambda text: names.gives_one_value(text, bool),
    "blank": names.may_be_blank,
    "links": names.links_in,
    "shifted": lambda text: references.shifted(text, 1, 1),
    "functions": references.functions,
}
LENGTHS = (1000, 2000, 4000, 8000)


def run_of(kind, length):
    before, middle, after = RUNS[kind]
    times = (length - len(middle)) // (len(before) + len(after))
    return before * times + middle + after * times


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("kind", RUNS)
def test_eight_times_the_length_takes_no_more_than_some_ten_times_as_long(kind, question):
    """Quadratic growth would be 64 times; a tenth of a second is as good as nothing."""

    def seconds(length):
        text = run_of(kind, length)
        best = 9.0
        for _ in range(3):
            tokens.tokens.cache_clear()
            tokens.calls_in.cache_clear()
            start = time.process_time()
            QUESTIONS[question](text)
            best = min(best, time.process_time() - start)
        return best

    taken = [seconds(length) for length in LENGTHS]
    assert taken[-1] < max(24 * taken[0], 0.1), taken
