"""The fields of a book as the schema of many portfolios."""

import polars as pl

from betahedge.books.field import schema
from betahedge.books.fields import HOLDINGS


def test_the_schema_of_many_portfolios():
    found = schema(HOLDINGS)
    assert (found["asset"], found["quantity"], found["expiry"]) == (
        pl.String(),
        pl.Float64(),
        pl.Date(),
    )
    assert list(found) == [field.name for field in HOLDINGS]
