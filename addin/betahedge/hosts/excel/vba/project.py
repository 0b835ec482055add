"""A VBA project from the texts of its modules: the part `xl/vbaProject.bin` of an add-in file.

Source: [MS-OVBA].  Only sources are written; with no compiled code beside them, Excel compiles
them when it opens the file, as section 2.3.4.1 asks for a version of 0xFFFF.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from betahedge.hosts.excel.vba.compound_file import build_compound_file

PART_TYPE = "application/vnd.ms-office.vbaProject"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
CODE_PAGE = "cp1252"
CHUNK = 4096
# Type libraries that a project refers to: Windows finds them by number, whatever the path.
REFERENCES = {
    "VBA": "{000204EF-0000-0000-C000-000000000046}#4.2#9#"
    r"C:\Program Files\Common Files\Microsoft Shared\VBA\VBA7.1\VBE7.DLL"
    "#Visual Basic For Applications",
    "Excel": "{00020813-0000-0000-C000-000000000046}#1.9#0#"
    r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"
    "#Microsoft Excel 16.0 Object Library",
    "stdole": "{00020430-0000-0000-C000-000000000046}#2.0#0#"
    r"C:\Windows\System32\stdole2.tlb#OLE Automation",
}
DOCUMENTS = {
    "ThisWorkbook": "0{00020819-0000-0000-C000-000000000046}",
    "Sheet1": "0{00020820-0000-0000-C000-000000000046}",
}
PROJECT_ID = "{04161BC7-A407-5CCC-81D5-B74C13A15C91}"
HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


@dataclass(frozen=True)
class Module:
    """A module: its name and its text, from "Attribute VB_Name" on."""

    name: str
    text: str
    document: bool = False

    @property
    def private(self) -> bool:
        """Tell a module whose procedures other projects do not see."""
        return "\nOption Private Module\n" in self.text

    @property
    def source(self) -> bytes:
        """Give the text as a project holds it."""
        return "\r\n".join(self.text.splitlines()).encode(CODE_PAGE) + b"\r\n"


def document(name: str, code: str = "") -> Module:
    """Make the module of the workbook or of a sheet."""
    attributes = {
        "Name": f'"{name}"',
        "Base": f'"{DOCUMENTS[name]}"',
        "GlobalNameSpace": "False",
        "Creatable": "False",
        "PredeclaredId": "True",
        "Exposed": "True",
        "TemplateDerived": "False",
        "Customizable": "True",
    }
    lines = [f"Attribute VB_{key} = {value}" for key, value in attributes.items()]
    return Module(name, "\n".join([*lines, code]), document=True)


def build_vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Write a project; the same modules give the same bytes."""
    streams = {
        "PROJECT": _project_text(name, modules).encode(CODE_PAGE),
        "PROJECTwm": b"".join(_both_names(module.name) for module in modules) + b"\0\0",
        "VBA/_VBA_PROJECT": struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0),
        "VBA/dir": compress(_directory(name, modules)),
    }
    return build_compound_file(
        streams | {f"VBA/{module.name}": compress(module.source) for module in modules}
    )


def _both_names(name: str) -> bytes:
    return name.encode(CODE_PAGE) + b"\0" + name.encode("utf-16-le") + b"\0\0"


def _project_text(name: str, modules: Sequence[Module]) -> str:
    lines = [
        f'ID="{PROJECT_ID}"',
        *(
            f"Document={module.name}/&H00000000" if module.document else f"Module={module.name}"
            for module in modules
        ),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{hide(bytes(4))}"',  # not locked
        f'DPB="{hide(bytes(1))}"',  # no password
        f'GC="{hide(bytes([0xFF]))}"',  # visible
        "",
        "[Host Extender Info]",
        HOST,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "\r\n".join(lines) + "\r\n"


def hide(plain: bytes) -> str:
    """Obscure a setting of the project, as section 2.4.3.2 says, from a seed of 0."""
    key = sum(PROJECT_ID.encode()) & 0xFF
    written, last = [0, 2, key], key
    for byte in struct.pack("<I", len(plain)) + plain:
        written.append(byte ^ ((written[-2] + last) & 0xFF))
        last = byte
    return bytes(written).hex().upper()


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _text(number: int, wide: int, text: str) -> bytes:
    return _record(number, text.encode(CODE_PAGE)) + _record(wide, text.encode("utf-16-le"))


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """Write the list of references and modules, section 2.3.4.2."""
    return b"".join(
        [
            _record(0x01, struct.pack("<I", 3)),  # 64-bit Windows
            _record(0x02, struct.pack("<I", 0x409)),
            _record(0x14, struct.pack("<I", 0x409)),
            _record(0x03, struct.pack("<H", int(CODE_PAGE.removeprefix("cp")))),
            _record(0x04, name.encode(CODE_PAGE)),
            _text(0x05, 0x40, ""),
            _record(0x06, b"") + _record(0x3D, b""),
            _record(0x07, bytes(4)),
            _record(0x08, bytes(4)),
            struct.pack("<HIIH", 0x09, 4, 1, 0),
            _text(0x0C, 0x3C, ""),
            *(_reference(key, library) for key, library in REFERENCES.items()),
            _record(0x0F, struct.pack("<H", len(modules))),
            _record(0x13, b"\xff\xff"),
            *map(_module, modules),
            struct.pack("<HI", 0x10, 0),
        ]
    )


def _reference(name: str, library: str) -> bytes:
    path = f"*\\G{library}".encode(CODE_PAGE)
    content = struct.pack("<I", len(path)) + path + bytes(6)
    return _text(0x16, 0x3E, name) + _record(0x0D, content)


def _module(module: Module) -> bytes:
    return b"".join(
        [
            _text(0x19, 0x47, module.name),
            _text(0x1A, 0x32, module.name),
            _text(0x1C, 0x48, ""),
            _record(0x31, bytes(4)),  # where the source begins
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            struct.pack("<HI", 0x22 if module.document else 0x21, 0),
            struct.pack("<HI", 0x28, 0) if module.private else b"",
            struct.pack("<HI", 0x2B, 0),
        ]
    )


def compress(text: bytes) -> bytes:
    """Compress a text, section 2.4.1: chunks of literals and of copies from before."""
    chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(plain: bytes) -> bytes:
    body, place = bytearray(), 0
    latest: dict[bytes, int] = {}
    while place < len(plain):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if place >= len(plain):
                break
            length, offset = _match(plain, place, latest)
            if length:
                flags |= 1 << bit
                copied = (offset - 1) << (16 - _offset_bits(place)) | (length - 3)
                tokens += struct.pack("<H", copied)
            else:
                tokens.append(plain[place])
            for passed in range(place, place + max(length, 1)):
                latest[plain[passed : passed + 3]] = passed
            place += max(length, 1)
        body += bytes([flags]) + tokens
    if len(body) > CHUNK:
        raise ValueError("a chunk does not become shorter: it is no text")
    return struct.pack("<H", len(body) - 1 | 0xB000) + body


def _match(plain: bytes, place: int, latest: Mapping[bytes, int]) -> tuple[int, int]:
    """Find the latest place with the same three bytes; give the common length and the way back."""
    found = latest.get(plain[place : place + 3], -1)
    if found < 0 or place + 3 > len(plain):
        return 0, 0
    most, length = min((1 << (16 - _offset_bits(place))) + 2, len(plain) - place), 3
    while length < most and plain[found + length] == plain[place + length]:
        length += 1
    return length, place - found


def _offset_bits(place: int) -> int:
    return max(4, (place - 1).bit_length())
