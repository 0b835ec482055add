"""Coins under their many names, and what is cash.

The lists are data of the package: `cash.csv`, and the names below.  Kraken's X and Z codes:
BittyTax, `kraken_assets.py`; XBT: BitMEX and Kraken.
"""

import csv
import functools
import re
from importlib.resources import files

from betahedge.books.text import NARROW
from betahedge.cells.register import contracts

SAME = {
    **{"XBT": "BTC", "XXBT": "BTC", "XETH": "ETH", "XXRP": "XRP", "XLTC": "LTC", "XXLM": "XLM"},
    **{"XXDG": "DOGE", "XDG": "DOGE", "XETC": "ETC", "XXMR": "XMR", "XZEC": "ZEC"},
    **{"ZUSD": "USD", "ZEUR": "EUR", "ZGBP": "GBP", "ZCAD": "CAD", "ZJPY": "JPY", "ZAUD": "AUD"},
    **{"BITCOIN": "BTC", "ETHEREUM": "ETH", "ETHER": "ETH", "SOLANA": "SOL", "CARDANO": "ADA"},
    **{"LITECOIN": "LTC", "DOGECOIN": "DOGE", "POLKADOT": "DOT", "CHAINLINK": "LINK"},
    **{"AVALANCHE": "AVAX", "STELLAR": "XLM", "TETHER": "USDT", "USD COIN": "USDC"},
    **{"XET": "ETH", "TETHER USD": "USDT", "TETHER USDT": "USDT", "DAI STABLECOIN": "DAI"},
    **{"US DOLLAR": "USD", "US DOLLARS": "USD", "EURO": "EUR", "EUROS": "EUR"},
    **{"POUND STERLING": "GBP", "SWISS FRANC": "CHF", "SWISS FRANCS": "CHF"},
    **{"BITCOIN CASH": "BCH", "ETHEREUM CLASSIC": "ETC", "RIPPLE": "XRP", "TRON": "TRX"},
}
# A coin on a network, as custodians name it: USDT_ERC20, USDC-POLYGON, USDC_SOL, BTC_TEST.
_NETWORKS = (
    *("ERC20", "TRC20", "BEP20", "SPL", "BSC", "POLYGON", "ARBITRUM", "OPTIMISM", "BASE"),
    *("AVALANCHE", "SOLANA", "ETHEREUM"),
)
_NETWORK_COINS = ("ETH", "SOL", "ARB", "AVAX", "TRX")  # behind _ alone, for they are coins too
_WORDS = "|".join(_NETWORKS)
_ON_NETWORK = re.compile(
    rf"([A-Z0-9]{{2,10}}(?: [A-Z]{{2,10}})?)(?:[ _-]({_WORDS}|TEST[0-9]*)| ?\(({_WORDS})\)"
    rf"|_({'|'.join(_NETWORK_COINS)}))"
)
_OF_BLOOMBERG = re.compile(r"([A-Z]{3})[A-Z]{3} CURNCY")  # XBTUSD Curncy
_IN_PARTS = ("XBt",)  # BitMEX counts satoshis in it
_FOOTNOTES = "*†‡§¹²³⁴⁵"  # behind a name
_IN_BRACKETS = re.compile(r"(.*?) ?\(([A-Za-z0-9]{2,10})\)")
_WALLET_OF_VENUE = re.compile(r"([A-Za-z0-9]{2,10})\.(F|S|B|M|P|T|HOLD)", re.IGNORECASE)
_BONDED = re.compile(r"[A-Z]+[0-9]+")  # SOL03: bonded for some days, and no ticker


@functools.cache
def cash_codes() -> dict[str, str]:
    """Give what is cash: money and stablecoins by code, with the currency each stands for."""
    text = files("betahedge.books").joinpath("cash.csv").read_text("utf-8")
    return {row["code"]: row["currency"] for row in csv.DictReader(text.splitlines())}


@functools.lru_cache(maxsize=4)
def known_coins(_own: str = "") -> frozenset[str]:
    """Give the tickers that are known: of the register, of cash, and of the names above."""
    hedged = {contract["underlying"].upper() for contract in contracts().values()}
    return frozenset(hedged | set(SAME.values()) | cash_codes().keys())


@functools.lru_cache(maxsize=65536)
def coin(text: str) -> str:
    """Give a coin's ticker: XXBT, Bitcoin (BTC), BTC.F and btc are BTC.

    A name that is not known stays as it is written; "" is a name of a venue's wallet whose coin is
    not known, which must be asked about.
    """
    if text in _IN_PARTS:
        return ""
    upper = text.translate(NARROW).upper().rstrip(_FOOTNOTES)
    quoted = _OF_BLOOMBERG.fullmatch(upper)
    if quoted:
        upper = quoted[1]
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed and _names_it(bracketed[1].upper(), bracketed[2].upper()):
        upper = bracketed[2].upper()
    network = _ON_NETWORK.fullmatch(upper)
    base = SAME.get(network[1], network[1]) if network else ""
    if network and base in known_coins():
        return "" if (network[2] or "").startswith("TEST") else base
    wallet = _WALLET_OF_VENUE.fullmatch(upper)
    if wallet:
        base = SAME.get(wallet[1], wallet[1])
        if base in known_coins() or not _BONDED.fullmatch(base):
            return base
        return ""
    upper = SAME.get(upper, upper)
    return upper if upper in known_coins() else text


def _names_it(name: str, ticker: str) -> bool:
    """Tell a ticker beside its name from money beside a ticker, as in BTC (EUR)."""
    front, behind = SAME.get(name, name), SAME.get(ticker, ticker)
    return behind in known_coins() and (front == behind or front not in known_coins())


def money_of(code: str) -> str:
    """Give the money that a code stands for, in capitals: a stablecoin's, else the code itself."""
    return cash_codes().get(code.upper(), code.upper())


def is_money(ticker: str) -> bool:
    """Tell money itself, which is no digital asset as a stablecoin is."""
    return cash_codes().get(ticker.upper()) == ticker.upper()


@functools.lru_cache(maxsize=4096)
def pair(text: str) -> tuple[str, str]:
    """Give the coin and the money of a pair, as of BTC-USD or ETHUSDT; two "" where it is none.

    Without a mark between them the coin must be a known one.  Kraken has a Z before money.
    """
    upper = text.upper()
    of_kraken = [name for name, code in SAME.items() if name == f"Z{code}"]
    for money in sorted((*cash_codes(), *of_kraken), key=len, reverse=True):
        front = upper.removesuffix(money)
        base = front.rstrip("-/_")
        known = SAME.get(base, base) in known_coins()
        if base and front != upper and upper not in known_coins() and (known or front != base):
            return coin(base), SAME.get(money, money)
    return "", ""


# Money by a word for it, of whatever currency.
_CASH = frozenset(("CASH", "CASH AT BANK", "CASH BALANCE", "CASH EQUIVALENTS", "BANK BALANCE"))


def cash_names() -> frozenset[str]:
    """Give the names of cash in capitals: its codes, and those that venues and custodians use."""
    codes = cash_codes()
    venues = {name for name, ticker in SAME.items() if ticker in codes}
    tokens = [code for code, money in codes.items() if code != money]
    networks = (*_NETWORKS, *_NETWORK_COINS)
    return frozenset(
        {*codes, *_CASH, *venues, *(f"{each}_{n}" for each in tokens for n in networks)}
    )


def is_cash(ticker: str, more: frozenset[str] = frozenset()) -> bool:
    """Tell money and stablecoins, which are shown and not hedged."""
    upper = ticker.upper()
    return upper in cash_codes() or upper in _CASH or upper in more
