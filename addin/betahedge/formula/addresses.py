"""The addresses that INDIRECT finds by a text: those of names and of the parts of tables.

The engine (formulon 0.18) knows addresses only.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from openpyxl.formula.tokenizer import Token

from betahedge.formula.meanings import Meanings
from betahedge.formula.names import is_constant
from betahedge.formula.references import functions, reference, shifted
from betahedge.formula.tables import Table
from betahedge.formula.tokens import tokens

MOST = 20_000  # texts; a workbook with more is not looked through
_PLAIN = re.compile(r"[\w.]+")  # a sheet that needs no quotes in such a text
_SIGNS = re.compile(r"['\[\]#@]")  # in a column's name, with an apostrophe before them
# A text that ends in an address, or in the beginning of one.
_ADDRESS_IN_TEXT = re.compile(
    r"""["!']\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?"|\d:\$?"|R\d*C\d*"""
)
# How a text ends that ends in an address: A1, 7, A:C, after a sheet or a part of the same.
_ENDS_IN_ADDRESS = re.compile(r'["!:]\$?[A-Za-z]{0,3}\$?\d+"\Z|:\$?[A-Za-z]{1,3}"\Z')
_AREAS = ("#All", "#Data", "#Headers", "#Totals")


def addresses(meanings: Meanings) -> dict[str, str] | None:
    """Give the address for each text that is a name, or a part of a table; None if one is unclear.

    A name of a sheet has the sheet before it.  Names that are calculated, or of what is gone, have
    none: for them a spreadsheet gives #REF!.
    """
    found: dict[str, str] = {}
    for (sheet, name), text in meanings.names.items():
        address = "" if name.startswith("_xlnm.") else _address(text)
        if address is None:
            return None
        if address:
            texts = (f"{place}{name}" for place in (before(sheet) if sheet else [""]))
            found |= dict.fromkeys(texts, address)
    for parts in (_usual_parts, _rare_parts):  # what is looked up most is found first
        for name, table in meanings.tables.items():
            for part in parts(table):
                if area := table.reference(part or "[#Data]", None):
                    found[f"{name}{part}"] = area
                if len(found) > MOST:
                    return None
    return found


def _address(text: str) -> str | None:
    """Give the address that a name stands for; "" for none, None if that is not clear."""
    if functions(text) or is_constant(text) or "{" in text or "#REF!" in text:
        return ""
    found = reference(text) if len(tokens(text)) == 1 else None
    if found is None or found.area is None or found.of_file or ":" in found.sheet:
        return None
    return text if found.sheet and shifted(text, 1, 1) == text else None


def may_be_name(function: str, arguments: list[str]) -> bool:
    """Tell INDIRECT of a text that may be more than an address."""
    if function != "INDIRECT" or not arguments:
        return False
    ends = [each.value for each in tokens(arguments[0])[-1:] if each.subtype == Token.TEXT]
    if ends and len(arguments) == 1 and not _ENDS_IN_ADDRESS.search(ends[0]):
        return True
    return not _ADDRESS_IN_TEXT.search(arguments[0])


def before(sheet: str) -> list[str]:
    """List how a sheet's name may stand before another name; the first always may."""
    doubled = sheet.replace("'", "''")
    return [f"'{doubled}'!", *([f"{sheet}!"] if _PLAIN.fullmatch(sheet) else [])]


def _usual_parts(table: Table) -> Iterator[str]:
    """Run through a table's parts as they are most often written; the whole is first."""
    yield ""
    yield from (f"[{column}]" for column in _columns(table))


def _rare_parts(table: Table) -> Iterator[str]:
    """Run through the other parts of a table: heads, totals, and runs of columns."""
    for area in _AREAS:
        yield f"[{area}]"
        yield from (f"[[{area}],[{column}]]" for column in _columns(table))
    for first, last in combinations(_columns(table), 2):
        yield f"[[{first}]:[{last}]]"


def _columns(table: Table) -> list[str]:
    return [_SIGNS.sub(r"'\g<0>", column) for column in table.columns]
