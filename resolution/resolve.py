"""The resolve stage: from mentions to entities."""

from pathlib import Path

import duckdb

from core.progress import Progress
from resolution import entities, forms, kinds, organizations, persons
from resolution.linking.model import LinkingModel, shipped_model
from resolution.workbench import workbench


def resolve(
    con: duckdb.DuckDBPyConnection, previous: Path | None, model: LinkingModel | None, progress: Progress
) -> dict[str, int]:
    """Write mention_entity, entity and entity_successor from mention, row_node and mention_tie.

    `previous` is the records file of the last published generation, whose entity ids are kept; `model` the trained
    linking model, None for the one that ships. Returns counts: mentions, persons, organizations, undecided, ….
    """
    with workbench(con) as source:
        forms.build(con, source, progress)
        kinds.decide(con, source)
        organizations.prepare(con)
        counts = persons.resolve(con, source, model or shipped_model(), progress)
        organizations.resolve(con, (model or shipped_model()).company_name)
        progress("keeping entity ids")
        entities.give_ids(con, previous)
        entities.write(con, source)
        kinds_found = dict(con.execute(f"SELECT entity_type, count(*) FROM {source}.entity GROUP BY ALL").fetchall())
        mentions = con.execute(f"SELECT count(*) FROM {source}.mention").fetchall()[0][0]
        superseded = con.execute(f"SELECT count(DISTINCT old_id) FROM {source}.entity_successor").fetchall()[0][0]
    return {
        "mentions": mentions,
        "persons": kinds_found.get("person", 0),
        "organizations": kinds_found.get("organization", 0),
        "undecided": kinds_found.get("undecided", 0),
        "superseded": superseded,
        **counts,
    }
