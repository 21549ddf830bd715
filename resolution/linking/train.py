"""Learns the linking model from mentions whose valid number says who they are; their numbers are then hidden.

m comes from pairs under one number, u in closed form for equality and from all pairs of a seeded sample for the rest.
There is no expectation maximization: households make it believe that different names are fine.
"""

from dataclasses import replace
from itertools import product
from typing import Any

import duckdb

from core.progress import Progress
from resolution import contexts, forms, kinds, nodes, organizations, owners
from resolution.linking import frequencies, quality
from resolution.linking.comparisons import ASSUMED, COMPARISONS, settings
from resolution.linking.model import LinkingModel, Weight
from resolution.linking.score import linker
from resolution.workbench import workbench

VERSION = "1"
THRESHOLD = 0.95
# What a level is worth in a context that was never seen, and how many sightings that belief weighs.
CONTEXT_DEFAULTS = {"exact": 0.98, "number": 0.999, "variant": 0.96, "hidden": 0.8, "near": 0.8}
CONTEXT_DEFAULTS |= {"variant alone": 0.9, "hidden alone": 0.5, "near alone": 0.5}
_BELIEF = 20
# Fewer sightings than this are odd ones: where a person stands in such a context twice, something is wrong.
_ENOUGH = 20
_PER_PERSON, _STRANGERS = 4, 2_500
_LEAST_U = 1e-7
# Registers that are coherent teach too much trust: elsewhere people move, change phones and are misspelt. Half of
# every m is this expectation.
_EXPECTED = {
    "name": {
        "exact": 0.9,
        "alias": 0.02,
        "variant": 0.04,
        "hidden": 0.01,
        "near": 0.015,
        "surname": 0.01,
        "other": 0.005,
    },
    "birth": {"exact": 0.95, "near": 0.035, "other": 0.015},
    "sex": {"exact": 0.985, "other": 0.015},
    "phone": {"same time": 0.4, "shared": 0.1, "other years": 0.1, "other": 0.4},
    "home": {"shared": 0.5, "building": 0.03, "road": 0.08, "town": 0.12, "county": 0.17, "other": 0.1},
    "employer": {"few": 0.15, "some": 0.25, "many": 0.1, "other": 0.5},
}

_LABELLED = """
CREATE OR REPLACE TABLE {name} AS
SELECT n.*, o.number AS label FROM node n JOIN node_mention m USING (node) JOIN hidden_all o USING (mention_id)
WHERE n.name IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY o.number ORDER BY md5(mention_id || '{seed}')) <= {each}
ORDER BY md5(o.number || '{seed}') LIMIT {limit}
"""

_CONTEXT_COUNTS = """
SELECT p.label, p.level, count(*), count(*) FILTER (b.number = h.number)
FROM context_pair p JOIN node_mention m ON m.node = p.a JOIN hidden h USING (mention_id) JOIN node b ON b.node = p.b
WHERE p.valid AND p.choices = 1 AND NOT p.contradicted GROUP BY ALL ORDER BY ALL
"""

_REDACT = """
UPDATE node SET name = NULL, name_pattern = surname || '_%', names = NULL, sound = NULL, shape = NULL
WHERE NOT valid AND surname IS NOT NULL
"""

_COMPANY = """
SELECT count(*), count(*) FILTER (numbers = 1) FROM (
    SELECT known_name, count(DISTINCT shown) AS numbers FROM organization_mention
    WHERE known_name IS NOT NULL AND valid AND length(shown) = 18 GROUP BY known_name HAVING count(*) > 1)
"""


def train(con: duckdb.DuckDBPyConnection, seed: int, progress: Progress, learnt_from: str = "") -> LinkingModel:
    """Return a model learnt from the mentions in records.duckdb; equal seeds and mentions give equal models."""
    with workbench(con) as source:
        forms.build(con, source, progress)
        kinds.decide(con, source)
        organizations.prepare(con)
        owners.find(con)
        nodes.build(con)
        progress("counting how often strangers agree")
        start = {name: {level: Weight(0.5, 0.5) for level, _ in levels} for name, (_, levels) in COMPARISONS.items()}
        closed = frequencies.counted(con, start)
        found, learnt, company_name = _contexts(con, source, seed, progress)
        progress("learning from pairs under one number")
        levels = _levels(con, seed, closed)
        model = LinkingModel(
            VERSION, learnt_from, levels, learnt, CONTEXT_DEFAULTS, found, company_name, THRESHOLD, {}
        )  # fmt: skip
        progress("measuring how well it joins mentions whose number is hidden")
        return replace(model, quality=quality.measure(con, source, model, seed + 1))


