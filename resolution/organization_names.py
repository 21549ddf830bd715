"""Which company a mention without a sure number belongs to: the only one that bears its name, parts of it, or more.

What is asked first decides: the whole name, present or former; its parts; the operator and the shop sign; a part of
the number that only one in the same case or on the same property can have. Two answers are none.
"""

import duckdb
import pyarrow as pa

from resolution.contexts import EVERYONES
from resolution.normalise import company_names

# Trading name and industry of fewer characters do not tell a company from others where the place is not written.
_LEAST = 4

_MACROS = """
CREATE OR REPLACE MACRO fits(shown, kind, lead) AS CASE
    WHEN shown IS NULL OR length(lead) <> 18 THEN NULL
    WHEN kind = 'masked' THEN masks(shown, lead)
    WHEN length(shown) = 9 THEN substr(lead, 9, 9) = shown
    WHEN length(shown) = 18 THEN damerau_levenshtein(shown, lead) <= 2
         OR (left(shown, 15) = left(lead, 15) AND regexp_full_match(shown, '\\d{18}')) END;
CREATE OR REPLACE MACRO one_form(a, b) AS a = b OR 'company' IN (a, b);
CREATE OR REPLACE MACRO lies_in(code, place) AS
    starts_with(code, place) OR (ends_with(code, '00') AND left(code, 4) = left(place, 4));
"""

# The names that numbers bear, the former among them; a certain one stands on a row with the whole number.
_BEARERS = """
CREATE OR REPLACE TABLE organization_bearer AS
WITH numbered AS (FROM organization_placed WHERE lead IS NOT NULL AND (number_kind <> 'masked' OR guessed)),
said AS (
    SELECT lead, valid AND length(shown) = 18 AS certain, known_name, place, trade, form, telling
    FROM numbered
    UNION ALL
    SELECT m.lead, m.valid AND length(m.shown) = 18, CASE WHEN f.unambiguous THEN c.whole END,
           c.place, c.trade, c.form, c.telling
    FROM (SELECT *, unnest(other_names) AS former FROM numbered) m
    JOIN name_form f ON f.name = m.former JOIN company_form c ON c.name = m.former)
SELECT lead, known_name, place, trade, form, telling, bool_or(certain) AS certain,
       bool_or(place <> '') OVER (PARTITION BY lead, trade) AS placed
FROM said GROUP BY lead, known_name, place, trade, form, telling
"""

_CLAIMS = """
CREATE OR REPLACE TABLE organization_claim AS
WITH open AS (FROM organization_placed WHERE NOT sure),
whole AS (
    SELECT m.mention_id, b.lead, fits(m.shown, m.number_kind, b.lead) AS fits,
           bool_or(b.certain) OVER (PARTITION BY m.mention_id) AND NOT b.certain AS lesser
    FROM open m JOIN (SELECT known_name, lead, bool_or(certain) AS certain FROM organization_bearer
                      WHERE known_name IS NOT NULL GROUP BY ALL) b USING (known_name)),
parts AS (
    SELECT m.mention_id, b.lead
    FROM open m JOIN organization_bearer b ON b.trade = m.trade AND b.certain AND one_form(m.form, b.form)
    WHERE coalesce(fits(m.shown, m.number_kind, b.lead), m.telling)
      AND CASE WHEN m.place = '' THEN m.division IS NULL
                    OR lies_in(m.division, coalesce(nullif(b.place, ''), substr(b.lead, 3, 6)))
               WHEN b.place = '' THEN NOT b.placed AND lies_in(substr(b.lead, 3, 6), m.place)
               ELSE m.place = b.place END),
run AS (
    SELECT o.mention_id, b.lead
    FROM (SELECT * FROM open JOIN organization_operator USING (mention_id)) o
    JOIN (SELECT DISTINCT lead, trade, form, place, operator FROM organization_placed
          JOIN organization_operator USING (mention_id) WHERE sure) b USING (operator, trade)
    WHERE one_form(o.form, b.form) AND (o.place = b.place OR '' IN (o.place, b.place))
      AND fits(o.shown, o.number_kind, b.lead) IS DISTINCT FROM false),
beside AS (
    SELECT DISTINCT m.mention_id, b.lead
    FROM open m JOIN {source}.row_node r USING (record_id)
    JOIN {source}.row_node s ON s.node_id = r.node_id
    JOIN organization_placed b ON b.record_id = s.record_id AND b.sure
    WHERE r.label NOT IN {everyones} AND m.number_kind <> 'registration'
      AND m.name IS NULL AND fits(m.shown, m.number_kind, b.lead))
SELECT mention_id, lead, 1 AS rank FROM whole WHERE fits IS DISTINCT FROM false AND NOT lesser
UNION ALL SELECT mention_id, NULL, 1 FROM whole GROUP BY ALL HAVING bool_and(fits IS NOT DISTINCT FROM false)
UNION ALL SELECT mention_id, lead, 2 FROM parts
UNION ALL SELECT mention_id, lead, 3 FROM run
UNION ALL SELECT mention_id, lead, 4 FROM beside
"""

