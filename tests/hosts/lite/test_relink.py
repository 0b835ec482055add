"""Calls are entered again where xlwings Lite has made a file whole."""

import asyncio

from betahedge.hosts.lite.relink import formulas_to_enter

ROWS = [
    ["=HEDGE_IMPACT(1,2,3,4)", "=HEDGE_IMPACT(1,2,3,4)", 5, None],
    ["=HEDGE_IMPACT(1,2,3,4)", "=1+hedge_pnl(1,2,3,4)", "HEDGE_PNL(1)", "=SUM(A1)"],
]


def test_relinking_enters_calls_and_leaves_what_they_fill():
    again = [(0, 0, "=HEDGE_IMPACT(1,2,3,4)"), (1, 1, "=1+hedge_pnl(1,2,3,4)")]
    assert formulas_to_enter(ROWS) == again


def test_relinking_as_xlwings_lite_runs_it():
    class Cell:
        formula2 = None

    class Range(dict):
        def options(self, ndim):
            assert ndim == 2
            return self

        async def get_formula(self):
            return ROWS

        def __missing__(self, place):
            return self.setdefault(place, Cell())

    from betahedge.hosts.lite.relink import relink_formulas

    used = Range()
    sheet = type("Sheet", (), {"used_range": used})
    asyncio.run(relink_formulas(type("Book", (), {"sheets": [sheet]})))
    entered = {place: cell.formula2 for place, cell in used.items()}
    assert entered == {(0, 0): ROWS[0][0], (1, 1): ROWS[1][1]}
