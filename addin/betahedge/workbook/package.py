"""The .xlsx package: its parts, its sheets, and their cells that hold a formula."""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from betahedge.workbook.files import BadInput

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORKBOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same day in every package, so that bytes repeat

Element = etree._Element
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # an encrypted part
    NotImplementedError,  # an unknown compression
    ValueError,
)


def tag(name: str) -> str:
    """Give the full name of an element of a spreadsheet part."""
    return f"{{{MAIN}}}{name}"


def parse(data: bytes, *, remarks: bool = True) -> Element:
    """Read an XML part; entities are not resolved, and nothing is fetched.

    remarks: keep comments and processing instructions.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=not remarks,
        remove_pis=not remarks,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"the workbook has a damaged part ({error.msg})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput("the workbook declares a document type, which no spreadsheet needs")
    return root


def serialize(root: Element) -> bytes:
    """Write an XML part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


@dataclass
class Package:
    """The parts of a workbook by name, in the order of the archive."""

    parts: dict[str, bytes]

    @classmethod
    def read(cls, data: bytes) -> "Package":
        """Unpack; the size was looked at before."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return cls({info.filename: archive.read(info) for info in archive.infolist()})
        except _UNREADABLE as error:
            raise BadInput(f"the workbook cannot be unpacked ({error})") from None

    def write(self) -> bytes:
        """Pack: the same parts give the same bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in self.parts.items():
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                archive.writestr(info, data)
        return stream.getvalue()

    def sheets(self) -> dict[str, str]:
        """Give the part of every worksheet by the sheet's name."""
        for name in (WORKBOOK, relations_of(WORKBOOK), TYPES):
            if name not in self.parts:
                raise BadInput(f"the workbook has no part {name}")
        targets = {}
        for relation in parse(self.parts[relations_of(WORKBOOK)]):
            target = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
            targets[relation.get("Id")] = target.lstrip("/")
        found = {}
        book = parse(self.parts[WORKBOOK])
        if book.tag != tag("workbook"):
            raise BadInput("the workbook is Strict Open XML; save it as a plain .xlsx")
        for sheet in book.iter(tag("sheet")):
            part = targets.get(sheet.get(f"{{{RELATIONS}}}id"), "")
            if part.startswith("xl/worksheets/"):
                if part not in self.parts:
                    raise BadInput(f"the workbook has no part for its sheet {sheet.get('name')}")
                found[sheet.get("name", "")] = part
        return found

    def named_cells(self) -> dict[str, str]:
        """Give the address, as Sheet!A1, of every name that stands for one cell."""
        names = {}
        for element in parse(self.parts[WORKBOOK]).iter(tag("definedName")):
            sheet, _, ref = (element.text or "").replace("$", "").rpartition("!")
            names[element.get("name", "")] = f"{sheet.strip(chr(39))}!{ref}"
        return names

    def add_part(self, name: str, data: bytes, content_type: str, relation: str) -> None:
        """Add a part that belongs to the workbook, with its content type and relation."""
        add(self, name, data, content_type)
        taken = {each.get("Id") for each in parse(self.parts[relations_of(WORKBOOK)])}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        relate(self, WORKBOOK, relation, posixpath.relpath(name, "xl"), f"rId{number}")


def bounds(extent: str) -> tuple[int, int, int, int]:
    """Give the left, top, right and bottom of a range."""
    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(extent))
    return left, top, right, bottom


def has_value(cell: Element) -> bool:
    """Tell a cell in which a value is stored; no text at all is one."""
    value = cell.find(tag("v"))
    return value is not None and (bool(value.text) or cell.get("t") == "str")


def relations_of(part: str) -> str:
    """Name the part that holds the relations of a part; "" is the package's own."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def related(package: Package, part: str, kind: str) -> dict[str, str]:
    """Give the parts that a part is related to in one way, by the relation's id."""
    data = package.parts.get(relations_of(part))
    found = {}
    for relation in parse(data) if data else ():
        if relation.get("Type") == kind and relation.get("TargetMode") != "External":
            target = posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))
            found[relation.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


def relate(package: Package, part: str, kind: str, target: str, wanted: str) -> str:
    """Add a relation of a part, under the id wanted or another that is free."""
    name = relations_of(part)
    empty = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
    root = parse(package.parts.get(name, empty))
    taken = {element.get("Id") for element in root}
    number = 1
    chosen = wanted
    while chosen in taken:
        number += 1
        chosen = f"{wanted}{number}"
    attributes = {"Id": chosen, "Type": kind, "Target": target}
    etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", attributes)
    package.parts[name] = serialize(root)
    return chosen


def add(package: Package, name: str, data: bytes, content_type: str) -> None:
    """Add a part with its content type."""
    package.parts[name] = data
    types = parse(package.parts[TYPES])
    attributes = {"PartName": f"/{name}", "ContentType": content_type}
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", attributes)
    package.parts[TYPES] = serialize(types)
