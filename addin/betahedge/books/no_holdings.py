"""Lines that a word beside says are no holdings as they stand: cancelled, or counted in parts."""

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import Fault
from betahedge.books.line_words import no_holding


def check_words(columns: Columns) -> None:
    """Find lines with a quantity of which a column that is no field says that they are none."""
    header, grid = columns.header, columns.grid
    if header.layout:
        return
    used = set(header.columns.values())
    beside = [
        (place, each.text, no_holding(each.key))
        for place, each in enumerate(header.headings)
        if place not in used
    ]
    for row, quantity in zip(columns.body, columns.values["quantity"]):
        number = grid.numbers[row]
        for place, heading, sayings in beside if quantity else ():
            word = cell(columns, row, place)
            for said, must, remedy in sayings:
                if said.fits(word):
                    where = grid.place(number, place)
                    columns.faults.append(Fault(where, number, heading, word, must, remedy))
