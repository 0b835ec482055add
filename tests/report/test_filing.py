"""The tables of a filing, from a period."""

from betahedge.report.filing import make_filing
from betahedge.report.making import make_report
from report.periods import END, START, book, period


def test_the_tables_of_a_filing():
    opening, closing = (
        book(100, 60_000, 60_000, 58, START),
        book(
            110,
            65_000,
            65_050,
            58,
            END,
            entry_price=60_000.0,
            cost_basis=4e6,
            line_item="Digital assets",
        ),
    )
    found = period(opening, closing)
    filing = make_filing(make_report(closing).report, found)
    [derivative] = filing.derivatives
    assert (derivative.gross, derivative.long) == (58 * 65_050, 0)
    assert derivative.short == derivative.gross
    assert (derivative.assets, derivative.liabilities) == (0, 58 * 5_050)
    [holding] = filing.holdings
    assert (holding.cost_basis, holding.fair_value, holding.units) == (4e6, 110 * 65_000, 110)
    [roll] = filing.rolls
    assert (
        roll.opening + roll.additions + roll.dispositions + roll.gains + roll.losses == roll.closing
    )
    assert {name: short for name, _, short in filing.buckets}["no maturity (perpetual)"] > 0
