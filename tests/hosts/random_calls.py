"""Calls at random: any argument may be a range, blank, out of its bounds or a wrong word."""

import math
import random

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.kinds import Number, Text, Word
from hosts.cases import Asked, Case

SIZES = ([5, 0.1], [5, 0.1, 0.02], [50, 1, 0.1], [7, 5, 3], [0.25, 0.1], [10], [6, 4, 1.5])


def calls(seed, times):
    """Give `times` calls of every function, the same ones for a seed."""
    chance = random.Random(seed)
    return [
        Asked(Case(name, f"random {number}", arguments(chance, declaration(function))), typed=False)
        for name, function in CATALOGUE.items()
        for number in range(1, times + 1)
    ]


def arguments(chance, declared):
    if declared.name == "HEDGE_MIX":
        units = round(chance.uniform(-60, 60), chance.choice([0, 1, 2, 3]))
        return units, [[size] for size in chance.choice(SIZES)], word(chance, declared.args[2].kind)
    rows = chance.choice([2, 4, 10, 60] if declared.category == "Statistics" else [1, 2, 3, 6])
    given = {arg.name: argument(chance, declared, arg, rows) for arg in declared.args}
    if chance.random() < 0.8:
        given |= fitting(chance, given, rows)
    return tuple(given.values())


MATES = {  # a value for each column of a block
    "weights": "returns",
    "values": "assets",
    "contract_values": "futures",
    "hedge_ratio": "futures",
}


def fitting(chance, given, rows):
    """Give arguments that fit the others, where they seldom would by chance."""
    found = {}
    for name, block in MATES.items():
        if name in given and isinstance(given.get(block), list):
            found[name] = [[round(chance.uniform(0.1, 3), 3) for _ in given[block][0]]]
    if "contract_values" in given:
        found["lot_sizes"] = chance.choice([None, 0.1, [[1.0] * len(found["contract_values"][0])]])
    if "floors" in given:
        count = chance.choice([1, 3, 5])
        steps = sorted(chance.uniform(1, 1e4) for _ in range(count - 1))
        found["floors"] = [[floor] for floor in (0.0, *steps)]
        found["rates"] = [[0.004 * 1.7**tier] for tier in range(count)]
    if "quantities" in given and "assets" not in given:
        found["quantities"] = [[float(chance.randint(-5, 5))] for _ in range(rows)]
    if "window" in given:
        found["window"] = chance.choice([3, 4, 8, 70])
    if "stamps" in given:
        found["stamps"] = [[8.0 * row] for row in range(rows)]
        found |= {"start": chance.uniform(-9, 20), "finish": chance.uniform(20, 90)}
    if "initial" in given:
        found |= {"initial": chance.uniform(5, 9), "maintenance": chance.uniform(0, 5)}
    return found


def argument(chance, declared, arg, rows):
    if arg.shape == "block":
        width = 1 if rows < 4 else chance.choice([1, 2, 3])
        columns = [observations(chance, arg, rows) for _ in range(width)]
        return [list(row) for row in zip(*columns)]
    if arg.shape == "series":
        return [[each] for each in observations(chance, arg, rows)]
    if arg.shape == "lines":
        return [[value(chance, arg.kind)] for _ in range(rows)]
    if (declared.whole and arg.shape != "each") or chance.random() < 0.7:
        return value(chance, arg.kind)
    return [[value(chance, arg.kind)] for _ in range(rows)]


def observations(chance, arg, rows):
    """Prices as they walk, or returns; one may be missing."""
    if arg.name == "returns" or getattr(arg.kind, "low", 0) == -1:
        found = [chance.gauss(0, 0.03) for _ in range(rows)]
    else:
        found = [chance.uniform(1, 1000)]
        while len(found) < rows:
            found.append(found[-1] * math.exp(chance.gauss(0, 0.03)))
    found = [float(f"{each:.12g}") for each in found]  # a file keeps 15 digits or so
    if chance.random() < 0.15:
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
        return float(f"{chance.uniform(low, high):.12g}")
    return 10 ** chance.uniform(-3, 6) * (1 if low >= 0 else chance.choice([-1, 1]))
