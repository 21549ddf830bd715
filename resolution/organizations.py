"""Who is who among organizations: by company number, else by a full company name that only one of them bears."""

import duckdb

# A branch that shows the number of its company stays a branch.
_MENTIONS = """
CREATE OR REPLACE TABLE organization_mention AS
SELECT m.mention_id, m.record_id, m.role, f.comparable AS name, coalesce(f.company, false) AS company,
       n.kind AS number_kind, coalesce(n.valid, false) AND n.kind IN ('uscc', 'registration') AS valid,
       CASE WHEN n.kind IN ('uscc', 'registration') AND coalesce(f.branch, false) THEN n.text || ' ' || f.comparable
            WHEN n.kind IN ('uscc', 'registration') THEN n.text END AS number,
       CASE WHEN n.kind = 'registration' AND length(n.text) = 9 THEN n.text
            WHEN n.kind = 'uscc' THEN substr(n.text, 9, 9) END AS organ,
       CASE WHEN n.kind IN ('uscc', 'registration') THEN n.text END AS shown
FROM kind_of_mention m
LEFT JOIN number_form n ON n.number = m.number
LEFT JOIN name_form f ON f.name = m.name
WHERE m.decided = 'organization'
"""

# The nine-character organization code of old is the middle of the present number.
_NUMBERS = """
CREATE OR REPLACE TABLE organization_number AS
WITH known AS (SELECT DISTINCT number, organ, length(shown) AS digits, valid, name FROM organization_mention
               WHERE number IS NOT NULL)
SELECT DISTINCT k.number, coalesce(u.number, k.number) AS lead
FROM (SELECT number, any_value(organ) AS organ, max(digits) AS digits FROM known GROUP BY number) k
LEFT JOIN (SELECT organ, min(number) AS number FROM known WHERE digits = 18 AND valid GROUP BY organ
           HAVING count(DISTINCT number) = 1) u ON k.digits = 9 AND u.organ = k.organ
"""

# A name belongs to the one valid number that bears it, and takes invalid and former numbers of its bearer along.
_NAMES = """
CREATE OR REPLACE TABLE organization_name AS
WITH borne AS (
    SELECT m.name, l.lead, bool_or(m.valid AND length(m.shown) = 18) AS certain
    FROM organization_mention m JOIN organization_number l USING (number)
    WHERE m.company AND m.name IS NOT NULL GROUP BY ALL)
SELECT name, CASE WHEN count(*) FILTER (certain) = 1 THEN min(lead) FILTER (certain)
                  WHEN count(*) = 1 THEN min(lead) END AS lead,
       count(*) FILTER (certain) AS certain
FROM borne GROUP BY name
"""

_RESULT = """
CREATE OR REPLACE TABLE organization_entity AS
WITH placed AS (
    SELECT m.*, l.lead, n.lead AS by_name, n.certain,
           bool_or(m.valid) OVER (PARTITION BY l.lead) AS sure
    FROM organization_mention m LEFT JOIN organization_number l USING (number)
    LEFT JOIN organization_name n ON n.name = m.name AND m.company)
SELECT mention_id, record_id, role,
       CASE WHEN lead IS NOT NULL AND (sure OR by_name IS NULL) THEN 'number:' || lead
            WHEN by_name IS NOT NULL THEN 'number:' || by_name
            WHEN company AND certain IS NULL THEN 'name:' || name
            ELSE 'mention:' || mention_id END AS entity,
       'organization' AS entity_type,
       CASE WHEN lead IS NOT NULL AND (sure OR by_name IS NULL OR by_name = lead) THEN 'number'
            WHEN by_name IS NOT NULL OR (company AND certain IS NULL) THEN 'scored'
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
    """Make organization_entity, in the columns of person_entity.

    `company_name` is the probability that mentions with an equal full company name are one company.
    """
    prepare(con)
    for statement in (_NUMBERS, _NAMES, _RESULT):
        con.execute(statement)
    con.execute(_LONE, [round(company_name, 6)])
