"""Contracts: what can be traded, what one is, what margin it asks."""

from betahedge.sheets.blocks import Sheet, Table
from betahedge.sheets.items import Check, Column, Given, Rule
from betahedge.templates.lists import unfit
from betahedge.templates.words import ABOVE_ZERO, ANY, AT_LEAST_ZERO, TEXT

ROOM = 60
KINDS = ("linear", "inverse", "quanto")
KIND = Rule("list", "linear, inverse or quanto", words=f'"{",".join(KINDS)}"')
A_SHARE = Rule(says="0% to 100%", minimum=0, maximum=1)

CONTRACTS = Table("contracts", (
    Column("contract", "Contract", "venue:code", 27, Given(TEXT), "text"),
    Column("venue", "Venue", "name", 13, Given(TEXT), "text"),
    Column("code", "Code", "name", 20, Given(TEXT), "text"),
    Column("underlying", "Underlying", "coin", 11, Given(TEXT), "text"),
    Column("kind", "Kind", "word", 8, Given(KIND), "text"),
    Column("size", "Size", "coins", 9, Given(ABOVE_ZERO), "amount"),
    Column("unit", "Unit", "coin", 8, Given(TEXT), "text"),
    Column("lot", "Lot", "contracts", 7, Given(AT_LEAST_ZERO), "amount"),
    Column("initial", "Initial margin", "% of value", 9, Given(A_SHARE), "fee"),
    Column("maintenance", "Maintenance margin", "% of value", 12, Given(A_SHARE), "fee"),
    Column("fee", "Taker fee", "%", 8, Given(A_SHARE), "0.000%"),
    Column("as_of", "As of", "date", 11, Given(TEXT), "text"),
    Column("held", "Held, short +", "of a mix", 8, Given(ANY), "amount"),
    Column("source", "Source", "", 28, Given(TEXT), "text"),
), "contracts", "The register: a contract of your own is a new line", total=False,
    room=ROOM)  # fmt: skip

READ = ("size", "lot", "initial", "maintenance", "held")
UNKNOWN = "COUNTA({contracts.kind:all})" + "".join(
    f'-COUNTIF({{contracts.kind:all}},"{kind}")' for kind in KINDS
)
UNFIT = "+".join(unfit("contracts", column) for column in CONTRACTS.columns if column.key in READ)

SHEET = Sheet(
    "Contracts",
    "what can be traded, and on which terms",
    (CONTRACTS,),
    checks=(
        Check("Every contract is listed on Contracts",
              "SUM({hedge.unknown:all})",
              "Contracts: add a line for it, or choose one that is listed"),
        Check("Contracts have a known kind, and numbers for terms",
              f"{UNFIT}+{UNKNOWN}",
              "Contracts: linear, inverse or quanto; sizes above 0, margins to 100%"),
    ),
)  # fmt: skip
