"""A strategy of the article: its inputs, the page that is read, its alarms, a worked example.

The workbook, the file of inputs, the lines in a terminal and the JSON all follow from this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from betahedge.sheets.blocks import (
    Block,
    Entry,
    Listing,
    Panel,
    Sheet,
    Side,
    Stack,
    Table,
    Workbook,
)
from betahedge.sheets.book import Built, build
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, Flag, Given, Item, Rule
from betahedge.sheets.layout import every
from betahedge.sheets.theme import decimals_formula
from betahedge.templates import checks, cover
from betahedge.templates.lists import complete
from betahedge.templates.missing import no_result
from betahedge.templates.words import A_DATE, DAY_IN_WORDS, MONEY, NEEDED_TEXT, TEXT

YES_NO = Rule("list", "yes or no", words='"yes,no"')
A_NUMBER = Rule(says="a number, + or -", required=True)
ABOVE = Rule(says="a number above 0", minimum=0, above=True, required=True)
NOT_BELOW = Rule(says="0 or above", minimum=0, required=True)
A_SHARE = Rule(says="a share from 0% to 100%", minimum=0, maximum=1, required=True)
A_MARGIN = Rule(says="a rate from 0% to 99%", minimum=0, maximum=0.99, required=True)
A_MOVE = Rule(says="-99% or above; a fall is -", minimum=-0.99, required=True)
ROOM = 12  # rows of a list, on the sheet of inputs and on the page
PROOF_TRACKS = {"proof.asset": 33, "t2": 18}  # a figure's name, all 15 digits of a number
INPUT_TRACKS = {"a": 23, **dict.fromkeys("bcd", 12), "e": 18, **dict.fromkeys("fghijkl", 12)}
LEFT, MIDDLE, RIGHT = ("a", "b", "c"), ("e", "f", "g"), ("i", "l")


@dataclass(frozen=True, slots=True)
class Alarm:
    """What must not be: when it is, the word that says so, and what to do."""

    key: str
    label: str
    when: str
    word: str
    advice: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy.

    inputs: the blocks of its sheet of inputs.  page: the sheet that is read.  working: blocks on
    the sheet of the proof.  example: the worked example, by item.  amount: gives the largest
    amount of money of the inputs, by which decimals are chosen.  largest: the same as a formula.
    """

    name: str
    title: str
    question: str
    inputs: tuple[Block, ...]
    input_checks: tuple[Check, ...]
    page: Sheet
    working: tuple[Block, ...]
    alarms: tuple[Alarm, ...]
    how: tuple[str, ...]
    example: Mapping[str, Any]
    amount: Callable[[Mapping[str, Any]], float]
    largest: str

    @property
    def workbook(self) -> Workbook:
        """Give its workbook."""
        sheets = (_cover(self), _inputs(self), _page(self), checks.SHEET, self._proof)
        return Workbook(self.name, self.title, sheets)

    @property
    def _proof(self) -> Sheet:
        below = (_settings(self), _states(self.alarms), *self.working)
        return Sheet("Proof", "the same by native formulas, and the difference", (), below=below,
                     tracks=PROOF_TRACKS, proves=True)  # fmt: skip

    def build(self, values: Mapping[str, Any]) -> Built:
        """Build its workbook on values of its inputs, by item."""
        return build(self.workbook, Facts(values, self.amount(values)))

    @property
    def input_sheet(self) -> Sheet:
        """Give the sheet of its inputs."""
        return _inputs(self)


def given(
    name: str,
    form: str,
    rule: Rule,
    note: str = "",
    default: Any = None,
    unit: str = "",
) -> Item:
    """Declare an input: its name is its label, and its name in the workbook and in files."""
    align = "right" if form in ("word", "text", "date") else ""
    label = name.replace("_", " ").capitalize()
    return Item(name, label, Given(rule, default), form, unit, note=note, name=name, align=align)


BOOK = Panel("book", "Book", (
    replace(given("entity", "text", TEXT), align="left"),
    replace(given("as_of", "date", A_DATE), align="left"),
    replace(given("priced_on", "date", A_DATE), align="left", label="Prices as of"),
    replace(given("price_source", "text", TEXT), align="left"),
    replace(given("quote_currency", "text", NEEDED_TEXT, default="USD"), align="left"),
    Item("as_of_text", "As of, in words", DAY_IN_WORDS, "text", "", name="as_of_text"),
), ("a", "b"), until="d")  # fmt: skip

LATER = (
    Check("The prices are not of a day to come", "MAX(0,priced_on-as_of)",
          "Inputs: mend the day of the prices, or the day of the workbook"),
)  # fmt: skip


def _inputs(strategy: Strategy) -> Sheet:
    """Give the sheet of inputs: the book, what the strategy asks, and which alarms are accepted."""
    lists = (complete(block) for block in input_blocks(strategy) if isinstance(block, Table))
    return Sheet("Inputs", "every number that may be changed", strategy.inputs,
                 tracks=INPUT_TRACKS, checks=(*LATER, *lists, *strategy.input_checks),
                 one_page=True)  # fmt: skip