# A later answer may choose among the first ones, not go beyond them.
_HOMES = """
CREATE OR REPLACE TABLE organization_home AS
WITH answer AS (
    SELECT mention_id, rank, min(lead) AS home FROM organization_claim c
    WHERE rank = 1 OR NOT EXISTS (FROM organization_claim f WHERE f.mention_id = c.mention_id AND f.rank = 1
                                  AND f.lead IS DISTINCT FROM c.lead)
       OR EXISTS (FROM organization_claim f WHERE f.mention_id = c.mention_id AND f.rank = 1 AND f.lead = c.lead)
    GROUP BY ALL HAVING count(DISTINCT lead) = 1 AND count(*) = count(lead))
SELECT mention_id, home, CASE WHEN rank <= 2 THEN 'scored' ELSE 'context' END AS basis FROM answer
QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY rank) = 1
"""


def take_apart(con: duckdb.DuckDBPyConnection) -> None:
    """Make company_form(name, whole, place, trade, form, branch, telling) of all names of organizations.

    whole: the same for all writings of one name; trade: trading name, industry, kind of form and branch, NULL where
    there is no trading name or no form; telling: long enough to be known by where no place is written, and no shop's.
    """
    values = [row[0] for row in con.execute(_ORGANIZATION_NAMES).fetchall()]
    read = [company_names.parse(value) for value in values]
    found = [(name, parts) for name, parts in zip(values, read, strict=True) if parts]
    text, flag = pa.string(), pa.bool_()
    con.register("company_rows", pa.table({
        "name": pa.array([name for name, _ in found], text),
        "whole": pa.array([_whole(p) for _, p in found], text),
        "place": pa.array([p.place for _, p in found], text),
        "trade": pa.array([_trade(p) for _, p in found], text),
        "form": pa.array([p.form for _, p in found], text),
        "branch": pa.array([bool(p.branch) for _, p in found], flag),
        "telling": pa.array([p.form != "shop" and len(p.trading + p.industry) >= _LEAST for _, p in found], flag),
    }))  # fmt: skip
    con.execute("CREATE OR REPLACE TABLE company_form AS SELECT * FROM company_rows")
    con.unregister("company_rows")


_ORGANIZATION_NAMES = """
SELECT DISTINCT name FROM (
    SELECT name FROM kind_of_mention WHERE decided = 'organization'
    UNION ALL SELECT unnest(other_names) FROM kind_of_mention WHERE decided = 'organization')
WHERE name IS NOT NULL ORDER BY name
"""


def _whole(parts: company_names.CompanyName) -> str:
    return " ".join((parts.place, parts.trading + parts.industry, parts.form, parts.branch)).strip()


def _trade(parts: company_names.CompanyName) -> str | None:
    if len(parts.trading) < 2 or not parts.form:
        return None
    return f"{parts.trading}{parts.industry} {company_names.kind(parts.form)} {parts.branch}".strip()


def find_homes(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make organization_home(mention_id, home, basis): the lead of the only company that a mention can be of.

    Reads organization_placed and organization_operator; makes organization_bearer, the names that numbers bear.
    """
    con.execute(_MACROS)
    con.execute(_BEARERS)
    con.execute(_CLAIMS.format(source=source, everyones=EVERYONES))
    con.execute(_HOMES)
