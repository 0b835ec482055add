"""The builder of `mixed_portfolio.xlsx`."""

import io
from dataclasses import dataclass

from openpyxl import Workbook

from betahedge import __version__
from betahedge.workbook import theme
from betahedge.workbook.inputs import ROOM, BookInputs
from betahedge.workbook.page import Page
from betahedge.workbook.sheet_checks import write_checks
from betahedge.workbook.sheet_cover import write_cover
from betahedge.workbook.sheet_errata import write_errata
from betahedge.workbook.sheet_hedge import inputs_rows, write_hedge
from betahedge.workbook.sheet_impact import write_impact
from betahedge.workbook.sheet_inputs import write_inputs
from betahedge.workbook.table import Table

TITLE = "Hedge of a mixed portfolio"


@dataclass(frozen=True)
class Built:
    """A workbook whose formulas are written and not yet calculated.

    hedge: the table of its Hedge sheet.  twins: the addresses of every function cell and of the
    native formula that must give the same.
    """

    data: bytes
    hedge: Table
    twins: list[tuple[str, str]]


def build_mixed_portfolio(inputs: BookInputs) -> Built:
    """Build the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for style in theme.styles():
        book.add_named_style(style)
    rows = inputs_rows(max(ROOM, len(inputs.holdings)))
    cover = Page(book, "Cover", TITLE, [2, 18, 34, 8, 14, 64])
    write_inputs(book, inputs, rows)
    hedge = write_hedge(book, rows)
    impact = write_impact(book, hedge, len(inputs.shocks))
    write_errata(book)
    write_checks(book, hedge, len(inputs.shocks))
    write_cover(cover, hedge)
    _headers(book, inputs)
    properties = book.properties
    properties.title, properties.creator = TITLE, f"betahedge {__version__}"
    stream = io.BytesIO()
    book.save(stream)
    return Built(stream.getvalue(), hedge, hedge.page.twins + impact.twins)


def _headers(book: Workbook, inputs: BookInputs) -> None:
    """Write the printed header and footer; an ampersand is doubled, for it starts a code."""
    entity = inputs.entity.replace("&", "&&")
    for sheet in book.worksheets:
        header, footer = sheet.oddHeader, sheet.oddFooter
        assert header is not None and footer is not None  # noqa: S101 - openpyxl makes both
        header.left.text = entity
        header.right.text = "&A"
        footer.left.text = f"betahedge {__version__}"
        footer.center.text = f"made as of {inputs.as_of.isoformat()}"
        footer.right.text = "page &P of &N"
