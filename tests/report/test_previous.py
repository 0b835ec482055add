"""What has changed since the pack before, in one paragraph."""

from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.previous import write_changes
from report.periods import END, START, before, book, in_memory


def test_changes_in_one_paragraph(tmp_path):
    opening = before(book(100, 60_000, 60_000, 58, START), tmp_path)
    report = make_report(book(110, 65_000, 65_050, 68, END)).report
    text = write_changes(report, opening)
    assert text == (
        "Since 1 September 2026: BTC +10; exposure up 1.15 million USD; held now hedges 61.9%, "
        "was to hedge 58.0%; no breach new or gone."
    )


def test_a_breach_is_new_or_gone_an_asset_each():
    """BTC and ETH named no contract; BTC still names none, and SOL is new."""

    def case(*names):
        lines = tuple(Line(name, 100, 50) for name in names)
        return Case(Book(lines, as_of=END, source="h.csv"), as_of=END)

    text = write_changes(make_report(case("BTC", "SOL")).report, in_memory(case("BTC", "ETH")))
    assert text.endswith("new breach: SOL: no contract is named; gone: ETH: no contract is named.")
