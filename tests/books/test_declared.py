"""One declaration: the line of a book, its JSON, the schema and the page follow from it."""

import dataclasses

from betahedge.books.declared import DECLARED
from betahedge.books.fields import HOLDINGS
from betahedge.books.headings import key
from betahedge.books.model import Line


def test_a_line_has_the_fields_that_are_declared():
    fields = {field.name for field in dataclasses.fields(Line)}
    declared = {field.name for field in HOLDINGS} - {"wallet", "value", "currency", "as_of", "side"}
    assert fields == declared | {"is_cash", "coin_price", "wallets", "numbers"}


def test_no_two_fields_of_a_file_share_a_name():
    for fields, _ in DECLARED.values():
        names = [key(name) for field in fields for name in (field.name, *field.synonyms)]
        assert len(names) == len(set(names))
