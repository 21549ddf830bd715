"""The search index of the records, made from open mentions and the graph's nodes alone: nothing sealed is in either."""

import duckdb
import pyarrow as pa

from graph.schema import ENTITY_LABELS
from loaders.python_values import look_up
from records.lookup_tables import sql_key
from records.search import (
    KEYS,
    MATCHED,
    NAMES,
    PARTS,
    PLACES,
    SHORTEST_NEAR,
    SOUNDS,
    WHOLE,
    sql_bare,
    sql_halves,
    sql_whole,
)
from resolution.normalise import names, pinyin

_CAPTIONS = {
    "Vehicle": "vin", "Plate": "number", "RealEstate": "unit_no", "Address": "text", "Case": "case_no",
    "Phone": "number", "Account": "number",
}  # fmt: skip
"""Things that can be found → the property that names them."""

_HOW = {name: MATCHED.index(name) for name in MATCHED if name != "near"}
_LABEL = " ".join(f"WHEN '{kind}' THEN '{label}'" for kind, label in ENTITY_LABELS.items())
_ITEMS = f"""
    SELECT entity_id AS id, CASE entity_type {_LABEL} END AS label, name, number, sex, birth_date, mentions, sources
    FROM open_entity JOIN (
        SELECT entity_id, CAST(sum(n) AS BIGINT) AS mentions, list(table_name ORDER BY table_name) AS sources
        FROM (SELECT entity_id, table_name, count(DISTINCT mention_id) AS n FROM open_mention GROUP BY ALL)
        GROUP BY entity_id) USING (entity_id)
    UNION ALL """ + " UNION ALL ".join(
    f"""
    SELECT id, '{label}', "{caption}", NULL, NULL, NULL, len(records),
           list_sort(list_distinct(list_transform(records, lambda one: split_part(one, ':', 1))))
    FROM node_{label}"""
    for label, caption in _CAPTIONS.items()
)

_ANY_NUMBER = "CASE WHEN entity_type = 'organization' THEN {code} ELSE {number} END".format(**_HOW)
_SAID = f"""
    SELECT id, {_HOW["id"]} AS how, id AS text FROM search_item
    UNION ALL SELECT entity_id, {_ANY_NUMBER}, unnest(list_concat([number], old_numbers)) FROM open_mention
    UNION ALL SELECT entity_id, {_HOW["phone"]}, unnest(phones) FROM open_mention
    UNION ALL SELECT id, {_HOW["phone"]}, number FROM node_Phone
    UNION ALL SELECT id, {_HOW["number"]}, number FROM node_Account
    UNION ALL SELECT id, {_HOW["number"]}, unit_no FROM node_RealEstate
    UNION ALL SELECT id, {_HOW["address"]}, address FROM node_RealEstate
    UNION ALL SELECT id, {_HOW["address"]}, text FROM node_Address
    UNION ALL SELECT id, {_HOW["case_no"]}, case_no FROM node_Case
    UNION ALL SELECT id, {_HOW["vin"]}, vin FROM node_Vehicle
    UNION ALL SELECT id, {_HOW["plate"]}, number FROM node_Plate
    UNION ALL SELECT r._from, {_HOW["plate"]}, p.number FROM rel_BEARS r JOIN node_Plate p ON p.id = r._to
"""
_QUICK = "USING COMPRESSION uncompressed"
"""Texts that are not packed are read twice as fast."""
_GRAMS = "list_concat(string_split(text, ''), list_transform(range(1, length(text)), lambda i: text[i:i + 1]))"
"""All parts of a text of one or two characters."""
_PLACES = """
    SELECT id, text FROM node_Address UNION SELECT id, address FROM node_RealEstate
    UNION SELECT id, case_no FROM node_Case
"""


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Write search_item, search_key and search_text from the look-up tables and the graph's temporary tables."""
    con.execute(f"""
        CREATE OR REPLACE TABLE search_item AS
        SELECT CAST(row_number() OVER (ORDER BY mentions DESC, id) AS INTEGER) AS item, * FROM ({_ITEMS})
        ORDER BY item""")
    _spell(con)
    _file(con)
    con.execute(
        f"CREATE OR REPLACE TABLE search_text (kind UTINYINT, item INTEGER, label VARCHAR, text VARCHAR {_QUICK})"
    )
    con.execute(f"""
        INSERT INTO search_text
        SELECT DISTINCT kind, item, label, text FROM (
            SELECT {SOUNDS} AS kind, id, unnest(sounds) AS text FROM spelt
            UNION ALL SELECT {PLACES}, id, bare FROM ({_PLACES}) JOIN comparable USING (text))
        JOIN search_item USING (id) WHERE text IS NOT NULL ORDER BY kind, text, item""")
    con.execute("DROP TABLE spelt; DROP TABLE comparable; DROP TABLE spelling")


