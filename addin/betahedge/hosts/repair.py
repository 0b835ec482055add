"""Formulas that another PC has tied to its add-in file, made plain again.

Where the add-in file is not at the place it was, Excel writes that place into every formula:
`'C:\\...\\betahedge.xlam'!HEDGE_PNL(1)`, stored as `[2]!HEDGE_PNL(1)` with a link to the file.
"""

from dataclasses import dataclass

from lxml import etree

from betahedge.formula.calls import untied
from betahedge.formula.names import links_in
from betahedge.hosts.places import open_package, rewrite
from betahedge.xlsx.package import WORKBOOK, Package, relations_of
from betahedge.xlsx.xml import RELATIONS, detach, tag

LINK = f"{RELATIONS}/externalLink"


@dataclass(frozen=True)
class Repaired:
    """A workbook with plain formulas: its bytes, whether it had others, what became of links."""

    data: bytes
    changed: bool
    links: list[str]
    links_left: list[str]


def repair(data: bytes) -> Repaired:
    """Make the formulas of a workbook plain; nothing else in it is touched."""
    package = open_package(data)
    changed = rewrite(package, untied)
    gone, left = _remove_idle_links(package) if changed else ([], [])
    return Repaired(package.write() if changed else data, changed, gone, left)


def is_tied(data: bytes) -> bool:
    """Tell, fast, a workbook with a formula that needs a repair."""
    package = open_package(data)
    may = any(b"!hedge_" in part.lower() for part in package.parts.values())
    return may and rewrite(package, untied)


def _remove_idle_links(package: Package) -> tuple[list[str], list[str]]:
    """Take out links to add-in files that no formula uses; give those, and those that stay.

    A formula knows a link by its place in the list: one with others behind it has to stay.
    """
    parts = package.related(WORKBOOK, LINK)
    listed = list(package.book.iter(tag("externalReference")))
    names = [parts.get(each.get(f"{{{RELATIONS}}}id", ""), "") for each in listed]
    links = [(name, _target(package, name)) for name in names]
    add_ins = {n for n, (_, target) in enumerate(links, start=1) if _is_add_in(target)}
    idle = add_ins - _used_links(package)
    gone = []
    while links and len(links) in idle:
        part, target = links.pop()
        gone.append(target)
        package.remove(part, WORKBOOK)
        detach(listed.pop())
        package.touch(WORKBOOK)
    return gone, [target for number, (_, target) in enumerate(links, start=1) if number in idle]


def _is_add_in(target: str) -> bool:
    return ".xla" in target.lower() and len(target.lower().rpartition(".xla")[2]) <= 1


def _used_links(package: Package) -> set[int]:
    """List the numbers of links that stand anywhere in a workbook, in a formula or a text."""
    found: set[int] = set()
    for part, data in package.settle().items():
        linked = part.startswith("xl/") and part.endswith(".xml") and b"[" in data
        if linked and not part.startswith("xl/externalLinks/"):
            for element in package.tree(part).iter(etree.Element):
                for text in (element.text, *element.attrib.values()):
                    found |= links_in(text) if text and "[" in text else set()
    return found


def _target(package: Package, part: str) -> str:
    """Give the file that a link leads to."""
    name = relations_of(part)
    relations = package.tree(name).iter(etree.Element) if name in package.parts else ()
    return next(filter(None, (each.get("Target", "") for each in relations)), "")
