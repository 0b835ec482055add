"""Calls at random: any argument may be a range, blank, out of its bounds or a wrong word."""

import math
import random

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.kinds import Number, Text, Word
from hosts.cases import Asked, Case

SIZES = ([5, 0.1], [5, 0.1, 0.02], [50, 1, 0.1], [7, 5, 3], [0.25, 0.1], [10], [6, 4, 1.5])


def calls(seed, times):
    """Give `times` calls of every function, the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    return [
        Asked(Case(name, f"random {number}", arguments(chance, declaration(function))), typed=False)
        for name, function in CATALOGUE.items()
        for number in range(1, times + 1)
    ]


def arguments(chance, declared):
    if declared.name == "HEDGE_MIX":
        units = round(chance.uniform(-60, 60), chance.choice([0, 1, 2, 3]))
        return units, [[size] for size in chance.choice(SIZES)], word(chance, declared.args[2].kind)
    rows = chance.choice([2, 4, 10, 60] if declared.category == "Statistics" else [1, 2, 3])
    return tuple(argument(chance, declared, arg, rows) for arg in declared.args)


def argument(chance, declared, arg, rows):
    if arg.shape == "block":
        columns = [observations(chance, declared, rows) for _ in range(chance.choice([1, 2, 3]))]
        return [list(row) for row in zip(*columns)]
    if arg.shape == "series":
        return [[each] for each in observations(chance, declared, rows)]
    if arg.shape == "lines":
        return [[value(chance, arg.kind)] for _ in range(rows)]
    if declared.whole or chance.random() < 0.7:
        return value(chance, arg.kind)
    return [[value(chance, arg.kind)] for _ in range(rows)]


def observations(chance, declared, rows):
    """Prices as they walk, or returns; one may be missing."""
    if any(arg.name == "returns" for arg in declared.args):
        found = [chance.gauss(0, 0.03) for _ in range(rows)]
    else:
        found = [chance.uniform(1, 1000)]
        while len(found) < rows:
            found.append(found[-1] * math.exp(chance.gauss(0, 0.03)))
    if chance.random() < 0.3:
        found[chance.randrange(rows)] = None
    return found


def value(chance, kind):
    if isinstance(kind, Number):
        return number(chance, kind)
    if isinstance(kind, Word):
        return word(chance, kind)
    if isinstance(kind, Text):
        return chance.choice(["CME:BTC", "mbt", "BTCUSDT", "zzz", None])
    return chance.choice([1.0, -1.0, None, "x", 2.5, True])


def word(chance, kind):
    first = kind.words[0]
    return chance.choice([*kind.words, *map(str.upper, kind.words), f" {first} ", None, "nope"])


def number(chance, kind):
    low, high = max(kind.low, -1e6), min(kind.high, 1e6)
    pick = chance.random()
    if pick < 0.2:
        return chance.choice([0.0, low, -10 * chance.random(), None])
    if pick < 0.6:
        return round(chance.uniform(max(low, -50), min(high, 50)), chance.choice([0, 1, 2, 3]))
    if high - low < 10:
        return chance.uniform(low, high)
    return 10 ** chance.uniform(-3, 6) * (1 if low >= 0 else chance.choice([-1, 1]))
