"""The one currency of the prices of a file."""

from collections.abc import Sequence

from betahedge.books.coins import is_money, money_of
from betahedge.books.columns import Columns
from betahedge.books.faults import Unclear
from betahedge.books.text import escaped


def one_currency(
    columns: Columns, names: Sequence[str], wanted: str = "", market: tuple[str, str] = ("", "")
) -> str:
    """Give the currency that the prices of a file are in, in capitals; "" where none is said.

    names: the fields of prices.  wanted: what the user says.  market: the currency of the market
    that fills what the file does not say, and its name.
    Raises Unclear where there are two.
    """
    found = dict(columns.currencies)
    for name in names:
        place = columns.header.columns.get(name)
        if place is not None and columns.header.headings[place].currency:
            found.setdefault(columns.header.headings[place].currency, "the header")
    for code, where in _of_lines(columns).items():
        found.setdefault(code, where)
    if not found and not wanted:
        found = of_formats(columns, names)
    money = set(map(money_of, (*found, *([wanted] if wanted else []))))
    if market[0] and market[0] not in money:
        found[market[0]] = market[1]
    others = [each for each in found if each != wanted] if wanted else list(found)
    if len(others) > (0 if wanted else 1):
        said = " and ".join(f"{escaped(each)} ({escaped(found[each])})" for each in found)
        rule = f", and --currency says {escaped(wanted)}" if wanted else "; a book has one currency"
        raise Unclear(f"{escaped(columns.grid.name)}: has prices in {said}{rule}")
    return wanted or (others[0] if others else "")


def _of_lines(columns: Columns) -> dict[str, str]:
    """Give the codes of the column of currencies, and where each is first.

    Raises Unclear where they are numbers: a quote may be a price.
    """
    found: dict[str, str] = {}
    for row, value in zip(columns.body, columns.values.get("currency") or []):
        if not value or value.upper() in found:
            continue
        place = columns.grid.place(columns.grid.numbers[row])
        if value[0].isdigit():
            text = columns.header.text("currency")
            raise Unclear(
                f"{escaped(columns.grid.name)}, {place}: {text} was {escaped(value)}; must be a "
                f"code like USD; say --map price={text} where it is the price"
            )
        found[value.upper()] = place
    return found


def of_formats(columns: Columns, names: Sequence[str]) -> dict[str, str]:
    """Give the currencies that the number formats of a workbook's prices show."""
    grid, found = columns.grid, dict[str, str]()
    for place in (columns.header.columns[name] for name in names if name in columns.header.columns):
        for number in (grid.numbers[row] for row in columns.body):
            unit = grid.formats.get((number, place))
            if unit and is_money(unit):
                found.setdefault(unit, grid.place(number, place))
    return found
