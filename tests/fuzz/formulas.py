"""Formulas of pieces in any order: a value, an error or a reason; the call beside them is right."""

from betahedge.engine import calculate
from betahedge.formula import calls, names, references
from engine.case_books import sheet
from fuzz.trying import Wrong, try_many
from hostile.test_formulas import PIECES

MORE = (
    *("HEDGE_CONTRACTS(", "LET(x,1,x)", "LAMBDA(x,x)(", "1.5E300", "1E-320", "#REF!", "'O''B'!A1"),
    *('"x"&', '"1.5e99999999999999999999"', "XFD1048576", "A1:XFD1048576", "$A:$A", "INDEX(A:A,"),
    *(
        "_xlfn.",
        "n2",
        "BDP(A1)",
        "unknown",
        "\u202e",
        "\t",
        "\n",
        "é",
        "1,",
        "IF(TRUE,",
        "{1,#N/A}",
    ),
)
NAMES = {"name_": "S!$A$1:$B$3", "n2": "name_", "loop": "loop2", "loop2": "loop"}


def formula(chance):
    return "".join(chance.choices((*PIECES, *MORE, "loop"), k=chance.randint(1, 14)))


def case(chance):
    texts = [formula(chance) for _ in range(20)]
    cells = {"A1": 4, "B2": 5, "C3": 6, "J1": "=HEDGE_BASIS(7,2)", "J2": "=J1*2"}
    cells |= {f"E{row}": f"={text}" for row, text in enumerate(texts, start=1)}
    for text in texts:
        for question in (calls.untied, calls.strangers, names.names_in, references.functions):
            question(text)
        if references.shifted(references.shifted(text, 3, 2), -3, -2).upper() != text.upper():
            back = references.shifted(references.shifted(text, 3, 2), -3, -2)
            raise Wrong(f"{text!r} moved there and back is {back!r}")
    found = calculate(sheet(cells, names=NAMES)).values
    if (found["S!J1"], found["S!J2"]) != (5, 10):
        raise Wrong(f"beside {texts}: {found}")
    return "calculated"


if __name__ == "__main__":
    try_many(case)
