"""Recalculates a workbook without a spreadsheet, and stores the results in the file.

In: the bytes of an .xlsx.  Out: the same package with values stored in its cells, all else in it
untouched.  `calculated` does both.
"""

from betahedge.engine.calculate import Calculated, calculated
from betahedge.workbook.files import BadInput, read_workbook, write_new

__all__ = ["BadInput", "Calculated", "calculated", "read_workbook", "write_new"]
