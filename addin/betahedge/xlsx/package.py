"""The .xlsx package: its parts, each as bytes and, once asked for, as one tree."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from betahedge.errors import InputError
from betahedge.xlsx.xml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONS,
    RELATIONS,
    Element,
    in_transitional,
    in_utf8,
    parse,
    run_through,
    serialize,
    tag,
)

WORKBOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the day of all parts of a package, so that bytes repeat
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # an encrypted part
    NotImplementedError,  # an unknown compression
    ValueError,
)


@dataclass
class Package:
    """The parts of a workbook by name, in the order of the archive.

    Every part has one tree, made when it is first asked for.  Who changes a tree says so by
    `touch`; a part that nobody touches is written as the bytes that it was read from.
    """

    parts: dict[str, bytes]
    _trees: dict[str, Element] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, data: bytes) -> "Package":
        """Unpack; the size was looked at before.

        Part names with backslashes or in other capitals, a workbook's part of another name, parts
        in UTF-16 and Strict Open XML are brought into the form that most programs write.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                read = {info.filename: archive.read(info) for info in archive.infolist()}
        except _UNREADABLE as error:
            raise InputError(f"the workbook cannot be unpacked ({error})") from None
        parts = {_usual_name(name): part for name, part in read.items() if name[-1:] not in "/\\"}
        for name, part in parts.items():
            if name.lower().endswith((".xml", ".rels")):
                parts[name] = in_utf8(part)
        _name_as_related(parts)
        _name_the_workbook(parts)
        if _STRICT in parts.get(WORKBOOK, b""):
            parts = {name: in_transitional(part) for name, part in parts.items()}
        return cls(parts)

    def tree(self, part: str) -> Element:
        """Give the tree of a part, the same each time."""
        if part not in self._trees:
            self._trees[part] = parse(self.parts[part])
        return self._trees[part]

    def touch(self, part: str) -> None:
        """Say that the tree of a part has been changed."""
        self._touched.add(part)

    def put(self, part: str, data: bytes) -> None:
        """Put other bytes in the place of a part; a tree of it is made anew when asked for."""
        self.parts[part] = data
        self._trees.pop(part, None)
        self._touched.discard(part)

    def settle(self) -> dict[str, bytes]:
        """Write the trees that were changed into their parts, and give all parts."""
        for part in self._touched & self.parts.keys():
            self.parts[part] = serialize(self._trees[part])
        self._touched.clear()
        return self.parts

    def copy(self) -> "Package":
        """Make a package of the same parts, whose trees are its own."""
        return Package(dict(self.settle()))

    def write(
        self, pieces: Mapping[str, Iterable[bytes]] | None = None, *, level: int = 6
    ) -> bytes:
        """Pack; see `write_to`."""
        stream = io.BytesIO()
        self.write_to(stream, pieces, level=level)
        return stream.getvalue()

    def write_to(
        self,
        stream: IO[bytes],
        pieces: Mapping[str, Iterable[bytes]] | None = None,
        *,
        level: int = 6,
    ) -> None:
        """Pack into a stream: the same parts give the same bytes.

        pieces: of parts that are written piece by piece, and take no room as a whole.  level: 1
        for speed, up to 9 for size.
        """
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
            for name, data in self.settle().items():
                with archive.open(name, "w") as part:
                    for piece in (pieces or {}).get(name, (data,)):
                        part.write(piece)

    @property
    def book(self) -> Element:
        """Give the tree of the workbook's part."""
        return self.tree(WORKBOOK)

    def sheets(self) -> dict[str, str]:
        """Give the part of every worksheet by the sheet's name."""
        for name in (WORKBOOK, relations_of(WORKBOOK), TYPES):
            if name not in self.parts:
                raise InputError(f"the workbook has no part {name}")
        if self.book.tag != tag("workbook"):
            raise InputError(f"the workbook's part is no workbook ({self.book.tag})")
        found = {}
        targets = self.related(WORKBOOK, f"{RELATIONS}/worksheet")
        for sheet in self.book.iter(tag("sheet")):
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

    def table_names(self) -> set[str]:
        """Give the names of the tables, in capitals: no defined name can be one of them."""
        return {self.tree(part).get("displayName", "").upper() for part in self.tables()}

    def strings(self) -> list[str]:
        """Give the texts that cells share, by their number."""
        part = next(iter(self.related(WORKBOOK, f"{RELATIONS}/sharedStrings").values()), "")
        whole = self.settle().get(part)
        return list(map(text_in, run_through(io.BytesIO(whole), tag("si")))) if whole else []

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Give the parts that a part is related to in one way, by the relation's id."""
        name = relations_of(part)
        found = {}
        for relation in self.tree(name) if name in self.parts else ():
            if relation.get("Type") == kind and relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = target_of(part, relation)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a part, and give its id."""
        name = relations_of(part)
        self.parts.setdefault(name, f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode())
        root = self.tree(name)
        taken = {element.get("Id") for element in root}
        free = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        attributes = {"Id": f"rId{free}", "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", attributes)
        self.touch(name)
        return f"rId{free}"

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.parts[name] = data
        attributes = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(self.tree(TYPES), f"{{{CONTENT_TYPES}}}Override", attributes)
        self.touch(TYPES)

    def add_to_workbook(self, name: str, data: bytes, content_type: str, kind: str) -> str:
        """Add a part that belongs to the workbook; give the id of its relation."""
        self.add(name, data, content_type)
        return self.relate(WORKBOOK, kind, posixpath.relpath(name, "xl"))

    def remove(self, name: str, owner: str) -> None:
        """Take a part away with its content type, its own relations and its owner's to it."""
        for gone in (name, relations_of(name)):
            self.parts.pop(gone, None)
            self._trees.pop(gone, None)
        for element in list(self.tree(TYPES)):
            if element.get("PartName") == f"/{name}":
                self.tree(TYPES).remove(element)
        listed = relations_of(owner)
        root = self.tree(listed)
        for element in list(root):
            if target_of(owner, element) == name:
                root.remove(element)
        self.touch(TYPES)
        self.touch(listed)
        if not len(root):
            del self.parts[listed]


