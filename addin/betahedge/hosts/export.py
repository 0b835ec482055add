"""A workbook for a host: one neutral workbook in, the file that the host wants out.

Every host has its transformation in `HOSTS`; a new host is one more line there.  A transformation
is given a package of its own, without the code of an earlier export, and may change it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

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
    plain: Plain = field(default_factory=Plain)


Made = tuple[Package, Plain]


def write_for_calc(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Write full names, which every release of LibreOffice Calc takes from a file."""
    rename_for_calc(package, full=True)
    return package, Plain()


def write_for_desktop(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Leave names as they are typed: Excel's add-in file has functions of these names."""
    return package, Plain()


def write_for_lite(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Write names of Office.js, and put the code into the workbook."""
    put_code(package)
    return package, Plain()


def write_for_server(package: Package, wish: Wish) -> Made:
    """Write names of Office.js under the server's namespace."""
    if not wish.namespace:
        raise InputError("--namespace: must be given for a server; it is the one of its manifest")
    rewrite(package, lambda formula: renamed(formula, f"{LITE}{wish.namespace}_"))
    return package, Plain()


def write_for_excel_alone(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Write the functions as LAMBDAs of the workbook."""
    return write_lambdas(package)


def write_native(package: Package, wish: Wish) -> Made:
    """Write native formulas instead of calls."""
    return write_native_formulas(package, wish.recalculate)


def write_values(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Write values instead of formulas."""
    return freeze_values(package)


HOSTS: dict[str, Callable[[Package, Wish], Made]] = {
    "calc": write_for_calc,
    "desktop": write_for_desktop,
    "lite": write_for_lite,
    "server": write_for_server,
    "lambda": write_for_excel_alone,
    "native": write_native,
    "values": write_values,
}


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
    package = open_package(data)
    remove_code(package)
    take_out_lambdas(package)
    package, plain = HOSTS[host](package, wish or Wish())
    return Exported(package.write(), plain)


def files_beside(host: str) -> dict[str, bytes]:
    """Give the files that go beside the workbook, by name."""
    return {SERVER_MODULE: write_bundle(script=False).encode()} if host == "server" else {}
