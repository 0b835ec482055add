"""Formulas that another PC has tied to its add-in file, made plain again.

Where the add-in file is not at the place it was, Excel writes that place into every formula:
`'C:\\...\\betahedge.xlam'!HEDGE_PNL(1)`, stored as `[2]!HEDGE_PNL(1)` with a link to the file.
"""

import re
from dataclasses import dataclass

from lxml import etree

from betahedge.cells import CATALOGUE
from betahedge.hosts.places import WORKBOOK, opened, remove, rewrite
from betahedge.workbook.package import (
    RELATIONS,
    Package,
    parse,
    related,
    relations_of,
    serialize,
    tag,
)
from betahedge.workbook.shapes import REFERENCES

LINK = f"{RELATIONS}/externalLink"
_QUOTED = r"'(?:[^']|'')*'"
_TIED = re.compile(
    rf"(?P<place>{_QUOTED}|\[\d+\]|[\w.~-]+\.xla\w?)!(?P<name>HEDGE_\w+)(?=\s*\()"
    rf'|"(?:[^"]|"")*"|{_QUOTED}',
    re.IGNORECASE,
)
_OF_FILE = re.compile(r"\.xla|\[", re.IGNORECASE)
_ADD_IN = re.compile(r"\.xla\w?$", re.IGNORECASE)
_INDEX = re.compile(rb"(?<![\w\]])\[(\d+)\]")


@dataclass(frozen=True)
class Repaired:
    """A workbook with plain formulas: its bytes, whether it had others, the links taken out."""

    data: bytes
    changed: bool
    links: list[str]


def untied(formula: str) -> str:
    """Take the place of an add-in file away from before the functions of betahedge."""

    def name(match: re.Match[str]) -> str:
        place, found = match["place"] or "", (match["name"] or "").upper()
        return found if found in CATALOGUE and _OF_FILE.search(place) else match[0]

    return _TIED.sub(name, formula)


def repaired(data: bytes) -> Repaired:
    """Make the formulas of a workbook plain; nothing else in it is touched."""
    package = opened(data)
    changed = rewrite(package, untied, REFERENCES)  # a link has a number
    links = _without_idle_links(package) if changed else []
    return Repaired(package.write() if changed else data, changed, links)


def _without_idle_links(package: Package) -> list[str]:
    """Take out links to add-in files that no formula uses; one before a used link has to stay."""
    used = {
        int(number)
        for part, content in package.parts.items()
        if part.startswith("xl/") and not part.startswith("xl/externalLinks/")
        for number in _INDEX.findall(content)
    }
    root = parse(package.parts[WORKBOOK])
    references = [
        each.get(f"{{{RELATIONS}}}id", "") for each in root.iter(tag("externalReference"))
    ]
    parts = related(package, WORKBOOK, LINK)
    gone = []
    for number in range(len(references), 0, -1):
        part = parts.get(references[number - 1], "")
        target = _target(package, part)
        if number in used or not _ADD_IN.search(target):
            break
        gone.append(target)
        remove(package, part, WORKBOOK)
    listed = root.find(tag("externalReferences"))
    if gone and listed is not None:
        del listed[-len(gone) :]
        if not len(listed):
            root.remove(listed)
        package.parts[WORKBOOK] = serialize(root)
    return gone


def _target(package: Package, part: str) -> str:
    """Give the file that a link leads to."""
    data = package.parts.get(relations_of(part))
    targets = [each.get("Target", "") for each in parse(data).iter(etree.Element)] if data else []
    return next(filter(None, targets), "")
