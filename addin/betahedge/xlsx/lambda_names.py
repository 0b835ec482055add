"""Our functions as names of a workbook, each with its LAMBDA: put in, and taken out again."""

from collections.abc import Set

from lxml import etree

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.lambdas import register_names, stored_names
from betahedge.errors import InputError
from betahedge.formula.references import sheet_and_ref
from betahedge.xlsx.package import WORKBOOK, Package, defined_names, text_of_name, texts_of_names
from betahedge.xlsx.register_sheet import SHEET, add_register, is_as_written, remove_register
from betahedge.xlsx.xml import Element, detach, section, tag

IS_LAMBDA = "_xlfn.LAMBDA("
REGISTER = register_names(SHEET)
ADD_HERE = "Contracts that HEDGE_SPEC knows; add your own in the rows below them."


def put_lambdas(package: Package) -> Set[str]:
    """Add a name for every function, and the register.

    Gives the functions that were not added: their name, or the register's, stands for something
    else in this workbook, a table perhaps.  Takes for granted that no LAMBDA of ours is in it.
    """
    book = package.book
    texts, tables = texts_of_names(book), package.table_names()
    known, wanted = texts.keys() | tables, stored_names()
    registers = [text for name in REGISTER for text in texts.get(name, ())]
    sheet = find_register(package)
    leads = all(_leads_to_register(text, sheet) for text in registers)
    if REGISTER.keys().isdisjoint(tables) and leads:
        if not sheet:
            add_register(package)
        elif not registers:
            raise InputError(f"the workbook has a sheet {SHEET} of its own; give that another name")
        wanted |= REGISTER
    else:
        del wanted["HEDGE_SPEC"]
    names = section(book, "definedNames", "sheets", "functionGroups", "externalReferences")
    added = [name for name in wanted if name not in known]
    for name in added:
        help_text = declaration(CATALOGUE[name]).help if name in CATALOGUE else ADD_HERE
        attributes = {"name": name, "comment": help_text}
        etree.SubElement(names, tag("definedName"), attributes).text = wanted[name]
    package.touch(WORKBOOK)
    return CATALOGUE.keys() - added


def take_out_lambdas(package: Package) -> bool:
    """Take the names out, and the register unless somebody has need of it; tell whether any was.

    A LAMBDA that has the name of a function of ours goes, whoever wrote it: beside it xlwings Lite
    has no functions, and a workbook is not to have two by one name.
    """
    book = package.book
    ours = [each for _, each in defined_names(book) if _is_ours(each)]
    if not ours:
        return False
    sheet = find_register(package)
    idle = sheet and is_as_written(package, sheet) and not _is_used(package, book, sheet)
    if idle or not sheet:
        registers = (each for _, each in defined_names(book) if each.get("name") in REGISTER)
        ours += [each for each in registers if _leads_to_register(each.text or "", sheet)]
        if idle:
            remove_register(package, sheet)
    for each in ours:
        detach(each)
    package.touch(WORKBOOK)
    return True


def _is_ours(name: Element) -> bool:
    is_named_so = (name.get("name") or "").upper() in CATALOGUE
    return is_named_so and text_of_name(name).startswith(IS_LAMBDA)


def find_register(package: Package) -> str:
    """Name the sheet of the register, "" if there is none; its user may have renamed it."""
    if SHEET in package.sheets():
        return SHEET
    texts = texts_of_names(package.book)
    found = {sheet_and_ref(text) for name in REGISTER for text in texts.get(name, ())}
    areas = {sheet_and_ref(text)[1] for text in REGISTER.values()}
    sheets = {sheet for sheet, _ in found} & package.sheets().keys()
    return sheets.pop() if len(sheets) == 1 and {area for _, area in found} == areas else ""


def _leads_to_register(text: str, sheet: str) -> bool:
    """Tell what a name of the register stands for, after its sheet was deleted too."""
    return sheet_and_ref(text)[0] == (sheet or SHEET) or "#REF!" in text


def _is_used(package: Package, book: Element, sheet: str) -> bool:
    """Tell that something besides our names refers to the sheet of the register."""
    names = [each for _, each in defined_names(book) if each.get("name") not in REGISTER]
    if any(sheet_and_ref(each.text or "")[0] == sheet for each in names):
        return True
    mine = {package.sheets()[sheet], WORKBOOK}
    parts = (part for part in package.settle() if part.startswith("xl/") and part not in mine)
    words = [text.encode() for text in (sheet, *REGISTER)]
    return any(word in package.parts[part] for part in parts for word in words)
