"""Signals that end a command: what it has begun is taken away, and nothing is half done."""

import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")  # not every system has each


class Stopped(BaseException):
    """A signal has ended the command; it is no error, and passes whatever catches errors."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Let signals that end a command raise Stopped; those that are ignored stay so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    plain_hook = sys.unraisablehook

    def again(lost: Any) -> None:
        """Send a signal once more that came while an object was taken away, and got lost."""
        if isinstance(lost.exc_value, Stopped):
            signal.raise_signal(lost.exc_value.signal)
        else:
            plain_hook(lost)

    sys.unraisablehook = again
    try:
        for number, handler in before.items():
            if handler != signal.SIG_IGN:
                signal.signal(number, _stop)
        yield
    except BaseException as error:
        stop = stop_behind(error)
        if stop is None:
            raise
        sys.unraisablehook = lambda _: None  # a file that is half written complains as it goes
        traceback.clear_frames(error.__traceback__)
        raise stop from None
    finally:
        sys.unraisablehook = plain_hook
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_behind(error: BaseException | None) -> Stopped | None:
    """Find the signal that led to an error, as where an archive cannot be closed half way."""
    while error is not None and not isinstance(error, Stopped):
        error = error.__context__
    return error
