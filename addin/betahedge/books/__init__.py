"""What comes in: holdings, positions, trades, prices, market and funding files.

In: files as desks have them.  Out: rows of named fields, and every fault of the file with its line,
column, value and remedy.  What a book may hold is declared once, in `fields`.
"""
