"""The loop of a fuzzing script: a case a seed, until its time is over."""

import argparse
import random
import sys
import time
import traceback
from collections import Counter

from betahedge.errors import InputError

SOON = 20.0  # seconds, of a case on a busy machine


class Wrong(Exception):  # noqa: N818 - what a case has shown
    """An answer that cannot be."""


def try_many(case):
    """Try cases; each is given a source of chance, and names what came of it.

    Raises SystemExit with the count of those that failed.
    """
    parser = argparse.ArgumentParser(description=sys.modules[case.__module__].__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first case")
    parser.add_argument("--seconds", type=float, default=60, help="0: the one case of the seed")
    words = parser.parse_args()
    begun, seed, found = time.monotonic(), words.seed, Counter()
    while True:
        came = try_one(case, seed)
        found[came] += 1
        if came == "FAULT":
            print(f"with --seed {seed} --seconds 0", flush=True)
        seed += 1
        if time.monotonic() - begun >= words.seconds:
            break
    print(", ".join(f"{count:,} {came}" for came, count in found.most_common()))
    sys.exit(bool(found["FAULT"]))


def try_one(case, seed):
    """Try the case of a seed, and name what came of it."""
    begun = time.process_time()
    try:
        came = case(random.Random(seed))
        if time.process_time() - begun > SOON:
            raise Wrong(f"took {time.process_time() - begun:.0f} seconds")
    except InputError as refused:
        if all(map(is_line, refused.lines)):
            return "refused"
        print(f"not a line: {refused.lines}")
        return "FAULT"
    except Exception:
        traceback.print_exc()
        return "FAULT"
    return came


def is_line(text):
    """Tell a reason of one line, and not too long to be read."""
    return bool(text.strip()) and "\n" not in text and len(text) < 2000
