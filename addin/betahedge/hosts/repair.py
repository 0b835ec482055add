"""Formulas that another PC has tied to its add-in file, made plain again.

Where the add-in file is not at the place it was, Excel writes that place into every formula:
`'C:\\...\\betahedge.xlam'!HEDGE_PNL(1)`, stored as `[2]!HEDGE_PNL(1)` with a link to the file.
"""

import re
from dataclasses import dataclass

from lxml import etree

from betahedge.cells import CATALOGUE
from betahedge.formula.alike import OPAQUE, SHEET
from betahedge.hosts.places import opened, rewrite
from betahedge.xlsx.package import WORKBOOK, Package, relations_of
from betahedge.xlsx.shapes import REFERENCES
from betahedge.xlsx.xml import RELATIONS, parse, serialize, tag

LINK = f"{RELATIONS}/externalLink"
_TIED = re.compile(
    rf"(?P<place>{SHEET}|\[\d+\]|[\w.~-]+\.xla\w?)!(?P<name>HEDGE_\w+)(?=\s*\()|{OPAQUE}",
    re.IGNORECASE | re.DOTALL,
)
_OF_FILE = re.compile(r"\.xla|\[", re.IGNORECASE)
_ADD_IN = re.compile(r"\.xla\w?$", re.IGNORECASE)
_MAY_BE_TIED = re.compile(rb"(?i)(?:\[\d+\]|\.xla\w?(?:'|&apos;)?)!HEDGE_\w+\s*\(")
_INDEX = re.compile(rb"(?<![\w\]])\[(\d+)\]")


@dataclass(frozen=True)
class Repaired:
    """A workbook with plain formulas: its bytes, whether it had others, what became of links."""

    data: bytes
    changed: bool
    links: list[str]
    links_left: list[str]


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
    gone, left = _without_idle_links(package) if changed else ([], [])
    return Repaired(package.write() if changed else data, changed, gone, left)


def is_tied(data: bytes) -> bool:
    """Tell, fast, a workbook with a formula that may need a repair."""
    parts = Package.read(data).parts
    may = any(_MAY_BE_TIED.search(part) for name, part in parts.items() if name.startswith("xl/"))
    return may and repaired(data).changed


def _without_idle_links(package: Package) -> tuple[list[str], list[str]]:
    """Take out links to add-in files that no formula uses; give those, and those that stay.

    A formula knows a link by its place in the list: one with others behind it has to stay.
    """
    root = parse(package.parts[WORKBOOK])
    parts = package.related(WORKBOOK, LINK)
    listed = [each.get(f"{{{RELATIONS}}}id", "") for each in root.iter(tag("externalReference"))]
    links = [(parts.get(name, ""), _target(package, parts.get(name, ""))) for name in listed]
    used = _used(package)
    add_ins = {n for n, (_, target) in enumerate(links, start=1) if _ADD_IN.search(target)}
    idle = add_ins - used
    gone = []
    while links and len(links) in idle:
        part, target = links.pop()
        gone.append(target)
        package.remove(part, WORKBOOK)
    found = root.find(tag("externalReferences"))
    if gone and found is not None:
        del found[-len(gone) :]
        if not len(found):
            root.remove(found)
        package.parts[WORKBOOK] = serialize(root)
    return gone, [target for number, (_, target) in enumerate(links, start=1) if number in idle]


def _used(package: Package) -> set[int]:
    """List the numbers of links that stand anywhere in a workbook."""
    return {
        int(number)
        for part, content in package.parts.items()
        if part.startswith("xl/") and not part.startswith("xl/externalLinks/")
        for number in _INDEX.findall(content)
    }


def _target(package: Package, part: str) -> str:
    """Give the file that a link leads to."""
    data = package.parts.get(relations_of(part))
    targets = [each.get("Target", "") for each in parse(data).iter(etree.Element)] if data else []
    return next(filter(None, targets), "")
