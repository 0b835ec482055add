"""Lines that a word beside says are no holdings as they stand: cancelled, or counted in parts."""

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import Fault
from betahedge.books.line_words import NO_HOLDING


def check_words(columns: Columns) -> None:
    """Find lines with a quantity of which a column that is no field says that they are none."""
    header, grid = columns.header, columns.grid
    if header.layout:
        return
    used = set(header.columns.values())
    beside = [place for place in range(len(header.headings)) if place not in used]
    for row, quantity in zip(columns.body, columns.values["quantity"]):
        for place in beside if quantity else ():
            word, number = cell(columns, row, place), grid.numbers[row]
            for said, must, remedy in NO_HOLDING:
                if said.fits(word):
                    where = grid.place(number, place)
                    heading = header.headings[place].text
                    columns.faults.append(Fault(where, number, heading, word, must, remedy))
