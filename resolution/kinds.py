"""Whether a mention that the table calls a party is a person or an organization."""

from collections.abc import Sequence

import duckdb

from resolution import default_days

# The shape of the number first, then the ending of the name. A full company name with a citizen's number is a company
# whose row holds the number of its representative; a shop sign with one is its operator. Fifteen digits that fail every
# check are as likely a person's as a company's.
# Where calendars of programs begin; nobody who was born then, or before, is at law.
FIRST = "1900-01-01"

_KINDS = """
CREATE OR REPLACE TABLE kind_of_mention AS
SELECT m.* REPLACE (CASE WHEN m.birth_date > DATE '{first}' AND m.birth_date NOT IN (FROM default_day)
                        THEN m.birth_date END AS birth_date), CASE
    WHEN m.kind IN ('person', 'organization') THEN m.kind
    WHEN n.kind = 'uscc' OR (n.kind = 'registration' AND n.valid) OR f.company THEN 'organization'
    WHEN n.kind IN ('citizen', 'passport', 'permit') OR (n.like_passport AND m.number_type = 'passport') THEN 'person'
    WHEN n.kind IN ('masked', 'damaged') THEN
        CASE WHEN f.organization OR left(n.text, 1) = '9' OR regexp_matches(n.text, '[A-Z].') THEN 'organization'
             WHEN length(n.text) IN (15, 18) THEN 'person' ELSE 'undecided' END
    WHEN f.organization THEN 'organization'
    ELSE 'undecided' END AS decided
FROM {source}.mention m
LEFT JOIN number_form n ON n.number = m.number
LEFT JOIN name_form f ON f.name = m.name
WHERE m.profile IS NULL
"""


def decide(con: duckdb.DuckDBPyConnection, source: str, days: Sequence[str] | None = None) -> None:
    """Make kind_of_mention: mentions of `source` without a profile, `decided` as person, organization or undecided.

    A birth date that is a default is none: one of `days`, or of those that these mentions show to be, and whatever does
    not lie behind `FIRST`.
    """
    if days is None:
        default_days.find(con, source)
    else:
        default_days.put(con, days)
    con.execute(_KINDS.format(source=source, first=FIRST))
