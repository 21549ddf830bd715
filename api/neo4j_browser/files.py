"""The files that a user drags into Neo4j Browser, by their path under docs/neo4j."""

from datetime import date

from api.neo4j_browser.look_ups import LOOK_UPS, look_up_parameters
from api.neo4j_browser.rules import parameter_lines, rule_query
from api.neo4j_browser.style import style_sheet
from graph.schema import load_schema
from queries.model import read_models

EXAMPLE_DAY = date(2026, 6, 30)
"""The as-of day of the demo, which the saved parameters set until a user sets another."""


def browser_files() -> dict[str, str]:
    """Return the text of each file: the style, the parameters, and a saved query per look-up and per rule."""
    models = read_models([])
    files = {
        "clew.grass": style_sheet(load_schema()),
        "look-ups/00-parameters.cypher": look_up_parameters(),
        "rules/00-parameters.cypher": "// 00 规则参数 · Parameters of the rules\n"
        + parameter_lines(models, EXAMPLE_DAY),
    }
    files |= {f"look-ups/{look_up.file}.cypher": look_up.text for look_up in LOOK_UPS}
    files |= {f"rules/{m.id}-{rule}.cypher": rule_query(m, rule) for m in models for rule in m.rules}
    return files
