"""What the balances and logs of venues say beside, which known layouts alone read."""

from betahedge.books.field import TEXT, Field
from betahedge.cells.kinds import ANY_NUMBER

LEDGERS = {
    "holdings": (
        Field("rest", ANY_NUMBER, "coins", "0", "coins beside the quantity, as those in orders"),
        Field("frozen", ANY_NUMBER, "coins", "0", "coins beside it that the venue keeps back"),
        Field("staked", ANY_NUMBER, "coins", "0", "coins beside it that are staked"),
        Field("withdrawing", ANY_NUMBER, "coins", "0", "coins beside it that are on their way"),
        Field("borrowed", ANY_NUMBER, "coins", "0", "coins among them that are owed"),
        Field("interest", ANY_NUMBER, "coins", "0", "coins that are owed beside"),
        Field("word", TEXT, "word", "none", "what a transaction does"),
        Field("sent", ANY_NUMBER, "any", "0", "what went out"),
        Field("sent_asset", TEXT, "coin", "none", "of which coin"),
        Field("sent_wallet", TEXT, "name", "none", "from where"),
        Field("received", ANY_NUMBER, "any", "0", "what came in"),
        Field("received_asset", TEXT, "coin", "none", "of which coin"),
        Field("received_wallet", TEXT, "name", "none", "to where"),
        Field("paid", ANY_NUMBER, "any", "0", "the fee beside"),
        Field("paid_asset", TEXT, "coin", "none", "of which coin"),
    ),
    "funding": (
        Field("change", ANY_NUMBER, "money", "0", "of the balance, by all of the line"),
        Field("cash_flow", ANY_NUMBER, "money", "0", "of the change, what a trade won or lost"),
    ),
}
