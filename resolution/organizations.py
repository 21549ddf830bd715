"""Who is who among organizations: by company number, else by a name, its parts or an operator that only one bears.

A full name that many places have (第一人民医院) is borne by one in each county; without a declared one it says nothing.
Nothing joins a number to a company whose number it cannot be.
"""

import duckdb

from resolution import organization_names

_MENTIONS = """
CREATE OR REPLACE TABLE organization_mention AS
SELECT m.mention_id, m.record_id, m.role, f.comparable AS name, coalesce(f.company, false) AS company,
       coalesce(c.branch OR f.branch, false) AS branch, n.kind AS number_kind,
       coalesce(n.valid, false) AND n.kind IN ('uscc', 'registration') AS valid,
       CASE WHEN n.kind IN ('uscc', 'registration', 'masked') THEN n.text END AS shown,
       CASE WHEN f.unambiguous THEN c.whole
            WHEN f.company AND length(m.division) = 6 AND NOT ends_with(m.division, '00')
            THEN c.whole || ' ' || m.division END AS known_name,
       c.place, c.trade, c.form, c.telling, m.division, m.old_numbers, m.other_names,
       CASE WHEN n.valid AND n.kind = 'citizen' THEN n.text END AS person_number
FROM kind_of_mention m
LEFT JOIN number_form n ON n.number = m.number
LEFT JOIN name_form f ON f.name = m.name
LEFT JOIN company_form c ON c.name = m.name
WHERE m.decided = 'organization'
"""

# A branch that shows the number of its company stays a branch.
_BRANCHES = """
CREATE OR REPLACE TABLE organization_key AS
SELECT m.*, CASE WHEN branch AND bool_or(company AND NOT branch) OVER (PARTITION BY shown) THEN shown || ' ' || name
                 ELSE shown END AS number
FROM organization_mention m
"""

# Who runs an organization: its representative or operator on the row, or the holder of the number that stands there.
_OPERATORS = """
CREATE OR REPLACE TABLE organization_operator AS
SELECT DISTINCT o.mention_id, p.entity AS operator
FROM {source}.mention_tie t JOIN organization_mention o ON o.mention_id = t.object
JOIN person_entity p ON p.mention_id = t.subject WHERE t.type = 'LEGAL_REP_OF' AND p.match_basis <> 'alone'
UNION SELECT o.mention_id, p.entity FROM organization_mention o
JOIN (SELECT own_number, any_value(entity) AS entity FROM person_entity WHERE own_number IS NOT NULL GROUP BY ALL) p
     ON p.own_number = o.person_number
"""

# The nine-character organization code of old is the middle of the present number; the registration number of old is
# the present one's where a row shows both, or where name and representative agree. A masked number, or one with a slip
# or rounded by a spreadsheet, leads to the one valid number that it can be; a rounded one may pass its check by chance.
_NUMBERS = """
CREATE OR REPLACE TABLE organization_number AS
WITH shown AS (SELECT DISTINCT shown, valid, number_kind FROM organization_key WHERE shown IS NOT NULL),
known AS (SELECT shown FROM shown WHERE valid AND length(shown) = 18),
wrong AS (SELECT shown FROM shown WHERE NOT valid AND number_kind = 'uscc'),
old AS (SELECT DISTINCT m.shown AS lead, f.text AS shown
        FROM (SELECT shown, unnest(old_numbers) AS old FROM organization_key
              WHERE valid AND length(shown) = 18 AND number = shown) m
        JOIN number_form f ON f.number = m.old AND f.kind = 'registration'),
signed AS (SELECT DISTINCT shown, valid, known_name, operator FROM organization_key
           JOIN organization_operator USING (mention_id)
           WHERE number_kind IN ('uscc', 'registration') AND known_name IS NOT NULL),
borne AS (SELECT known_name, shown, count(*) AS n FROM organization_key
          WHERE valid AND known_name IS NOT NULL AND regexp_full_match(shown, '\\d{18}') GROUP BY ALL),
reading AS (
    SELECT s.shown, k.shown AS lead FROM shown s JOIN known k ON substr(k.shown, 9, 9) = s.shown
    WHERE s.valid AND length(s.shown) = 9
    UNION SELECT shown, lead FROM old
    UNION SELECT s.shown, k.shown FROM signed s JOIN signed k USING (known_name, operator)
    WHERE length(s.shown) = 15 AND length(k.shown) = 18 AND k.valid
    UNION SELECT s.shown, k.shown FROM shown s JOIN known k
          ON right(k.shown, 4) = right(s.shown, 4) AND masks(s.shown, k.shown)
    WHERE s.number_kind = 'masked' AND length(replace(s.shown, '*', '')) >= 14
    UNION SELECT s.shown, k.shown FROM shown s JOIN known k
          ON left(k.shown, 12) = left(s.shown, 12) AND masks(s.shown, k.shown)
    WHERE s.number_kind = 'masked' AND length(replace(s.shown, '*', '')) >= 14
    UNION SELECT s.shown, k.shown FROM wrong s JOIN known k
          ON left(k.shown, 12) = left(s.shown, 12) AND damerau_levenshtein(k.shown, s.shown) = 1
    UNION SELECT s.shown, k.shown FROM wrong s JOIN known k
          ON left(k.shown, 9) = left(s.shown, 9) AND right(k.shown, 4) = right(s.shown, 4)
          AND damerau_levenshtein(k.shown, s.shown) = 1
    UNION SELECT s.shown, k.shown FROM wrong s JOIN known k
          ON right(k.shown, 8) = right(s.shown, 8) AND damerau_levenshtein(k.shown, s.shown) = 1
    UNION SELECT s.shown, k.shown FROM wrong s JOIN known k
          ON left(k.shown, 15) = left(s.shown, 15) AND regexp_full_match(s.shown, '\\d{18}')
    UNION SELECT s.shown, k.shown FROM borne s JOIN borne k
          ON k.known_name = s.known_name AND left(k.shown, 15) = left(s.shown, 15) AND k.n > s.n),
clear AS (SELECT shown, min(lead) AS lead FROM reading GROUP BY shown HAVING count(DISTINCT lead) = 1)
SELECT DISTINCT k.number, coalesce(c.lead, k.number) AS lead, c.lead IS NOT NULL AND NOT k.valid AS guessed
FROM organization_key k LEFT JOIN clear c USING (shown) WHERE k.number IS NOT NULL
"""

