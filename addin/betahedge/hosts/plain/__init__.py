"""Workbooks that need no add-in: native formulas, or values only."""
