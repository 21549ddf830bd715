"""One row per provisional person: all mentions that own one number, or a mention without a number of its own.

Mentions without a number that are equal in every respect, a name and a phone among them, are one provisional person.
"""

from collections.abc import Sequence

import duckdb

from resolution import employers, shares
from resolution.normalise import phones

# More persons on one phone or home than a household has: evidence of a service, not of identity.
PHONE_PERSONS, HOME_PERSONS, BUILDING_PERSONS = 5, 12, 100

# More without a number under one name and birth date than this: a default or a list, by which nobody is looked for.
BIRTH_PERSONS = 200
BIRTH_KEY = "coalesce(sound, name) || ' ' || birth_date"


def _different(values: str) -> str:
    """Return SQL that counts different values: of few rows, lists take a third of the time of count(DISTINCT …)."""
    return f"coalesce(len(list_distinct(list({values}))), 0)"


# The phones that tell something of whose they are. Persons are counted by number and by name, whichever are more.
_PERSONAL = f"""
CREATE OR REPLACE TABLE mention_phone AS
WITH called AS (SELECT mention_id, unnest(phones) AS phone, valid, number, coalesce(sound, name) AS name
                FROM person_mention)
SELECT DISTINCT mention_id, phone FROM called JOIN (
    SELECT phone FROM called WHERE NOT regexp_full_match(phone, '{phones.SERVICE}') GROUP BY phone
    HAVING greatest({_different("number) FILTER (valid")}, {_different("name")}) <= {PHONE_PERSONS}) USING (phone)
"""

_KEYS = """
CREATE OR REPLACE TABLE mention_key AS
SELECT mention_id, 'N:' || number AS key FROM own_number
UNION ALL
SELECT mention_id, 'M:' || CASE WHEN alike
    THEN min(mention_id) OVER (PARTITION BY alike, name, number, sex, birth_date, own_phones, addresses, other_names)
    ELSE mention_id END
FROM (
    SELECT mention_id, name, number, sex, birth_date, own_phones, addresses, other_names,
           {equal} AND NOT valid AND name IS NOT NULL AND name_pattern IS NULL AND own_phones IS NOT NULL
              AND count(*) OVER (PARTITION BY record_id, name) = 1
              AND mention_id NOT IN (SELECT unnest($1::VARCHAR[])) AS alike
    FROM person_mention LEFT JOIN (
        SELECT mention_id, list_sort(list(phone)) AS own_phones FROM mention_phone GROUP BY mention_id)
        USING (mention_id)
    WHERE mention_id NOT IN (SELECT mention_id FROM own_number))
"""

# Who shows the number of another and the birth that it says has that read off it, where that other is known.
_MENTIONS = """
CREATE OR REPLACE TABLE node_mention AS
SELECT p.* REPLACE (
    CASE WHEN NOT valid OR starts_with(m.key, 'N:') OR birth_date IS DISTINCT FROM number_birth
              OR number NOT IN (SELECT number FROM own_number) THEN birth_date END AS birth_date),
    starts_with(m.key, 'N:') AS owned, k.node
FROM person_mention p JOIN mention_key m USING (mention_id)
JOIN (SELECT key, row_number() OVER (ORDER BY key)::INTEGER AS node FROM (SELECT DISTINCT key FROM mention_key)) k
     USING (key)
"""

_NAMES = """
CREATE OR REPLACE TABLE node_name AS
SELECT node, name, sound, shape, surname, name_pattern, count(*) AS n
FROM node_mention WHERE name IS NOT NULL GROUP BY ALL
"""

_OTHERS = """
CREATE OR REPLACE TABLE node_names AS
SELECT node, list_sort(list_distinct(list(name))) AS names FROM (
    SELECT node, name FROM node_name WHERE name_pattern IS NULL
    UNION ALL
    SELECT node, f.comparable FROM (SELECT node, unnest(other_names) AS other FROM node_mention) x
    JOIN name_form f ON f.name = x.other WHERE length(f.comparable) > 1)
GROUP BY node
"""

# A number is handed out again: from when to when somebody shows it tells whether it is still the same bearer's.
_PHONES = """
CREATE OR REPLACE TABLE node_phone AS
SELECT node, phone, min(coalesce(seen_from, seen_to)) AS since,
       max(coalesce(seen_to, seen_from)) AS until
FROM mention_phone JOIN node_mention USING (mention_id) GROUP BY ALL
"""

_HOMES = """
CREATE OR REPLACE TABLE node_home AS
SELECT DISTINCT x.node, f.home FROM (SELECT node, unnest(addresses) AS address FROM node_mention) x
JOIN address_form f USING (address) WHERE f.home IS NOT NULL
"""

_PLACES = """
CREATE OR REPLACE TABLE node_place AS
SELECT DISTINCT x.node, f.building, f.places FROM (SELECT node, unnest(addresses) AS address FROM node_mention) x
JOIN address_form f USING (address) WHERE len(f.places) > 0
"""

