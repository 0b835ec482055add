"""The plain form of a sheet part: the one in which cells can be found without a tree of the sheet.

It is UTF-8 without comments, CDATA or a document type; all namespaces are declared on the
worksheet, the spreadsheet's own as the default one; a cell begins with its address, and a formula
comes first in its cell.  So spreadsheets write it; any other part is brought into this form.
"""

import re
from typing import Any
from xml.parsers import expat

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.errors import InputError
from betahedge.xlsx.xml import MAIN, Element, parse, serialize, tag

PIECE = 1 << 16  # bytes that are looked at together
_QUOTED = rb"""(?:"[^"<]*+"|'[^'<]*+')"""
INSIDE = rb"""[^<>"'/]*+(?:%b[^<>"'/]*+)*+""" % _QUOTED  # of a tag, after its name
_DECLARATION = (
    rb"""<\?xml version=(?:"1.0"|'1.0')(?: encoding=(?:"(?i:utf-8)"|'(?i:utf-8)'))?"""
    rb"""(?: standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>"""
)
OPENING = re.compile(
    rb"""(?:%b)?\s*+(<worksheet(?=[^<]*\sxmlns=["']%b["'])%b>)"""
    % (_DECLARATION, MAIN.encode(), INSIDE)
)
_SHEET_DATA = re.compile(rb"<sheetData(?=[\s>])%b>" % INSIDE)
_URI = re.compile(r"[\w:/.#?=%~+-]+", re.ASCII)  # expat takes any text for one, lxml does not
_ODD = (  # a formula that is not first in something, a cell that does not begin with its address
    re.compile(rb"""<(?:f(?<!["']><f)|c(?! r="))[\s/>]"""),
    re.compile(rb"xmlns"),
)


class _NotPlain(Exception):  # noqa: N818 - not an error: the part is brought into the plain form
    """Something stands in a part that the plain form does not have."""


def in_plain_form(data: bytes) -> bytes:
    """Give a sheet part in the plain form, which most have already; refuse a damaged one."""
    return data if _is_plain(data) else serialize(_plain(parse(data, remarks=False)))


def rows(data: bytes) -> tuple[int, int]:
    """Tell where the rows of a part in the plain form begin and end."""
    found = _SHEET_DATA.search(data) if OPENING.match(data) else None
    return (found.end(), data.rfind(b"</sheetData")) if found else (0, 0)


def _is_plain(data: bytes) -> bool:
    if not OPENING.match(data):
        return False
    try:
        declared = _namespaces(data)
    except (_NotPlain, expat.ExpatError):
        return False
    mine = [(prefix, uri) for prefix, uri in declared if not prefix or uri == MAIN]
    usual = mine == [(None, MAIN)] and all(_URI.fullmatch(uri or "") for _, uri in declared)
    return usual and not any(odd.search(data, *rows(data)) for odd in _ODD)


def _namespaces(data: bytes) -> list[tuple[str | None, str | None]]:
    """Read a part to its end, whether it is well formed; list the namespaces it declares."""
    found: list[tuple[str | None, str | None]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.CommentHandler = parser.StartCdataSectionHandler = _refuse
    parser.ProcessingInstructionHandler = parser.StartDoctypeDeclHandler = _refuse
    parser.StartNamespaceDeclHandler = lambda prefix, uri: found.append((prefix, uri))
    for place in range(0, len(data), PIECE):
        parser.Parse(data[place : place + PIECE], False)
    parser.Parse(b"", True)
    return found


def _refuse(*_: object) -> None:
    raise _NotPlain


def _plain(old: Element) -> Element:
    """Bring a sheet into the plain form."""
    if old.tag != tag("worksheet"):
        return old
    spaces: dict[Any, str] = {None: MAIN}
    for _, (prefix, uri) in etree.iterwalk(old, events=("start-ns",)):
        if uri and uri != MAIN and (not prefix or spaces.get(prefix, uri) != uri):
            prefix = f"ns{len(spaces)}"
        if uri and uri != MAIN:
            spaces[prefix] = uri
    root = etree.Element(old.tag, None, spaces)
    root.attrib.update(old.attrib)
    root.text = old.text
    root.extend(old)
    for formula in list(root.iter(tag("f"))):
        cell = formula.getparent()
        if cell is not None and cell.tag == tag("c"):
            cell.insert(0, formula)
    try:
        _give_addresses(root)
    except ValueError as error:
        raise InputError(f"the workbook has a damaged part ({error})") from None
    return root


def _give_addresses(root: Element) -> None:
    """Write its address into every cell, before its other attributes."""
    number = 0
    for row in root.iter(tag("row")):
        number, column = int(row.get("r") or number + 1), 0
        for cell in row.iterchildren(tag("c")):
            ref = cell.get("r")
            column = coordinate_to_tuple(ref)[1] if ref else column + 1
            others = {name: text for name, text in cell.attrib.items() if name != "r"}
            cell.attrib.clear()
            cell.attrib.update({"r": ref or f"{get_column_letter(column)}{number}", **others})
