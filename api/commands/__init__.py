"""The commands of `clew`, one module per noun."""
