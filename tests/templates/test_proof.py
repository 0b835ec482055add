"""The proof of a book with no line: blank lists are no errors."""

import dataclasses

from betahedge.templates.book import article


def test_a_book_without_a_line_has_no_error_and_fails_no_check(make_book):
    book = make_book(dataclasses.replace(article(), holdings=()))
    assert book.result.errors == {}
    assert book.failed() == set()
    assert book.total("report.after") == 0
