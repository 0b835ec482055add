"""A sheet of a workbook without its formulas."""

from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from betahedge.engine.days import is_day
from betahedge.formula.references import ROWS, reference
from betahedge.xlsx.cells import Value
from betahedge.xlsx.xml import Element, tag


@dataclass
class Page:
    """What a sheet holds beside its formulas, without its tree.

    constants: the values of cells that have no formula, by row and column.  hidden: rows that are
    not shown; filter: the element, of the sheet or of a table, by which some are not; filtered:
    those.  last: the last row and column in which there is something.
    """

    name: str
    part: str
    constants: dict[tuple[int, int], Value] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    filter: str = ""
    filtered: set[int] = field(default_factory=set)
    last: tuple[int, int] = (1, 1)

    def add_filter(self, root: Element) -> None:
        """Take the filter of the sheet or of a table on it, if it asks for something."""
        found = root.find(tag("autoFilter"))
        if found is None or found.find(tag("filterColumn")) is None:
            return
        self.filter = self.filter or etree.tostring(found, encoding="unicode", with_tail=False)
        _, top, _, bottom = reference(found.get("ref", "")).area or (1, 1, 1, ROWS)
        self.filtered.update(row for row in self.hidden if top <= row <= bottom)

    @cached_property
    def days(self) -> set[tuple[int, int]]:
        """Give the cells whose text may be a day."""
        texts = ((spot, value) for spot, value in self.constants.items() if isinstance(value, str))
        return {spot for spot, text in texts if is_day(text)}

    @property
    def hidden_beside_filter(self) -> set[int]:
        """Give the rows hidden by hand on a sheet with a filter: the engine thinks it hid them."""
        return self.hidden - self.filtered if self.filter else set()
