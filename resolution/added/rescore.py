"""Pairs that new records make or move: scored by the frozen weights, the rivals of everyone concerned among them."""

import duckdb
import numpy as np
import pyarrow as pa

from resolution.added.blocks import blocks
from resolution.added.near import Touched, add_known, fill
from resolution.added.population import Population
from resolution.added.postings import Ints, columns, whole
from resolution.explain import weigh
from resolution.linking.model import LinkingModel
from resolution.linking.score import WORTH_A_LOOK, grade

_KEYS = (
    "CREATE OR REPLACE TABLE block AS SELECT DISTINCT key, node FROM ({blocks}) WHERE node IN (SELECT node FROM wanted)"
)

_PAIRS = """
CREATE OR REPLACE TABLE block_pair AS
SELECT DISTINCT least(x.node, y.node) AS a, greatest(x.node, y.node) AS b
FROM block x JOIN ({blocks}) y USING (key) JOIN node l ON l.node = x.node JOIN node r ON r.node = y.node
WHERE x.node <> y.node AND NOT (l.valid AND r.valid)
"""

_NONE = """
CREATE OR REPLACE TABLE scored_edge (a INTEGER, b INTEGER, weight DOUBLE, probability DOUBLE, outcome VARCHAR)
"""

# Whoever lacks a number and was compared with one that has it and is not as before.
_RIVALS = """
SELECT DISTINCT CASE WHEN x.valid THEN p.node_r ELSE p.node_l END AS node
FROM predicted p JOIN node x ON x.node = p.node_l JOIN node y ON y.node = p.node_r
WHERE x.valid <> y.valid AND CASE WHEN x.valid THEN p.node_l ELSE p.node_r END IN (SELECT node FROM moved)
ORDER BY node
"""

# Who is not as before changes nothing in what others without a number fit.
_STILL_UNCLEAR = """
UPDATE scored_edge SET outcome = 'unclear'
WHERE outcome IS NULL AND (a IN (SELECT node FROM moved) OR b IN (SELECT node FROM moved))
"""


def scored_edges(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, model: LinkingModel) -> Ints:
    """Make scored_edge, and return the nodes all of whose scored edges it holds."""
    wanted = np.union1d(touched.changed, _partners(population, np.concatenate((touched.changed, touched.vanished))))
    wanted = np.setdiff1d(wanted, touched.vanished)
    add_known(con, population, touched, wanted)
    if not _pair(con, population, touched, wanted):
        con.execute(_NONE)
        return wanted
    touched.compared = True
    _predict(con, population)
    fill(con, "moved", "node", touched.changed)
    more = np.setdiff1d(whole(con, _RIVALS), wanted)
    if len(more):
        wanted = np.union1d(wanted, more)
        _pair(con, population, touched, wanted)
        _predict(con, population)
    grade(con, "predicted", model.threshold)
    unclear = np.intersect1d(np.setdiff1d(population.unclear, wanted), touched.there)
    if len(unclear):
        fill(con, "moved", "node", unclear)
        con.execute(_STILL_UNCLEAR)
    return wanted


def _pair(con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, wanted: Ints) -> bool:
    """Make block_pair of the wanted and all who share a key with one; return whether anybody does."""
    if not len(wanted):
        return False
    fill(con, "wanted", "node", wanted)
    con.execute(_KEYS.format(blocks=blocks("node")))
    keys = columns(con, "SELECT key FROM block")[0]
    alike = population.sharing(keys)
    if not len(np.setdiff1d(alike, wanted)) and len(np.unique(keys)) == len(keys):
        return False
    add_known(con, population, touched, alike)
    con.execute(_PAIRS.format(blocks=blocks("node")))
    return True


def _predict(con: duckdb.DuckDBPyConnection, population: Population) -> None:
    names = con.execute("SELECT DISTINCT name FROM node WHERE name IS NOT NULL").fetchall()
    con.register("known_name", population.frequencies(name for (name,) in names))
    pairs = "block_pair p JOIN node l ON l.node = p.a JOIN node r ON r.node = p.b"
    con.execute(
        f"""CREATE OR REPLACE TABLE predicted AS
            SELECT * FROM ({weigh.weighed(pairs, population.statistics, "known_name", values=False)})
            WHERE match_probability >= {WORTH_A_LOOK}"""
    )
    con.unregister("known_name")


def _partners(population: Population, nodes: Ints) -> Ints:
    """Return the known nodes without a number that were scored with one of the nodes."""
    edges = population.edges.take(pa.array(population.edges_of(nodes)))
    scored = edges.filter(pa.array([basis == "scored" for basis in edges["basis"].to_pylist()], pa.bool_()))
    ends = np.unique(np.concatenate((scored["a"].to_numpy(), scored["b"].to_numpy()))).astype(np.int64)
    valid = population.persons["valid"].take(pa.array(ends - 1)).to_numpy(zero_copy_only=False).astype(bool)
    return ends[~valid] if len(ends) else ends
