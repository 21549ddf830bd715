"""The resolve stage: from mentions to entities."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from core.progress import Progress
from resolution import entities, forms, judged, kinds, organizations, persons
from resolution.added import kept
from resolution.judgements import Judgement
from resolution.latin import persons as latin
from resolution.linking.model import LinkingModel, shipped_model
from resolution.workbench import workbench


def resolve(
    con: duckdb.DuckDBPyConnection,
    previous: Path | None,
    model: LinkingModel | None,
    progress: Progress,
    judgements: Sequence[Judgement] = (),
) -> dict[str, int]:
    """Write mention_entity, entity and entity_successor, and how they came about, from the mentions and judgements.

    `previous` is the records file of the last published generation, whose entity ids and statistics are kept; `model`
    the trained linking model, None for the one that ships; `judgements` those in force, which are obeyed.
    Returns counts: mentions, persons, organizations, undecided, ….
    """
    model = model or shipped_model()
    with workbench(con) as source:
        forms.build(con, source, progress)
        kinds.decide(con, source)
        organizations.prepare(con)
        changed = judged.of_others(con, source, judgements)
        obeyed = [one for one in judgements if one.judgement_id not in changed]
        counts = persons.resolve(con, source, model, previous, obeyed, progress)
        counts |= latin.resolve(con, source, previous, progress)
        organizations.resolve(con, source, model.company_name)
        judged.organizations(con)
        judged.write(con, source, judgements, changed)
        progress("keeping entity ids")
        entities.give_ids(con, source, previous)
        entities.write(con, source)
        kept.write(con, source)
        kinds_found = dict(con.execute(f"SELECT entity_type, count(*) FROM {source}.entity GROUP BY ALL").fetchall())
        mentions = con.execute(f"SELECT count(*) FROM {source}.mention").fetchall()[0][0]
        superseded = con.execute(f"SELECT count(DISTINCT old_id) FROM {source}.entity_successor").fetchall()[0][0]
        contradicted = con.execute(f"SELECT count(*) FROM {source}.judgement WHERE state = 'contradicted'").fetchall()[
            0
        ][0]
    return {
        "mentions": mentions,
        "persons": kinds_found.get("person", 0),
        "organizations": kinds_found.get("organization", 0),
        "undecided": kinds_found.get("undecided", 0),
        "superseded": superseded,
        "contradicted": contradicted,
        **counts,
    }
