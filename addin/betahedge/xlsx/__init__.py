"""A workbook's package: its parts, sheets, cells, names and values, opened and written safely.

In: the bytes of an .xlsx.  Out: trees that may be changed, and the bytes of the changed package.
"""
