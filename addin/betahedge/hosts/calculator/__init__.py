"""The calculator: a page that answers every function in a browser, with nothing installed."""
