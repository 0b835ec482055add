"""The Inputs sheet: every number that may be changed, and nothing else."""

from openpyxl import Workbook
from openpyxl.utils.datetime import to_excel

from betahedge.workbook import theme
from betahedge.workbook.inputs import EXAMPLE, FIRST_DAY, HIGHEST_RATIO, BookInputs
from betahedge.workbook.page import Page

FIRST = 32  # the first row of holdings
SHOCK_ROW = 7
A_DATE = {
    "type": "date",
    "operator": "greaterThanOrEqual",
    "formula1": f"{to_excel(FIRST_DAY):.0f}",
}
HOLDINGS = (  # heading, unit, field, number format, required
    ("Asset", "name", "asset", theme.PLAIN),
    ("Quantity", "coins", "quantity", theme.COUNT),
    ("Spot price", "money", "price", theme.PRICE),
    ("Futures price", "money", "futures_price", theme.PRICE),
    ("Contract size", "coins", "contract_size", theme.COUNT),
    ("Lot size", "contracts", "lot_size", theme.COUNT),
    ("Beta", "number", "beta", theme.COUNT),
    ("Hedge ratio", "% of exposure", "hedge_ratio", theme.PERCENT),
)


def write_inputs(book: Workbook, inputs: BookInputs, rows: range) -> None:
    """Write the sheet; `rows` are the rows of its holdings."""
    page = Page(book, "Inputs", "Inputs", [27, 32, 16, 16, 15, 13, 13, 14])
    _book(page, inputs)
    _policy(page, inputs)
    _example(page)
    _shocks(page, inputs)
    _holdings(page, inputs, rows)
    areas = [f"A1:H{FIRST - 5}", f"A{FIRST - 3}:H{rows[-1]}"]
    page.finish("A5", areas, f"{FIRST - 2}:{FIRST - 1}")


def _line(
    page: Page,
    row: int,
    label: str,
    name: str,
    value: object,
    unit: str,
    note: str,
    number_format: str,
    **rule: object,
) -> None:
    page.put(f"A{row}", label, "hedge label")
    page.data(f"B{row}", value, "hedge input", number_format)
    page.put(f"C{row}", unit, "hedge note")
    page.put(f"D{row}", note, "hedge note")
    page.name(name, f"B{row}")
    page.validate(f"B{row}", f"{label}: {note}"[:255], **rule)


def _book(page: Page, inputs: BookInputs) -> None:
    page.put("A5", "Book", "hedge section")
    text = {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "120"}
    lines = (
        ("Entity", "entity", inputs.entity, "text", "whose book this is", theme.PLAIN, text),
        ("As of", "as_of", inputs.as_of, "date", "day of this sheet", theme.DATE, A_DATE),
        (
            "Prices as of",
            "priced_on",
            inputs.priced_on,
            "date",
            "day of prices",
            theme.DATE,
            A_DATE,
        ),
        ("Price source", "price_source", inputs.price_source, "text", "", theme.PLAIN, text),
        ("Quote currency", "quote_currency", inputs.quote_currency, "text", "", theme.PLAIN, text),
    )
    for row, (label, name, value, unit, note, number_format, rule) in enumerate(lines, start=6):
        _line(page, row, label, name, value, unit, note, number_format, **rule)


