"""xlwings Lite: the workbook carries the code of its functions, and the names Office.js stores.

The code stands in a web-extension part, as Excel saves it for the add-in.
"""

import hashlib
import json
import posixpath
import uuid

from lxml import etree

from betahedge.cells import CATALOGUE
from betahedge.errors import InputError
from betahedge.formula.calls import LITE, renamed
from betahedge.hosts.bundle import REQUIREMENTS, write_bundle
from betahedge.hosts.places import rewrite
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import RELATIONS, Element, serialize

STORE_ID = "wa200008175"  # of xlwings Lite in Microsoft's store
PANES = "xl/webextensions/taskpanes.xml"
PANES_TYPE = "application/vnd.ms-office.webextensiontaskpanes+xml"
PANES_RELATION = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"
EXTENSION_TYPE = "application/vnd.ms-office.webextension+xml"
EXTENSION_RELATION = "http://schemas.microsoft.com/office/2011/relationships/webextension"
WETP = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
WE = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
HAS_FUNCTIONS = "{D87F86FE-615C-45B5-9D79-34F1136793EB}"
FUNCTION_IDS = "{7C84B067-C214-45C3-A712-C9D94CD141B2}"
OURS = uuid.uuid5(uuid.NAMESPACE_URL, "betahedge")


def extension_id(source: str) -> str:
    """Give the extension's id: of one code, always the same one."""
    name = hashlib.sha256(source.encode()).hexdigest()
    return f"{{{str(uuid.uuid5(OURS, name)).upper()}}}"


def write_extension(source: str, requirements: str) -> bytes:
    """Write the part that holds the code."""
    root = etree.Element(f"{{{WE}}}webextension", {"id": extension_id(source)}, {"we": WE})
    store = {"version": "1.0.0.0", "storeType": "OMEX"}
    _add(root, "reference", {"id": STORE_ID, **store, "store": "en-US"})
    others = _add(root, "alternateReferences")
    _add(others, "reference", {"id": STORE_ID.upper(), **store, "store": STORE_ID.upper()})
    properties = _add(root, "properties")
    for name, text in (("main.py", source), ("requirements.txt", requirements)):
        _add(properties, "property", {"name": name, "value": json.dumps(text)})
    _add(root, "bindings")
    etree.SubElement(root, f"{{{WE}}}snapshot", {}, {"r": RELATIONS})
    extensions = _add(root, "extLst")
    _add(_extension(extensions, HAS_FUNCTIONS), "containsCustomFunctions")
    ids = _add(_extension(extensions, FUNCTION_IDS), "customFunctionIdList")
    for name in sorted(CATALOGUE):
        _add(ids, "customFunctionIds").text = f"{LITE}{name}"
    return serialize(root)


def _add(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    return etree.SubElement(parent, f"{{{WE}}}{name}", attributes or {})


def _extension(parent: Element, uri: str) -> Element:
    return etree.SubElement(parent, f"{{{DRAWING}}}ext", {"uri": uri}, {"a": DRAWING})


def put_code(package: Package) -> None:
    """Store the names and the code that xlwings Lite finds."""
    for panes, part in _extensions(package):
        if _is_lite(package.tree(part)):
            raise InputError(
                f"the workbook has xlwings Lite code of its own ({part}, of {panes}); "
                "export a workbook without it"
            )
    rewrite(package, lambda formula: renamed(formula, LITE))
    _add_code(package, write_extension(write_bundle(script=True), REQUIREMENTS))


def _add_code(package: Package, code: bytes) -> None:
    found = [part for part in package.related("", PANES_RELATION).values() if part in package.parts]
    panes = found[0] if found else PANES
    if not found:
        empty = etree.Element(f"{{{WETP}}}taskpanes", {}, {"wetp": WETP})
        package.add(panes, serialize(empty), PANES_TYPE)
        package.relate("", PANES_RELATION, panes)
    folder, number = posixpath.dirname(panes), 1
    while (part := f"{folder}/webextension{number}.xml") in package.parts:
        number += 1
    package.add(part, code, EXTENSION_TYPE)
    relation = package.relate(panes, EXTENSION_RELATION, posixpath.basename(part))
    root = package.tree(panes)
    attributes = {"dockstate": "right", "visibility": "1", "width": "350", "row": str(len(root))}
    pane = etree.SubElement(root, f"{{{WETP}}}taskpane", attributes)
    reference = etree.SubElement(pane, f"{{{WETP}}}webextensionref", {}, {"r": RELATIONS})
    reference.set(f"{{{RELATIONS}}}id", relation)
    package.touch(panes)


def _extensions(package: Package) -> list[tuple[str, str]]:
    """List the web extensions of a workbook, each with the part of its task panes."""
    return [
        (panes, part)
        for panes in package.related("", PANES_RELATION).values()
        for part in package.related(panes, EXTENSION_RELATION).values()
        if part in package.parts
    ]


def _is_lite(root: Element) -> bool:
    references = root.iter(f"{{{WE}}}reference")
    return any((each.get("id") or "").lower() == STORE_ID for each in references)


def _is_ours(root: Element) -> bool:
    values = {each.get("name"): each.get("value") for each in root.iter(f"{{{WE}}}property")}
    try:
        source = json.loads(values.get("main.py") or '""')
    except ValueError:
        return False
    return str(source).startswith('"""betahedge ') and root.get("id") == extension_id(str(source))


def remove_code(package: Package) -> None:
    """Take away the code that an earlier export put in, and nothing else."""
    for panes, part in _extensions(package):
        if panes in package.parts and _is_ours(package.tree(part)):
            ids = [i for i, p in package.related(panes, EXTENSION_RELATION).items() if p == part]
            package.remove(part, panes)
            root = package.tree(panes)
            for pane in list(root):
                found = pane.iter(f"{{{WETP}}}webextensionref")
                if any(each.get(f"{{{RELATIONS}}}id") in ids for each in found):
                    root.remove(pane)
            package.touch(panes)
            if not len(root):
                package.remove(panes, "")
