"""The reference in chapters: each function starts from a desk's question, worked with numbers."""

import re

import pytest

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.pages import CATEGORIES, block_table, by_category, page, reference
from betahedge.cells.questions import CHAPTERS, WORKED


def test_every_chapter_says_what_is_in_it():
    assert tuple(CHAPTERS) == CATEGORIES
    assert tuple(by_category()) == CATEGORIES


def test_a_question_answers_to_a_function_and_the_other_way():
    assert WORKED.keys() == CATALOGUE.keys()
    categories = [declaration(CATALOGUE[name]).category for name in WORKED]
    assert categories == sorted(categories, key=CATEGORIES.index), "a chapter after the other"


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_page_starts_with_the_question_and_its_answer(name):
    declared, worked = declaration(CATALOGUE[name]), WORKED[name]
    assert worked.question.endswith("?")
    assert not worked.reading.endswith(".")
    assert worked.example < len(declared.examples)
    text = page(declared)
    assert not re.search(r"is `-?(.+?)`: \1\b", text.replace(",", "")), "the answer, twice"
    assert text.startswith(f"### {name}\n\n**{worked.question}**\n\n`={name}(")
    assert worked.reading[1:] in text
    assert "Native Excel" in text
    assert text in reference()


def test_a_block_of_answers_is_a_table():
    assert block_table([["a", "b"], ["x", 1.5]]) == ["| a | b |", "|---|---|", "| x | 1.5 |"]
    assert block_table([["x", 1.5]]) == ["| | |", "|---|---|", "| x | 1.5 |"]