_PLACED = """
CREATE OR REPLACE TABLE organization_placed AS
SELECT m.*, l.lead, coalesce(l.guessed, false) AS guessed,
       lead IS NOT NULL AND number_kind <> 'masked' AND bool_or(m.valid) OVER (PARTITION BY m.number) AS sure
FROM organization_key m LEFT JOIN organization_number l USING (number)
"""

_RESULT = """
CREATE OR REPLACE TABLE organization_entity AS
SELECT mention_id, record_id, role,
       CASE WHEN sure THEN 'number:' || lead
            WHEN h.home IS NOT NULL THEN 'number:' || h.home
            WHEN guessed OR (lead IS NOT NULL AND number_kind <> 'masked') THEN 'number:' || lead
            WHEN known_name IS NOT NULL AND n.known_name IS NULL THEN 'name:' || p.known_name
            ELSE 'mention:' || mention_id END AS entity,
       'organization' AS entity_type,
       CASE WHEN sure THEN 'number'
            WHEN h.home IS NOT NULL THEN h.basis
            WHEN guessed THEN 'scored'
            WHEN lead IS NOT NULL AND number_kind <> 'masked' THEN 'number'
            WHEN known_name IS NOT NULL AND n.known_name IS NULL THEN 'scored'
            ELSE 'alone' END AS match_basis,
       CASE WHEN valid AND (number = lead OR length(shown) < 18) THEN shown END AS own_number
FROM organization_placed p LEFT JOIN organization_home h USING (mention_id)
LEFT JOIN (SELECT DISTINCT known_name FROM organization_bearer WHERE certain) n USING (known_name)
"""

_LONE = """
CREATE OR REPLACE TABLE organization_entity AS
SELECT mention_id, record_id, role, entity, entity_type,
       CASE WHEN by_name AND size = 1 THEN 'alone' ELSE match_basis END AS match_basis,
       CASE WHEN by_name AND size > 1 THEN $1::DOUBLE ELSE 1.0 END AS match_probability, own_number
FROM (SELECT *, match_basis IN ('scored', 'context') AS by_name, count(*) OVER (PARTITION BY entity) AS size
      FROM organization_entity)
"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make organization_mention: the organizations among kind_of_mention with their numbers and names."""
    organization_names.take_apart(con)
    con.execute(_MENTIONS)


def resolve(con: duckdb.DuckDBPyConnection, source: str, company_name: float) -> None:
    """Make organization_entity, in the columns of person_entity, from organization_mention and person_entity.

    `company_name` is the probability that mentions with an equal full company name are one company.
    """
    con.execute(_BRANCHES)
    con.execute(_OPERATORS.format(source=source))
    for statement in (_NUMBERS, _PLACED):
        con.execute(statement)
    organization_names.find_homes(con, source)
    con.execute(_RESULT)
    con.execute(_LONE, [round(company_name, 6)])
