"""Bodies of what is run line by line: fills, funding stamps, tiers, settlements."""

from betahedge.core.funding import SAME_TIME

NEAR = f"{SAME_TIME:.7f}"  # as a formula has it

# What is open, at which worth, and the gains on the way; what is kept by rounding alone is nothing.
_AVERAGE = """
REDUCE({0,0,0},SEQUENCE(many),LAMBDA(a,i,
 LET(held,INDEX(a,1,1),at,INDEX(a,1,2),fill,INDEX(q,i),new,INDEX(v,i),total,held+fill,
  after,IF(ABS(total)<=1E-12*ABS(held),0,total),turned,ABS(fill)>ABS(held),
  IF(held*fill>0,
   HSTACK(after,at+fill/after*(new-at),INDEX(a,1,3)),
   HSTACK(after,IF(turned*(after<>0),new,at),
    INDEX(a,1,3)+IF(turned,held,-fill)*(new-at))))))
"""
# The gains so far, and below them what is kept of each fill.
_FIFO = """
REDUCE(SEQUENCE(many+1,1,0,0),SEQUENCE(many),LAMBDA(a,i,
 LET(open,DROP(a,1),fill,INDEX(q,i),against,IF(open*fill<0,ABS(open),0),
  before,SCAN(0,against,LAMBDA(s,x,s+x))-against,room,ABS(fill)-before,
  closed,IF(room<=1E-12*ABS(fill),0,IF(against<room,against,room)),rest,ABS(fill)-SUM(closed),
  kept,ABS(open)-closed,
  VSTACK(INDEX(a,1)+SUM(-SIGN(fill)*closed*(INDEX(v,i)-v)),
   IF(SEQUENCE(many)=i,IF(rest<=1E-12*ABS(fill),0,SIGN(fill)*rest),
    IF(kept<=1E-12*ABS(open),0,SIGN(open)*kept))))))
"""


def _fills(body: str, none: str) -> str:
    """Write a body on the fills without blank lines: q contracts at the worth v, `many` of them.

    The worth is the level, or -1 / level for inverse; `priced` turns one back.  none: without any.
    """
    return f"""
LET(lines,ISNUMBER(quantities_)+ISNUMBER(prices_),
IF(ROWS(quantities_)<>ROWS(prices_),#VALUE!,
IF(SUM(--(lines=1))>0,#VALUE!,IF(SUM(lines)=0,{none},
LET(q,FILTER(quantities_,lines),p,FILTER(prices_,lines),v,IF(kind_="inverse",-1/p,p),many,ROWS(q),
 priced,LAMBDA(worth,IF(kind_="inverse",-1/worth,worth)),
 {body})))))
"""


AVERAGE_PRICE = _fills(
    f"LET(run,{_AVERAGE},IF(INDEX(run,1,1)=0,#DIV/0!,priced(INDEX(run,1,2))))", "#DIV/0!"
)
POSITION = _fills(
    f"""
LET(run,IF(method_="fifo",
  LET(last,{_FIFO},open,DROP(last,1),held,SUM(open),
   HSTACK(held,IF(held=0,0,SUM(open*v)/held),INDEX(last,1))),
  {_AVERAGE}),
 held,INDEX(run,1,1),at,INDEX(run,1,2),
 fees,fee_rate_*contract_size_*SUM(ABS(q*v)),
 HSTACK({{"Open quantity";"Average entry";"Realised";"Unrealised";"Fees"}},
  LET(mark,IF(ISNUMBER(mark_),mark_,1),place,SEQUENCE(5),
   shown,VSTACK(held,IF(held=0,0,priced(at)),contract_size_*INDEX(run,1,3)-fees,
    IF(held=0,0,contract_size_*held*(IF(kind_="inverse",-1/mark,mark)-at)),fees),
   IF((held=0)*(place=2)+(held<>0)*(mark_="")*(place=4)>0,#N/A,shown))))
""",
    "#VALUE!",
)
FUNDING_HISTORY = f"""
IF((ROWS(rates_)<>ROWS(stamps_))+(ROWS(marks_)<>ROWS(stamps_))>0,#VALUE!,
IF(finish_-start_<=-{NEAR},#NUM!,
LET(inside,IF(ISNUMBER(stamps_),
  (stamps_-start_>-{NEAR})*(finish_-stamps_>-{NEAR}),0),
IF((SUM(inside*(1-ISNUMBER(rates_)*ISNUMBER(marks_)))>0)+(COUNT(stamps_)=0)>0,#VALUE!,
contracts_*contract_size_*
 SUM(IF(inside,IF(kind_="inverse",rates_/marks_,rates_*marks_),0))))))
"""
ROLL = """
LET(each,IF(contracts_<0,-1,1)*(far_price_-near_price_)-fee_rate_*(near_price_+far_price_),
 HSTACK({"Cash";"Rate a year"},
  VSTACK(ABS(contracts_)*contract_size_*each,each/near_price_*365/days_)))
"""


