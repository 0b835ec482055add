"""LibreOffice Calc: its extension, installing it, and the names that its files have."""
