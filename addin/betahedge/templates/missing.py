"""What a sentence says where a number that it needs is an error, a text or not there."""

from collections.abc import Iterable, Iterator

from betahedge.sheets.blocks import Leaf, Panel, Series, Table
from betahedge.sheets.items import Given, Item, Rule
from betahedge.sheets.writer import NO_RESULT

NUMBERS = ("number", "date")


def no_result(*blocks: Leaf) -> tuple[Item, Item]:
    """Name the inputs that are no numbers, and say so in the place of a sentence."""
    names = "&".join(f'IF({fits},"","{label[:1].lower()}{label[1:]}, ")'
                     for label, fits in _inputs(blocks))  # fmt: skip
    says = (
        'IF(to_mend="","No result; Checks says what to mend",'
        '"No result; mend on Inputs: "&LEFT(to_mend,LEN(to_mend)-2))'
    )
    return (
        Item("mend", "Inputs to mend", names, "text", "", "row", name="to_mend"),
        Item("none", "Where there is no result", says, "text", "", "row", name=NO_RESULT),
    )


def _inputs(blocks: Iterable[Leaf]) -> Iterator[tuple[str, str]]:
    """Give the label of each input, and a formula that is true where it can be calculated with."""
    for block in blocks:
        if isinstance(block, Panel):
            for item in block.items:
                if isinstance(item.what, Given):
                    yield item.label, _fits(f"{{{block.key}.{item.key}}}", item.what.rule)
        elif isinstance(block, Series):
            yield block.label, _all_fit(f"{{{block.key}}}", block.given.rule)
        elif isinstance(block, Table):
            for column in block.columns:
                if isinstance(column.what, Given):
                    place = f"{{{block.key}.{column.key}:all}}"
                    yield column.heading, _all_fit(place, column.what.rule)


def _fits(cell: str, rule: Rule) -> str:
    if rule.kind not in NUMBERS:
        return f"NOT(ISERROR({cell}))"
    return f"ISNUMBER({cell})" if rule.required else f"OR(ISBLANK({cell}),ISNUMBER({cell}))"


def _all_fit(cells: str, rule: Rule) -> str:
    if rule.kind not in NUMBERS:
        return f"SUMPRODUCT(--ISERROR({cells}))=0"
    return f"COUNT({cells})=COUNTA({cells})"
