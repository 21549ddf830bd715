"""What every command imports, imported once for all commands that a test worker starts."""

import os
from importlib import import_module

os.environ["COLUMNS"] = "200"  # the console looks when it is made

from api.cli import COMMANDS

for module in COMMANDS:
    import_module(f"api.commands.{module}")
for engine in ("embedded", "neo4j"):
    import_module(f"graph.engines.{engine}")