def at_least(bound: float) -> dict[str, str]:
    """Give the validation rule of a number that has a lower bound."""
    return {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": f"{bound:g}"}


A_RATIO = {
    "type": "decimal",
    "operator": "between",
    "formula1": "0",
    "formula2": f"{HIGHEST_RATIO:g}",
}
RATIO_NOTE = f"0 to {HIGHEST_RATIO:.0%}"
ABOVE_ZERO = {"type": "decimal", "operator": "greaterThan", "formula1": "0"}
ANY_NUMBER = {"type": "decimal", "operator": "between", "formula1": "-1E+300", "formula2": "1E+300"}


def _policy(page: Page, inputs: BookInputs) -> None:
    page.put("A12", "Policy: what a holding takes where its own cell is blank", "hedge section")
    policy = inputs.policy
    words = {"type": "list", "formula1": '"nearest,down,up"'}
    lines = (
        ("Hedge ratio", "hedge_ratio", "% of exposure", RATIO_NOTE, theme.PERCENT, A_RATIO),
        ("Beta", "beta", "number", "to the hedge instrument", theme.COUNT, ANY_NUMBER),
        ("Contract size", "contract_size", "coins", "above 0", theme.COUNT, ABOVE_ZERO),
        ("Lot size", "lot_size", "contracts", "0 = exact, no rounding", theme.COUNT, at_least(0)),
        ("Rounding", "rounding", "word", "nearest, down or up", theme.PLAIN, words),
        ("Band", "band", "points of ratio", "allowed drift", theme.PERCENT, at_least(0)),
        ("Price age limit", "price_age", "days", "older is flagged", theme.DAYS, at_least(0)),
    )
    for row, (label, field, unit, note, number_format, rule) in enumerate(lines, start=13):
        value = getattr(policy, field)
        _line(page, row, label, f"policy_{field}", value, unit, note, number_format, **rule)


def _example(page: Page) -> None:
    title = "Worked example: one position, one price move (the article's)"
    page.put("A21", title, "hedge section")
    lines = (
        (
            "Quantity",
            "quantity",
            EXAMPLE.quantity,
            "coins",
            "+ held, - owed",
            theme.COUNT,
            ANY_NUMBER,
        ),
        ("Price", "price", EXAMPLE.price, "money", "above 0", theme.PRICE, ABOVE_ZERO),
        (
            "Contract size",
            "contract_size",
            EXAMPLE.contract_size,
            "coins",
            "above 0",
            theme.COUNT,
            ABOVE_ZERO,
        ),
        (
            "Hedge ratio",
            "ratio",
            EXAMPLE.ratio,
            "% of exposure",
            RATIO_NOTE,
            theme.PERCENT,
            A_RATIO,
        ),
        (
            "Price move",
            "return",
            EXAMPLE.price_return,
            "% of price",
            "a fall is -",
            theme.PERCENT,
            at_least(-1),
        ),
    )
    for row, (label, name, value, unit, note, number_format, rule) in enumerate(lines, start=22):
        _line(page, row, label, f"example_{name}", value, unit, note, number_format, **rule)


def _shocks(page: Page, inputs: BookInputs) -> None:
    page.put("G5", "Ladder", "hedge section")
    page.put("G6", "Market moves", "hedge header")
    for row, shock in enumerate(inputs.shocks, start=SHOCK_ROW):
        page.put(f"G{row}", shock, "hedge input", theme.PERCENT)
    last = SHOCK_ROW + len(inputs.shocks) - 1
    page.validate(f"G{SHOCK_ROW}:G{last}", "Market move: -100 % or above", **at_least(-1))


def _holdings(page: Page, inputs: BookInputs, rows: range) -> None:
    page.put(f"A{FIRST - 3}", "Holdings", "hedge section")
    page.row(FIRST - 2, 1, [heading for heading, *_ in HOLDINGS], "hedge header")
    units = ["=quote_currency" if unit == "money" else unit for _, unit, *_ in HOLDINGS]
    page.row(FIRST - 1, 1, units, "hedge unit")
    for index, row in enumerate(rows):
        holding = inputs.holdings[index] if index < len(inputs.holdings) else None
        for letter, (_, _, field, number_format) in zip("ABCDEFGH", HOLDINGS, strict=True):
            value = getattr(holding, field, None)
            page.data(f"{letter}{row}", value, "hedge input", number_format)
    _validate_holdings(page, rows)


def _validate_holdings(page: Page, rows: range) -> None:
    first, last = rows[0], rows[-1]
    rules = {
        "B": ("Quantity: a number of coins, + held, - owed", ANY_NUMBER),
        "C": ("Spot price: above 0", ABOVE_ZERO),
        "D": ("Futures price: above 0; blank takes the spot price", ABOVE_ZERO),
        "E": ("Contract size in coins: above 0; blank takes the policy's", ABOVE_ZERO),
        "F": ("Lot size in contracts: 0 (exact) or above; blank takes the policy's", at_least(0)),
        "G": ("Beta: a number; blank takes the policy's", ANY_NUMBER),
        "H": (f"Hedge ratio: {RATIO_NOTE}; blank takes the policy's", A_RATIO),
    }
    once = f"COUNTIF($A${first}:$A${last},$A{first})<2"
    page.validate(f"A{first}:A{last}", "Asset: each once", type="custom", formula1=once)
    for letter, (message, rule) in rules.items():
        page.validate(f"{letter}{first}:{letter}{last}", message, **rule)
