"""Reading what was exported, and the wish that every host can be given."""

import io

import openpyxl

from betahedge.engine import calculate
from betahedge.hosts.export import Wish

WISH = Wish("ACME", lambda data: calculate(data).values)


def cells(data, values=False):
    loaded = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    return {f"{s.title}!{c.coordinate}": c for s in loaded for row in s.iter_rows() for c in row}


def formula(cell):
    text = getattr(cell.value, "text", cell.value)
    return text if isinstance(text, str) else None


def formulas(data):
    return {ref: formula(cell) for ref, cell in cells(data).items() if cell.data_type == "f"}
