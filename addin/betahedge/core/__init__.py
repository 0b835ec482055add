"""The arithmetic of a futures hedge.

In: numbers (a float, a NumPy array or a Polars expression alike).  Out: numbers.
Standard library only; no spreadsheet, file, clock or print; nothing is validated here.
"""
