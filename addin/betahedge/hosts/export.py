"""A workbook for a host: one neutral workbook in, the file that the host wants out.

Every host has its transformation in `HOSTS`; a new host is one more line there.  A transformation
is given a package of its own, without what an earlier export put in, and may change it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from betahedge.errors import InputError
from betahedge.formula.calls import LITE, renamed
from betahedge.hosts.bundle import bundle
from betahedge.hosts.freezing import Plain
from betahedge.hosts.lambda_names import with_lambdas
from betahedge.hosts.libreoffice_names import rename_for_calc
from betahedge.hosts.lite import put_code, without_code
from betahedge.hosts.native import Recalculate, with_native_formulas
from betahedge.hosts.places import opened, rewrite
from betahedge.hosts.values import with_values
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


def for_calc(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Full names, which every release of LibreOffice Calc takes from a file."""
    rename_for_calc(package, full=True)
    return package, Plain()


def for_desktop(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Names as they are typed: Excel's add-in file has functions of these names."""
    return package, Plain()


def for_xlwings_lite(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Names of Office.js, and the code in the workbook."""
    put_code(package)
    return package, Plain()


def for_server(package: Package, wish: Wish) -> Made:
    """Names of Office.js under the server's namespace, and the module for the server."""
    if not wish.namespace:
        raise InputError("--namespace: must be given for a server; it is the one of its manifest")
    rewrite(package, lambda formula: renamed(formula, f"{LITE}{wish.namespace}_"))
    return package, Plain()


def for_excel_alone(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """The functions as LAMBDAs of the workbook."""
    return with_lambdas(package)


def for_no_add_in(package: Package, wish: Wish) -> Made:
    """Native formulas instead of calls."""
    return with_native_formulas(package, wish.recalculate)


def for_reading(package: Package, wish: Wish) -> Made:  # noqa: ARG001
    """Values instead of formulas."""
    return with_values(package)


HOSTS: dict[str, Callable[[Package, Wish], Made]] = {
    "calc": for_calc,
    "desktop": for_desktop,
    "lite": for_xlwings_lite,
    "server": for_server,
    "lambda": for_excel_alone,
    "native": for_no_add_in,
    "values": for_reading,
}


def neutral(data: bytes) -> bytes:
    """Give a workbook's functions the names that are typed, whatever host it was stored for."""
    package = opened(data)
    had_lambdas = take_out_lambdas(package)
    return package.write() if rename_for_calc(package, full=False) or had_lambdas else data


def export(data: bytes, host: str, wish: Wish | None = None) -> Exported:
    """Make the file for a host from a neutral workbook that has its values.

    data: the bytes of an .xlsx, calculated.  Raises InputError for one that is damaged, for one
    that has xlwings Lite code of its own, and where the host needs a namespace that is not given.
    """
    clean = without_code(opened(data))
    take_out_lambdas(clean)
    package, plain = HOSTS[host](clean, wish or Wish())
    return Exported(package.write(), plain)


def beside(host: str) -> dict[str, bytes]:
    """Give the files that go beside the workbook, by name."""
    return {SERVER_MODULE: bundle(script=False).encode()} if host == "server" else {}
