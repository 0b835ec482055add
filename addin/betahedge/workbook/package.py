"""The .xlsx package: its parts, its sheets, and their cells that hold a formula."""

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from betahedge.workbook.files import BadInput

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same day in every package, so that bytes repeat

Element = etree._Element


def tag(name: str) -> str:
    """Give the full name of an element of a spreadsheet part."""
    return f"{{{MAIN}}}{name}"


def parse(data: bytes) -> Element:
    """Read an XML part; entities are not resolved, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
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
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
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
        targets = {}
        for relation in parse(self.parts["xl/_rels/workbook.xml.rels"]):
            target = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
            targets[relation.get("Id")] = target.lstrip("/")
        found = {}
        for sheet in parse(self.parts["xl/workbook.xml"]).iter(tag("sheet")):
            part = targets.get(sheet.get(f"{{{RELATIONS}}}id"), "")
            if part.startswith("xl/worksheets/"):
                found[sheet.get("name", "")] = part
        return found

    def add_part(self, name: str, data: bytes, content_type: str, relation: str) -> None:
        """Add a part that belongs to the workbook, with its content type and relation."""
        self.parts[name] = data
        types = parse(self.parts["[Content_Types].xml"])
        etree.SubElement(
            types,
            f"{{{CONTENT_TYPES}}}Override",
            {"PartName": f"/{name}", "ContentType": content_type},
        )
        self.parts["[Content_Types].xml"] = serialize(types)
        relations = parse(self.parts["xl/_rels/workbook.xml.rels"])
        taken = {element.get("Id") for element in relations}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        etree.SubElement(
            relations,
            f"{{{PACKAGE_RELATIONS}}}Relationship",
            {"Id": f"rId{number}", "Type": relation, "Target": posixpath.relpath(name, "xl")},
        )
        self.parts["xl/_rels/workbook.xml.rels"] = serialize(relations)