def _contexts(
    con: duckdb.DuckDBPyConnection, source: str, seed: int, progress: Progress
) -> tuple[float, dict[str, float], float]:
    """Hide numbers and births, then the sex too, and see how often a name unique in a context was that person's."""
    progress("learning what a name says in a case, a contract or a household")
    con.execute("CREATE OR REPLACE TABLE hidden_all AS SELECT * FROM own_number")
    quality.hide(con, seed)
    nodes.build(con, equal=False)
    con.execute("CREATE OR REPLACE TABLE whole_node AS FROM node")
    total, known = con.execute(
        "SELECT count(*), count(*) FILTER (number IN (SELECT number FROM own_number)) FROM hidden"
    ).fetchall()[0]
    counts: dict[tuple[str, int], tuple[int, int]] = {}
    contexts.seat(con, source)
    for redacted, bare in product((False, True), repeat=2):
        con.execute("CREATE OR REPLACE TABLE node AS FROM whole_node")
        con.execute(f"UPDATE node SET birth_date = NULL {', sex = NULL' if bare else ''} WHERE NOT valid")
        if redacted:
            con.execute(_REDACT)
        contexts.pair(con)
        for label, level, n, right in con.execute(_CONTEXT_COUNTS).fetchall():
            name = contexts.LEVELS[level]
            if name.startswith("hidden") == redacted and name.endswith("alone") == bare:
                counts[label, level] = (n, right)
    learnt = {}
    for (label, level), (n, right) in sorted(counts.items()):
        if n < _ENOUGH:
            continue
        name = contexts.LEVELS[level]
        believed = (right + _BELIEF * CONTEXT_DEFAULTS[name]) / (n + _BELIEF)
        learnt[f"{label}/{name}"] = round(min(believed, 0.9999), 6)
    companies, single = con.execute(_COMPANY).fetchall()[0]
    return round((known + 0.5) / (total + 1), 6), learnt, round((single + _BELIEF * 0.99) / (companies + _BELIEF), 6)


def _levels(
    con: duckdb.DuckDBPyConnection, seed: int, closed: dict[str, dict[str, Weight]]
) -> dict[str, dict[str, Weight]]:
    """m from pairs under one hidden number, u from pairs of strangers, equality levels in closed form."""
    con.execute("DELETE FROM own_number")
    nodes.build(con, equal=False)
    con.execute(_LABELLED.format(name="labelled", seed=int(seed), each=_PER_PERSON, limit=1_000_000_000))
    con.execute(_LABELLED.format(name="stranger", seed=int(seed), each=1, limit=_STRANGERS))
    same = linker(con, "labelled", settings(None, 0.001))
    same.training.estimate_m_from_label_column("label")
    apart = linker(con, "stranger", settings(None, 0.001))
    apart.training.estimate_u_using_random_sampling(max_pairs=_STRANGERS * _STRANGERS)
    m, u = _read(same.misc.save_model_to_json(), "m"), _read(apart.misc.save_model_to_json(), "u")
    levels: dict[str, dict[str, Weight]] = {}
    for name, expected in _EXPECTED.items():
        levels[name] = {}
        for level in expected:
            counted = closed[name][level].u
            strangers = counted if counted != 0.5 else u.get((name, level), _LEAST_U)
            levels[name][level] = Weight(
                round((m.get((name, level), 0.0) + expected[level]) / 2, 6), float(f"{max(strangers, _LEAST_U):.4g}")
            )
    return frequencies.related(levels) | ASSUMED


def _read(described: dict[str, Any], which: str) -> dict[tuple[str, str], float]:
    return {
        (comparison["output_column_name"], level["label_for_charts"]): float(level[f"{which}_probability"])
        for comparison in described["comparisons"]
        for level in comparison["comparison_levels"]
        if isinstance(level.get(f"{which}_probability"), float)
    }
