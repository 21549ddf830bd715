"""What no row can state alone: derived properties and relationships, as listed at the top of graph/schema.yaml.

Each function reads and completes the temporary tables node_<Label> and rel_<TYPE>.
"""

from collections.abc import Callable

import duckdb
import pyarrow as pa

from graph.schema import ENTITY_LABELS
from loaders import derive_branches, derive_cases, derive_kin, derive_ties
from loaders.python_values import look_up
from resolution.normalise import addresses

Derivation = Callable[[duckdb.DuckDBPyConnection], None]


def derive(con: duckdb.DuckDBPyConnection) -> None:
    """Complete the graph's tables with everything that is derived."""
    for one in _ALL:
        one(con)


def first_seen(con: duckdb.DuckDBPyConnection) -> None:
    """Set the earliest day of any record of an entity."""
    for label in ENTITY_LABELS.values():
        con.execute(f"""
            UPDATE node_{label} SET first_seen = s.day
            FROM (SELECT id, min(day) AS day FROM mention_seat JOIN seen USING (place) GROUP BY id) s
            WHERE s.id = node_{label}.id""")


def in_register(con: duckdb.DuckDBPyConnection) -> None:
    """Say which persons the population register names."""
    con.execute("""
        UPDATE node_Person SET in_register = id IN (SELECT id FROM mention_seat WHERE table_name = 'ps_population')""")


def holders(con: duckdb.DuckDBPyConnection) -> None:
    """Count the entities that share a phone, address, number, vehicle, account or organization, each once."""
    entities = ", ".join(f"'{label}'" for label in ENTITY_LABELS.values())
    attached = f"SELECT _to AS id, _from AS entity FROM rel_{{}} WHERE _from_label IN ({entities})"
    received = "SELECT p._to AS id, r._from AS entity FROM rel_RECEIVES r JOIN rel_PAID_TO p ON p._from = r._to"
    offices = ("WORKS_AT", "LEGAL_REP_OF", "SHAREHOLDER_OF", "OFFICER_OF")
    for label, queries in {
        "Phone": [attached.format("USES")],
        "Address": [attached.format("AT")],
        "IdNumber": [attached.format("HAS_NUMBER")],
        "Vehicle": [attached.format("OWNS")],
        "Account": [attached.format("HOLDS"), received],
        "Organization": [attached.format(name) for name in offices],
    }.items():
        con.execute(f"""
            UPDATE node_{label} SET holders = n FROM (
                SELECT id, count(DISTINCT entity) AS n FROM ({" UNION ALL ".join(queries)}) GROUP BY id) found
            WHERE found.id = node_{label}.id""")
        con.execute(f"UPDATE node_{label} SET holders = 0 WHERE holders IS NULL")


def room_level(con: duckdb.DuckDBPyConnection) -> None:
    """Say which addresses name one dwelling."""
    look_up(con, "SELECT text FROM node_Address", "dwelling", {"room_level": (pa.bool_(), addresses.room_level)})
    con.execute("UPDATE node_Address SET room_level = d.room_level FROM dwelling d WHERE d.text = node_Address.text")


def custody_spells(con: duckdb.DuckDBPyConnection) -> None:
    """Join a person's custodies that overlap or begin at most one day after another ended; open while one lasts."""
    con.execute("""
        UPDATE node_Custody SET spell_from = s.spell_from, spell_to = nullif(s.spell_to, DATE '9999-12-31') FROM (
            SELECT id, min(valid_from) OVER spell AS spell_from, max(ending) OVER spell AS spell_to FROM (
                SELECT *, count(*) FILTER (apart) OVER (PARTITION BY person ORDER BY valid_from, ending, id) AS nth
                FROM (SELECT *, valid_from > 1 + max(ending) OVER (
                          PARTITION BY person ORDER BY valid_from, ending, id
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS apart
                      FROM (SELECT c.id, min(r._from) AS person, c.valid_from,
                                   coalesce(c.valid_to, DATE '9999-12-31') AS ending
                            FROM node_Custody c JOIN rel_IN_CUSTODY r ON r._to = c.id
                            WHERE c.valid_from IS NOT NULL GROUP BY ALL)))
            WINDOW spell AS (PARTITION BY person, nth)) s
        WHERE s.id = node_Custody.id""")


_ALL: tuple[Derivation, ...] = (
    first_seen,
    in_register,
    holders,
    room_level,
    custody_spells,
    *derive_cases.ALL,
    derive_kin.kin,
    derive_branches.branches,
    derive_ties.ties,
)
