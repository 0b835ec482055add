"""betahedge: sizes a futures hedge for a spot portfolio and puts it into a spreadsheet."""

__version__ = "0.1.0"
