"""Stage one: whose number a row holds, its own person's or, as happens, a parent's or a spouse's.

A valid number makes one entity of the mentions that pass the guard: no name at all, a name compatible with that of the
number's bearer, or the number's birth date. Whoever fails it keeps the number as a claim, and is resolved without it.
"""

import duckdb
import pyarrow as pa

from resolution.normalise.lookalikes import share_part

# Dates are taken apart as texts: of few rows, to ask for their year or month takes longer than all else.
MACROS = """
    CREATE OR REPLACE MACRO one_off(a, b) AS
        length(a) = length(b) AND length(a) >= 2
        AND len(list_filter(list_zip(string_split(a, ''), string_split(b, '')), lambda p: p[1] <> p[2])) = 1;
    CREATE OR REPLACE MACRO one_apart(a, b) AS length(a) >= 3 AND one_off(a, b);
    CREATE OR REPLACE MACRO lacks_one(a, b) AS
        length(a) >= 2 AND length(b) = length(a) + 1
        AND list_bool_or(list_transform(range(1, length(b) + 1), lambda i: b[1:i - 1] || b[i + 1:] = a));
    CREATE OR REPLACE MACRO swapped(a, b) AS
        list_sort(string_split(a, '')) = list_sort(string_split(b, ''))
        AND len(list_filter(list_zip(string_split(a, ''), string_split(b, '')), lambda p: p[1] <> p[2])) = 2;
    CREATE OR REPLACE MACRO slip(a, b) AS one_off(a, b) OR lacks_one(a, b) OR lacks_one(b, a) OR swapped(a, b);
    CREATE OR REPLACE MACRO cut_short(a, b) AS
        a <> b AND (least(length(a), length(b)) >= 4 OR least(length(a), length(b)) >= 2
                    AND greatest(length(a), length(b)) >= 5) AND (starts_with(a, b) OR starts_with(b, a));
    CREATE OR REPLACE MACRO spelt_otherwise(a, sound_a, b, sound_b) AS
        least(length(a), length(b)) >= 5
        AND 5 * damerau_levenshtein(sound_a, sound_b) <= greatest(length(sound_a), length(sound_b));
    CREATE OR REPLACE MACRO near_digits(x, y) AS
        damerau_levenshtein(x, y) <= 1
        OR (x[:4] = y[:4] AND x[5:6] = y[7:8] AND x[7:8] = y[5:6])
        OR (x[5:] = y[5:] AND abs(x[:4]::INTEGER - y[:4]::INTEGER) IN (1, 100));
    CREATE OR REPLACE MACRO near_day(a, b) AS near_digits(strftime(a, '%Y%m%d'), strftime(b, '%Y%m%d'));
    CREATE OR REPLACE MACRO near_birth(a, lunar_a, b, lunar_b) AS
        near_day(a, b) OR coalesce(lunar_a = b OR lunar_b = a, false);
    CREATE OR REPLACE MACRO rough_day(stated, born) AS
        strftime(stated, '%d') = '01' AND strftime(stated, '%Y') = strftime(born, '%Y')
        AND strftime(stated, '%m') IN ('01', strftime(born, '%m'));
    CREATE OR REPLACE MACRO hides(pattern, name) AS name LIKE pattern AND trim(pattern, '_%') <> '';
    CREATE OR REPLACE MACRO masks(masked, number) AS number LIKE replace(masked, '*', '_');
"""

# A number whose check holds though it ends in 000 is whole where two tables show it under one name, and none shows
# another under that name that a spreadsheet would have made this one. A number of no stated type is a passport's where
# one of that type is the same.
_PERSONS = """
CREATE OR REPLACE TABLE person_mention AS
WITH ending AS (
    SELECT n.text, left(n.text, 15) AS first, f.comparable AS name
    FROM kind_of_mention m JOIN number_form n USING (number) JOIN name_form f USING (name)
    WHERE n.kind = 'damaged' AND NOT contains(n.text, '*')
    GROUP BY n.text, f.comparable HAVING count(DISTINCT m.table_name) > 1),
rounded AS (
    SELECT e.first, e.name FROM kind_of_mention m JOIN number_form n USING (number) JOIN name_form f USING (name)
    JOIN ending e ON e.first = left(n.text, 15) AND e.name = f.comparable WHERE n.valid),
whole AS (SELECT DISTINCT text FROM ending ANTI JOIN rounded USING (first, name)),
passport AS (SELECT DISTINCT n.text FROM kind_of_mention m JOIN number_form n USING (number)
             WHERE n.like_passport AND m.number_type = 'passport')
SELECT m.mention_id, m.record_id, m.table_name, m.role, m.decided,
       CASE WHEN n.kind = 'damaged' AND NOT contains(n.text, '*') AND w.text IS NULL THEN left(n.text, 15) || '***'
            ELSE n.text END AS number, n.rounded, n.slips,
       CASE WHEN p.text IS NOT NULL THEN 'passport'
            WHEN w.text IS NOT NULL THEN 'citizen' ELSE n.kind END AS number_kind,
       coalesce(CASE WHEN p.text IS NOT NULL OR w.text IS NOT NULL THEN true
                     ELSE n.valid AND n.kind IN ('citizen', 'passport', 'permit') END, false) AS valid,
       n.birth_date AS number_birth, CASE WHEN w.text IS NOT NULL THEN 'female' ELSE n.sex END AS number_sex,
       f.comparable AS name, f.sound, f.shape, f.surname, f.pattern AS name_pattern,
       m.other_names, coalesce(m.sex, f.title_sex) AS sex, m.birth_date, b.lunar, m.phones, m.addresses, m.old_numbers,
       m.employer, m.seen_from, m.seen_to
FROM kind_of_mention m
LEFT JOIN number_form n ON n.number = m.number AND n.kind <> 'placeholder'
LEFT JOIN whole w ON w.text = n.text
LEFT JOIN passport p ON p.text = n.text AND coalesce(m.number_type, 'passport') = 'passport'
LEFT JOIN name_form f ON f.name = m.name
LEFT JOIN birth_form b ON b.birth_date = m.birth_date
WHERE m.decided <> 'organization'
"""

