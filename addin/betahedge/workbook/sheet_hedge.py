"""The Hedge sheet: the table as the article prints it, the tradable one, and their proof.

Page 1 holds the tables; page 2, to the right, the native formula of every function column and
its difference.
"""

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from betahedge.cells import HEDGE_ACTION, HEDGE_CONTRACTS, HEDGE_RATIO
from betahedge.workbook import sheet_inputs, theme
from betahedge.workbook.page import Page
from betahedge.workbook.sheet_errata import figure
from betahedge.workbook.table import Column, Table

HEADER = 6
TOTAL = 8
FIRST = 9  # the first row of holdings
MONEY = "=quote_currency"
NUMBER, SHARE, CASH = theme.COUNT, theme.PERCENT, theme.MONEY
LINK, OUTPUT = "hedge link", "hedge output"
WIDTHS = [16, 13, 13, 15, 8, 7, 14, 13, 13, 8, 14, 9, 14, 13, 8, 12, 15, 10, 18, 3]
PROOF_WIDTHS = [14, 13, 12]  # as wide as the table, so that as many rows fit on a page


def own(letter: str, default: str) -> str:
    """Read a holding's own cell on Inputs, or the policy where it is blank."""
    return f'IF(Inputs!${letter}{{i}}="",{default},Inputs!${letter}{{i}})'


STATUS = (
    'IF({price}=0,"no price",'
    'IF(price_age>policy_price_age,"price is "&price_age&" days old",'
    'IF({native_exact}=0,"nothing to hedge",IF({native_order}=0,"rounds to 0",'
    f'IF({{native_achieved}}>{figure("full")}+policy_band,"over-hedged",'
    'IF(ABS({native_achieved}-{ratio})>policy_band,"outside band",'
    'IF({lot}=0,"exact, no lots","OK")))))))'
)
RESIDUAL = "ROUND({native_exact}-{native_order},9)"
EXACT = (HEDGE_CONTRACTS, "spot", "value", "ratio", "beta")


def columns(holdings: range) -> list[Column]:
    """Give the columns; `holdings` are the rows of the holdings on Inputs."""
    ratios = f"Inputs!$H${holdings[0]}:$H${holdings[-1]}"
    heading = f'=IF(COUNT({ratios})=0,ROUND(100*policy_hedge_ratio,4)&"% hedge","Hedge at ratio")'
    return [
        Column("asset", "Asset", "name", theme.PLAIN, "Inputs!$A{i}", LINK, total="Total"),
        Column("quantity", "Quantity", "coins", NUMBER, "Inputs!$B{i}", LINK),
        Column("price", "Spot price", MONEY, theme.PRICE, "Inputs!$C{i}", LINK),
        Column("spot", "Spot value", MONEY, CASH, "{quantity}*{price}", total="SUM"),
        Column("ratio", "Hedge ratio", "%", SHARE, own("H", "policy_hedge_ratio"), LINK),
        Column("beta", "Beta", "number", NUMBER, own("G", "policy_beta"), LINK),
        Column("printed_value", "Contract value", MONEY, theme.PRICE, "{price}"),
        Column(
            "full", "100% hedge fx", "contracts", NUMBER,
            call=(HEDGE_CONTRACTS, "spot", "printed_value"),
        ),
        Column(
            "printed", heading + '&" fx"', "contracts", NUMBER,
            call=(HEDGE_CONTRACTS, "spot", "printed_value", "ratio"),
        ),
        Column("printed_action", "Action fx", "word", call=(HEDGE_ACTION, "printed")),
        Column(
            "value", "Contract value", MONEY, theme.PRICE,
            f"{own('D', '{price}')}*{own('E', 'policy_contract_size')}",
        ),
        Column("lot", "Lot size", "contracts", NUMBER, own("F", "policy_lot_size"), LINK),
        Column("exact", "Exact fx", "contracts", NUMBER, call=EXACT),
        Column("order", "Order fx", "contracts", NUMBER, call=(*EXACT, "lot", "policy_rounding")),
        Column("action", "Action fx", "word", call=(HEDGE_ACTION, "order")),
        Column("residual", "Residual", "contracts", NUMBER, RESIDUAL),
        Column(
            "net", "Net exposure", MONEY, CASH,
            "{beta}*{spot}-{native_order}*{value}", OUTPUT, total="SUM",
        ),
        Column(
            "achieved", "Achieved ratio fx", "%", SHARE,
            call=(HEDGE_RATIO, "spot", "order", "value", "beta"), when="{spot}*{beta}<>0",
        ),
        Column("status", "Status", "word", theme.PLAIN, STATUS, OUTPUT),
    ]  # fmt: skip


