"""Recalculates a workbook without a spreadsheet, and stores the results in the file.

In: the bytes of an .xlsx.  Out: the same package with values stored in its cells, all else in it
untouched.  `calculate` does both.
"""

from betahedge.engine.calculate import Calculated, calculate
from betahedge.errors import InputError
from betahedge.xlsx.files import read_workbook, write_new

__all__ = ["Calculated", "InputError", "calculate", "read_workbook", "write_new"]