def accepted(alarms: tuple[Alarm, ...], across: tuple[str, ...] = RIGHT) -> Panel:
    """Ask which alarms the committee knows of and accepts; those fail no check."""
    return Panel("accept", "Alarms that are accepted", tuple(
        Item(alarm.key, alarm.label, Given(YES_NO, "no"), "word", "", name=f"accept_{alarm.key}",
             align="right")
        for alarm in alarms
    ), across)  # fmt: skip


def alarm_panel(alarms: tuple[Alarm, ...], across: tuple[str, ...], until: str = "") -> Panel:
    """Show the alarms in words."""
    return Panel("alarms", "Alarms", tuple(
        Item(alarm.key, alarm.label, _state(n, alarm), "word", "", "output", align="right",
             flag=Flag('AND({here}<>"OK",RIGHT({here},8)<>"accepted")', '{here}<>"OK"'))
        for n, alarm in enumerate(alarms, start=1)
    ), across, until, ruled=True)  # fmt: skip


def _state(number: int, alarm: Alarm) -> str:
    fires, known = (f"INDEX({{alarm_states.{key}:all}},{number})" for key in ("fires", "accepted"))
    return f'IF({fires}=0,"OK","{alarm.word}"&IF({known}=1,", accepted",""))'


def _states(alarms: tuple[Alarm, ...]) -> Table:
    return Table("alarm_states", (
        Column("alarm", "Alarm", "", 17, tuple(alarm.label for alarm in alarms), "text"),
        Column("fires", "Fires", "1 = yes", 10.5, tuple(f"--({a.when})" for a in alarms), "number"),
        Column("accepted", "Accepted", "1 = yes", 10.5,
               tuple(f'--(accept_{alarm.key}="yes")' for alarm in alarms), "number"),
        Column("open", "Open", "1 = yes", 10.5, "{fires}*(1-{accepted})", "number"),
    ), len(alarms), "Alarms: those that fire, and those of them that nobody has accepted",
        total=False, tracks=("proof.asset", "#2", "#3", "#4"))  # fmt: skip


def _settings(strategy: Strategy) -> Panel:
    return Panel("settings", "Settings", (
        Item("steps", "Steps of a strip", 20, "number", "steps", name="strip_steps"),
        Item("largest", "Largest amount", strategy.largest, name="largest_amount"),
        Item("places", "Decimals of money", decimals_formula("largest_amount"), "number", "digits",
             name="money_places"),
        Item("page", "of the page; -3 is thousands",
             decimals_formula("largest_amount", narrow=True), "number", "digits",
             name="page_places"),
        *no_result(*input_blocks(strategy)),
    ), ("proof.asset", "#2", "#3"))  # fmt: skip


def _page(strategy: Strategy) -> Sheet:
    """Give the page, with a check for each alarm."""
    alarms = tuple(
        Check(f"Alarm: {alarm.label}", f"INDEX({{alarm_states.open:all}},{n})", alarm.advice)
        for n, alarm in enumerate(strategy.alarms, start=1)
    )
    return replace(strategy.page, checks=(*alarms, *strategy.page.checks), narrow=True)


STANDARDS = replace(cover.STANDARDS, entries=tuple(Entry((text,)) for text in (
    "FAST and ICAEW: inputs, calculations, results and checks apart; one formula a column. Two",
    "choices differ: totals stand above tables, which have room below; native twins are on Proof.",
)))  # fmt: skip
ALWAYS = (
    "An alarm that fires fails the master check, until it is mended or accepted on Inputs.",
    "Proof shows the same by native formulas; it needs no add-in.",
)


def _cover(strategy: Strategy) -> Sheet:
    lines = (*strategy.how, *ALWAYS)
    how = Listing("how", "How to use it", tuple(
        Entry((f"{number:<4}{line}",)) for number, line in enumerate(lines, start=1)
    ))  # fmt: skip
    beside = Stack((cover.COLOURS, cover.SIGN_OFF))
    blocks = (Side((cover.STATE_OF_IT, cover.SIGNS)), cover.WRONG,
              Side((cover.CONTENTS, beside)), how, STANDARDS)  # fmt: skip
    return replace(cover.SHEET, question=strategy.question, blocks=blocks)


def input_blocks(strategy: Strategy) -> list[Any]:
    """List the blocks of the sheet of inputs."""
    return list(every(strategy.inputs))


def money(values: Mapping[str, Any], *items: str) -> float:
    """Multiply inputs, of which one that is missing is 0."""
    product = 1.0
    for item in items:
        found = values.get(item)
        product *= abs(found) if isinstance(found, int | float) else 0.0
    return product


def largest(values: Mapping[str, Any], quantity: str, price: str) -> float:
    """Give the largest product of two columns."""
    pairs = zip(values.get(quantity, ()), values.get(price, ()))
    return max((abs((q or 0) * (p or 0)) for q, p in pairs), default=0.0)


__all__ = ["MONEY", "Alarm", "Strategy", "accepted", "alarm_panel", "given", "input_blocks"]
