"""An exchange by ccxt: connected, asked again where that helps, and never longer than it should."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from betahedge.books.text import escaped
from betahedge.errors import InputError

# Kinds of markets that are loaded; options are none of ours.
_TYPES = {
    "binance": ["spot", "linear", "inverse"],
    "bybit": ["spot", "linear", "inverse"],
    "okx": ["spot", "future", "swap"],
    "hyperliquid": ["swap"],
}
_NEVER_AGAIN = (" 418 ", " 451 ", " 403 ")  # banned, or not from here: asking again makes it worse
_LONGEST = 160  # characters of what an exchange says


class NoExchange(InputError):  # noqa: N818 - the user asked for it
    """There is no such exchange."""


@dataclass
class Manners:
    """How an exchange is asked.

    timeout: seconds for an answer.  tries: of a request.  pause: seconds before the second, and
    twice as many before each further one.  through: an address in the place of https://, which
    every request goes through.  now: the moment of all that is asked, in seconds since 1970.
    """

    timeout: float = 10.0
    tries: int = 4
    pause: float = 0.5
    through: str = ""
    is_polite: bool = True
    sleep: Callable[[float], None] = time.sleep
    now: float = field(default_factory=lambda: float(int(time.time())))


@dataclass
class Asked:
    """An exchange, and each fault of it in one line."""

    exchange: Any
    manners: Manners
    faults: list[str] = field(default_factory=list)

    def ask(self, what: str, call: Callable[[], Any]) -> Any:
        """Ask again after faults that pass; what stays is a line, and None."""
        found, error = self._try(call)
        if error is not None:
            self.faults.append(escaped(f"{what}: {_said(error)}"))
        return found

    def _try(self, call: Callable[[], Any]) -> tuple[Any, Exception | None]:
        import ccxt

        last: Exception | None = None
        for attempt in range(self.manners.tries):
            try:
                return call(), None
            except (ccxt.PermissionDenied, ccxt.AuthenticationError) as error:
                return None, error
            except (ccxt.NetworkError, ccxt.ExchangeNotAvailable) as error:
                last = error
                if any(code in f" {error} " for code in _NEVER_AGAIN):
                    break
                if attempt + 1 < self.manners.tries:
                    self.manners.sleep(self.manners.pause * 2**attempt)
            except Exception as error:  # ccxt lets an AttributeError through for a page of HTML
                return None, error
        return None, last


def stamp(milliseconds: float | None) -> str:
    """Write a moment in UTC."""
    if not milliseconds:
        return ""
    moment = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(error: Exception) -> str:
    """Say in a line what an exchange, or ccxt of its answer, said."""
    import ccxt

    name = type(error).__name__
    if not isinstance(error, ccxt.BaseError):
        return f"the answer is not what it should be ({name})"
    return f"{name}: {' '.join(str(error).split())[:_LONGEST]}"


def connect(name: str, manners: Manners) -> Asked:
    """Connect to an exchange by its name in ccxt."""
    import ccxt

    if name not in ccxt.exchanges:
        raise NoExchange(f"--exchange: was {escaped(name)}; {_closest(name, ccxt.exchanges)}")
    options = {"fetchMarkets": {"types": _TYPES[name]}} if name in _TYPES else {}
    exchange = getattr(ccxt, name)(
        {
            "enableRateLimit": manners.is_polite,
            "requests_trust_env": True,  # a proxy, and the authorities that it needs
            "timeout": int(manners.timeout * 1000),
            "options": options,
        }
    )
    exchange.has["fetchCurrencies"] = False  # one request more, and not needed
    if manners.through:  # of ccxt's own proxyUrl 4.5.90 says that its settings conflict
        exchange.urls["api"] = _through(exchange.urls["api"], manners.through)
    moment = int(manners.now * 1000)
    exchange.milliseconds = lambda: moment
    return Asked(exchange, manners)


def _through(addresses: Any, prefix: str) -> Any:
    if isinstance(addresses, dict):
        return {name: _through(each, prefix) for name, each in addresses.items()}
    return addresses.replace("https://", prefix)


def _closest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1)
    return f"is it {found[0]}?" if found else "must be a name of ccxt, like binance"
