"""The arithmetic of a futures hedge.

In: numbers (a float, a NumPy array, an expression of Polars or DuckDB alike).  Out: numbers.
Standard library only; no spreadsheet, file, clock or print; nothing is validated here.
"""
