"""Put the truth in the place of resolution, to hold the rules alone to account."""

import csv
from pathlib import Path

import duckdb

from core.progress import silent
from resolution import entities, forms
from resolution.workbench import workbench

TRUE_ROWS = """
CREATE TABLE true_row AS
SELECT DISTINCT m.mention_id, t.true_id, t.true_type
FROM true_mention t
JOIN {source}.file f ON f.path = t.file AND f.sheet = t.sheet
JOIN {source}.sighting s ON s.file_id = f.file_id AND s.row = t.row
JOIN {source}.mention m ON m.record_id = s.record_id AND m.name_field = t.name_field AND m.id_field = t.id_field
     AND m.part = t.part
"""

ASSIGNED = """
CREATE TABLE person_entity AS
SELECT m.mention_id, m.record_id, m.role, coalesce(t.true_id, 'alone:' || m.mention_id) AS entity,
       coalesce(t.true_type, 'undecided') AS entity_type,
       CASE WHEN f.valid THEN 'number' ELSE 'alone' END AS match_basis, 1.0 AS match_probability,
       CASE WHEN p.number = f.text THEN f.text END AS own_number, false AS contradicted
FROM {source}.mention m LEFT JOIN true_row t USING (mention_id)
LEFT JOIN number_form f ON f.number = m.number LEFT JOIN true_person p ON p.true_id = t.true_id
"""


def _table(con: duckdb.DuckDBPyConnection, name: str, path: Path, columns: dict[str, str]) -> None:
    """Make a table of some columns of a CSV file."""
    con.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[row[column] or None for column in columns] for row in csv.DictReader(file)]
    frame = {column: [row[number] for row in rows] for number, column in enumerate(columns)}
    lists = ", ".join(f"unnest(${place})::{kind}" for place, kind in enumerate(columns.values(), start=1))
    con.execute(f"INSERT INTO {name} SELECT {lists}", list(frame.values()))


def assume(con: duckdb.DuckDBPyConnection, county: Path) -> None:
    """Write mention_entity, entity and entity_successor as the truth of a county has them."""
    with workbench(con) as source:
        forms.build(con, source, silent)
        places = {"file": "VARCHAR", "sheet": "VARCHAR", "row": "INT", "name_field": "VARCHAR", "id_field": "VARCHAR"}
        columns = {**places, "part": "INT", "true_id": "VARCHAR", "true_type": "VARCHAR"}
        _table(con, "true_mention", county / "truth" / "mentions.csv", columns)
        for column in ("sheet", "name_field", "id_field"):
            con.execute(f"UPDATE true_mention SET {column} = '' WHERE {column} IS NULL")
        con.execute("UPDATE true_mention SET part = 1 WHERE part IS NULL")
        _table(con, "true_person", county / "truth" / "persons.csv", {"true_id": "VARCHAR", "number": "VARCHAR"})
        con.execute(TRUE_ROWS.format(source=source))
        con.execute(ASSIGNED.format(source=source))
        con.execute("CREATE TABLE organization_entity AS SELECT * FROM person_entity LIMIT 0")
        con.execute("CREATE TABLE latin_entity AS SELECT * FROM person_entity LIMIT 0")
        entities.give_ids(con, source, None)
        entities.write(con, source)
