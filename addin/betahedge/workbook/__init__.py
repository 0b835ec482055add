"""Workbooks: templates as data with the openpyxl builder, and .xlsx packages as files.

In: holdings and policy (`BookInputs`), or a file.  Out: a workbook whose formulas are written and
not yet calculated.  Functions are called by formula only; no value is computed here.
"""