_NODES = f"""
CREATE OR REPLACE TABLE node AS
WITH one AS (
    SELECT node, bool_or(owned) AS valid, max(number) FILTER (owned) AS number,
           min(number) FILTER (NOT owned AND NOT valid AND number_kind IN ('masked', 'damaged')) AS pattern,
           min(number) FILTER (NOT owned AND NOT valid AND number_kind IN ('citizen', 'other') AND length(number) > 5)
               AS wrong,
           CASE WHEN bool_or(owned) THEN [max(number) FILTER (owned)]
                ELSE arg_min(slips, number) FILTER (NOT valid AND slips IS NOT NULL) END AS slips,
           min(rounded) FILTER (NOT owned AND NOT valid) AS rounded,
           coalesce(min(number_birth) FILTER (owned), list_mode(list_sort(list(birth_date))),
                    min(number_birth) FILTER (NOT valid)) AS birth_date,
           coalesce(min(number_sex) FILTER (owned), list_mode(list_sort(list(sex)))) AS sex, count(*) AS mentions,
           coalesce(max(number) FILTER (owned), min(number) FILTER (NOT owned AND NOT valid)) AS any_number
    FROM node_mention GROUP BY node),
main AS (
    SELECT * FROM node_name
    QUALIFY row_number() OVER (PARTITION BY node ORDER BY name_pattern IS NOT NULL, n DESC, name) = 1),
phone AS (
    SELECT node, list(phone ORDER BY phone) AS phones,
           list({{phone: phone, since: since, until: until}} ORDER BY phone) AS phone_times
    FROM node_phone GROUP BY node),
home AS (
    SELECT node, list_sort(list(home)) AS homes FROM node_home
    JOIN (SELECT home FROM node_home JOIN (SELECT node, valid FROM one) one USING (node)
          LEFT JOIN (SELECT node, name FROM main) main USING (node) GROUP BY home
          HAVING greatest(count(*) FILTER (one.valid), {_different("main.name")}) <= {HOME_PERSONS}) USING (home)
    GROUP BY node),
few_building AS (SELECT building FROM node_place GROUP BY building HAVING {_different("node")} <= {BUILDING_PERSONS}),
place AS (
    SELECT node, list_sort(list_distinct(list(few_building.building))) AS buildings,
           list_sort(list_distinct(flatten(list(places)))) AS places
    FROM node_place LEFT JOIN few_building USING (building) GROUP BY node),
person AS (
    SELECT one.* EXCLUDE (any_number), CASE WHEN main.name_pattern IS NULL THEN main.name END AS name,
           CASE WHEN main.name_pattern IS NULL THEN main.sound END AS sound,
           CASE WHEN main.name_pattern IS NULL THEN main.shape END AS shape,
           main.surname, main.name_pattern, node_names.names, birth_form.lunar,
           phone.phones, phone.phone_times, home.homes,
           nullif(place.buildings, []) AS buildings, place.places,
           node_employer.employers,
           CASE WHEN length(any_number) BETWEEN 17 AND 19 AND instr(left(any_number, 14), '*') = 0
                THEN left(any_number, 14) END AS head,
           CASE WHEN length(any_number) > 8 AND instr(right(any_number, 4), '*') = 0 THEN right(any_number, 4) END
               AS tail
    FROM one LEFT JOIN birth_form USING (birth_date) LEFT JOIN main USING (node) LEFT JOIN node_names USING (node)
    LEFT JOIN phone USING (node) LEFT JOIN home USING (node) LEFT JOIN place USING (node)
    LEFT JOIN node_employer USING (node))
SELECT *, CASE WHEN {BIRTH_KEY} IS NOT NULL THEN birth_date END AS day FROM person ORDER BY node
"""

# Who shares a birth is counted on the finished persons: a window over the whole query took ten times as long.
_CROWDED = f"""
UPDATE node SET day = NULL WHERE {BIRTH_KEY} IN (
    SELECT {BIRTH_KEY} FROM node WHERE day IS NOT NULL AND NOT valid GROUP BY ALL HAVING count(*) > {BIRTH_PERSONS})
"""


def build(con: duckdb.DuckDBPyConnection, *, equal: bool = True, apart: Sequence[str] = ()) -> None:
    """Make node (one row per provisional person) and node_mention (which mentions each holds).

    Column `day` is the birth date where few enough share it and the name for somebody to be looked for by it.

    With `equal`, equal mentions without a number share a node, but for the mentions `apart`.
    """
    con.execute(shares.MACROS)
    con.execute(_PERSONAL)
    con.execute(_KEYS.format(equal=str(equal).lower()), [list(apart)])
    for statement in (_MENTIONS, _NAMES, _OTHERS, _PHONES, _HOMES, _PLACES):
        con.execute(statement)
    employers.find(con)
    con.execute(_NODES)
    if con.execute("SELECT count(*) FROM node").fetchall() > [(BIRTH_PERSONS,)]:
        con.execute(_CROWDED)
