"""A book as JSON: what is said, and nothing else."""

import json

from betahedge.books.writing import records
from books.files import read


def test_json_has_what_is_said():
    book = read("asset,quantity,price,wallet,expiry\nBTC,3,65000,a,2026-12-25\n").book
    assert json.loads(json.dumps(records(book))) == [
        {"asset": "BTC", "quantity": 3.0, "price": 65000.0, "expiry": "2026-12-25T00:00:00",
         "wallets": [{"name": "a", "quantity": 3.0}]}
    ]  # fmt: skip
