"""Template workbooks: sheets, styles and checks as data, and the openpyxl builder.

In: holdings and policy (`BookInputs`).  Out: a workbook whose formulas are written and not yet
calculated.  Functions are called by formula only; no value is computed here.
"""
