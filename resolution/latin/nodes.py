"""One row per provisional person of the Latin profile, in the forms that are compared."""

import re

import duckdb
import pyarrow as pa

from resolution.latin import names

_YEAR_FIRST = re.compile(r"(\d{4})\D?(\d\d?)\D?(\d\d?)(?:\D.*)?")
_YEAR_LAST = re.compile(r"(\d\d?)\D(\d\d?)\D(\d{4})")
_YEAR = re.compile(r"\d{4}")

# What follows reads these alone: where nobody is of this profile, all of it is done at once.
_SAID = "CREATE OR REPLACE TABLE latin_said AS FROM {source}.mention WHERE profile = 'latin'"

_MENTIONS = """
CREATE OR REPLACE TABLE latin_mention AS
SELECT m.mention_id, m.record_id, m.table_name, m.role, n.* EXCLUDE (name, given_name, family_name),
       nullif(regexp_replace(upper(m.number), '[^0-9A-Z]', '', 'g'), '') AS number,
       b.born, b.year, m.sex, p.text AS place, c.postcode, c.outward, c.area, o.text AS occupation,
       nullif(list_sort(m.phones), []) AS phones, nullif(a.addresses, []) AS addresses
FROM latin_said m
JOIN latin_name n ON n.name IS NOT DISTINCT FROM m.name AND n.given_name IS NOT DISTINCT FROM m.given_name
     AND n.family_name IS NOT DISTINCT FROM m.family_name
LEFT JOIN latin_birth b ON b.birth_text = m.birth_text
LEFT JOIN latin_text p ON p.value = m.birth_place
LEFT JOIN latin_text o ON o.value = m.occupation
LEFT JOIN latin_postcode c ON c.value = m.postcode
LEFT JOIN (SELECT mention_id, list_sort(list(DISTINCT t.text)) AS addresses
           FROM (SELECT mention_id, unnest(addresses) AS value FROM latin_said)
           JOIN latin_address t USING (value) WHERE t.text IS NOT NULL GROUP BY mention_id) a USING (mention_id)
"""

# Rows that say the same, and enough of it, are one; a bare name may be anybody's, and two of one list are two.
_NODES = """
CREATE OR REPLACE TABLE latin_node_mention AS
WITH namesake AS (
    SELECT mention_id FROM {source}.mention_list JOIN latin_mention USING (mention_id) WHERE number IS NULL
    QUALIFY count(*) OVER (PARTITION BY list_id, given, family, words) > 1)
SELECT mention_id, record_id, table_name, role, number,
       {first} + dense_rank() OVER (ORDER BY key)::INTEGER AS node
FROM (
    SELECT *, CASE WHEN family IS NOT NULL AND born IS NOT NULL AND mention_id NOT IN (
                        SELECT unnest([a, b]) FROM judged_between UNION ALL FROM namesake)
                        AND count(*) OVER (PARTITION BY record_id, given, family, words) = 1
                   THEN min(mention_id) OVER (PARTITION BY given, family, words, number, born, sex, place, postcode,
                                              occupation, phones, addresses)
                   ELSE mention_id END AS key
    FROM latin_mention);
CREATE OR REPLACE TABLE latin_node AS
SELECT node, count(*) AS mentions, any_value(m.given) AS given, any_value(m.family) AS family,
       any_value(m.words) AS words, any_value(m.rest) AS rest, any_value(m.sound_given) AS sound_given,
       any_value(m.sound_family) AS sound_family, any_value(m.number) AS number, any_value(m.born) AS born,
       any_value(m.year) AS year, any_value(m.sex) AS sex, any_value(m.place) AS place,
       any_value(m.postcode) AS postcode, any_value(m.outward) AS outward, any_value(m.area) AS area,
       any_value(m.occupation) AS occupation, any_value(m.phones) AS phones, any_value(m.addresses) AS addresses
FROM latin_mention m JOIN latin_node_mention USING (mention_id) GROUP BY node ORDER BY node
"""


