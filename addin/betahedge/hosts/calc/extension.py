"""LibreOffice Calc: the extension `betahedge.oxt`, built from the declarations.

The interface of the functions is written as IDL text, which serves as the type library as it
stands; the UNO component beside this module answers for it; the functions go along, on the
standard library alone, for LibreOffice's own Python.
"""

from importlib.resources import files
from xml.sax.saxutils import escape

from betahedge import __version__
from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.declaration import Cell
from betahedge.formula.calls import SERVICE
from betahedge.hosts.bundle import gather_sources
from betahedge.xlsx.package import Package

IDENTIFIER = SERVICE.rpartition(".")[0]
OLDEST = "7.4"  # the release that Debian 12 has, the oldest this was tried on
COMPONENT = "betahedge_addin.py"
SUMMARY = "Functions that size a futures hedge for a spot portfolio."

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = f"""{_DECLARATION}\
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="betahedge.idl"
  manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="betahedge.components"
  manifest:media-type="application/vnd.sun.star.uno-components"/>
</manifest:manifest>
"""
_COMPONENTS = f"""{_DECLARATION}\
<components xmlns="http://openoffice.org/2010/uno-components">
 <component loader="com.sun.star.loader.Python" uri="{COMPONENT}">
  <implementation name="{SERVICE}">
   <service name="com.sun.star.sheet.AddIn"/>
   <service name="{SERVICE}"/>
  </implementation>
 </component>
</components>
"""


def build_extension() -> bytes:
    """Build `betahedge.oxt`; the same sources give the same bytes."""
    parts = {
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "description.xml": _description().encode(),
        "description/en.txt": f"{SUMMARY}\n".encode(),
        "betahedge.components": _COMPONENTS.encode(),
        "betahedge.idl": write_interface().encode(),
        COMPONENT: (files("betahedge.hosts.calc") / "component.py").read_bytes(),
    }
    sources = gather_sources("betahedge.cells")
    parts |= {f"pythonpath/{path}": text.encode() for path, text in sources.items()}
    return Package(parts).write()


def write_interface() -> str:
    """Write the IDL of the functions.

    Every argument is `any`, so that it may be left out and may be a range.  A result is rows,
    or `any` where it may be one value; the component says why.
    """
    methods = "\n".join(_method(declaration(function)) for function in CATALOGUE.values())
    return (
        f"module org {{ module betahedge {{\ninterface XFunctions {{\n{methods}\n}};\n"
        f"service Functions: XFunctions;\n}}; }};\n"
    )


def _method(declared: Cell) -> str:
    arguments = ", ".join(f"[in] any {_idl_name(arg.name)}" for arg in declared.args)
    result = "any" if _may_answer_with_one(declared) else "sequence< sequence< any > >"
    return f"  {result} {declared.name}( {arguments} );"


def _may_answer_with_one(declared: Cell) -> bool:
    return not all(isinstance(example.answer, list) for example in declared.examples)


def _idl_name(name: str) -> str:
    # No word of IDL's own, such as `any` or `short`, has a capital letter.
    return "".join(word.capitalize() for word in name.split("_"))


def _description() -> str:
    return f"""{_DECLARATION}\
<description xmlns="http://openoffice.org/extensions/description/2006"
 xmlns:l="http://libreoffice.org/extensions/description/2011"
 xmlns:d="http://openoffice.org/extensions/description/2006"
 xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value="{IDENTIFIER}"/>
 <version value="{escape(__version__)}"/>
 <platform value="all"/>
 <dependencies>
  <l:LibreOffice-minimal-version value="{OLDEST}" d:name="LibreOffice {OLDEST}"/>
 </dependencies>
 <display-name><name lang="en">betahedge</name></display-name>
 <extension-description><src xlink:href="description/en.txt" lang="en"/></extension-description>
</description>
"""
