"""A workbook for a host: one neutral workbook in, the file that the host wants out.

Every host has its transformation in `export`, of a package of its own without the code of an
earlier export.  Excel on the desktop has none: its add-in file has functions of the names as typed.
"""

import re
from dataclasses import dataclass

from betahedge.errors import InputError
from betahedge.formula.calls import LITE, renamed
from betahedge.hosts.bundle import write_bundle
from betahedge.hosts.calc.names import rename_for_calc
from betahedge.hosts.lambdas import write_lambdas
from betahedge.hosts.lite.code import put_code, remove_code
from betahedge.hosts.places import open_package, rewrite
from betahedge.hosts.plain.freezing import Plain
from betahedge.hosts.plain.native import Recalculate, write_native_formulas
from betahedge.hosts.plain.values import freeze_values
from betahedge.xlsx.lambda_names import take_out_lambdas
from betahedge.xlsx.package import Package

HOSTS = ("calc", "desktop", "lite", "server", "lambda", "native", "values")
SERVER_MODULE = "betahedge_functions.py"  # for the custom_functions folder of a server


@dataclass(frozen=True)
class Wish:
    """What a transformation may need to know besides the workbook.

    namespace: a server's.  recalculate: gives the values of a workbook, to prove native formulas.
    """

    namespace: str = ""
    recalculate: Recalculate | None = None

    def __post_init__(self) -> None:
        """Refuse a namespace that no manifest can have."""
        if self.namespace and not re.fullmatch(r"[A-Za-z]\w*", self.namespace, re.ASCII):
            raise InputError(f'--namespace: was "{self.namespace}"; must be letters, digits and _')


@dataclass(frozen=True)
class Exported:
    """A workbook for a host, and what became of its cells."""

    data: bytes
    plain: Plain


def neutralize(data: bytes) -> bytes:
    """Give a workbook's functions the names that are typed, whatever host it was stored for."""
    package = open_package(data)
    had_lambdas = take_out_lambdas(package)
    return package.write() if rename_for_calc(package, full=False) or had_lambdas else data


def export(data: bytes, host: str, wish: Wish | None = None) -> Exported:
    """Make the file for a host from a neutral workbook that has its values.

    data: the bytes of an .xlsx, calculated.  Raises InputError for one that is damaged, for one
    that has xlwings Lite code of its own, and where the host needs a namespace that is not given.
    """
    package, wish, plain = open_package(data), wish or Wish(), Plain()
    remove_code(package)
    take_out_lambdas(package)
    match host:
        case "calc":
            rename_for_calc(package, full=True)  # which every release takes from a file
        case "lite":
            put_code(package)
        case "server":
            put_namespace(package, wish.namespace)
        case "lambda":
            plain = write_lambdas(package)
        case "native":
            package, plain = write_native_formulas(package, wish.recalculate)
        case "values":
            plain = freeze_values(package)
    return Exported(package.write(), plain)


def put_namespace(package: Package, namespace: str) -> None:
    """Write names of Office.js under a server's namespace."""
    if not namespace:
        raise InputError("--namespace: must be given for a server; it is the one of its manifest")
    rewrite(package, lambda formula: renamed(formula, f"{LITE}{namespace}_"))


def files_beside(host: str) -> dict[str, bytes]:
    """Give the files that go beside the workbook, by name."""
    return {SERVER_MODULE: write_bundle(script=False).encode()} if host == "server" else {}
