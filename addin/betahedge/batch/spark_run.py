"""A run by Spark: any session handed over, or a Spark Connect server by its address.

Paths are the server's.  Where it writes to this machine's disk, results are moved into place whole;
elsewhere `batch.json` comes last, and a folder without it is not whole.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import socket
import urllib.parse
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from betahedge.batch.policy import Policy
from betahedge.batch.run import Done, make_record, tie_out
from betahedge.batch.staging import RECORD, check_folder, staged
from betahedge.books.market import Market
from betahedge.books.text import escaped
from betahedge.errors import InputError, require

_PATIENCE = 5.0  # seconds for a server to take a connection
_LONGEST = 200  # characters of what Spark says
_LOGGERS = ("DataFrameQueryContextLogger", "SQLQueryContextLogger")  # which say it at length


class SparkFailed(InputError):  # noqa: N818 - said in one line, as what the user gave is
    """Spark could not do it: no server, no path, or lost on the way."""


def batch_by_address(
    address: str, source: str, output: str, policy: Policy, market: Market | None = None, *,
    force: bool = False,
) -> Done:  # fmt: skip
    """Size portfolios by a Spark Connect server, as sc://HOST:PORT."""
    require("pyspark", "spark", "--engine spark")
    _check_server(address)
    for name in _LOGGERS:
        logging.getLogger(name).disabled = True
    with _told(source, output):
        from pyspark.sql import SparkSession
        from pyspark.sql.connect.client.retries import DefaultPolicy

        spark = SparkSession.builder.remote(address).create()
        spark.client.set_retry_policies([DefaultPolicy(max_retries=2, max_backoff=1000)])
    try:
        return batch_by_session(spark, source, output, policy, market, force=force)
    finally:
        with contextlib.suppress(Exception):  # a server that is gone needs no goodbye
            spark.stop()


def _check_server(address: str) -> None:
    parts = urllib.parse.urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port or 15002
    except ValueError:
        host, port = "", 0
    if parts.scheme != "sc" or not host:
        raise SparkFailed(f"--spark: was {escaped(address)}; must be like sc://localhost:15002")
    try:
        socket.create_connection((host, port), _PATIENCE).close()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SparkFailed(f"{escaped(address)}: no server answers ({why})") from None


