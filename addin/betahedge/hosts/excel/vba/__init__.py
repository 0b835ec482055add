"""The VBA of the add-in file: its modules, and the stream that Excel keeps them in."""
