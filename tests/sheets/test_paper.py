"""What a printed sheet says at its foot."""

import io

import openpyxl

from betahedge.templates.strategies.single_asset import SINGLE_ASSET


def test_a_page_whose_money_may_grow_into_thousands_says_what_k_is():
    """Its formats follow the book, and a footer cannot."""
    built = SINGLE_ASSET.build(SINGLE_ASSET.example)
    book = openpyxl.load_workbook(io.BytesIO(built.data))
    feet = {sheet.title: sheet.oddFooter.left.text for sheet in book}
    told = {title for title, text in feet.items() if text.endswith("; k: thousand, m: million")}
    assert told == {SINGLE_ASSET.page.name}
