"""The page of docs that says what files may hold, written from the declarations."""

from betahedge.books.declared import DECLARED
from betahedge.books.field import Field
from betahedge.books.layouts import LAYOUTS

_TITLES = {
    "holdings": ("Holdings", "A line a coin, or a line a coin and wallet."),
    "positions": ("Positions", "Contracts that are held."),
    "trades": ("Trades", "What was bought and sold."),
    "funding": ("Funding", "Cash of contracts: funding, fees, P&L."),
    "market": ("Market", "Prices and funding, for what a book does not say."),
}
_HEAD = """# What files may hold

Written from the declarations in `addin/betahedge/books`; a test compares. A column is known by its
name or by another name below: letters and digits count, in any case, and a currency beside it
(`Price (USD)`) is read as such. Names in brackets count only where no column has a better one.
Where two columns could be it, `betahedge read` asks; `--map field=column` says which.
"""
_TAIL = """
## Contracts of your own

What the register does not know goes into a CSV file that the environment variable
`BETAHEDGE_CONTRACTS` names: the columns `venue,code,kind,contract_size`, and more of those of
`addin/betahedge/cells/contracts.csv`.

## Prices

A column of dates and a column a coin; or a line a date and coin, with the columns date, symbol and
price.

## Known files

Recognised by their headings: """


def page() -> str:
    """Write the page."""
    parts = [_HEAD]
    for kind, (title, what) in _TITLES.items():
        fields, needed = DECLARED[kind]
        parts.append(f"\n## {title}\n\n{what} Needed: {', '.join(needed)}.\n\n")
        parts.append("| column | unit | if blank | what | other names |\n|---|---|---|---|---|\n")
        parts += [_row(field) for field in fields]
    return "".join(parts) + _TAIL + ", ".join(layout.name for layout in LAYOUTS) + ".\n"


def _row(field: Field) -> str:
    names = ", ".join([*field.synonyms, *(f"({name})" for name in field.weak)])
    return f"| {field.label} | {field.unit} | {field.default} | {field.help} | {names} |\n"
