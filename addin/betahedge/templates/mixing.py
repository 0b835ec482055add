"""Two sizes of one coin: which of each to trade, by HEDGE_MIX, for each pair that a book names."""

from betahedge.cells import HEDGE_MIX
from betahedge.sheets.blocks import Block, Panel, Table
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Column, Item, fx
from betahedge.templates.words import MONEY, line_of

JOIN = "+"  # between the names of two sizes, the larger first
LISTED = "{contracts.contract:all}"
PARTS = ((1, "larger"), (2, "smaller"))
NATIVE = {  # where the larger size is a whole number of the smaller
    1: "TRUNC(ROUND({coins}/INDEX({size},1),9))",
    2: "ROUND(({coins}-INDEX({size},1)*TRUNC(ROUND({coins}/INDEX({size},1),9)))/INDEX({size},2),0)",
}


def of_part(column: str) -> str:
    """Read a number of a size from its line of the contracts."""
    return f"IFERROR(INDEX({{contracts.{column}:all}},{line_of('{part}', LISTED)}),0)"


def pairs(facts: Facts) -> list[str]:
    """List the contracts that are two sizes of one coin, each of which is listed too."""
    names = [name for name in facts.values.get("contracts.contract", ()) if name]
    return [name for name in names if JOIN in name and set(name.split(JOIN)) <= set(names)]


def mixes(facts: Facts) -> tuple[Block, ...]:
    """Say for each pair how many of each size are to be held, and traded."""
    return tuple(block for n, name in enumerate(pairs(facts), 1) for block in _mix(n, name))


def of_sizes(facts: Facts, key: str, alone: str) -> str:
    """Read what is traded of a row's contract: of two sizes from their list, else as `alone`."""
    for number, name in enumerate(pairs(facts), 1):
        alone = f'IF({{hedge.contract}}="{name}",{{lead}}*{{mix{number}.{key}}},{alone})'
    return alone


def _mix(number: int, name: str) -> tuple[Block, Block]:
    key, parts = f"mix{number}", f"parts{number}"
    line = line_of(f"{{{key}.pair}}", LISTED)
    row = f"MATCH({line},{{hedge.line:all}},0)"
    native = {n: text.replace("{coins}", f"{{{key}.coins}}").replace("{size}", f"{{{parts}.size}}")
              for n, text in NATIVE.items()}  # fmt: skip
    panel = Panel(key, "Two sizes of one coin: what to hold", (
        Item("pair", "Contract", f'"{name}"', "text", ""),
        Item("order", "Order, in contracts of the smaller",
             f"IFERROR(INDEX({{orders.order:all}},{row}),0)", "lots", "contracts"),
        Item("coins", "Coins sold after the orders",
             f"IFERROR(INDEX({{orders.after:all}},{row})*INDEX({{contracts.size:all}},{line}),0)",
             "count", "coins"),
        *(Item(word, f"Contracts of the {word} fx",
               fx(HEDGE_MIX, f"{{{key}.coins}}", f"{{{parts}.size}}", part=(1, part),
                  native=native[part]), "lots", "contracts")
          for part, word in PARTS),
        *(Item(f"{side.lower()}s", f"Orders to {side.lower()}",
               f'COUNTIF({{{parts}.side:all}},"{side}")', "number", "orders")
          for side in ("Sell", "Buy")),
        Item("amount", "Notional of both", f"SUM({{{parts}.notional:all}})", "money"),
    ), ("orders.asset", "orders.held", "orders.exposure"))  # fmt: skip
    table = Table(parts, (
        Column("part", "Contract", "venue:code", 15, tuple(name.split(JOIN)), "text"),
        Column("size", "Size", "coins", 10, of_part("size"), "amount"),
        Column("held", "Held now", "contracts", 10, of_part("held"), "count"),
        Column("order", "Order", "contracts", 9.5,
               tuple(f"IF({{{key}.order}}=0,0,{{{key}.{word}}}-INDEX({{held:all}},{n}))"
                     for n, word in PARTS), "lots", "output"),
        Column("side", "Side", "word", 6.5, 'IF({order}>0,"Sell",IF({order}<0,"Buy","none"))',
               "word", "output"),
        Column("notional", "Notional", MONEY, 11.5,
               f"ABS({{order}})*{{size}}*IFERROR(INDEX({{hedge.futures:all}},{row}),0)"),
    ), 2, f"What to trade of {name}",
        tracks=("orders.asset", "orders.contract", "orders.held", "orders.order", "orders.side",
                "orders.notional"),
        total=False)  # fmt: skip
    return panel, table
