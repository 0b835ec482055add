"""Bodies of the statistics: one regression, on one column or several, and the risk of returns."""

from betahedge.cells.lambda_bodies import CHANGE, LOTS, unfit

# Takes every column of m but the last out of those after it, as Gram and Schmidt do.
_OUT = """
out,LAMBDA(m,LET(w,COLUMNS(m),IF(w<2,m,REDUCE(m,SEQUENCE(w-1),LAMBDA(g,i,
 LET(axis,CHOOSECOLS(g,i),square,SUMSQ(axis),
  IF(square<=1E-20,#DIV/0!,
   g-axis*((SEQUENCE(1,w)>i)*MMULT(TRANSPOSE(axis),g)/square)))))))),
"""
# What is apart of column j when all the others are taken out of it, and of y likewise.
_OWN = f"""
unit,dx/size,{_OUT}
own,LAMBDA(j,LET(apart,CHOOSECOLS(out(CHOOSECOLS(unit,MOD(j+SEQUENCE(1,k)-1,k)+1)),k),
 IF(SUMSQ(apart)<=1E-20,#DIV/0!,apart))),
"""
_COEFFICIENTS = """
IF(flat_y,0,MAP(SEQUENCE(1,k),LAMBDA(j,LET(apart,own(j),SUM(apart*dy)/SUMSQ(apart)/INDEX(size,1,j)))))
"""
# The share of dy that the columns explain, and what is left of it.
_SHARES = """
cleared,out(HSTACK(unit,dy)),axes,DROP(cleared,0,-1),rest,SUMSQ(TAKE(cleared,pairs,-1)),
shares,MMULT(TRANSPOSE(axes),dy)^2/TOCOL(MMULT(ones,axes^2)),
explained,MIN(1,SUM(shares)/IF(flat_y,1,SUMSQ(dy))),
"""


def _moments(body: str, where: str = "") -> str:
    """Write a body on the complete rows of the returns ry and of the k columns rx.

    In `body`, y and x are these, as many as `pairs` says; dy and dx are they less their means, and
    flat_y and flat_x tell that one does not move.  where: a factor that is 1 for rows to be taken.
    """
    return f"""
LET(both,ISNUMBER(ry)*(MMULT(--ISNUMBER(rx),SEQUENCE(k,1,1,0))=k){where},pairs,SUM(both),
IF(pairs<3,#N/A,LET(y,FILTER(ry,both),x,FILTER(rx,both),ones,SEQUENCE(1,pairs,1,0),
 level,AVERAGE(y),flat_y,MAX(ABS(y-level))<=1E-12*ABS(level),dy,IF(flat_y,0,1)*(y-level),
 mean,MMULT(ones,x)/pairs,dx,x-mean,size,SQRT(MMULT(ones,dx^2)),
 flat_x,SUM(--(MMULT(ones,--(ABS(dx)>1E-12*ABS(mean)))=0))>0,
 {body})))
"""


def _returns(y: str, x: str, body: str) -> str:
    """Write a body on the returns ry and rx of a series and of k columns beside it."""
    return f"""
LET({CHANGE}k,COLUMNS({x}),
IF(ROWS({y})<>ROWS({x}),#VALUE!,IF({unfit(y, x)},#NUM!,
LET(ry,IF(priced,change({y}),{y}),rx,IF(priced,change({x}),{x}),
 {body}))))
"""


_MARKET = "IF(ISNUMBER(rx),rx,0)"
_SIDE = f'*IF(method_="up",{_MARKET}>0,IF(method_="down",{_MARKET}<0,1))'

