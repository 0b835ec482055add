"""Bodies of the sizing that takes whole columns: the mixed portfolio and the mix of sizes."""

from betahedge.cells.lambda_bodies import LOTS

# All counts of the smaller sizes below what a larger one makes up, each with the largest size
# below and above; of these the best.
MIX = """
IF(COUNT(contract_sizes_)=0,#VALUE!,
LET(sizes,SORT(FILTER(contract_sizes_,ISNUMBER(contract_sizes_)),1,-1),m,ROWS(sizes),
IF(ROWS(UNIQUE(sizes))<m,#VALUE!,
LET(digits,XMATCH(TRUE,MAP(SEQUENCE(16,1,0),LAMBDA(d,
  SUM(--(ABS(ROUND(sizes*10^d,0)/10^d/sizes-1)>5E-16))=0)))-1,
 whole,ROUND(sizes*10^digits,0),step,GCD(whole),parts,whole/step,
IF(ISERROR(step),#NUM!,IF(INDEX(parts,m)>100000,#NUM!,
LET(asked,ABS(units_)*10^digits/step,
 target,ROUND(asked,IF(asked<1000000,9,14-INT(LOG10(asked)))),
 most,MAP(SEQUENCE(m),LAMBDA(i,IF(i=1,1,REDUCE(1E15,SEQUENCE(i-1),LAMBDA(a,j,
  MIN(a,INDEX(parts,j)/GCD(INDEX(parts,j),INDEX(parts,i)))))))),
 ways,PRODUCT(most),
IF(ways>200000,#NUM!,
LET(radix,MAP(SEQUENCE(m),LAMBDA(i,PRODUCT(TAKE(most,i))/INDEX(most,i))),
 few,MOD(INT(SEQUENCE(ways,1,0)/TRANSPOSE(radix)),TRANSPOSE(most)),
 made,MMULT(few,parts),big,INT((target-made)/INDEX(parts,1)),
 counts,VSTACK(few,few),
 first,VSTACK(big,IF(big<0,0,IF(big*INDEX(parts,1)+made=target,big,big+1))),
 total,first*INDEX(parts,1)+MMULT(counts,parts),
 fits,(first>=0)*IF(rounding_="down",total<=target,IF(rounding_="up",total>=target,1)),
 chosen,FILTER(HSTACK(ROUND(ABS(total-target),9),first+MMULT(counts,SEQUENCE(m,1,1,0)),-total,
  CHOOSECOLS(counts,SEQUENCE(1,m,m,-1)),first),fits),
 best,TAKE(REDUCE(chosen,SEQUENCE(m+3),
  LAMBDA(a,i,FILTER(a,CHOOSECOLS(a,i)=MIN(CHOOSECOLS(a,i))))),1),
 IF(units_<0,-1,1)*CHOOSECOLS(best,IF(SEQUENCE(1,m)=1,m+4,m+4-SEQUENCE(1,m))))))))))))
"""
TABLE = f"""
LET(tall,LAMBDA(col,IFERROR(ROWS(col),1)),
 many,MAX(tall(assets_),tall(quantities_),tall(prices_),tall(contract_sizes_),tall(hedge_ratio_),
  tall(betas_),tall(lot_sizes_),tall(futures_prices_)),
 unlike,LAMBDA(col,(tall(col)<>1)*(tall(col)<>many)),
 IF(unlike(assets_)+unlike(quantities_)+unlike(prices_)+unlike(contract_sizes_)+
  unlike(hedge_ratio_)+unlike(betas_)+unlike(lot_sizes_)+unlike(futures_prices_)>0,#VALUE!,
 LET(fit,LAMBDA(col,IF(tall(col)=many,col,IF(SEQUENCE(many)>0,col))),
  none,LAMBDA(col,IF(ISERROR(col),FALSE,col="")),
  names,fit(assets_),coins,fit(quantities_),quote,fit(prices_),size,fit(contract_sizes_),
  share,fit(hedge_ratio_),slant,fit(betas_),lot,fit(lot_sizes_),future,fit(futures_prices_),
  held,1-none(names)*none(coins)*none(quote),
 IF(SUM(held)=0,#VALUE!,
 LET(lacking,IF(none(names)+none(coins)+none(quote)+none(size)>0,#VALUE!,0),
  worse,LAMBDA(col,other,IF(ISERROR(col),col,other)),
  fault,worse(names,worse(coins,worse(quote,worse(size,worse(share,worse(slant,
   worse(lot,worse(future,lacking)))))))),
  sound,LAMBDA(amount,IF(ISERROR(fault),fault,amount)),
  spot,sound(coins*quote),unit,sound(IF(none(future),quote,future)*size),
  full,sound(slant*spot/unit),part,sound(slant*share*spot/unit),
  {LOTS}order,sound(ordered(part,lot)),
  action,IF(ISERROR(order),order,IF(order>0,"Short",IF(order<0,"Long","None"))),
  label,IF(none(names),fault,names),
  shares,FILTER(share,held),
  alike,IF(SUM(--ISERROR(shares))>0,FALSE,MAX(shares)=MIN(shares)),
  heading,IF(alike,LET(percent,MAX(shares)*100,
   IF(percent=0,0,ROUND(percent,11-INT(LOG10(percent)))))&"% hedge","Hedge"),
  total,LET(worth,SUM(FILTER(spot,held)),place,SEQUENCE(1,7),
   IF(place=1,"Total",IF(place=2,worth,""))),
  whole,VSTACK(
   HSTACK("Asset","Spot value","Contract value","100% hedge",heading,"Order","Action"),
   FILTER(HSTACK(label,spot,unit,full,part,order,action),held),total),
  IF(SUM(--IF(ISERROR(lot),TRUE,lot<>0))>0,whole,CHOOSECOLS(whole,1,2,3,4,5,7)))))))
"""
