"""The Checks sheet: every promise of the workbook as a line that says OK, FAIL or n.a."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from betahedge.cells import HEDGE_CONTRACTS, HEDGE_FUNDING, declaration
from betahedge.workbook.inputs import HIGHEST_RATIO
from betahedge.workbook.page import Page
from betahedge.workbook.sheet_errata import figure
from betahedge.workbook.sheet_hedge import TOTAL
from betahedge.workbook.sheet_impact import IMPACT, LADDER
from betahedge.workbook.table import LOADED, NOT_AVAILABLE, Table

FIRST = 7
EXACT = 1e-9
CENT = 0.005


@dataclass(frozen=True, slots=True)
class Check:
    """A test of the workbook: OK when the value is within the tolerance of what is expected.

    value: a formula; `{expected}` is the cell of what is expected.  when: the condition under
    which the test applies; otherwise it says n.a.
    """

    test: str
    value: str
    expected: float = 0
    tolerance: float | str = EXACT
    when: str = ""


def _same(names: dict[str, str]) -> str:
    return f"AND({','.join(f'{cell}={other}' for cell, other in names.items())})"


def _article_checks(hedge: Table) -> list[Check]:
    """List the checks of the article's own digits: n.a. once the inputs are other ones."""
    first = hedge.rows[0] + hedge.shift
    assets = f"Inputs!$A${first}:$A${first + len(hedge.rows) - 1}"
    ratio = hedge.letter("ratio")
    mixed = _same(
        {
            f"Inputs!$A${first}": '"BTC"',
            f"Inputs!$A${first + 1}": '"ETH"',
            f"COUNTA({assets})": "2",
            f"Inputs!$B${first}": figure("btc"),
            f"Inputs!$B${first + 1}": figure("eth"),
            f"Inputs!$C${first}": figure("pb"),
            f"Inputs!$C${first + 1}": figure("pe"),
            f"Hedge!${ratio}${hedge.rows[0]}": figure("h"),
            f"Hedge!${ratio}${hedge.rows[0] + 1}": figure("h"),
        }
    )
    example = _same(
        {
            "example_quantity": figure("n"),
            "example_price": figure("pb"),
            "example_contract_size": figure("full"),
            "example_ratio": figure("half"),
            "example_return": figure("r"),
        }
    )
    printed, spot = hedge.letter("native_printed"), hedge.letter("spot")
    first = hedge.rows[0]
    return [
        Check("The article: total value", f"Hedge!${spot}${TOTAL}", 335_000, CENT, mixed),
        Check("The article: BTC hedge at 60 %", f"Hedge!${printed}${first}", 1.8, EXACT, mixed),
        Check("The article: ETH hedge at 60 %", f"Hedge!${printed}${first + 1}", 24, EXACT, mixed),
        Check("The article: net change", f"Impact!$J${IMPACT + 3}", -16_250, CENT, example),
        Check("The article: net final value", f"Impact!$K${IMPACT + 3}", 308_750, CENT, example),
    ]


def _model_checks(hedge: Table, shocks: int) -> list[Check]:
    """List the checks of what must hold whatever the inputs are."""
    inputs = {
        letter: f"Inputs!${letter}${hedge.rows[0] + hedge.shift}"
        f":${letter}${hedge.rows[-1] + hedge.shift}"
        for letter in "ABC"
    }
    ladder = [f"Impact!${x}${LADDER + 1}:${x}${LADDER + shocks}" for x in "HK"]
    values = f"SUMPRODUCT({inputs['B']},{inputs['C']})"
    unhedged = _twinned(HEDGE_CONTRACTS, "book_value", "example_contract_value", "{expected}")
    funding = _twinned(HEDGE_FUNDING, *map(figure, ("n", "cv", "f", "k")))
    errors = f"SUM(Hedge!$A${TOTAL}:${hedge.letter('wrong_side')}${hedge.rows[-1]})"
    impact = f"SUM(Impact!$A$7:$S${LADDER + shocks})"
    parts = f"SUMPRODUCT({ladder[0]},{ladder[1]})-book_net*SUMPRODUCT({ladder[0]},{ladder[0]})"
    ratios = hedge.cells("ratio")
    half_lot = f'=IF(policy_rounding="nearest",0.5,1)+{EXACT}'
    words = "".join(f',policy_rounding="{word}"' for word in ("nearest", "down", "up"))
    ladder_exposure = "book_exposure-SUMPRODUCT({beta},{spot})"
    return [
        Check("Values add up to quantity x price", f"SUM({hedge.cells('spot')})-{values}", 0, CENT),
        Check(
            "Exposure is value x beta",
            ladder_exposure.format(beta=hedge.cells("beta"), spot=hedge.cells("spot")),
            0,
            CENT,
        ),
        Check("Impact: parts make up the P&L", f"Impact!$J${IMPACT + 3}-Impact!$I$13", 0, CENT),
        Check("Ladder: hedged P&L is net exposure x move", f"ROUND({parts},6)", 0, CENT),
        Check("A hedge ratio of 0 sells nothing", unhedged),
        Check("No order adds to the exposure", f"SUM({hedge.cells('wrong_side')})"),
        Check("A short receives positive funding: 30 days", funding, 2_925, CENT),
        Check("Orders are whole lots", f"MAX({hedge.cells('off_lot')})", 0, 1e-6),
        Check("Rounding leaves no more than it may", f"MAX({hedge.cells('left')})", 0, half_lot),
        Check(
            "Prices are of the day, or within the limit",
            "IF(price_age<0,-price_age,MAX(price_age-policy_price_age,0))",
        ),
        Check("No error value on Hedge or Impact", f"--ISERROR({errors}+{impact})"),
        Check("Holdings: complete, and all of it numbers", f"SUM({hedge.cells('gaps')})"),
        Check(
            "No blank in dates and policy",
            "COUNTBLANK(Inputs!$B$7:$B$8)+COUNTBLANK(Inputs!$B$13:$B$19)",
        ),
        Check("Rounding is a word that is known", f"--NOT(OR({words[1:]}))"),
        Check("No hedge ratio is below 0", f"MIN(0,MIN({ratios}))"),
        Check(f"No hedge ratio is above {HIGHEST_RATIO:.0%}", f"MAX({ratios})", 0, HIGHEST_RATIO),
    ]


