"""The one reader of formulas.

In: the text of a formula.  Out: what it calls and refers to, and the same formula otherwise
spelled.
"""
