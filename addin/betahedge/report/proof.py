"""The proof of a calculated workbook: every function cell against its native twin and core."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from betahedge.core.contract import hedge_contract_value
from betahedge.core.pnl import Scenario, hedge_impact, hedge_pnl, hedge_scenario
from betahedge.core.rounding import round_lots
from betahedge.core.sizing import hedge_action, hedge_contracts, hedge_ratio
from betahedge.workbook.build import Built
from betahedge.workbook.inputs import EXAMPLE, BookInputs, HoldingRow, Policy
from betahedge.workbook.sheet_impact import DIGITS, IMPACT, LADDER

TOLERANCE = 1e-9  # of the size of what is compared, where that is above 1


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared, and every cell that differs: its address, it and what it should be."""

    native: int
    core: int
    different: list[tuple[str, object, object]]


def same(value: object, expected: object, size: float = 1.0) -> bool:
    """Tell that two cell values are the same, numbers to 1e-9 of themselves, of 1 or of `size`."""
    if isinstance(value, float | int) and isinstance(expected, float | int):
        return math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE * max(1.0, size))
    return value == expected


def proof(values: Mapping[str, object], built: Built, inputs: BookInputs) -> Proof:
    """Compare the values of a calculated workbook, by address, with both."""
    twins = [(ref, values.get(native)) for ref, native in built.twins if values.get(ref) != ""]
    cells = expected(built, inputs)
    core, sizes = list(cells.items()), line_sizes(cells)
    different = [
        (ref, values.get(ref), wanted)
        for ref, wanted in twins + core
        if not same(values.get(ref), wanted, sizes.get(line(ref), 1.0))
    ]
    return Proof(len(twins), len(core), different)


def expected(built: Built, inputs: BookInputs) -> dict[str, object]:
    """Work out by core, from the inputs alone, what the function cells must show."""
    cells: dict[str, object] = {}
    book: list[Sized] = []
    for row, holding in zip(built.hedge.rows, inputs.holdings, strict=False):
        sized = size_holding(holding, inputs.policy)
        for key, value in sized.shown().items():
            cells[f"Hedge!{built.hedge.letter(key)}{row}"] = value
        book.append(sized)
    cells.update(block(LADDER + 1, [book_scenario(book, move) for move in inputs.shocks]))
    cells.update(example())
    return cells


def line(ref: str) -> str:
    """Name the line of the Impact sheet that a cell is in; "" for other sheets."""
    sheet, _, place = ref.partition("!")
    return place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if sheet == "Impact" else ""


def line_sizes(cells: Mapping[str, object]) -> dict[str, float]:
    """Give the largest number of each line: what is left where large ones cancel is as exact."""
    sizes: dict[str, float] = {}
    for ref, value in cells.items():
        if line(ref) and isinstance(value, float | int):
            sizes[line(ref)] = max(abs(value), sizes.get(line(ref), 1.0))
    return sizes


def book_scenario(book: Sequence[Sized], move: float) -> Scenario:
    """Price a rung holding by holding; the last column is the book's value then.

    Of a book whose value nets to nothing it is the exposure, value x beta.
    """
    lines = [
        hedge_scenario(each.spot_value, each.order, each.contract_value, move, each.beta)
        for each in book
    ]
    unhedged, futures, hedged = (sum(line[part] for line in lines) for part in (1, 2, 3))
    value = sum(each.spot_value for each in book)
    exposure = sum(each.beta * each.spot_value for each in book)
    start = value if round(value, DIGITS) else exposure
    return Scenario(move, unhedged, futures, hedged, start + hedged)


@dataclass(frozen=True, slots=True)
class Sized:
    """A holding sized by core, with the policy's defaults where it says nothing itself."""

    spot_value: float
    contract_value: float
    beta: float
    full: float
    printed: float
    exact: float
    order: float

    def shown(self) -> dict[str, object]:
        """Give what the function columns of the Hedge sheet show, by column."""
        cells: dict[str, object] = {
            "full": self.full,
            "printed": self.printed,
            "printed_action": hedge_action(self.printed),
            "exact": self.exact,
            "order": self.order,
            "action": hedge_action(self.order),
        }
        if self.beta * self.spot_value:
            position = (self.spot_value, self.order, self.contract_value, self.beta)
            cells["achieved"] = hedge_ratio(*position)
        return cells


def size_holding(holding: HoldingRow, policy: Policy) -> Sized:
    """Size a holding twice: on the article's contract of one coin, and on its own."""

    def own(name: str, default: float) -> float:
        value = getattr(holding, name)
        return default if value is None else float(value)

    spot = holding.quantity * holding.price
    ratio, beta = own("hedge_ratio", policy.hedge_ratio), own("beta", policy.beta)
    futures_price = own("futures_price", holding.price)
    contract = hedge_contract_value(futures_price, own("contract_size", policy.contract_size))
    exact = hedge_contracts(spot, contract, ratio, beta)
    return Sized(
        spot_value=spot,
        contract_value=contract,
        beta=beta,
        full=hedge_contracts(spot, holding.price),
        printed=hedge_contracts(spot, holding.price, ratio),
        exact=exact,
        order=round_lots(exact, own("lot_size", policy.lot_size), policy.rounding),
    )


def example() -> dict[str, object]:
    """Work out the article's example: 5 coins at 65,000, half hedged, a fall of 10 %."""
    spot, move = EXAMPLE.quantity * EXAMPLE.price, EXAMPLE.price_return
    contract = hedge_contract_value(EXAMPLE.price, EXAMPLE.contract_size)
    full, half = hedge_contracts(spot, contract), hedge_contracts(spot, contract, EXAMPLE.ratio)
    figures = (
        full,
        half,
        hedge_ratio(spot, half, contract),
        hedge_pnl(spot, half, contract, move, move),
    )
    cells: dict[str, object] = {f"Impact!B{row}": v for row, v in enumerate(figures, start=10)}
    return cells | block(IMPACT + 1, hedge_impact(spot, half, contract, move, move))


def block(top: int, rows: Sequence[tuple[object, ...]]) -> dict[str, object]:
    """Give the values of a block of the Impact sheet that begins in column A, by address."""
    return {
        f"Impact!{letter}{number}": value
        for number, row in enumerate(rows, start=top)
        for letter, value in zip("ABCDE", row, strict=False)
    }
