"""What can go wrong in the engine that is no fault of the user's."""

from betahedge.errors import BetahedgeError


class EngineError(BetahedgeError):
    """The engine gave up on a workbook that it should have calculated."""