def build(con: duckdb.DuckDBPyConnection, source: str, first: int) -> None:
    """Make latin_node and latin_node_mention(mention_id, record_id, table_name, role, number, node).

    Nodes are numbered behind `first`.
    """
    con.execute(_SAID.format(source=source))
    _forms(con)
    con.execute(_MENTIONS)
    con.execute(_NODES.format(source=source, first=first))


def birth(text: str) -> tuple[str | None, int | None]:
    """Return the digits of a day of birth, year first, and its year; what is no day of the calendar is kept as it is.

    Reads 1861-05-02, 18610502, 1861/5/2, 02/05/1861 (day first) and a year alone.
    """
    bare = text.strip()
    if match := _YEAR_FIRST.fullmatch(bare):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(bare):
        day, month, year = match.groups()
    elif match := _YEAR.search(bare):
        return None, int(match[0])
    else:
        return None, None
    return f"{year}{month:0>2}{day:0>2}", int(year)


def postcode(text: str) -> tuple[str, str | None, str | None] | None:
    """Return a postcode in capitals without spaces, its district and its area (BS2 0EL: BS2, BS; 2119: 211, 21)."""
    bare = re.sub("[^A-Z0-9]", "", text.upper())
    if match := re.fullmatch(r"(([A-Z]{1,2})[0-9A-Z]{1,2})[0-9][A-Z]{2}", bare):
        return bare, match[1], match[2]
    if not bare:
        return None
    return bare, bare[:3] if len(bare) > 3 else None, bare[:2] if len(bare) > 3 else None


def _forms(con: duckdb.DuckDBPyConnection) -> None:
    """Make latin_name, latin_birth, latin_text and latin_postcode: every distinct value once."""
    said = con.execute("SELECT DISTINCT name, given_name, family_name FROM latin_said ORDER BY ALL").fetchall()
    read = [names.read(*row) for row in said]
    text = pa.string()
    _table(con, "latin_name", {
        "name": pa.array([row[0] for row in said], text),
        "given_name": pa.array([row[1] for row in said], text),
        "family_name": pa.array([row[2] for row in said], text),
        "given": pa.array([one.given for one in read], text),
        "family": pa.array([one.family for one in read], text),
        "words": pa.array([one.words for one in read], pa.list_(text)),
        "rest": pa.array([one.rest or None for one in read], pa.list_(text)),
        "sound_given": pa.array([one.given and names.sound(one.given) for one in read], text),
        "sound_family": pa.array([one.family and names.sound(one.family) for one in read], text),
    })  # fmt: skip
    births = _distinct(con, "birth_text")
    days = [birth(value) for value in births]
    _table(con, "latin_birth", {
        "birth_text": pa.array(births, text),
        "born": pa.array([born for born, _ in days], text),
        "year": pa.array([year for _, year in days], pa.int32()),
    })  # fmt: skip
    texts = sorted({*_distinct(con, "birth_place"), *_distinct(con, "occupation")})
    _table(con, "latin_text", {
        "value": pa.array(texts, text), "text": pa.array([names.fold(value) or None for value in texts], text),
    })  # fmt: skip
    parts_of_address = _distinct(con, "unnest(addresses)")
    _table(con, "latin_address", {
        "value": pa.array(parts_of_address, text),
        "text": pa.array([names.fold(value).replace(" ", "") or None for value in parts_of_address], text),
    })  # fmt: skip
    codes = _distinct(con, "postcode")
    parts = [postcode(value) or (None, None, None) for value in codes]
    _table(con, "latin_postcode", {
        "value": pa.array(codes, text),
        **{name: pa.array([part[i] for part in parts], text) for i, name in enumerate(("postcode", "outward", "area"))},
    })  # fmt: skip


def _distinct(con: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    query = f"SELECT DISTINCT v FROM (SELECT {column} AS v FROM latin_said) WHERE v IS NOT NULL ORDER BY v"
    return [row[0] for row in con.execute(query).fetchall()]


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.Array]) -> None:
    con.register("form_rows", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM form_rows")
    con.unregister("form_rows")
