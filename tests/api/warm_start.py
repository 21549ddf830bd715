"""What commands and stages import, imported once for all that a test worker starts."""

import os
from importlib import import_module

os.environ["COLUMNS"] = "200"  # the console looks when it is made

from api.cli import COMMANDS

STAGES = ("api.child", "loaders.load", "resolution.resolve", "loaders.graph_rows", "queries.runner", "pandas")

for module in COMMANDS:
    import_module(f"api.commands.{module}")
for module in ("graph.engines.embedded", "graph.engines.neo4j", *STAGES):
    import_module(module)
