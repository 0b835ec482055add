"""Report: the page that is signed."""

from betahedge.sheets.blocks import (
    Chart,
    Figure,
    Figures,
    Headline,
    Line,
    Panel,
    Sheet,
    Side,
    Signatures,
    Table,
)
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Check, Column, Flag, Item, close
from betahedge.templates.impact import LADDER_CHART, LINES
from betahedge.templates.margin import ALL, NEAR, UNKNOWN
from betahedge.templates.words import (
    BREACH,
    DAYS,
    LOST,
    MONEY,
    above,
    cash,
    outside,
    setting,
    share,
    strip,
)

FEWEST, MOST = 2, 10  # assets in the table
TRACKS = {
    "asset": 14, "before": 12, "hedge": 12, "after": 12, "now": 7.5, "ratio": 7.5, "strip": 24,
    "order": 10.5, "contract": 12.5, "status": 11,
}  # fmt: skip
TRADES = "(SUM({orders.sells:all})+SUM({orders.buys:all}))"
LACKING = 'SUMIF({margin.status:all},"BREACH",{margin.lacking:all})'
OUT = 'COUNTIF({orders.status:all},"BREACH")'
PAYS = 'COUNTIF({carry.word:all},"PAY")'
RISE = setting("policy_distance")
MOVE = f'{setting("ABS(stress_move)")}&" "&IF(stress_move<=0,"fall","rise")'
EMPTY = (
    f"AND({TRADES}=0,book_gross=0,MAX({{orders.short_now:all}})=0,MIN({{orders.short_now:all}})=0)"
)
CANCELS = "ABS(book_exposure)<=1E-9*book_gross"
HEADLINE = (
    f'=IF({EMPTY},"No trade: nothing in the book moves with the market.",'
    f'IF({TRADES}=0,"No trade: the book",{TRADES}&" order"&IF({TRADES}=1,"","s"))&IF({CANCELS},'
    f'IF({TRADES}=0," has"," for a book with")&" no net exposure",'
    f'IF({TRADES}=0," stays ",IF({TRADES}=1," brings"," bring")&" the book from "&'
    f'{share("{report.now:total}")}&" to ")&{share("{report.ratio:total}")}&" hedged")&'
    f'"; a "&{MOVE}&{LOST})'
)


def decision(number: int, what: str, when: str) -> tuple[str, str, str]:
    """Write a decision, and the boxes to tick where there is something to decide."""
    boxes = (f'=IF({when}=0,"","☐ {word}")' for word in ("approved", "refused"))
    return (f'="{number}    "&{what}', *boxes)  # type: ignore[return-value]


SURVIVES = (
    f'IF({UNKNOWN}=0,IF({ALL}=0,"No position is held","Every position"),"Collateral of "&{UNKNOWN}&'
    f'" position"&IF({UNKNOWN}=1,"","s")&" is not known"&IF({ALL}=0,"","; every other"))&'
    f'IF({ALL}=0,""," survives a move of "&{RISE})&"."'
)
DECISIONS = (
    decision(1, f'IF({TRADES}=0,"No order.","Trade "&{cash("{orders.notional:total}")}&" "'
             f'&quote_currency&" in "&{TRADES}&" order"&IF({TRADES}=1,"","s")&", at a cost of "&'
             f'{cash("{orders.cost:total}")}&".")', TRADES),
    decision(2, f'IF({NEAR}=0,{SURVIVES},{NEAR}&" position"&IF({NEAR}=1," is","s are")&'
             f'" liquidated by a move of less than "&{RISE}&": post "&{cash(LACKING)}&" "&'
             'quote_currency&", or reduce.")', NEAR),
    decision(3, f'IF({OUT}=0,"Every ratio that matters is inside its band.",{OUT}&" asset"&'
             f'IF({OUT}=1," stays","s stay")&" outside the band: accept, or name another hedge.")',
             OUT),
)  # fmt: skip

