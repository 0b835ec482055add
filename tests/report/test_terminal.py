"""A value as a terminal shows it."""

from betahedge.report.terminal import cell_text


def test_cell_text_has_15_significant_digits():
    assert cell_text(18.000000000000004) == "18"
    assert cell_text(123456789.12345678) == "123456789.123457"
    assert (cell_text(None), cell_text(True)) == ("", "TRUE")
