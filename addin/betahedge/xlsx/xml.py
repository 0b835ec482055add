"""XML parts of a package: the names that stand in them, read and written safely."""

import re
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from betahedge.errors import InputError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LATER = "http://schemas.microsoft.com/office/excel/2006/main"  # formulas in extensions

Element = etree._Element
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)""")
_DECLARATIONS = re.compile(rb'^(<[^\s/>]+)(?: xmlns(?::[^\s=]+)?="[^"]*")+')
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_STRICT_NAMES = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}


def tag(name: str) -> str:
    """Give the full name of an element of a spreadsheet part."""
    return f"{{{MAIN}}}{name}"


_SAFELY: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": True}


def parse(data: bytes) -> Element:
    """Read an XML part; entities are not resolved, and nothing is fetched."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFELY))
    except etree.XMLSyntaxError as error:
        raise _damaged(error) from None
    _refuse_type(root)
    return root


def run_through(part: IO[bytes], name: str, within: str = "") -> Iterator[Element]:
    """Run through the children of a name of a part's root; what has been passed is forgotten.

    within: the name of the child of the root whose children are meant instead; of several the
    first.
    """
    elements = etree.iterparse(part, tag=name, **_SAFELY)
    try:
        for _, element in elements:
            if _is_in(element.getparent(), within):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _damaged(error) from None
    _refuse_type(elements.root)


def _is_in(parent: Element | None, name: str) -> bool:
    """Tell the root, or the first of its children that has a name."""
    if parent is None or not name:
        return parent is not None and parent.getparent() is None
    first = next(parent.itersiblings(name, preceding=True), None) is None
    return first and parent.tag == name and _is_in(parent.getparent(), "")


def _damaged(error: etree.XMLSyntaxError) -> InputError:
    reason = " ".join(str(error.msg).split())  # some are of several lines
    return InputError(f"the workbook has a damaged part ({reason})")


def _refuse_type(root: Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("the workbook declares a document type, which no spreadsheet needs")


def place_after(parent: Element, *names: str) -> int:
    """Find the place behind the last of some children."""
    before = set(map(tag, names))
    return max((place for place, each in enumerate(parent, 1) if each.tag in before), default=0)


def section(parent: Element, name: str, *after: str) -> Element:
    """Give a child, made where it belongs if there is none: after some others."""
    found = parent.find(tag(name))
    if found is None:
        found = etree.Element(tag(name))
        parent.insert(place_after(parent, *after), found)
    return found


def detach(element: Element) -> None:
    """Take an element out of a list, and the list out of the part if it is empty then."""
    found = element.getparent()
    if found is not None:
        found.remove(element)
        above = found.getparent()
        if above is not None and not len(found):
            above.remove(found)


def serialize(root: Element) -> bytes:
    """Write an XML part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def serialize_within(root: Element, element: Element) -> bytes:
    """Write an element of a part as it stands there, where the root declares the namespaces."""
    text = etree.tostring(element, encoding="UTF-8")
    return _DECLARATIONS.sub(rb"\1", text) if element.nsmap == root.nsmap else text


def serialize_around(root: Element, element: Element, inside: bytes) -> bytes:
    """Write a part in which an empty element holds what is written already."""
    place = etree.ProcessingInstruction("inside")
    element.append(place)
    return serialize(root).replace(etree.tostring(place), inside, 1)


def in_utf8(data: bytes) -> bytes:
    """Give an XML part in UTF-8, which most are already."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]
    declared = _ENCODING.match(data)
    if not wide and (declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")):
        return data
    return serialize(parse(data))


def in_transitional(data: bytes) -> bytes:
    """Give a part of Strict Open XML the names that every spreadsheet uses."""

    def name(found: re.Match[bytes]) -> bytes:
        last = _STRICT_NAMES.get(found[2], found[2])
        return b"http://schemas.openxmlformats.org/%b/2006/%b" % (found[1], last)

    return _STRICT.sub(name, data).replace(b' conformance="strict"', b"")