def target_of(owner: str, relation: Element) -> str:
    """Name the part that a relation of a part leads to."""
    target = relation.get("Target", "").replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")


def _name_as_related(parts: dict[str, bytes]) -> None:
    """Give parts whose name has other capitals than their relation says the relation's."""
    found = {name.lower(): name for name in parts}
    for listed in [name for name in parts if name.endswith(".rels")]:
        folder, _, name = listed.rpartition("_rels/")
        for relation in parse(parts[listed]):
            target = target_of(folder + name.removesuffix(".rels"), relation)
            other = found.get(target.lower())
            if other and other != target and relation.get("TargetMode") != "External":
                parts[target] = parts.pop(other)
                found[target.lower()] = target


def _name_the_workbook(parts: dict[str, bytes]) -> None:
    """Give the workbook's part its usual name, where it lies in its usual folder: workbook2.xml."""
    listed, folder = relations_of(""), posixpath.dirname(WORKBOOK)
    for relation in parse(parts[listed]) if listed in parts and WORKBOOK not in parts else ():
        part = target_of("", relation)
        is_book = relation.get("Type", "").endswith("/officeDocument")
        is_whole = {part, relations_of(part), TYPES} <= parts.keys()
        if is_book and is_whole and posixpath.dirname(part) == folder:
            parts[WORKBOOK] = parts.pop(part)
            parts[relations_of(WORKBOOK)] = parts.pop(relations_of(part))
            for name in (listed, TYPES):
                parts[name] = parts[name].replace(part.encode(), WORKBOOK.encode())
            return


def _usual_name(name: str) -> str:
    """Write a part's name with slashes, and a well-known one in its usual capitals."""
    name = name.replace("\\", "/").lstrip("/")
    known = (WORKBOOK, TYPES, relations_of(WORKBOOK), relations_of(""))
    return next((each for each in known if each.lower() == name.lower()), name)


def relations_of(part: str) -> str:
    """Name the part that holds the relations of a part; "" is the package's own."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def text_in(element: Element) -> str:
    """Give the text of a shared or inline string, without what tells how it is read aloud."""
    runs = element.iter(tag("t"))
    return "".join(run.text or "" for run in runs if not _is_phonetic(run))


def _is_phonetic(run: Element) -> bool:
    parent = run.getparent()
    return parent is not None and parent.tag == tag("rPh")


def defined_names(book: Element) -> Iterator[tuple[str, Element]]:
    """Run through the defined names, each after its own sheet; "" for one of all sheets."""
    sheets = [sheet.get("name", "") for sheet in book.iter(tag("sheet"))]
    for name in book.iter(tag("definedName")):
        own = name.get("localSheetId")
        yield (sheets[int(own)] if own and int(own) < len(sheets) else ""), name


def text_of_name(name: Element) -> str:
    """Give what a name stands for; some programs write it with the sign = before it."""
    return (name.text or "").lstrip("= ")


def texts_of_names(book: Element) -> dict[str, set[str]]:
    """Give what each name stands for, in capitals; a sheet may have one of its own beside all's."""
    texts: dict[str, set[str]] = {}
    for _, name in defined_names(book):
        texts.setdefault(name.get("name", "").upper(), set()).add(text_of_name(name))
    return texts