NONE = f'IF({UNKNOWN}=0,"none","n.a.")'
NEAREST = f"IF(COUNT({{margin.distance:all}})=0,{NONE},MIN({{margin.distance:all}}))"
LOW = "IF(book_target<0,book_target-band_used,MAX(0,book_target-band_used))"
HIGH = "book_target+band_used"
CANCELLED = "ABS({before:last})<=1E-9*book_gross"
BAND = f'{share(LOW)}&" to "&{share(HIGH)}'
KEYS = Figures("keys", (
    Figure("before", "Exposure before", "=book_exposure", "money", "=quote_currency",
           ("asset", "before")),
    Figure("hedge", "Hedge after orders", "=-book_short", "money",
           f'="held now "&{cash("-SUM({orders.short_now:all})")}', ("hedge", "after")),
    Figure("after", "Exposure after", "=book_net", "money",
           f'=IF({CANCELS},"n.a.",{share("book_net/book_exposure", 0)}&" of before")',
           ("now", "ratio")),
    Figure("ratio", "Hedge ratio", f'=IF({CANCELS},"n.a.",{{report.ratio:total}})', "ratio",
           f'="policy "&IF({CANCELS},"by asset",{BAND})', ("strip",),
           Flag(outside("{here}", LOW, HIGH))),
    Figure("carry", f'="Carry, "&{DAYS}', "={carry.net:total}", "pnl",
           '=IF({carry.net:total}>0,"the hedge earns",'
           'IF({carry.net:total}<0,"the hedge costs","is free"))', ("order", "contract")),
    Figure("liquidation", "Liquidation", f"={NEAREST}", "rate", f'="policy "&{RISE}',
           ("status",), Flag(f"AND(ISNUMBER({{here}}),{above('policy_distance', '{here}')})")),
))  # fmt: skip

COUNT = "COUNT({hedge.gross:all})"


def pick(item: str) -> str:
    """Read an item of the kth largest asset."""
    nth = "ROW()-ROW({asset:before})"
    return f'IF({COUNT}>={nth},INDEX({{{item}:all}},INDEX({{largest.row}},{nth})),"")'


def picked_order() -> str:
    """Read the order of the kth largest asset; a contract's order stands once."""
    nth = "ROW()-ROW({asset:before})"
    order, side = (
        f"INDEX({{orders.{key}:all}},INDEX({{largest.row}},{nth}))" for key in ("order", "side")
    )
    return f'IF({COUNT}>={nth},IF({side}="netted","netted",{order}),"")'


def table(lines: int) -> Table:
    """List the largest assets, and all others in one row."""

    def other(what: str) -> str:
        return f'IF({COUNT}>{lines},{what},"")'

    def shown(key: str) -> str:
        return f"{{{key}:others}}"

    rest_now = (
        f'IF({CANCELLED},"n.a.",(SUM({{orders.short_now:all}})-SUMPRODUCT({shown("now")},'
        f"{shown('before')}))/{{before:last}})"
    )
    filled = 'IF({before}="","",{after}-{before})'
    return Table("report", (
        Column("asset", "Asset", "largest first", 14, pick("orders.asset"), "text", "link", "Total",
               other(f'"Other "&({COUNT}-{lines})')),
        Column("before", "before", MONEY, 12, pick("orders.exposure"), "money", "link",
               "=book_exposure", other(f"book_exposure-SUM({shown('before')})")),
        Column("hedge", "hedge", MONEY, 12, filled, "money", "", "=-book_short",
               other("{after:last}-{before:last}")),
        Column("after", "after", MONEY, 12, pick("orders.net"), "money", "link", "=book_net",
               other(f"book_net-SUM({shown('after')})")),
        Column("now", "ratio now", "%", 7.5, pick("orders.now"), "ratio", "link",
               f'=IF({CANCELS},"n.a.",SUM({{orders.short_now:all}})/book_exposure)',
               other(rest_now), align="right"),
        Column("ratio", "after", "%", 7.5, pick("orders.ratio"), "ratio", "link",
               f'=IF({CANCELS},"n.a.",book_short/book_exposure)',
               other(f'IF({CANCELLED},"n.a.",-{{hedge:last}}/{{before:last}})'), align="right"),
        Column("strip", "0%    against the band   100%", "○ now  ● after  ░ band", 24,
               pick("orders.strip"), "strip", "strip",
               f'=IF({CANCELS},"",{strip("{now:total}", "{ratio:total}", LOW, HIGH)})',
               other(f'IF({CANCELLED},"",{strip("{now:last}", "{ratio:last}", LOW, HIGH)})')),
        Column("order", "Order", "contracts", 10.5, picked_order(), "lots", "output",
               f'={TRADES}&" order"&IF({TRADES}=1,"","s")',
               other(f'{REST}&" order"&IF({REST}=1,"","s")'), align="right"),
        Column("contract", "Contract", "code", 12.5, pick("orders.code"), "text", "link", "",
               '""'),
        Column("status", "Status", "word", 11, pick("orders.status"), "word", "output", "",
               other(worst_of(shown("status"))), flag=BREACH),
    ), lines + 1, short=True, blank=True, tracks=tuple(TRACKS))  # fmt: skip


