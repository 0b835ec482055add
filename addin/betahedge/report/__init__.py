"""Holdings in, reports out.

In: a user's file of holdings, or the values of a calculated workbook.  Out: checked inputs for
a template, or what a person needs to know about the result.
"""
