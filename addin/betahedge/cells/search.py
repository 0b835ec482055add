"""Finds texts by the words of a question, in whatever form: survive finds survives and survival."""

import math
import re
from collections.abc import Mapping

_COMMON = (
    "a again an and any are as at be been before but by can could did do does for from had has "
    "have how i if in into is it its many may me much must my no not of off on one or our should "
    "so such than that the their then there this to was we what when where which who why will "
    "with would you your hedge hedged hedging"
)
COMMON = frozenset(_COMMON.split())  # words that every text has
MEANT = {  # what a desk may say for a word of ours
    "profit": "pnl",
    "loss": "pnl",
    "premium": "basis",
    "contango": "basis",
    "squeeze": "rally",
    "wiped": "liquidated",
    "correlation": "beta",
    "stale": "old",
}
ENDINGS = ("ations", "ation", "ings", "ions", "ies", "ing", "ion", "als", "al", "ed", "es", "er",
           "s", "e", "y")  # fmt: skip
FEWEST = 3  # letters that are left of a word without its ending
LONG = 4  # letters from which on the beginning of a word is enough
IN_NAME = 2.0  # what a word counts in a name, where it counts 1 in a text
NEAR = 0.5  # of the best score: what is found as well
MOST = 5  # that are found


def stems(text: str) -> frozenset[str]:
    """Give the words of a text without their endings; without those that every text has."""
    return frozenset(map(_stem, _words(text)))


def _words(text: str) -> list[str]:
    found = re.findall(r"[a-z0-9]+", text.lower().replace("p&l", "pnl").replace("_", " "))
    return [word for word in found if word not in COMMON]


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= FEWEST:
            return word.removesuffix(ending)
    return word


def _has(words: frozenset[str], asked: str) -> bool:
    def alike(word: str) -> bool:
        shorter, longer = sorted((asked, word), key=len)
        return asked == word or (len(shorter) >= LONG and longer.startswith(shorter))

    return any(map(alike, words))


def find(question: str, texts: Mapping[str, str]) -> list[str]:
    """Give the names of the texts that answer a question best, at most five.

    texts: by name.  A word counts the more the fewer texts have it, and more in a name.
    """
    named = {name: stems(name) for name in texts}
    known = {name: stems(text) | named[name] for name, text in texts.items()}
    meant = {_stem(MEANT.get(word, word)) for word in _words(question)}
    scores = dict.fromkeys(texts, 0.0)
    for asked in sorted(meant):
        having = [name for name, words in known.items() if _has(words, asked)]
        for name in having:
            rare = math.log((1 + len(known)) / len(having))
            scores[name] += rare * (IN_NAME if _has(named[name], asked) else 1.0)
    best = max(scores.values(), default=0.0)
    found = [name for name, score in scores.items() if score > 0 and score >= NEAR * best]
    return sorted(found, key=lambda name: -scores[name])[:MOST]