BETA = _returns(
    "asset_",
    "hedge_",
    _moments(
        """
IF(method_="ewma",
 LET(weight,decay_^(pairs-SEQUENCE(pairs)),SUM(weight*x*y)/SUM(weight*x*x)),
 IF(flat_x,#DIV/0!,
  LET(ratio,SUM(dx*dy)/SUMSQ(dx),IF(method_="blume",0.67*ratio+0.33,ratio))))
""",
        _SIDE,
    ),
)
BETA_STATS = _returns(
    "asset_",
    "hedge_",
    _moments("""
IF(flat_x,#DIV/0!,
LET(ratio,SUM(dx*dy)/SUMSQ(dx),rest,dy-ratio*dx,score,rest*dx,lags,INT(4*(pairs/100)^(2/9)),
 spread,IF(errors_="hac",
  SQRT(MAX(0,REDUCE(SUMSQ(score),SEQUENCE(MIN(lags,pairs-1)),
   LAMBDA(a,i,a+2*(1-i/(lags+1))*SUM(DROP(score,i)*DROP(score,-i))))))/SUMSQ(dx),
  SQRT(SUMSQ(rest)/(pairs-2)/SUMSQ(dx))),
 reach,T.INV.2T(1-confidence_,pairs-2)*spread,
 figures,HSTACK({"Beta";"Alpha";"Standard error";"Low";"High";"R2";"Pairs"},
  VSTACK(ratio,(SUM(y)-ratio*SUM(x))/pairs,spread,ratio-reach,ratio+reach,
   MIN(1,ratio*SUM(dx*dy)/IF(flat_y,1,SUMSQ(dy))),pairs)),
 IF(flat_y*(SEQUENCE(7,2)=12),#DIV/0!,figures)))
"""),
)
_OFFSET = """
LET(whole,IF(priced,
  LET(held,ISNUMBER(spot_)*(MMULT(--ISNUMBER(futures_),SEQUENCE(k,1,1,0))=k),
   IF(SUM(held)<2,#N/A,LET(level,FILTER(HSTACK(spot_,futures_),held),
    (TAKE(level,-1)-TAKE(level,1))/TAKE(level,1)))),
  LET(held,ISNUMBER(ry)*(MMULT(--ISNUMBER(rx),SEQUENCE(k,1,1,0))=k),
   IF(SUM(held)<1,#N/A,BYCOL(1+FILTER(HSTACK(ry,rx),held),LAMBDA(v,PRODUCT(v)))-1))),
IF(ISERROR(SUM(whole)),#N/A,
LET(item,INDEX(whole,1,1),
 IF((ABS(item)<1E-12)*(materiality_=0),#DIV/0!,
 IF(ABS(item)<materiality_*(1-1E-12),#N/A,
  SUM(TOROW(hedge_ratio_)*DROP(whole,0,1))/item)))))
"""
EFFECTIVENESS = _returns(
    "spot_",
    "futures_",
    f"""
IF(COLUMNS(hedge_ratio_)<>k,#VALUE!,IF(method_="dollar_offset",{_OFFSET},"""
    + _moments(f"""
IF(flat_y,#DIV/0!,
IF(method_="r2",IF(pairs<k+2,#N/A,IF(flat_x,#DIV/0!,
 LET({_OWN}{_SHARES}explained))),
 LET(open,y-MMULT(x,TOCOL(hedge_ratio_)),1-SUMSQ(open-AVERAGE(open))/SUMSQ(dy))))
""")
    + "))",
)
MINVAR = _returns(
    "spot_",
    "futures_",
    _moments(f"""
IF(pairs<k+2,#N/A,IF(flat_x,#DIV/0!,LET({_OWN}IF(SEQUENCE(1,k)>0,{_COEFFICIENTS}))))
"""),
)
_LINES = f"""
IF(pairs<k+2,#N/A,IF(flat_x,#DIV/0!,
LET({_OWN}{LOTS}money,TOCOL(IF(SEQUENCE(1,k)>0,{_COEFFICIENTS})),
 {_SHARES}noise,IF(rest>1E-24*SUMSQ(dy),rest,0)/(pairs-k-1),
 wide,MAP(SEQUENCE(k),LAMBDA(j,SQRT(noise/SUMSQ(own(j)))/INDEX(size,1,j))),
 worth,SUM(values_),amount,money/TOCOL(contract_values_),
 place,SEQUENCE(k+2,5),book,IF(worth=0,1,worth),
 lines,VSTACK({{"Future","Ratio","Standard error","Contracts","In lots"}},
  HSTACK("Future "&SEQUENCE(k),money/book,wide/ABS(book),amount,ordered(amount,lot)),
  HSTACK("R2",explained,"","","")),
 IF((worth=0)*(place>5)*(place<=5*k+5)*(MOD(place-2,5)<2)+flat_y*(place=5*k+7)>0,#DIV/0!,lines))))
"""
MINVAR_PORTFOLIO = f"""
LET({CHANGE}w,COLUMNS(assets_),k,COLUMNS(futures_),lot,IF(SEQUENCE(k)>0,lot_sizes_),
sizes,IFERROR(ROWS(lot_sizes_),1),
IF((COUNT(values_)<>w)+(ROWS(values_)<>w)+(COUNT(contract_values_)<>k)+(ROWS(contract_values_)<>k)
 +(ROWS(assets_)<>ROWS(futures_))>0,#VALUE!,
IF({unfit("assets_", "futures_")},#NUM!,
IF(ISERROR(SUM(lot_sizes_)),SUM(lot_sizes_),
IF((sizes<>1)*(sizes<>k),#VALUE!,
LET(ra,IF(priced,change(assets_),assets_),rx,IF(priced,change(futures_),futures_),
 ry,IF(MMULT(--ISNUMBER(ra),SEQUENCE(w,1,1,0))=w,
  MMULT(IF(ISNUMBER(ra),ra,0),TOCOL(values_)),""),
 {_moments(_LINES)}))))))
"""
_RUN = """
IF(method_="ewma",
 LET(weight,0.94^(pairs-SEQUENCE(pairs)),
  IF(SUM(--(x<>0))=0,#N/A,SUM(weight*x*y)/SUM(weight*x*x))),
 LET(dx,x-AVERAGE(x),dy,y-AVERAGE(y),
  IF(SUMSQ(dx)<=pairs*(1E-12*AVERAGE(x))^2,#N/A,
   LET(ratio,IF(MAX(ABS(dy))<=1E-12*ABS(AVERAGE(y)),0,SUM(dx*dy)/SUMSQ(dx)),
    IF(method_="blume",0.67*ratio+0.33,ratio)))))
"""
ROLLING_BETA = f"""
IF(window_<>INT(window_),#NUM!,
{
    _returns(
        "asset_",
        "hedge_",
        f'''
LET(used,ISNUMBER(ry)*ISNUMBER(rx){_SIDE},place,SEQUENCE(ROWS(ry)),
 MAP(SEQUENCE(ROWS(asset_)),LAMBDA(i,LET(end,i-priced,
  IF(end<window_,#N/A,LET(inside,used*(place>end-window_)*(place<=end),pairs,SUM(inside),
   IF(pairs<3,#N/A,LET(y,FILTER(ry,inside),x,FILTER(rx,inside),{_RUN}))))))))
''',
    )
})
"""
RETURNS = _returns(
    "spot_",
    "futures_",
    """
IF((COUNT(hedge_ratio_)<>k)+(ROWS(hedge_ratio_)<>k)>0,#VALUE!,IF(priced*(ROWS(spot_)<2),#N/A,
IF(ISNUMBER(ry)*(MMULT(--ISNUMBER(rx),SEQUENCE(k,1,1,0))=k),
 IF(ISNUMBER(ry),ry,0)-MMULT(IF(ISNUMBER(rx),rx,0),TOCOL(hedge_ratio_)),"")))
""",
)
TRACKING_ERROR = """
IF(ROWS(a_)<>ROWS(b_),#VALUE!,
LET(both,ISNUMBER(a_)*ISNUMBER(b_),pairs,SUM(both),
IF(pairs<2,#N/A,LET(gap,FILTER(a_,both)-FILTER(b_,both),mean,AVERAGE(gap),apart,gap-mean,
 IF(MAX(ABS(apart))<=1E-12*ABS(mean),0,SQRT(SUMSQ(apart)/(pairs-1)*periods_))))))
"""
VAR_COMPONENTS = """
LET(k,COLUMNS(returns_),
IF((COUNT(weights_)<>k)+(ROWS(weights_)<>k)>0,#VALUE!,
LET(both,MMULT(--ISNUMBER(returns_),SEQUENCE(k,1,1,0))=k,pairs,SUM(--both),
IF(pairs<2,#N/A,
LET(x,FILTER(returns_,both),mean,MMULT(SEQUENCE(1,pairs,1,0),x)/pairs,
 book,MMULT(x,TOCOL(weights_)),dy,book-AVERAGE(book),
 IF(MAX(ABS(dy))<=1E-12*ABS(AVERAGE(book)),#DIV/0!,
 LET(shared,MMULT(TRANSPOSE(x-mean),dy)/(pairs-1),sigma,SQRT(SUMSQ(dy)/(pairs-1)),
  part,TOCOL(weights_)*(NORM.S.INV(confidence_)*shared/sigma-TOCOL(mean)),
  VSTACK(HSTACK("Asset "&SEQUENCE(k),part),HSTACK("Total",SUM(part))))))))))
"""


