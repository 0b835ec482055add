"""What number formats show: per cent, or one currency that is certain."""

import pytest

from betahedge.books.formats import unit_shown

SHOWN = {
    "0.0%": "%", '0.00 "€"': "EUR", "[$£-809]#,##0.00": "GBP", "[$CHF-807] 0": "CHF",
    '0 "JPY"': "JPY", '"$"0.00': "", "[$$-409]0": "", "[Red]0.00": "", "0.00": "",
    '0 "EUR";0 "CHF"': "",
}  # fmt: skip


@pytest.mark.parametrize("form", SHOWN)
def test_a_unit_is_shown_where_it_is_certain(form):
    assert unit_shown(form) == SHOWN[form]
