"""Who is who among organizations: by company number, else by a full company name that only one of them bears.

A full name that many places have (第一人民医院) is borne by one in each county; without a declared one it says nothing.
"""

import duckdb

_MENTIONS = """
CREATE OR REPLACE TABLE organization_mention AS
SELECT m.mention_id, m.record_id, m.role, f.comparable AS name, coalesce(f.company, false) AS company,
       coalesce(f.branch, false) AS branch, n.kind AS number_kind,
       coalesce(n.valid, false) AND n.kind IN ('uscc', 'registration') AS valid,
       CASE WHEN n.kind IN ('uscc', 'registration', 'masked') THEN n.text END AS shown,
       CASE WHEN f.unambiguous THEN f.comparable
            WHEN f.company AND length(m.division) = 6 AND NOT ends_with(m.division, '00')
            THEN f.comparable || ' ' || m.division END AS known_name
FROM kind_of_mention m
LEFT JOIN number_form n ON n.number = m.number
LEFT JOIN name_form f ON f.name = m.name
WHERE m.decided = 'organization'
"""

# A branch that shows the number of its company stays a branch.
_BRANCHES = """
CREATE OR REPLACE TABLE organization_key AS
SELECT m.*, CASE WHEN branch AND bool_or(company AND NOT branch) OVER (PARTITION BY shown) THEN shown || ' ' || name
                 ELSE shown END AS number
FROM organization_mention m
"""

# The nine-character organization code of old is the middle of the present number. A masked number, or one with a slip,
# leads to the one valid number that it can be.
_NUMBERS = """
CREATE OR REPLACE TABLE organization_number AS
WITH shown AS (SELECT DISTINCT shown, valid, number_kind FROM organization_key WHERE shown IS NOT NULL),
known AS (SELECT shown FROM shown WHERE valid AND length(shown) = 18),
reading AS (
    SELECT s.shown, k.shown AS lead FROM shown s JOIN known k ON substr(k.shown, 9, 9) = s.shown
    WHERE s.valid AND length(s.shown) = 9
    UNION SELECT s.shown, k.shown FROM shown s JOIN known k
          ON right(k.shown, 4) = right(s.shown, 4) AND masks(s.shown, k.shown)
    WHERE s.number_kind = 'masked' AND length(replace(s.shown, '*', '')) >= 14
    UNION SELECT s.shown, k.shown FROM shown s JOIN known k
          ON left(k.shown, 12) = left(s.shown, 12) AND masks(s.shown, k.shown)
    WHERE s.number_kind = 'masked' AND length(replace(s.shown, '*', '')) >= 14
    UNION SELECT s.shown, k.shown FROM shown s JOIN known k
          ON left(k.shown, 9) = left(s.shown, 9) AND damerau_levenshtein(k.shown, s.shown) = 1
    WHERE NOT s.valid AND s.number_kind = 'uscc'
    UNION SELECT s.shown, k.shown FROM shown s JOIN known k
          ON right(k.shown, 9) = right(s.shown, 9) AND damerau_levenshtein(k.shown, s.shown) = 1
    WHERE NOT s.valid AND s.number_kind = 'uscc'),
clear AS (SELECT shown, min(lead) AS lead FROM reading GROUP BY shown HAVING count(DISTINCT lead) = 1)
SELECT DISTINCT k.number, coalesce(c.lead, k.number) AS lead, c.lead IS NOT NULL AND NOT k.valid AS guessed
FROM organization_key k LEFT JOIN clear c USING (shown) WHERE k.number IS NOT NULL
"""

# A name belongs to the one valid number that bears it, and takes invalid and former numbers of its bearer along.
_NAMES = """
CREATE OR REPLACE TABLE organization_name AS
WITH borne AS (
    SELECT m.known_name, l.lead, bool_or(m.valid AND length(m.shown) = 18) AS certain
    FROM organization_key m JOIN organization_number l USING (number)
    WHERE m.known_name IS NOT NULL GROUP BY ALL)
SELECT known_name, CASE WHEN count(*) FILTER (certain) = 1 THEN min(lead) FILTER (certain)
                  WHEN count(*) = 1 THEN min(lead) END AS lead,
       count(*) FILTER (certain) AS certain
FROM borne GROUP BY known_name
"""

_RESULT = """
CREATE OR REPLACE TABLE organization_entity AS
WITH placed AS (
    SELECT m.*, l.lead, l.guessed, n.lead AS by_name, n.certain,
           m.number_kind <> 'masked' AND bool_or(m.valid) OVER (PARTITION BY m.number) AS sure
    FROM organization_key m LEFT JOIN organization_number l USING (number)
    LEFT JOIN organization_name n ON n.known_name = m.known_name)
SELECT mention_id, record_id, role,
       CASE WHEN lead IS NOT NULL AND sure THEN 'number:' || lead
            WHEN by_name IS NOT NULL THEN 'number:' || by_name
            WHEN guessed OR (lead IS NOT NULL AND number_kind <> 'masked') THEN 'number:' || lead
            WHEN known_name IS NOT NULL AND certain IS NULL THEN 'name:' || known_name
            ELSE 'mention:' || mention_id END AS entity,
       'organization' AS entity_type,
       CASE WHEN lead IS NOT NULL AND sure THEN 'number'
            WHEN by_name IS NOT NULL OR guessed THEN 'scored'
            WHEN lead IS NOT NULL AND number_kind <> 'masked' THEN 'number'
            WHEN known_name IS NOT NULL AND certain IS NULL THEN 'scored'
            ELSE 'alone' END AS match_basis,
       CASE WHEN valid THEN shown END AS own_number
FROM placed
"""

_LONE = """
CREATE OR REPLACE TABLE organization_entity AS
SELECT mention_id, record_id, role, entity, entity_type,
       CASE WHEN match_basis = 'scored' AND count(*) OVER (PARTITION BY entity) = 1 THEN 'alone' ELSE match_basis END
           AS match_basis,
       CASE WHEN match_basis = 'scored' AND count(*) OVER (PARTITION BY entity) > 1 THEN $1::DOUBLE ELSE 1.0 END
           AS match_probability, own_number
FROM organization_entity
"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make organization_mention: the organizations among kind_of_mention with their numbers and names."""
    con.execute(_MENTIONS)


def resolve(con: duckdb.DuckDBPyConnection, company_name: float) -> None:
    """Make organization_entity, in the columns of person_entity, from organization_mention.

    `company_name` is the probability that mentions with an equal full company name are one company.
    """
    for statement in (_BRANCHES, _NUMBERS, _NAMES, _RESULT):
        con.execute(statement)
    con.execute(_LONE, [round(company_name, 6)])
