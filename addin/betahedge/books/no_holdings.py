"""Lines that a word beside says are no holdings as they stand: cancelled, or counted in parts."""

from betahedge.books.columns import Columns
from betahedge.books.faults import Fault
from betahedge.books.line_words import no_holding, spoken


def check_words(columns: Columns) -> None:
    """Find lines with a quantity of which a column that is no field says that they are none."""
    header, grid = columns.header, columns.grid
    if header.layout:
        return
    used = set(header.columns.values())
    beside = (place for place in range(len(header.headings)) if place not in used)
    quantities = dict(zip(columns.body, columns.values["quantity"]))
    for row, words in spoken(columns, beside).items():
        for place, word in words if quantities.get(row) else ():
            heading = header.headings[place]
            for said, must, remedy in no_holding(heading.key):
                if said.fits(word):
                    number = grid.numbers[row]
                    where = grid.place(number, place)
                    columns.faults.append(Fault(where, number, heading.text, word, must, remedy))
