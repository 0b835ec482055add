"""The questions that a desk asks, and which function answers each: the order of the reference.

A worked example is a declared example with the question before it and what its answer says.
"""

from typing import NamedTuple


class Worked(NamedTuple):
    """A desk's question, what the answer tells it, and which declared example it is."""

    question: str
    reading: str
    example: int = 0


CHAPTERS = {
    "Sizing": "How many contracts to sell, of which size, and in which lots.",
    "P&L": "What the hedged book earns, from a scenario or from the fills.",
    "Carry": "What a hedge earns and costs while it is held: basis, funding, fees, the roll.",
    "Margin": "What is tied up, where a position is liquidated, when a call comes.",
    "Statistics": "How the book moves with the future, how sure that is, and what risk is left.",
    "Running a hedge": "When to trade again, how much, and what is still exposed.",
    "Reference": "What the add-in knows of contracts, of arguments and of itself.",
}

WORKED = {
    "HEDGE_CONTRACTS": Worked(
        "We hold bitcoin worth 325,000 and a contract is worth 65,000: how many do we sell?",
        "sell 5 for a full hedge; with a ratio of 0.5 it would be 2.5",
    ),
    "HEDGE_CONTRACTS_BETA": Worked(
        "Our book of 5,050,000 moves 1.5 times as much as the index, whose contract is worth "
        "252,500: how many do we sell so that it moves no more?",
        "sell 30; negative would mean buy",
    ),
    "HEDGE_CONTRACT_VALUE": Worked(
        "The future stands at 65,000 and a contract is a tenth of a coin: what is one worth?",
        "what to size with; the futures price counts, not the spot price",
    ),
    "HEDGE_RATIO": Worked(
        "We have sold 2.5 contracts of 65,000 against 325,000 of spot: how much is hedged?",
        "half",
    ),
    "HEDGE_ROUND": Worked(
        "The exact hedge is 1.8 contracts, they trade one by one, and we must not over-hedge: how "
        "many is that?",
        "one contract",
    ),
    "HEDGE_MIX": Worked(
        "8.37 coins are to be hedged, in contracts of 5 coins and of a tenth: how many of each?",
        "1 large and 34 small leave the least residual with the fewest contracts",
    ),
    "HEDGE_ACTION": Worked(
        "The order column says 1.8: do we sell or buy?", "contracts sold are +, so go short"
    ),
    "HEDGE_TABLE": Worked(
        "We hold 3 bitcoin and 40 ether and want 60 % of each hedged: what does the whole book "
        "look like?",
        "a line a coin with its hedge, and the total of what is held",
    ),
    "HEDGE_PNL": Worked(
        "The market falls 10 %: what do 325,000 of spot with 2.5 contracts of 65,000 sold lose?",
        "half of what the spot loses",
    ),
    "HEDGE_IMPACT": Worked(
        "The same fall, for the board: what did spot and futures do, line by line?",
        "the futures make up for half of the spot's loss",
    ),
    "HEDGE_SCENARIOS": Worked(
        "What happens to the hedged book at -10 %, 0 and +10 %?",
        "a hedge of half keeps half of the loss and half of the gain",
    ),
    "HEDGE_FUTURES_PNL": Worked(
        "We sold 2.5 contracts of a coin at 65,000 and they stand at 58,500: what have we made?",
        "a gain; for an inverse contract the answer is in coin",
    ),
    "HEDGE_AVERAGE_PRICE": Worked(
        "We sold 1,000 inverse contracts at 5,000 and 2,000 at 6,000: what is our entry price?",
        "not 5,667: the average is harmonic, since the P&L runs on 1 / price",
    ),
    "HEDGE_POSITION": Worked(
        "Five fills went through, at a fee of 1 basis point, and the mark is 103: what is open, "
        "at which price, and what did we make?",
        "19 are open, long; 36.17 is made after the fees of 0.45, and 57.38 is not yet",
    ),
    "HEDGE_ATTRIBUTION": Worked(
        "Spot fell from 100 to 90 and our future from 102 to 90: where did the P&L come from?",
        "price cancels, and the narrowing of the basis is the gain",
    ),
    "HEDGE_BASIS": Worked(
        "The future is at 66,000 and the spot at 65,000: what is the basis?",
        "contango; a short hedge gains it as it narrows",
    ),
    "HEDGE_BASIS_RATE": Worked(
        "That future expires in 73 days: what does a short hedge earn a year?",
        "7.7 % a year, simple",
    ),
    "HEDGE_FAIR_PRICE": Worked(
        "Spot is 40 and money costs 5 % a year: what should a future of three months cost?",
        "40.50; above it the future is dear, and a short hedge is paid for it",
    ),
    "HEDGE_TAILED": Worked(
        "Daily settlement earns 10 % a year: how many of 11 contracts does a year's hedge need?",
        "the interest makes up for the eleventh",
    ),
    "HEDGE_FUNDING": Worked(
        "We are short 5 perpetuals of 65,000 at 0.01 % every 8 hours: what does a month bring?",
        "received, for a short receives a positive rate",
    ),
    "HEDGE_FUNDING_RATE": Worked("0.01 % every 8 hours: what is that a year?", "10.95 %"),
    "HEDGE_FUNDING_HISTORY": Worked(
        "We were short 30 coins over two stamps, both with a negative rate: what funding did we "
        "pay?",
        "about a thousandth, paid; each stamp counts at its own mark price",
    ),
    "HEDGE_COST": Worked(
        "A hedge of 10,000 is opened and closed at a fee of 0.055 % a side: what does it cost?",
        "before funding and basis, which may earn it back",
    ),
    "HEDGE_BREAKEVEN": Worked(
        "The hedge of half of 325,000 costs 1,625: how far must the market fall to pay for it?",
        "1 %",
    ),
    "HEDGE_ROLL": Worked(
        "We are short 5 contracts at 65,000 and roll into one 73 days later at 66,300: what does "
        "the roll bring?",
        "6,500 received, or 10 % a year: contango pays a short",
    ),
    "HEDGE_EXPIRY": Worked(
        "When does CME's January 2018 bitcoin future expire?",
        "on 26 January 2018, once the cell has the format of a date",
    ),
    "HEDGE_MARGIN": Worked(
        "We short 10,000 contracts of 1 USD at a leverage of 10: how much margin is that?",
        "a tenth of the notional",
    ),
    "HEDGE_MAINTENANCE": Worked(
        "Our position is worth 999,999.90 and the venue has six tiers: what is the maintenance "
        "margin?",
        "each slice at its own tier's rate, and not 10 % of it all",
    ),
    "HEDGE_LIQUIDATION": Worked(
        "We are short from 10 at a leverage of 5 with 1 % maintenance: where are we liquidated?",
        "at 11.89, a rally of 19 %",
    ),
    "HEDGE_LIQUIDATION_TIERED": Worked(
        "We bought 109.488 bitcoin at 32,481.98 with 730,738 behind it, and large positions need "
        "more margin: where are we liquidated?",
        "at 26,316.89, in the tier that the position has there",
    ),
    "HEDGE_LIQUIDATION_SHARED": Worked(
        "100 coins at 95 % and 200,000 in cash back a short of 100 from 65,000: where is the "
        "account liquidated?",
        "not below 1.1 million: the coins gain what the short loses, but for the haircut",
        1,
    ),
    "HEDGE_SURVIVAL": Worked(
        "We are short one contract of 100 and fear a rally of 50 % at 10 % maintenance: how much "
        "collateral must be there?",
        "a loss of 50 and a margin of 15",
    ),
    "HEDGE_MARGIN_CALLS": Worked(
        "Two gold contracts, bought at 1,750, settle lower day by day: when do we get a margin "
        "call?",
        "on the seventh day, for 4,020",
    ),
    "HEDGE_BETA": Worked(
        "We hedge one coin with another coin's future: how much does ours move when that one does?",
        "one to one over these three days; a coin against its own future needs no beta",
    ),
    "HEDGE_BETA_STATS": Worked(
        "How sure are we of that beta?",
        "not at all, from three days: the interval is wider than the beta",
    ),
    "HEDGE_ROLLING_BETA": Worked(
        "Has that beta held over time?", "the same in both runs of three days"
    ),
    "HEDGE_MINVAR": Worked(
        "Which hedge ratio leaves the least variance?",
        "all of the spot value; of several futures each gets its own ratio",
    ),
    "HEDGE_MINVAR_PORTFOLIO": Worked(
        "Our book of 1,000,000 is to be hedged with a future whose contract is worth 65,000, in "
        "whole contracts: how many do we sell, and how sure is that?",
        "sell 15; but the error is as large as the ratio, so three days tell little",
    ),
    "HEDGE_EFFECTIVENESS": Worked(
        "How much of the risk did the hedge take away?",
        "43 % of the variance: an indicative test, not an accounting conclusion",
    ),
    "HEDGE_RETURNS": Worked(
        "The market fell 10 % and we were hedged by half: what did the hedged book return?",
        "a loss of 5 %; the column goes into the risk functions",
    ),
    "HEDGE_TRACKING_ERROR": Worked(
        "How far does the hedged book stray from its benchmark a year?",
        "2 %, as a standard deviation",
    ),
    "HEDGE_VAR": Worked(
        "Which loss will not be exceeded, at our confidence?", "a loss is +, a sure gain is -"
    ),
    "HEDGE_ES": Worked(
        "And when it is a bad day, what is lost on average?", "a loss is +, a sure gain is -"
    ),
    "HEDGE_VAR_COMPONENTS": Worked(
        "Which asset brings the risk of the book?",
        "the only one brings all; of several, the parts add up to the total",
    ),
    "HEDGE_DRIFT": Worked(
        "325,000 of spot should be hedged at 60 %, and 2.5 contracts of 65,000 are sold: how far "
        "off are we?",
        "ten points under-hedged",
    ),
    "HEDGE_REBALANCE": Worked(
        "Do we have to trade for that, and how much?", "sell another half contract"
    ),
    "HEDGE_DELTA": Worked(
        "10 coins and 6,000 inverse contracts of 100 USD sold at 60,000: how many coins are still "
        "exposed?",
        "none, at any price: the short stays 10 coins",
    ),
    "HEDGE_TRANSITION": Worked(
        "30 % of our 10 coins is hedged, and we sell that 30 %: what happens to the short?",
        "buy all of it back, and 7 coins are long; kept, it would be 4",
    ),
    "HEDGE_SPEC": Worked(
        "How many coins is one of CME's bitcoin contracts?", "coins, its contract size"
    ),
    "HEDGE_CHECK": Worked(
        "Would HEDGE_CONTRACTS take these arguments?", "it would; if not, this says why"
    ),
    "HEDGE_VERSION": Worked(
        "Is the add-in there, and which one?", "the version; an error means it is not loaded"
    ),
}
