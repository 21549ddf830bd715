"""The synthetic county: a simulated world, what its agencies would export, and what is true of it."""
