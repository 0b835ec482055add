"""Workbooks as data: a file a sheet; a workbook is a tuple of sheets.

In: holdings, market and policy (`BookInputs`).  Out: a `Workbook` and the values of its inputs by
name, for `sheets` to build.
"""