def _spell(con: duckdb.DuckDBPyConnection) -> None:
    """Make spelt(id, how, bare, sounds, initials) of all names, and comparable(text, bare) of places."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE spelt AS
        SELECT entity_id AS id, name AS text, {_HOW["name"]} AS how FROM open_entity WHERE name IS NOT NULL
        UNION SELECT entity_id, unnest(list_concat([name], other_names)), {_HOW["other_name"]} FROM open_mention
        UNION SELECT id, name, {_HOW["other_name"]} FROM node_Case WHERE name IS NOT NULL""")
    look_up(con, "SELECT text FROM spelt", "spelling", {
        "bare": (pa.string(), names.comparable), "sounds": (pa.list_(pa.string()), _sounds),
    })  # fmt: skip
    con.execute("""
        CREATE OR REPLACE TEMP TABLE spelt AS
        SELECT id, min(how) AS how, bare, any_value(sounds) AS sounds
        FROM spelt JOIN spelling USING (text) WHERE bare IS NOT NULL GROUP BY id, bare""")
    look_up(con, f"SELECT text FROM ({_PLACES})", "comparable", {"bare": (pa.string(), names.comparable)})


def _sounds(name: str) -> list[str]:
    """Return how a name sounds, in every reading of its first character."""
    return ["".join(reading) for reading in pinyin.readings(names.comparable(name) or "")]


def _initials(name: str) -> list[str]:
    return ["".join(syllable[0] for syllable in reading) for reading in pinyin.readings(name)]


def _file(con: duckdb.DuckDBPyConnection) -> None:
    """Write search_key: every item under its texts and, where a mistake in them may be mended, under their halves."""
    look_up(con, "SELECT bare FROM spelt", "initials", {"found": (pa.list_(pa.string()), _initials)})
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE term AS
        SELECT DISTINCT space, how, item, label, text, near FROM (
            SELECT {KEYS} AS space, id, how, text, length(text) > {SHORTEST_NEAR[KEYS]}
                   AND how NOT IN ({_HOW["id"]}, {_HOW["address"]}) AS near
            FROM (SELECT id, how, {sql_bare("text")} AS text FROM ({_SAID}))
            UNION ALL SELECT {NAMES}, id, how, bare, length(bare) > 1 FROM spelt
            UNION ALL SELECT {SOUNDS}, id, {_HOW["pinyin"]}, unnest(sounds) AS text, length(text) > 3 FROM spelt
            UNION ALL SELECT {SOUNDS}, id, {_HOW["pinyin"]}, unnest(i.found), false
                FROM spelt JOIN initials i ON i.text = bare WHERE len(sounds) > 0)
        JOIN search_item USING (id) WHERE text <> ''""")
    halves = " UNION ALL ".join(
        f"SELECT space, {key} AS key, item, label, how, text FROM term WHERE near" for key in sql_halves("text")
    )
    con.execute(f"""
        CREATE OR REPLACE TABLE search_key (
            space UTINYINT, key UBIGINT {_QUICK}, item INTEGER, label VARCHAR, how UTINYINT, text VARCHAR {_QUICK})""")
    con.execute(f"""
        INSERT INTO search_key SELECT * FROM (
            SELECT {WHOLE} AS space, {sql_whole("space", "text")} AS key, item, label, how, NULL AS text FROM term
            UNION ALL {halves}
            UNION ALL SELECT {PARTS}, {sql_key("part")}, item, label, {_HOW["part"]}, text FROM (
                SELECT item, label, text, unnest(list_distinct({_GRAMS})) AS part FROM term WHERE space = {NAMES}))
        ORDER BY space, key, item, how, text""")
    con.execute("DROP TABLE term; DROP TABLE initials")
