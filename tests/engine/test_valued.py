"""The rows of long lists with their values: every kind of value, and a text that is shared."""

from lxml import etree

from betahedge.cells import ErrorValue
from betahedge.engine.valued import Valued
from betahedge.sheets.rows import LongList, Values

BLOCK = [  # rows as the engine has them
    ["", 1.5, -0.0, 1.0, 7],
    ["", "a<b", True, {"type": "Error", "kind": "Div"}, None],
]


def test_every_kind_of_value_is_stored_beside_its_formula():
    names = Values(["=BTC", "E\x01"], None, style=1, quoted=9)
    formulas = {2: (2, '=$A1&"<"'), 3: (3, "=$B1>1"), 4: (4, "=HEDGE_ACTION($B1)"), 5: (5, "=$A1")}
    long = LongList(1, 2, formulas, {1: names})
    errors = {}
    texts = {text: place for place, text in enumerate(long.texts())}
    form = Valued("S", BLOCK, sorted(formulas), "1", texts, errors)
    sheet = b'<sheet><dimension ref="A1"/><sheetData></sheetData></sheet>'
    root = etree.fromstring(b"".join(long.within(sheet, form)))
    assert root[0].get("ref") == "A1:E2"
    cells = [[(c.get("t"), c.findtext("v"), c.findtext("f")) for c in row] for row in root[1]]
    assert list(texts) == ["=BTC", "E_x0001_"]
    assert cells[0] == [
        ("s", "0", None), (None, "1.5", '$A1&"<"'), (None, "0", "$B1>1"),
        (None, "1", "HEDGE_ACTION($B1)"), (None, "7", "$A1"),
    ]  # fmt: skip
    assert cells[1] == [
        ("s", "1", None), ("str", "a<b", '$A2&"<"'), ("b", "1", "$B2>1"),
        ("e", "#DIV/0!", "HEDGE_ACTION($B2)"), (None, None, "$A2"),
    ]  # fmt: skip
    assert [c.get("s") for c in root[1][0]] == ["9", "2", "3", "4", "5"]
    call = root[1][1][3]
    assert (call.get("cm"), call[0].get("t"), call[0].get("ref")) == ("1", "array", "D2")
    assert errors == {"S!D2": ErrorValue("#DIV/0!")}
