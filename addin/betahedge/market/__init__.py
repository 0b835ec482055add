"""The market as exchanges tell it, and the limits of a book that is watched against it.

In: public answers of exchanges by ccxt (extra `market`), or a recording of them.  Out: market.csv,
funding, tiers; and what has been broken since the last look.
"""
