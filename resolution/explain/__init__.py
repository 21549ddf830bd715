"""Why two mentions are one or two, and how an entity came together: read from what the resolve stage kept."""
