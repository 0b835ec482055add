"""The language of templates: blocks of named items, laid out, written and checked as a workbook.

In: sheets as data, and the values of their inputs by name.  Out: the bytes of a workbook whose
formulas are written and not yet calculated, and the place of every item by its name.
"""