def worst_of(seen: str) -> str:
    """Give the worst status of the assets that are not listed; seen: of those that are."""
    worst = '"OK"'
    for word in ("WATCH", "BREACH"):
        there, here = (f'COUNTIF({each},"{word}")' for each in ("{orders.status:all}", seen))
        worst = f'IF({there}>{here},"{word}",{worst})'
    return worst


REST = (  # assets with an order that are not listed
    '(COUNTIF({orders.side:all},"Sell")+COUNTIF({orders.side:all},"Buy")'
    '-COUNTIF({order:others},">0")-COUNTIF({order:others},"<0"))'
)


def cash_word(key: str) -> str:
    """Say which way the cash goes."""
    what = f"ROUND(N({{{key}}}),money_places)"
    return f'=IF({what}>0,"RECEIVE",IF({what}<0,"PAY",IF(ISNUMBER({{{key}}}),"none","")))'


CARRY = Panel("carried", "Carry", (
    *(Item(key, label, f"{{carry.{key}:total}}", "pnl", style="link", note=cash_word(key),
           align="right")
      for key, label in (("funding", "Funding"), ("earned", "Basis earned"), ("fees", "Fees"),
                         ("slippage", "Slippage"), ("capital", "Capital"))),
    Item("sum", "Net", "N({funding})+N({earned})+{fees}+{slippage}+{capital}", "pnl",
         note='=IF({sum}>0,"EARNS",IF({sum}<0,"COSTS","IS FREE"))'),
), ("asset", "before", "hedge"), note=f'={DAYS}&", "&quote_currency', ruled=True,
    total=True)  # fmt: skip

COUNTED = (
    ("outside", "breaches of the band", OUT),
    ("near", "positions too near", NEAR),
    ("unknown", "collaterals not known", UNKNOWN),
    ("pays", "positions that PAY", PAYS),
    ("old", "prices too old", "--(as_of-priced_on>policy_age)"),
    ("beta", "betas on a coin's own future", "SUM({hedge.own_beta:all})"),
    ("failed", "checks that FAIL", "failed_checks"),
)
BREACHES = Panel("breaches", "Breaches and watches", (
    *(Item(key, label, what, "alarms", "", "output", align="right", note=" ",
           flag=Flag(bold="{here}>0") if key in ("unknown", "pays") else Flag("{here}>0"))
      for key, label, what in COUNTED),
    Item("age", "age of prices", "as_of-priced_on", "days", "", note=" ", align="right"),
), ("order", "status"), ruled=True, total=True)  # fmt: skip


def collateral(rallies: int) -> Panel:
    """List what the rallies lack."""
    return Panel("collateral", "Collateral to survive a rally", (
        *(Item(f"rally{n}", f'="+"&{setting(f"{{rallies.{n}}}")}',
               f"INDEX({{survival.lacking}},{n})", "lacking", style="link", align="right")
          for n in range(1, rallies + 1)),
        Item("posted", "posted", "{margin.collateral:total}", "money", align="right"),
    ), ("now", "strip"), ruled=True, total=True)  # fmt: skip


SIGNED = Signatures("signed", (
    ("Prepared by", "asset", "hedge"),
    ("Reviewed by", "now", "strip"),
    ("For the committee", "order", "status"),
))  # fmt: skip
BARS = (Line("bridge.base", ""), Line("bridge.above", ""), Line("bridge.below", ""))


PAGE = "report.pdf: "  # before a check that does not hold on the page of the same pack


def report(facts: Facts) -> Sheet:
    """Describe the sheet: 2 to 10 assets, as the book has them; charts take what is left."""
    lines = min(max(facts.count("holdings.asset"), FEWEST), MOST)
    charts = Side((
        Chart("report_ladder", LADDER_CHART, "line", "ladder.move", LINES, 13.4, 0, "move",
              at="asset", narrow=True),
        Chart("report_bridge", "Exposure before, hedge, after", "bridge", "bridge.bar", BARS, 9.0,
              0, at="strip", inner=(0.16, 0.16, 0.80, 0.70)),
    ))  # fmt: skip
    return Sheet(
        "Report",
        "what is to be signed",
        (
            Headline(HEADLINE, DECISIONS, high=34),
            KEYS,
            table(lines),
            charts,
            Side((CARRY, collateral(len(facts.values.get("rallies", ()))), BREACHES)),
            SIGNED,
        ),
        tracks=TRACKS,
        portrait=True,
        one_page=True,
        reads_checks=True,
        checks=(
            Check("The report's assets add up to the book",
                  "SUM({report.before})-book_exposure", "Report: a formula was changed", 0,
                  close("book_gross")),
            *(Check(f"{PAGE}{test}", "1", "do not sign: the page says what to do")
              for test in facts.values.get("failed", ())),
        ),
    )  # fmt: skip
