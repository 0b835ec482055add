"""Calculate public workbooks, and compare every formula's cell with the value stored in it.

    BETAHEDGE_WORKBOOKS=folder PYTHONPATH=tests python -m benchmarks.compare_public [wrong.csv]

Every stored result is taken away before the calculation.  Cells that depend, directly or through
others, on what is not in the file are left out: the clock and chance, the machine, other workbooks,
other add-ins, data feeds.  So are workbooks that ask to be calculated when they are opened, since
nobody calculated what stands in them.
"""

import csv
import math
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.outside import depend_on_outside
from benchmarks.stored_workbook import (
    ErrorValue,
    Value,
    address,
    read_workbook,
    without_stored_results,
)
from betahedge.engine import calculate

FOLDER = "BETAHEDGE_WORKBOOKS"
SECONDS = 600.0  # that one workbook may take


def calculate_cells(data: bytes) -> dict[str, Value]:
    """Calculate a workbook as `betahedge calc` does: the values stored in it, by Sheet!A1."""
    stored = read_workbook(calculate(data).data)
    return {address(place): value for place, value in stored.values.items()}


@dataclass
class Comparison:
    """What became of the formulas of a workbook."""

    book: str
    program: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, Value, Value | None]] = field(default_factory=list)
    trouble: str = ""


def compare(path: Path) -> Comparison:
    """Calculate a workbook and compare its cells."""
    data = path.read_bytes()
    stored = read_workbook(data)
    done = Comparison(str(path), stored.program)
    expected = [place for place in stored.formulas if place in stored.values]
    if stored.calculates_on_load:
        done.counts["not calculated before"] = len(expected)
        return done
    outside = depend_on_outside(stored)
    try:
        calculated = calculate_cells(without_stored_results(data))
    except Exception as error:  # whatever an engine says of other people's files
        done.trouble = f"{type(error).__name__}: {error}"
        return done
    for place in expected:
        value, answer = stored.values[place], calculated.get(address(place))
        if place in outside:
            done.counts["outside"] += 1
        elif answer is None and value != "":
            done.counts["left"] += 1
            done.wrong.append((address(place), stored.formulas[place].text, value, None))
        elif alike(value, answer):
            done.counts["right"] += 1
        else:
            done.counts["wrong"] += 1
            done.wrong.append((address(place), stored.formulas[place].text, value, answer))
    return done


def alike(stored: Value, calculated: Value | None) -> bool:
    """Compare numbers to nine digits, everything else as it stands."""
    if stored == "" and calculated is None:
        return True
    kinds = {_kind(stored), _kind(calculated)}
    if kinds == {"number"}:
        return math.isclose(stored, calculated, rel_tol=1e-9, abs_tol=1e-9)
    return len(kinds) == 1 and stored == calculated


def _kind(value: Value | None) -> str:
    kinds = {bool: "boolean", float: "number", ErrorValue: "error", str: "text"}
    return kinds.get(type(value), "none")


class Worker:
    """A process of its own: an engine that breaks down or does not end takes nothing with it."""

    def __init__(self) -> None:
        self.process: multiprocessing.Process | None = None

    def compare(self, path: Path) -> Comparison:
        if self.process is None:
            self._start()
        self.connection.send(path)
        trouble = f"no answer in {SECONDS:.0f} seconds"
        if self.connection.poll(SECONDS):
            try:
                done = self.connection.recv()
            except EOFError:
                trouble = "the process ended"
            else:
                if done.trouble:  # an engine may be of no use after it
                    self.stop()
                return done
        self.stop()
        return Comparison(str(path), trouble=trouble)

    def _start(self) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None


def _serve(connection: Connection) -> None:
    while True:
        path = connection.recv()
        try:
            done = compare(path)
        except Exception as error:  # a file that is no workbook
            done = Comparison(str(path), trouble=f"{type(error).__name__}: {error}")
        connection.send(done)


def compare_all(folder: Path) -> Iterator[Comparison]:
    """Run through the workbooks of a folder."""
    paths = sorted(path for kind in ("xlsx", "xlsm") for path in folder.rglob(f"*.{kind}"))
    worker = Worker()
    for path in paths:
        yield worker.compare(path)
    worker.stop()


def totals(comparisons: list[Comparison]) -> Counter[str]:
    """Add up; a workbook that was not calculated counts as one not loaded."""
    total = sum((done.counts for done in comparisons), Counter())
    total["not loaded"] = sum(bool(done.trouble) for done in comparisons)
    total["workbooks"] = len(comparisons)
    return total


def share_right(total: Counter[str]) -> float:
    """Give the share of right cells among those that an answer was given for."""
    return total["right"] / max(total["right"] + total["wrong"], 1)


def write_wrong(comparisons: list[Comparison], path: Path) -> None:
    """Write the wrong cells and those without an answer, by workbook."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["workbook", "program", "cell", "formula", "stored", "calculated"])
        for done in comparisons:
            if done.trouble:
                table.writerow([done.book, done.program, "", done.trouble])
            for cell, formula, stored, calculated in done.wrong:
                table.writerow(
                    [done.book, done.program, cell, formula, repr(stored), repr(calculated)]
                )


def main(say: Callable[[str], object] = sys.stdout.write) -> None:
    """Compare the folder that the environment names."""
    done = list(compare_all(Path(os.environ[FOLDER])))
    total = totals(done)
    for name, count in total.items():
        say(f"{count:9,} {name}\n")
    say(f"{share_right(total):9.2%} right\n")
    if sys.argv[1:]:
        write_wrong(done, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
