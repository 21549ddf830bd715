"""How well a model joins mentions whose number is hidden from it: known persons are the truth, on any records."""

import duckdb

from resolution import clusters, contexts, judged, nodes, owners, persons, strays
from resolution.cluster_tables import joined_rows
from resolution.linking import statistics
from resolution.linking.model import LinkingModel, Quality
from resolution.linking.score import score

# Half of the mentions lose their number, and a tenth of the persons all of them, as if no register listed them: what is
# learnt must hold where the right one is not there.
_HIDE = """
CREATE OR REPLACE TABLE unlisted AS SELECT mention_id FROM own_number WHERE md5(number || '{seed}') < '199';
CREATE OR REPLACE TABLE hidden AS SELECT mention_id, number FROM own_number WHERE md5(mention_id || '{seed}') < '8';
CREATE OR REPLACE TABLE bared AS FROM unlisted UNION SELECT mention_id FROM hidden;
DELETE FROM own_number WHERE mention_id IN (FROM bared);
UPDATE person_mention SET number = NULL, valid = false WHERE mention_id IN (FROM bared)
"""

_FORGET = """
UPDATE person_mention SET number_birth = NULL, number_sex = NULL, rounded = NULL, slips = NULL
WHERE mention_id IN (FROM bared)
"""

# Mentions that hold a name and nothing else, on their row or in its case, are left aside.
_PLACED = """
CREATE OR REPLACE TABLE mention_place AS
SELECT l.number, coalesce(j.anchor, m.node) AS entity, b.mention_id IS NULL AS shown
FROM labelled l JOIN node_mention m USING (mention_id)
LEFT JOIN joined j USING (node) LEFT JOIN bared b USING (mention_id)
WHERE b.mention_id IS NULL OR m.birth_date IS NOT NULL OR len(m.phones) > 0 OR len(m.addresses) > 0
   OR m.record_id IN (SELECT record_id FROM {source}.row_node WHERE label = 'Case')
"""

_PAIRS = """
SELECT coalesce(sum(v * (n - v)), 0)::BIGINT, coalesce(sum((n - v) * (n - v - 1) / 2), 0)::BIGINT
FROM (SELECT count(*) AS n, count(*) FILTER (shown) AS v FROM mention_place GROUP BY {by})
"""


def hide(con: duckdb.DuckDBPyConnection, seed: int) -> None:
    """Take numbers from person_mention and own_number; make hidden(mention_id, number), bared(mention_id) of all."""
    con.execute(_HIDE.format(seed=int(seed)))


def measure(con: duckdb.DuckDBPyConnection, source: str, model: LinkingModel, seed: int) -> dict[str, Quality]:
    """Resolve the persons of `source` with numbers hidden, and return how well pairs were joined.

    one_hidden: pairs of which one shows its number; both_hidden: neither does. Those that both show theirs are not
    measured, for the number is what tells who they are. The workbench holds kind_of_mention and what comes before it.
    """
    owners.find(con)
    strays.leave_out(con, source)
    con.execute("CREATE OR REPLACE TABLE labelled AS SELECT * FROM own_number")
    hide(con, seed)
    con.execute(_FORGET)
    judged.load(con, ())
    nodes.build(con)
    said = judged.on_nodes(con)
    contexts.seat(con, source)
    contexts.edges(con, model.contexts, model.context_defaults)
    score(con, model, statistics.take(con, model, None))
    joined, _ = clusters.merge(persons.edges(con, model.threshold), persons.facts(con, source, said))
    con.register("joined_rows", joined_rows(joined))
    con.execute("CREATE OR REPLACE TABLE joined AS SELECT * FROM joined_rows")
    con.unregister("joined_rows")
    con.execute(_PLACED.format(source=source))
    true, together, both = (
        con.execute(_PAIRS.format(by=by)).fetchall()[0] for by in ("number", "entity", "number, entity")
    )
    return {
        name: Quality(true[i], round(both[i] / max(together[i], 1), 6), round(both[i] / max(true[i], 1), 6))
        for i, name in enumerate(("one_hidden", "both_hidden"))
        if true[i] and together[i]
    }
