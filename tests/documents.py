"""The project's pages for people, and the blocks in them: files, commands, answers, programs."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"^(=[A-Z]\w+\(.*\)) {2,}(\S.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code: its language, the file that it is, its text, whether it follows another."""

    language: str
    name: str
    text: str
    follows: bool  # with nothing but a blank line between


@dataclass(frozen=True)
class Command:
    """A line of a shell block: the words, the file its output goes to, what it must exit with."""

    words: list[str]
    into: str
    code: int
    is_run: bool


def name_of(page):
    return str(page.relative_to(ROOT))


def blocks_of(page):
    text, end, found = page.read_text("utf-8"), 0, []
    for block in BLOCK.finditer(text):
        found.append(Block(*block.groups(default=""), not text[end : block.start()].strip()))
        end = block.end()
    return found


def formulas_of(page):
    return FORMULA.findall(page.read_text("utf-8"))


def commands_of(block):
    """Read the commands of a block; `# exit code 1` and `# not run here` say what they say."""
    for line in block.text.replace("\\\n", " ").splitlines():
        text, _, said = line.partition("  # ")
        words = shlex.split(text)
        into = words[words.index(">") + 1] if ">" in words else ""
        if into:
            words = words[: words.index(">")]
        code = re.search(r"exit code (\d)", said)
        yield Command(words, into, int(code[1]) if code else 0, "not run here" not in said)


def commands_in(page):
    """Give the commands of a page that call betahedge."""
    for block in blocks_of(page):
        if block.language == "sh":
            yield from (each for each in commands_of(block) if each.words[:1] == ["betahedge"])
