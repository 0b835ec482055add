"""Calculates a workbook without a spreadsheet, and stores the values in the file.

In: the bytes of an .xlsx.  Out: the same package with values stored in its cells, all else in it
untouched.  `calculate` does both; `evaluate.evaluate` answers one formula.
"""

from betahedge.engine.calculate import Calculated, calculate
from betahedge.xlsx.files import read_workbook, write_new

__all__ = ["Calculated", "calculate", "read_workbook", "write_new"]
