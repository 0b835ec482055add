"""Input at random, run by hand: an answer, or a line that says why not; never a fault, and soon.

`PYTHONPATH=tests python -m fuzz.packages` (holdings, formulas, calls) takes a minute; `--seed` and
`--seconds` change what is tried and for how long.  A case that fails is printed with the seed that
makes it alone, and the exit code is 1.
"""