def batch_by_session(
    spark: Any, source: str, output: str, policy: Policy, market: Market | None = None, *,
    force: bool = False,
) -> Done:  # fmt: skip
    """Size portfolios by a session of Spark, of any make."""
    if "://" in output:
        with _told(source, output):
            counts, ignored, why = _write(spark, source, output, policy, market, force=force)
            text = json.dumps(_record(spark, policy, counts, source))
            one = spark.createDataFrame([(text,)], "value string").coalesce(1)
            one.write.mode(_mode(force)).text(f"{output}/{RECORD}")
        return Done(Path(output), counts, ignored, why)
    check_folder(Path(output), force=force, source=Path(source))
    with staged(Path(output), force=force, source=Path(source)) as folder:
        with _told(source, output):
            _check_disk(spark, folder)
            counts, ignored, why = _write(spark, source, str(folder), policy, market, force=True)
            record = _record(spark, policy, counts, source)
        _tidy(folder)
        (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return Done(Path(output), counts, ignored, why)


def _check_disk(spark: Any, folder: Path) -> None:
    """Refuse a path without a scheme where the server has another disk than this machine."""
    probe = folder / "probe"
    folder.chmod(0o777)  # the server may be another user's
    spark.range(1).coalesce(1).write.mode("overwrite").parquet(str(probe))
    if not probe.is_dir():
        raise SparkFailed(
            "the server's disk is not that of this machine: give -o with its scheme, like s3a://"
        )
    shutil.rmtree(probe)


def _tidy(folder: Path) -> None:
    """Take away what Spark notes beside its files: other readers take it for data."""
    for path in list(folder.rglob("[._]*")):
        path.unlink()


def _mode(force: bool) -> str:
    return "overwrite" if force else "error"


def _write(
    spark: Any, source: str, folder: str, policy: Policy, market: Market | None, *, force: bool
) -> tuple[dict[str, int], tuple[str, ...], dict[str, int]]:
    """Write the four tables, and count them as they are written."""
    from betahedge.batch import spark_engine as engine

    policy.check_market(market)
    found = engine.read(spark, source, currency=policy.currency, has_market=market is not None)
    table = engine.fill(spark, found, policy, market)
    mode = _mode(force)

    def put(frame: Any, name: str, compression: str = "zstd") -> Any:
        frame.write.mode(mode).parquet(f"{folder}/{name}", compression=compression)
        # by the schema: Sail writes no file of no lines
        return spark.read.schema(frame.schema).parquet(f"{folder}/{name}")

    # Written before it is sized: planners that put all steps into one expression never end.
    table = replace(table, frame=put(table.frame, "filled", "snappy"))
    twice = put(engine.repeats(table.frame), "twice")
    if not twice.isEmpty():
        table = engine.reject_repeats(table, twice)
    filled = table.frame
    lines = put(engine.sized(filled, policy), "lines")
    sums = put(engine.portfolios(lines).coalesce(1), "portfolios.parquet")
    orders = put(engine.orders(lines, policy).coalesce(1), "orders")
    bad = engine.bad_lines(filled, table).coalesce(1)
    bad.write.mode(mode).csv(f"{folder}/rejected.csv", header=True, escape='"')
    rejected = spark.read.schema(bad.schema).csv(f"{folder}/rejected.csv", header=True, escape='"')
    unclear = orders.filter("note is not null").count()
    counts = {
        "read": filled.count(),
        "good": lines.count(),
        "rejected": rejected.count(),
        "without_contract": engine.count_unnamed(filled),
        "portfolios": sums.count(),
        "lines_of_portfolios": int(sums.selectExpr("sum(lines)").collect()[0][0] or 0),
        "orders": orders.count() - unclear,
        "unclear_orders": unclear,
    }
    tie_out(counts)
    reasons = rejected.groupBy("column", "reason").count().collect()
    for name in ("filled", "twice"):
        _take_away(spark, f"{folder}/{name}")
    why = {f"{column}: {reason}": lines for column, reason, lines in reasons}
    return counts, found.ignored, why


def _take_away(spark: Any, path: str) -> None:
    """Take away what was written on the way; on the server's own disk an empty table stays."""
    if Path(path).is_dir():
        shutil.rmtree(path)
    else:
        spark.createDataFrame([], "line bigint").write.mode("overwrite").parquet(path)


def _record(spark: Any, policy: Policy, counts: dict[str, int], source: str) -> dict[str, Any]:
    return make_record(f"spark {spark.version}", policy, counts, [{"name": source}])


@contextlib.contextmanager
def _told(source: str, output: str) -> Iterator[None]:
    """Turn what Spark says, and a connection that is lost, into one line."""
    import grpc
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pandas and pyarrow newer than Spark knows
            yield
    except (PySparkException, grpc.RpcError) as error:
        text = " ".join(str(error).split())
        if "PATH_NOT_FOUND" in text or "not exist" in text or "No such file" in text:
            raise SparkFailed(f"{escaped(source)}: the server has no such path") from None
        if "PATH_ALREADY_EXISTS" in text:
            raise SparkFailed(f"{escaped(output)}: is there already; --force replaces it") from None
        if "FAILED_READ_FILE" in text or "incorrect number of fields" in text:
            why = "cannot be read; in a CSV each line must have as many values as the header"
            raise SparkFailed(f"{escaped(source)}: {why}") from None
        if "UNAVAILABLE" in text or "Connection" in text or "Socket closed" in text:
            raise SparkFailed("the connection to Spark was lost; nothing is kept") from None
        raise SparkFailed(f"Spark: {escaped(text[:_LONGEST])}") from None
