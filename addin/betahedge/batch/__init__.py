"""Many portfolios at once.

In: lines of many portfolios, Parquet or CSV, in the book's fields plus `portfolio`.  Out: sized
lines, sums, orders and rejected lines, by Polars, or by Spark where the data is there.
"""
