"""The arithmetic of `betahedge batch` by hand, as few expressions as possible, in one stream.

No checks but a filter, no reasons, no core: what the command is compared with.
"""

from pathlib import Path

import polars as pl

from betahedge.batch.polars_engine import known_terms

c = pl.col
_BOUNDS = [10.0**power for power in range(6, 16)]


def lots(count: pl.Expr) -> pl.Expr:
    size = (count / c.lot_size).abs()
    shift = pl.lit(0.0)
    for bound in reversed(_BOUNDS):
        shift = pl.when(size < bound).then(0.5 + 0.5e-15 * bound).otherwise(shift)
    whole = (size + shift).floor() * c.lot_size
    return pl.when(c.lot_size == 0).then(count).when(count < 0).then(0.0 - whole).otherwise(whole)


def lines(source: Path) -> pl.LazyFrame:
    lf = pl.scan_parquet(source, row_index_name="line", row_index_offset=1)
    lf = lf.with_columns(key=c.contract.str.to_uppercase()).join(
        known_terms(None), on="key", how="left", maintain_order="left"
    )
    lf = lf.rename(
        {"term_contract_size": "contract_size", "term_lot_size": "lot_size", "term_kind": "kind"}
    )
    lf = lf.filter(
        (c.price > 0)
        & c.quantity.is_finite()
        & c.beta.is_finite()
        & c.hedge_ratio.is_between(0, 1.5)
    )
    inverse = c.kind == "inverse"
    size = pl.when(inverse).then(c.contract_size).otherwise(c.futures_price * c.contract_size)
    lf = lf.with_columns(spot_value=c.quantity * c.price, contract_value=size)
    lf = lf.with_columns(
        exposure=c.beta * c.spot_value,
        exact=c.beta * c.hedge_ratio * c.spot_value / c.contract_value,
        held_notional=c.held
        * pl.when(inverse)
        .then(c.contract_size * c.futures_price / c.entry_price)
        .otherwise(c.contract_value),
        held_value=pl.when(inverse).then(c.contract_size * c.futures_price / c.entry_price),
    )
    lf = lf.with_columns(target=lots(c.exact), drift=c.held_notional / c.exposure - c.hedge_ratio)
    lf = lf.with_columns(notional=c.target * c.contract_value)
    lf = lf.with_columns(achieved_ratio=c.notional / c.exposure, order=c.target - c.held)
    n, entry, rate = c.held * c.contract_size, c.entry_price, c.term_maintenance_margin_rate
    linear = (c.collateral + n * entry) / (n + rate * n.abs())
    coin = (n - rate * n.abs()) / (n / entry - c.collateral / c.price)
    price = pl.when(inverse).then(coin).otherwise(linear)
    is_price = (price > entry / 1e12) & (price < entry * 1e12)
    return lf.select(
        c.line, c.portfolio, c.asset, c.term_name.alias("contract"), c.spot_value, c.exposure,
        c.contract_value, c.lot_size, c.held, c.held_value, c.exact, c.target, c.order,
        (c.exposure - c.notional).alias("residual"), c.achieved_ratio, c.drift,
        *((c.exposure * r - c.notional * r).alias(name) for name, r in
          (("pnl_down_20", -0.2), ("pnl_down_10", -0.1), ("pnl_up_10", 0.1))),
        (c.notional.abs() * c.term_initial_margin_rate).alias("initial_margin"),
        (c.notional.abs() * rate).alias("maintenance_margin"),
        pl.when(is_price).then(price).alias("liquidation_price"),
    )  # fmt: skip


def run(source: Path, output: Path) -> None:
    lines(source).sink_parquet(output, compression="zstd", compression_level=1)
