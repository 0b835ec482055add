"""What a number format shows beside its numbers: per cent, or a currency."""

import re

from betahedge.books.coins import is_money
from betahedge.books.numbers import SIGNS

BUILT_IN_SHARES = (9, 10)  # 0% and 0.00%, by their numbers in any workbook of Excel
_MONEY = re.compile(r"\[\$([^\]-]+)|([A-Z]{3})|([€£₹₩])")


def unit_shown(form: str) -> str:
    """Give % or a currency, "" for neither; a $ may be that of any country."""
    if "%" in form:
        return "%"
    money = {SIGNS.get(sign, sign) for each in _MONEY.findall(form) for sign in each if sign}
    known = [each for each in money if is_money(each)]
    return known[0] if len(known) == 1 and known != ["USD"] else ""