def _risk(historical: str, parametric: str) -> str:
    """Write a body on returns.

    historical: on the returns `v`, `many` of them.  parametric: on their `mean` and `sigma`.
    """
    return f"""
IF(SUM(--(IF(ISNUMBER(returns_),returns_,0)<=-1))>0,#NUM!,IF(COUNT(returns_)<2,#N/A,
LET(v,FILTER(returns_,ISNUMBER(returns_)),many,COUNT(v),
 IF(method_="parametric",
  LET(mean,AVERAGE(v),sigma,SQRT(SUMSQ(v-mean)/(many-1)),{parametric}),
  {historical}))))
"""


VAR = _risk(
    """
LET(place,(1-confidence_)*(many-1),whole,INT(place),below,SMALL(v,whole+1),
 0-below-(place-whole)*(SMALL(v,whole+2)-below))
""",
    "NORM.S.INV(confidence_)*sigma-mean",
)
ES = _risk(
    """
LET(tail,MAX(1E-9,ROUND((1-confidence_)*many,9)),place,SEQUENCE(many),
 0-SUM(SORT(v)*IF(place<=tail,1,IF(place<tail+1,tail-INT(tail),0)))/tail)
""",
    "sigma*NORM.S.DIST(NORM.S.INV(confidence_),FALSE)/(1-confidence_)-mean",
)
