"""What a check, an alarm or a limit means where it does not hold: found by its words, as a page."""

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import resources

from betahedge.cells.search import find

_ID = re.compile(r"C\d+:?\s+(?=\S)", re.IGNORECASE)
_PLACES = {
    "every workbook": ("In every workbook", "On the sheet Checks, and on Cover where one fails."),
    "mixed_portfolio": ("In the main workbook", "`betahedge template mixed_portfolio`."),
    "strategy": (
        "In the workbooks of the strategies",
        "`betahedge template NAME`. An alarm that fires fails a check until it is mended, or "
        "accepted by name on Inputs.",
    ),
    "report": (
        "In a report",
        "`betahedge report`. One that fails makes the page *Not to be signed*, and exit code 1.",
    ),
    "policy": (
        "Limits of the policy in a report",
        "BREACH is outside the policy, WATCH near to it or small. Both can be signed with open "
        "eyes; settings are those of the policy file.",
    ),
    "watch": ("Limits that are watched", "`betahedge watch`, one line for each that is broken."),
}
_HEAD = """# What every check means, and what to do

Written from `addin/betahedge/report/meanings.toml` by `make docs`; a test compares it with the
checks of the workbooks and of a report. Dots stand for a name or a number.

Checks are OK, FAIL or n.a. (does not apply). Their numbers, such as C07, count the checks of one
workbook or report: ask by the words.

```sh
betahedge explain "prices are of the day"
```
"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A check by its words, where it stands, what it means where it fails, and what to do."""

    where: str
    test: str  # a * stands for a name or a number
    means: str
    do: str

    @property
    def words(self) -> str:
        """Give its words as they are shown."""
        return self.test.replace("*", "...")


def meanings() -> tuple[Meaning, ...]:
    """Read all meanings."""
    text = resources.files("betahedge.report").joinpath("meanings.toml").read_text("utf-8")
    return tuple(Meaning(**each) for each in tomllib.loads(text)["check"])


def explain(asked: str) -> list[Meaning]:
    """Find the check of these words, or of a printed line that has them; else what they are about.

    asked: the words as they are printed, with or without the number of the check, or a few of them.
    """
    words = _ID.sub("", asked, count=1).strip()
    every = meanings()
    for pattern in ("{}", "*{}*"):
        same = [m for m in every if fnmatchcase(words.lower(), pattern.format(m.test.lower()))]
        if same:
            return same
    names = {f"{each.test} ({each.where})": each for each in every}
    return [names[name] for name in find(words, {n: m.means for n, m in names.items()})]


def page() -> str:
    """Write docs/checks.md."""
    parts = [_HEAD]
    for key, (title, where) in _PLACES.items():
        rows = [each for each in meanings() if _kind(each) == key]
        parts.append(f"\n## {title}\n\n{where}\n\n| check | what it means | what to do |\n")
        parts.append("|---|---|---|\n")
        parts += [f"| {_cell(each)} | {each.means} | {each.do} |\n" for each in rows]
    return "".join(parts)


def _kind(each: Meaning) -> str:
    return each.where if each.where in _PLACES else "strategy"


def _cell(each: Meaning) -> str:
    return f"{each.words} (*{each.where}*)" if _kind(each) == "strategy" else each.words
