"""How a type checker sees the face: every line is right as it stands, or wrong as it says."""

from pathlib import Path
from typing import Any, assert_type

import numpy as np
import polars as pl

import betahedge
from betahedge.books.market import Market
from betahedge.books.model import Reading
from betahedge.books.positions import Position
from betahedge.books.rows import Rows
from betahedge.face import Result, Sized, Workbook

sold = betahedge.HEDGE_CONTRACTS(325000, 65000, 0.5, rounding="down")
column = betahedge.HEDGE_CONTRACTS([[1.0], [2.0]], np.array([1.0, 2.0]), None)
assert_type(betahedge.HEDGE_IMPACT(1, 2, 3, -0.1), list[list[Any]] | betahedge.ErrorValue)
betahedge.HEDGE_CONTRACTS(325000)  # type: ignore[call-arg]
betahedge.HEDGE_CONTRACTS("many", 65000)  # type: ignore[arg-type]
betahedge.HEDGE_CONTRACTS(325000, 65000, rounding="sideways")  # type: ignore[arg-type]
betahedge.HEDGE_CONTRACTS(325000, 65000, ratio=0.5)  # type: ignore[call-arg]
betahedge.HEDGE_NOTHING(1)  # type: ignore[attr-defined]

lines = [{"asset": "BTC", "quantity": 3.0, "price": 65000.0}]
assert_type(betahedge.size(lines, hedge_ratio=0.6), Sized)
assert_type(betahedge.report("h.csv", policy=Path("p.toml")), Result)
betahedge.size(pl.DataFrame(lines))
betahedge.size(betahedge.read("h.csv"))
betahedge.size(3)  # type: ignore[arg-type]
betahedge.size(lines, hedge_ratio="60%")  # type: ignore[arg-type]
betahedge.size()  # type: ignore[call-arg]

assert_type(betahedge.read("h.csv"), Reading)
assert_type(betahedge.read("p.csv", "positions"), Rows[Position])
assert_type(betahedge.read("m.csv", "market"), Market)
betahedge.read("h.csv", "holding")  # type: ignore[call-overload]

assert_type(betahedge.template("carry", inputs="carry.csv"), Workbook)
assert_type(betahedge.calculate(b""), Workbook)
assert_type(betahedge.export("h.xlsx", "native", "n.xlsx", force=True), bytes)
assert_type(betahedge.InputError("").lines, tuple[str, ...])
assert_type(betahedge.__version__, str)