def _if_loaded(formula: str, otherwise: str = NOT_AVAILABLE) -> str:
    return f"IF({LOADED},{formula},{otherwise})"


def _twinned(function: Callable[..., Any], *arguments: str) -> str:
    """Call the add-in, or calculate natively where it is not loaded."""
    declared = declaration(function)
    return _if_loaded(declared.call(*arguments), declared.native_form(*arguments))


def _twin_checks(hedge: Table, shocks: int) -> list[Check]:
    """List the checks that every function cell equals its native twin."""
    lines = [
        Check(
            f"Function = native: {declaration(column.call[0]).name}, Hedge column "
            f"{hedge.letter(column.key)}",
            _if_loaded(f"MAX({hedge.cells(f'difference_{column.key}')})"),
        )
        for column in hedge.functions
        if column.call
    ]
    blocks = {
        "HEDGE_CONTRACTS, HEDGE_RATIO, HEDGE_PNL, Impact": "P$10:$P$13",
        "HEDGE_IMPACT, Impact": f"O${IMPACT}:$R${IMPACT + 3}",
        "HEDGE_SCENARIOS, Impact": f"O${LADDER}:$S${LADDER + shocks}",
    }
    for title, cells in blocks.items():
        value = _if_loaded(f"MAX(Impact!${cells})")
        lines.append(Check(f"Function = native: {title}", value, 0, 1e-6))
    return lines


def check_id(row: int) -> str:
    """Give the id of the check on a row."""
    return f"C{row - FIRST + 1:02}"


def write_checks(book: Workbook, hedge: Table, shocks: int) -> None:
    """Write the sheet, and name the master check."""
    page = Page(book, "Checks", "Checks", [7, 58, 18, 16, 14, 11])
    page.row(
        FIRST - 1, 1, ["Id", "Test", "Value", "Expected", "Tolerance", "Result"], "hedge header"
    )
    checks = _article_checks(hedge) + _model_checks(hedge, shocks) + _twin_checks(hedge, shocks)
    last = FIRST + len(checks) - 1
    for row, check in enumerate(checks, start=FIRST):
        value = check.value.replace("{expected}", f"$D{row}")
        page.put(f"A{row}", check_id(row), "hedge calculation")
        page.put(f"B{row}", check.test, "hedge calculation")
        page.put(f"C{row}", f"={value}", "hedge calculation", "#,##0.0########;-#,##0.0########;0")
        page.put(
            f"D{row}", check.expected, "hedge calculation", "#,##0.0########;-#,##0.0########;0"
        )
        page.put(f"E{row}", check.tolerance, "hedge calculation", "0.0E+00")
        result = (
            f'IF(ISERROR($C{row}),"FAIL",IF($C{row}={NOT_AVAILABLE},{NOT_AVAILABLE},'
            f'IF(ABS($C{row}-$D{row})<=$E{row},"OK","FAIL")))'
        )
        if check.when:
            result = f"IF({check.when},{result},{NOT_AVAILABLE})"
        page.put(f"F{row}", f"={result}", "hedge check")
    results = f"$F${FIRST}:$F${last}"
    page.put("E5", "Master check", "hedge label")
    page.put("F5", f'=IF(COUNTIF({results},"FAIL")=0,"OK","FAIL")', "hedge check")
    page.name("master_check", "F5")
    page.flag(f"F5:F{last}", 'F5="OK"', 'F5="FAIL"')
    page.finish(f"A{FIRST}", [f"A1:F{last}"], f"1:{FIRST - 1}", pages=1)
