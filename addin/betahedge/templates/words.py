"""Words and pictures that several sheets share, as parts of formulas."""

from betahedge.core.rounding import DECIMALS
from betahedge.sheets.items import Flag, Rule

MONEY = "=quote_currency"
MONTHS = "January February March April May June July August September October November December"
MONTH = ",".join(f'"{month}"' for month in MONTHS.split())
DAY_IN_WORDS = (
    f'IF(ISNUMBER(as_of),DAY(as_of)&" "&CHOOSE(MONTH(as_of),{MONTH})&" "&YEAR(as_of),as_of&"")'
)
BREACH = Flag('{status}="BREACH"', '{status}="WATCH"')

ANY = Rule(says="a number, + or -")
ABOVE_ZERO = Rule(says="a number above 0", minimum=0, above=True)
AT_LEAST_ZERO = Rule(says="0 or above", minimum=0)
TEXT = Rule("text", "up to 120 characters")
NEEDED_TEXT = Rule("text", "up to 120 characters", required=True)
A_DATE = Rule("date", "a date", required=True)


def cash(what: str) -> str:
    """Write money in a sentence, with the decimals of the book and no sign on a zero."""
    return f"FIXED(ROUND({what},money_places),money_places)"


def days(what: str) -> str:
    """Write a number of days: 1 day, 30 days."""
    return f'{what}&IF({what}=1," day"," days")'


DAYS = days("horizon_days")

# What the stress move does to the book, with the hedge and without it.
HEDGED, UNHEDGED = (
    f"ROUND({book}*stress_move,money_places)" for book in ("book_net", "book_exposure")
)
LOST = (
    f'IF(OR({HEDGED}>0,AND({HEDGED}=0,{UNHEDGED}>0))," earns "," costs ")&'
    f'{cash("ABS(book_net*stress_move)")}&" "&quote_currency&IF({HEDGED}={UNHEDGED},"",'
    f'IF({HEDGED}*{UNHEDGED}<0,IF({UNHEDGED}>0," and would earn "," and would cost "),", not ")&'
    f"{cash('ABS(book_exposure*stress_move)')})"
)


def above(what: str, limit: str) -> str:
    """Tell a ratio above a limit: they are compared to 9 decimals, as by core."""
    return f"ROUND({what}-({limit}),{DECIMALS})>0"


def outside(ratio: str, low: str, high: str) -> str:
    """Tell a ratio outside its band."""
    return f"OR({above(low, ratio)},{above(ratio, high)})"


def priced(price: str) -> str:
    """Write a price above 0 in a heading, to four digits at the least."""
    return f"FIXED({price},MAX(0,3-INT(LOG10({price}))))"


def brings(hedged: str, unhedged: str, word: str = "brings") -> str:
    """Say in a sentence what a move brings, and what it would bring unhedged where that differs."""
    here, there = cash(hedged), cash(unhedged)
    return f'" {word} "&{here}&IF({here}={there},"",", not "&{there})'


def pays(amount: str) -> str:
    """Say whether funding is received or paid; what is shown as 0 is neither."""
    shown = f"ROUND({amount},money_places)"
    return f'IF({shown}>0,"RECEIVE",IF({shown}<0,"PAY","none"))'


def known_sum(key: str) -> str:
    """Add up a column in which what is not known says so; nothing known is not known."""
    whole = f"{{{key}:all}}"
    return f'=IF(AND(SUM({whole})=0,COUNTIF({whole},"n.a.")>0),"n.a.",SUM({whole}))'


def fitted(name: str, characters: int) -> str:
    """Write a name in a place that has room for so many characters; a longer one is cut."""
    return f'IF(LEN({name})>{characters},LEFT({name},{characters - 1})&"…",{name})'


def line_of(name: str, names: str) -> str:
    """Find a name in a list as it is written: to MATCH alone, ~, * and ? in it are patterns."""
    for sign in "~*?":
        name = f'SUBSTITUTE({name},"{sign}","~{sign}")'
    return f"MATCH({name},{names},0)"


def share(what: str, digits: int = 1) -> str:
    """Write a share in a sentence; what rounds to zero has no sign, in no engine."""
    return f'(ROUND(100*({what}),{digits})+0)&"%"'


def setting(what: str) -> str:
    """Write a share that was typed: with the decimals that it has, four at most."""
    return share(what, 4)


def counted(what: str) -> str:
    """Write contracts in a sentence, those of no lots to six decimals, and no sign on a zero."""
    return f"(ROUND({what},6)+0)"


def place(what: str) -> str:
    """Give the place of a share in a strip: the first character is 0 %, the last 100 %."""
    return f"1+ROUND(strip_steps*MEDIAN(0,1,{what}),0)"


def strip(now: str, after: str, low: str, high: str) -> str:
    """Draw a ratio against its band: dots, the band, a ring for now and a disc for after."""
    wide = f"{place(high)}-({place(low)})+1"
    dots = 'REPT("·",strip_steps+1)'
    band = f'REPLACE({dots},{place(low)},{wide},REPT("░",{wide}))'
    return f'REPLACE(REPLACE({band},{place(now)},1,"○"),{place(after)},1,"●")'


def distance_bar(what: str, limit: str) -> str:
    """Draw how far a price is: a bar as far as it may go, and the policy's line."""
    size = f"ROUND(strip_wide*MEDIAN(0,1,{what}),0)"
    bar = f'REPT("█",{size})&REPT("·",strip_wide-{size})'
    return f'REPLACE({bar},MAX(1,ROUND(strip_wide*MEDIAN(0,1,{limit}),0)),1,"│")'


def beta_strip(low: str, estimate: str, high: str) -> str:
    """Draw an interval of beta between 0 and 2: a line, the estimate, and the place of 1."""

    def at(what: str) -> str:
        return place(f"{what}/2")

    wide = f"{at(high)}-({at(low)})+1"
    dots = 'REPT("·",strip_steps+1)'
    line = f'REPLACE({dots},{at(low)},{wide},REPT("─",{wide}))'
    return f'REPLACE(REPLACE({line},1+strip_steps/2,1,"│"),{at(estimate)},1,"●")'
