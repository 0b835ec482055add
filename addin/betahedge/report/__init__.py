"""What goes out: the proof of a workbook, and tables for the terminal.

In: the values of a calculated workbook.  Out: what a person needs to know about the result.
"""