TESTS = [
    Column(
        "gaps", "Gaps", "0 = none", theme.DIFFERENCE,
        'IF({asset}="",IF(COUNTA(Inputs!$B{i}:$H{i})=0,"",COUNTA(Inputs!$B{i}:$H{i})),'
        "COUNTA(Inputs!$B{i}:$H{i})-COUNT(Inputs!$B{i}:$H{i})"
        "+NOT(ISNUMBER(Inputs!$B{i}))+NOT(ISNUMBER(Inputs!$C{i})))",
        always=True,
    ),
    Column(
        "off_lot", "Off whole lots", "0 = whole", theme.DIFFERENCE,
        "IF({lot}=0,0,ABS({native_order}/{lot}-ROUND({native_order}/{lot},0)))",
    ),
    Column(
        "left", "Left over", "lots", NUMBER,
        "IF({lot}=0,0,ABS({residual})/{lot})",
    ),
    Column(
        "wrong_side", "Wrong side", "1 = wrong", theme.DIFFERENCE,
        "--({native_order}*{beta}*{spot}<0)",
    ),
]  # fmt: skip


def write_hedge(book: Workbook, holdings: range) -> Table:
    """Write the sheet; `holdings` are the rows of the holdings on Inputs."""
    proof = len(WIDTHS) + 1
    functions = sum(1 for column in columns(holdings) if column.call)
    widths = WIDTHS + PROOF_WIDTHS[:1] + PROOF_WIDTHS[1:] * functions + [12] * len(TESTS)
    page = Page(book, "Hedge", "Hedge", widths)
    rows = range(FIRST, FIRST + len(holdings))
    table = Table(page, columns(holdings), rows, holdings[0] - FIRST, proof, TESTS)
    table.write(HEADER)
    sections = {
        "asset": "Holdings",
        "printed_value": "As the article prints it: contracts of one coin",
        "value": "Tradable: futures price, contract size, whole lots",
    }
    for key, title in sections.items():
        page.put(f"{table.letter(key)}{HEADER - 1}", title, "hedge section")
    start = get_column_letter(proof)
    title = "Proof: the same by native formulas, and the difference"
    page.put(f"{start}{HEADER - 1}", title, "hedge section")
    page.flag(table.cells("status").split("!")[1].replace("$", ""), *_status_colours(table))
    beside = Alignment(horizontal="left", vertical="center", indent=1, shrink_to_fit=True)
    for row in rows:
        page.sheet[f"{table.letter('status')}{row}"].alignment = beside
    end = table.letter(TESTS[-1].key)
    last = rows[-1]
    page.clear(f"A{FIRST}:{end}{last}", f'AND($A{FIRST}="",${table.letter("gaps")}{FIRST}="")')
    areas = [f"A1:{table.letter('status')}{last}", f"{start}1:{end}{last}"]
    page.finish(f"B{FIRST}", areas, f"1:{HEADER + 2}")
    return table


def _status_colours(table: Table) -> tuple[str, str]:
    cell = f"${table.letter('status')}{FIRST}"
    fine = "".join(
        f',{cell}<>"{word}"' for word in ("", "OK", "nothing to hedge", "exact, no lots")
    )
    return f'{cell}="OK"', f"AND({fine[1:]})"


def inputs_rows(count: int) -> range:
    """Give the rows of the holdings on Inputs."""
    return range(sheet_inputs.FIRST, sheet_inputs.FIRST + count)