def _tiers(body: str) -> str:
    """Write a body on a table of `m` tiers: from floor on, the rate less the amount."""
    return f"""
IF(ROWS(floors_)<>ROWS(rates_),#VALUE!,
LET(lines,ISNUMBER(floors_)+ISNUMBER(rates_),m,SUM(lines)/2,
IF((m=0)+(m>100)+(SUM(--(lines=1))>0)>0,#VALUE!,
LET(starts,FILTER(floors_,lines),share,FILTER(rates_,lines),
IF((INDEX(starts,1)<>0)+(SUM(--(VSTACK(DROP(VSTACK(starts,0),1))>starts))<m-1)>0,#NUM!,
LET(amount,SCAN(0,SEQUENCE(m),LAMBDA(a,i,
  a+IF(i=1,0,INDEX(starts,i)*(INDEX(share,i)-INDEX(share,MAX(1,i-1)))))),
 {body}))))))
"""


MAINTENANCE = _tiers("""
REDUCE(0,SEQUENCE(m),LAMBDA(a,i,
 IF(ABS(notional_)>=INDEX(starts,i),ABS(notional_)*INDEX(share,i)-INDEX(amount,i),a)))
""")
# Collateral + P&L is start + side x notional; the tier is the last whose floor is before it meets.
LIQUIDATION_TIERED = _tiers("""
LET(coins,contracts_*contract_size_,
 side,IF((coins<0)=(kind_="inverse"),-1,1),
 start,collateral_-side*ABS(IF(kind_="inverse",coins/entry_price_,coins*entry_price_)),
 meets,REDUCE(0*start,SEQUENCE(m),LAMBDA(a,i,
  LET(low,INDEX(starts,i),part,INDEX(share,i),less,INDEX(amount,i),
   IF((start+side*low-(low*part-less))*side<=0,(start+less)/(part-side),a)))),
 level,IF((start*side>=0)+(coins=0)+(meets<=0)>0,0,
  IF(kind_="inverse",ABS(coins)/meets,meets/ABS(coins))),
 IF((level>entry_price_/1E12)*(level<entry_price_*1E12),level,#N/A))
""")
MARGIN_CALLS = """
IF(maintenance_>initial_,#NUM!,IF(SUM(--IF(ISERROR(settlements_),TRUE,settlements_<>""))=0,#VALUE!,
LET(line,settlements_,many,IFERROR(ROWS(line),1),
 known,SCAN(entry_price_,line,LAMBDA(a,p,IF(ISNUMBER(p),p,a))),
 gain,IF(ISNUMBER(line),contracts_*contract_size_*(TAKE(VSTACK(entry_price_,known),many)-line),0),
 paid,LAMBDA(kept,IF(ROUND(kept-maintenance_,9)<0,initial_-kept,0)),
 balance,SCAN(initial_,gain,LAMBDA(a,g,a+paid(a)+g)),
 bad,IFERROR(XMATCH(TRUE,ISERROR(line)),many+1),
 VSTACK({"Settlement","Gain","Balance","Call"},
  IF(SEQUENCE(many,4)>4*(bad-1),INDEX(line,MIN(bad,many)),
   IF(ISNUMBER(line),HSTACK(line,gain,balance,paid(balance)),""))))))
"""
