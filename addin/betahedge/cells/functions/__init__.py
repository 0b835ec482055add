"""The cell functions, each under its declaration; no type hints, for xlwings reads them."""
