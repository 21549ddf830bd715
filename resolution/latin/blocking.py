"""Which pairs of the Latin profile are looked at: those that share a key that few hold."""

import duckdb

from resolution.latin.comparisons import KEYS

# What more provisional persons share is no reason to compare them: no value, however common, makes the work explode.
MOST = 200

_LISTED = {"word": "words", "phone": "phones", "address": "addresses"}


def keys(table: str) -> str:
    """Return the query of (node, key), each once, for rows shaped like latin_node: who shares a key may be compared."""
    queries = []
    for number, parts in enumerate(KEYS):
        lists = "".join(f", unnest({_LISTED[part]}) AS {part}" for part in parts if part in _LISTED)
        present = " AND ".join(f"{part} IS NOT NULL" for part in parts)
        queries.append(
            f"SELECT node, concat_ws(chr(31), {number}, {', '.join(parts)}) AS key "
            f"FROM (SELECT *{lists} FROM {table}) WHERE {present}"
        )
    return f"SELECT DISTINCT node, key FROM ({' UNION ALL '.join(queries)})"


def pairs(con: duckdb.DuckDBPyConnection) -> None:
    """Make latin_key(node, key), those of KEYS that at most MOST share, and latin_candidate."""
    con.execute(
        f"""CREATE OR REPLACE TABLE latin_key AS
            {keys("latin_node")} QUALIFY count(*) OVER (PARTITION BY key) BETWEEN 2 AND {MOST}"""
    )
    share(con)


def share(con: duckdb.DuckDBPyConnection) -> None:
    """Make latin_candidate(a, b): who share a key of latin_key."""
    con.execute(
        """CREATE OR REPLACE TABLE latin_candidate AS
           SELECT DISTINCT l.node AS a, r.node AS b FROM latin_key l JOIN latin_key r USING (key)
           WHERE l.node < r.node"""
    )
