"""The .xlsx package: its parts, how they are related, its sheets, tables and defined names."""

import io
import math
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from betahedge.errors import InputError

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
        raise InputError(f"the workbook has a damaged part ({error.msg})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("the workbook declares a document type, which no spreadsheet needs")
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
            raise InputError(f"the workbook cannot be unpacked ({error})") from None

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
                raise InputError(f"the workbook has no part {name}")
        found = {}
        book = parse(self.parts[WORKBOOK])
        if book.tag != tag("workbook"):
            raise InputError("the workbook is Strict Open XML; save it as a plain .xlsx")
        targets = self.related(WORKBOOK, f"{RELATIONS}/worksheet")
        for sheet in book.iter(tag("sheet")):
            part = targets.get(sheet.get(f"{{{RELATIONS}}}id", ""))
            if part is not None:
                if part not in self.parts:
                    raise InputError(f"the workbook has no part for its sheet {sheet.get('name')}")
                found[sheet.get("name", "")] = part
        return found

    def tables(self) -> dict[str, str]:
        """Give the sheet of every table by the table's part."""
        return {
            table: sheet
            for sheet, part in self.sheets().items()
            for table in self.related(part, f"{RELATIONS}/table").values()
            if table in self.parts
        }

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Give the parts that a part is related to in one way, by the relation's id."""
        data = self.parts.get(relations_of(part))
        found = {}
        for relation in parse(data) if data else ():
            if relation.get("Type") == kind and relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = _target(part, relation)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a part, and give its id."""
        name = relations_of(part)
        empty = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
        root = parse(self.parts.get(name, empty))
        taken = {element.get("Id") for element in root}
        free = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        attributes = {"Id": f"rId{free}", "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", attributes)
        self.parts[name] = serialize(root)
        return f"rId{free}"

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.parts[name] = data
        types = parse(self.parts[TYPES])
        attributes = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", attributes)
        self.parts[TYPES] = serialize(types)

    def add_to_workbook(self, name: str, data: bytes, content_type: str, kind: str) -> None:
        """Add a part that belongs to the workbook, with its content type and relation."""
        self.add(name, data, content_type)
        self.relate(WORKBOOK, kind, posixpath.relpath(name, "xl"))

    def remove(self, name: str, owner: str) -> None:
        """Take a part away with its content type, its own relations and its owner's to it."""
        self.parts.pop(name, None)
        self.parts.pop(relations_of(name), None)
        types = parse(self.parts[TYPES])
        for element in list(types):
            if element.get("PartName") == f"/{name}":
                types.remove(element)
        self.parts[TYPES] = serialize(types)
        listed = relations_of(owner)
        root = parse(self.parts[listed])
        for element in list(root):
            if _target(owner, element) == name:
                root.remove(element)
        if len(root):
            self.parts[listed] = serialize(root)
        else:
            del self.parts[listed]


def defined_names(book: Element) -> Iterator[tuple[str, Element]]:
    """Run through the defined names, each after its own sheet; "" for one of all sheets."""
    sheets = [sheet.get("name", "") for sheet in book.iter(tag("sheet"))]
    for name in book.iter(tag("definedName")):
        own = name.get("localSheetId")
        yield (sheets[int(own)] if own and int(own) < len(sheets) else ""), name


def sheet_and_ref(reference: str) -> tuple[str, str]:
    """Take apart a reference such as 'O''Brien'!$A$1."""
    sheet, _, ref = reference.rpartition("!")
    return unquoted(sheet), ref.replace("$", "")


def unquoted(sheet: str) -> str:
    """Give a sheet's name as it is, from how it stands in a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _target(owner: str, relation: Element) -> str:
    """Name the part that a relation of a part leads to."""
    target = posixpath.join("/", posixpath.dirname(owner), relation.get("Target", ""))
    return posixpath.normpath(target).lstrip("/")


def bounds(extent: str) -> tuple[int, int, int, int]:
    """Give the left, top, right and bottom of a range."""
    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(extent))
    return left, top, right, bottom


def has_value(cell: Element) -> bool:
    """Tell a cell in which a value is stored; no text at all is one."""
    value = cell.find(tag("v"))
    return value is not None and (bool(value.text) or cell.get("t") == "str")


def holds(cell: Element | None, value: object) -> bool:
    """Tell a cell that has a value stored: numbers to 9 decimals or 9 significant digits."""
    text = cell.findtext(tag("v")) if cell is not None else None
    kind = cell.get("t", "n") if cell is not None else "n"
    if text is None or kind == "s":
        return value is None
    if kind == "b":
        return value is (text == "1")
    if kind in ("str", "e"):
        return isinstance(value, str) and str(value) == text
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isclose(value, float(text), rel_tol=1e-9, abs_tol=1e-9)


def relations_of(part: str) -> str:
    """Name the part that holds the relations of a part; "" is the package's own."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
