"""Pure functions that bring a cell's text to one form; each returns None for what it cannot read."""
