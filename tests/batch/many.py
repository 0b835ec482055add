"""Lines of many portfolios for tests, with numbers of our own."""

from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as parquet

CONTRACTS = (
    *(("BTC", "CME:MBT", 65000.0), ("BTC", "CME:BTC", 65000.0), ("ETH", "CME:MET", 3500.0)),
    *(("ETH", "CME:ETH", 3500.0), ("SOL", "CME:MSL", 150.0), ("XRP", "CME:MXP", 0.6)),
    *(("BTC", "BINANCE:BTCUSDT", 65000.0), ("ETH", "BINANCE:ETHUSDT", 3500.0)),
    *(("BNB", "BINANCE:BNBUSDT", 600.0), ("BTC", "BINANCE:BTCUSD_PERP", 65000.0)),
)
LINES_OF_EACH = 100


def make_lines(rows: int, start: int = 0) -> pl.DataFrame:
    """Make lines, one in two thousand of them bad: the same ones every time."""
    chance = np.random.default_rng(20261126 + start)
    chosen = chance.integers(0, len(CONTRACTS), rows)
    assets, contracts, prices = (np.array(column)[chosen] for column in zip(*CONTRACTS))
    futures = np.round(prices * 1.002, 4)
    side = np.where(chance.random(rows) < 0.07, -1, 1)
    quantity = np.round(np.exp(chance.normal(11, 2, rows)) * side / prices, 6)
    beta = np.where(chance.random(rows) < 0.5, 1.0, np.round(chance.normal(1.2, 0.3, rows), 3))
    ratio = np.round(chance.choice([0.5, 0.6, 0.7, 0.8, 0.9, 1.0], rows), 2)
    exact = quantity * ratio * beta * 10
    held = np.where(chance.random(rows) < 0.5, np.round(exact), np.round(exact * 1.1, 2))
    bad = np.where(chance.random(rows) < 0.0005, chance.integers(0, 4, rows), -1)
    return pl.DataFrame({
        "portfolio": ((start + np.arange(rows)) // LINES_OF_EACH).astype(np.int32),
        "asset": assets, "quantity": np.where(bad == 3, np.inf, quantity),
        "price": np.where(bad == 0, 0.0, prices), "contract": contracts, "futures_price": futures,
        "beta": np.where(bad == 2, np.nan, beta), "hedge_ratio": np.where(bad == 1, -1.0, ratio),
        "held": held, "entry_price": np.round(prices * 0.97 + 1e-4, 4),
        "collateral": np.round(np.abs(exact) * futures * 0.05, 2),
    })  # fmt: skip


def write_lines(path: Path, rows: int, batch: int = 1_000_000) -> Path:
    """Write lines as Parquet, a part at a time where there are many."""
    writer = None
    for start in range(0, rows, batch):
        table = make_lines(min(batch, rows - start), start).to_arrow()
        writer = writer or parquet.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=1 << 17)
    if writer:
        writer.close()
    return path
