"""Workbooks with damage at random: calculated, exported and repaired, or refused with a line."""

import functools
import re

from betahedge.cells import CATALOGUE
from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.hosts.export import Wish, export, neutralize
from betahedge.hosts.repair import repair
from betahedge.xlsx.package import Package
from engine.case_books import sheet
from fuzz.trying import Wrong, try_many

HOSTS = ("calc", "desktop", "lite", "server", "lambda", "native", "values")
ODD = (
    *("", "-1", "0", "99999999999", "1.5", "NaN", "1e999", "#N/A", "A0", "XFE1", "A1:", "../x"),
    *("\u202e", "&#10;", "rId999", "/xl/workbook.xml", "TRUE", "x" * 5000, "_x0000_", "0x10"),
    *("t", "s", "b", "e", "n", "d", "str", "inlineStr", "shared", "array", "dataTable"),
)
VALUE = re.compile(rb'="([^"]*)"|>([^<>]*)<')
ELEMENT = re.compile(rb"<(\w[\w:]*)[^<>]*?(?:/>|>[^<>]*</\1>)")


@functools.cache
def seeds():
    """Make small whole workbooks to damage."""
    cells = {f"A{n}": n for n in range(1, 9)} | {"B1": "text", "B2": True, "B3": 45000.5}
    call = {"C1": "=HEDGE_BASIS(A1,3)", "C2": '=SUM(HEDGE_BASIS(A1:A8,1))&"x"', "C3": "=C1+name"}
    names = {"name": "S!$A$3", "far": "[1]S!$A$1"}
    plain = sheet(cells | call, names=names, more=[("O'Brien & co", {"A1": "=S!C1"})])
    done = calculate(plain).data
    wish = Wish("", lambda native: calculate(native).values)
    hosts = [export(done, host, wish).data for host in ("lite", "lambda", "calc")]
    return [Package.read(data).parts for data in (plain, done, *hosts)]


def damaged(chance):
    """Damage one of the workbooks: some parts changed, lost, doubled or cut."""
    parts = dict(chance.choice(seeds()))
    for _ in range(chance.choice([1, 1, 2, 5])):
        name = chance.choice(sorted(parts))
        kind = chance.choice(["value", "value", "value", "value", "element", "byte", "cut", "gone"])
        if kind == "gone":
            del parts[name]
        elif kind == "cut":
            parts[name] = parts[name][: chance.randrange(len(parts[name]) + 1)]
        elif kind == "byte" and parts[name]:
            at = chance.randrange(len(parts[name]))
            parts[name] = parts[name][:at] + bytes([chance.randrange(256)]) + parts[name][at + 1 :]
        else:
            parts[name] = changed(chance, parts[name], VALUE if kind == "value" else ELEMENT)
    return Package(parts).write()


def changed(chance, part, pattern):
    """Change one of a part's values, or take away, double or empty one of its elements."""
    found = list(pattern.finditer(part))
    if not found:
        return part
    place = chance.choice(found)
    if pattern is VALUE:
        group = 1 if place[1] is not None else 2
        start, end = place.span(group)
        return part[:start] + chance.choice(ODD).encode() + part[end:]
    new = chance.choice([b"", place[0] * 2, b"<%s/>" % place[1]])
    return part[: place.start()] + new + part[place.end() :]


def case(chance):
    data = damaged(chance)
    kind = chance.choice(["calc", "calc", "repair", *HOSTS])
    if kind == "calc":
        result = calculate(data)
        if not set(result.functions) <= CATALOGUE.keys():
            raise Wrong(f"functions {result.functions}")
        again = calculate(result.data)
        if again.values.keys() != result.values.keys():
            raise Wrong("calculated again, it has other cells")
    elif kind == "repair":
        repair(data)
    else:
        wish = Wish("A_B", lambda native: calculate(native).values)
        result = calculate(neutralize(data))
        try:
            export(result.data, kind, wish)
        except InputError as error:
            return f"no {kind}" if "lite" in str(error).lower() else "refused"
    return "calculated" if kind == "calc" else "changed"


if __name__ == "__main__":
    try_many(case)
