"""New records against a published generation: who they are, and what they change among those known."""