# What is a valid number by chance: one that a spreadsheet rounded, or that was raised from fifteen digits into the
# wrong century, where the same name bears the number that was meant.
_MEANT = """
CREATE OR REPLACE TABLE number_meant AS
WITH borne AS (
    SELECT DISTINCT number, name, number_sex FROM person_mention
    WHERE valid AND number_kind = 'citizen' AND name IS NOT NULL)
SELECT m.number, m.name, min(o.number) AS meant, min(o.number_sex) AS sex
FROM borne m JOIN borne o ON o.name = m.name AND o.number <> m.number
WHERE (left(m.number, 15) = left(o.number, 15) AND m.number = TRY_CAST(o.number AS DOUBLE)::HUGEINT::VARCHAR)
   OR (substr(m.number, 7, 2) = '18' AND o.number[:6] || '18' || o.number[9:17] = m.number[:17])
GROUP BY ALL HAVING count(DISTINCT o.number) = 1
"""
_CORRECT = """
UPDATE person_mention p SET number = n.meant, number_sex = n.sex, number_birth = strptime(n.meant[7:14], '%Y%m%d')::DATE
FROM number_meant n WHERE p.number = n.number AND p.name = n.name AND p.valid
"""

# Days between the births of a parent or grandparent and a child.
OF_PARENTS = f"{14 * 365} AND {76 * 365}"

_CLAIMS = f"""
CREATE OR REPLACE TABLE number_claim AS
SELECT number, name, any_value(sound) AS sound, any_value(shape) AS shape, any_value(surname) AS surname,
       any_value(name_pattern) AS name_pattern, count(*) AS n, count(DISTINCT table_name) AS tables,
       count(birth_date) AS births, mode(birth_date ORDER BY birth_date) AS born,
       count(*) FILTER (birth_date - number_birth BETWEEN {OF_PARENTS}) AS younger,
       count(*) FILTER (birth_date = number_birth) AS agree,
       count(*) FILTER (birth_date <> number_birth AND NOT near_birth(birth_date, lunar, number_birth, NULL)
                        AND NOT rough_day(birth_date, number_birth)) AS far,
       count(*) FILTER (sex <> number_sex) AS other_sex
FROM person_mention WHERE valid AND name IS NOT NULL GROUP BY number, name
"""

# The bearer is the name that birth dates, then sources, then rows speak for.
_BEARERS = """
CREATE OR REPLACE TABLE number_bearer AS
SELECT * FROM number_claim
QUALIFY row_number() OVER (PARTITION BY number ORDER BY name_pattern IS NOT NULL, agree > 0 DESC, far, other_sex,
                           tables DESC, n DESC, name) = 1
"""

_TWO_CHARACTERS = """
SELECT DISTINCT c.name, b.name FROM number_claim c JOIN number_bearer b USING (number)
WHERE length(c.name) = 2 AND length(b.name) = 2 AND c.name <> b.name AND left(c.name, 1) = left(b.name, 1)
ORDER BY ALL
"""

_ALIASES = """
CREATE OR REPLACE TABLE number_alias AS
SELECT p.number, p.name, list_append(list(f.comparable), p.name) AS names,
       list_contains(list(f.comparable), p.name) AS repeats
FROM (SELECT mention_id, number, name, unnest(other_names) AS other FROM person_mention
      WHERE valid AND name IS NOT NULL) p
JOIN name_form f ON f.name = p.other GROUP BY p.mention_id, p.number, p.name
"""

# Another name than the bearer's is another person's where one of that name shares a row or a home with the bearer, or
# where one row shows both under the number and they do not sound alike.
_NEAR_RELATIVES = """
CREATE OR REPLACE TABLE near_relative AS
WITH doubt AS (
    SELECT c.number, c.name FROM number_claim c JOIN number_bearer b USING (number)
    WHERE c.name <> b.name AND c.name_pattern IS NULL),
place AS (
    SELECT number, name, record_id AS place FROM person_mention WHERE valid
    UNION SELECT number, name, unnest(addresses) FROM person_mention WHERE valid),
other AS (SELECT * FROM place WHERE name IN (SELECT name FROM doubt))
SELECT d.number, d.name
FROM doubt d JOIN other o ON o.name = d.name AND o.number <> d.number
JOIN place p ON p.place = o.place AND p.number = d.number
UNION
SELECT d.number, d.name FROM doubt d JOIN number_bearer b USING (number)
JOIN person_mention m ON m.number = d.number AND m.name = d.name AND m.sound <> b.sound
JOIN person_mention o ON o.record_id = m.record_id AND o.number = d.number AND o.name = b.name
"""

