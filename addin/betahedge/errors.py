"""What can go wrong, by whose fault it is.

A `BetahedgeError` is told in one line.  Whatever else is raised is a fault of this program, and is
shown as one: it is never told as damage in a file of the user's.
"""


class BetahedgeError(Exception):
    """The root of everything that is raised on purpose."""


class InputError(BetahedgeError):
    """The user gave something that cannot be used; the message is one line that says what."""
