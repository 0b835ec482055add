"""A folder for each spreadsheet host: how the same workbook and functions get there.

In: a neutral workbook and the catalogue.  Out: files in the form that a host wants.
"""