# Of rows under one name and number, one that states another birth is outvoted by those that state none, except where it
# may be that of a child or grandchild of the bearer. The bearer's birth, which a clerk reads off the number, does
# not speak for another name in Chinese characters: so are children called whose number is not known.
_OWNERS = """
CREATE OR REPLACE TABLE number_owner AS
SELECT c.number, c.name
FROM number_claim c JOIN number_bearer b USING (number)
WHERE NOT (c.younger > 0 AND c.younger = c.births) AND (
        c.name = b.name AND 2 * c.far <= c.n
        OR c.name <> b.name AND EXISTS (
            FROM number_alias a WHERE a.number = c.number AND list_has_all(a.names, [c.name, b.name]))
        OR c.name <> b.name
        AND NOT EXISTS (FROM near_relative r WHERE r.number = c.number AND r.name = c.name) AND (
            c.sound = b.sound OR c.shape = b.shape OR cut_short(c.name, b.name)
            OR (2 * c.far <= c.n AND coalesce(hides(c.name_pattern, b.name), false))
            OR (c.far = 0 AND c.other_sex = 0 AND c.surname = b.surname AND c.tables > 1 AND EXISTS (
                FROM number_alias a WHERE a.number = c.number AND a.name = b.name AND a.repeats))
            OR ((c.agree > 0 OR c.born = b.born) AND c.other_sex = 0
                AND NOT (regexp_full_match(c.name, '[一-龥]+') AND regexp_full_match(b.name, '[一-龥]+')))
            OR ((c.far = 0 OR c.agree > 0) AND c.other_sex = 0 AND (
                slip(c.name, b.name) AND (c.name, b.name) NOT IN (FROM unlike_name)
                OR spelt_otherwise(c.name, c.sound, b.name, b.sound) OR coalesce(
                starts_with(b.name, nullif(regexp_extract(c.name_pattern, '^[^_%]+'), '')), false)))))
"""

# Where another name speaks for itself just as loudly, the number tells neither who it is.
_DOUBTED = """
DELETE FROM number_owner WHERE number IN (
    SELECT c.number FROM number_claim c JOIN number_bearer b USING (number)
    WHERE c.name_pattern IS NULL AND b.name_pattern IS NULL AND (c.agree > 0) = (b.agree > 0)
      AND c.far = b.far AND c.other_sex = b.other_sex AND c.tables = b.tables AND c.n = b.n
      AND NOT EXISTS (FROM number_owner o WHERE o.number = c.number AND o.name = c.name))
"""

# Without a name the birth date has to fit, and the sex: a mother's column does not hold a man's number.
_OWN = """
CREATE OR REPLACE TABLE own_number AS
SELECT p.mention_id, p.number
FROM person_mention p LEFT JOIN number_owner o USING (number, name)
WHERE p.valid AND (o.number IS NOT NULL OR (
    p.name IS NULL AND p.number_kind = 'citizen' AND (p.sex IS NULL OR p.sex = p.number_sex)
    AND (p.birth_date IS NULL OR p.birth_date = p.number_birth
         OR near_birth(p.birth_date, p.lunar, p.number_birth, NULL) OR rough_day(p.birth_date, p.number_birth))))
"""


def find(con: duckdb.DuckDBPyConnection) -> None:
    """Make person_mention and own_number(mention_id, number): the mentions whose valid number is their own."""
    read(con)
    own(con)


def read(con: duckdb.DuckDBPyConnection) -> None:
    """Make person_mention: the mentions of persons in comparable forms."""
    con.execute(MACROS)
    for statement in (_PERSONS, _MEANT, _CORRECT):
        con.execute(statement)


def own(con: duckdb.DuckDBPyConnection) -> None:
    """Make own_number(mention_id, number) from person_mention."""
    for statement in (_CLAIMS, _BEARERS):
        con.execute(statement)
    _unlike(con)
    for statement in (_ALIASES, _NEAR_RELATIVES, _OWNERS, _DOUBTED, _OWN):
        con.execute(statement)


def _unlike(con: duckdb.DuckDBPyConnection) -> None:
    """Make unlike_name(claimed, borne): names of one surname whose single given characters do not even look alike.

    Under one number these are as likely father and child as a slip.
    """
    pairs = [pair for pair in con.execute(_TWO_CHARACTERS).fetchall() if not share_part(pair[0][1], pair[1][1])]
    rows = {
        column: pa.array([pair[at] for pair in pairs], pa.string()) for at, column in enumerate(("claimed", "borne"))
    }
    con.register("unlike_rows", pa.table(rows))
    con.execute("CREATE OR REPLACE TABLE unlike_name AS FROM unlike_rows")
    con.unregister("unlike_rows")
