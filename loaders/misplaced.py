"""Whole numbers in the wrong cell: glued to a name, or where a telephone belongs."""

import duckdb
import pyarrow as pa

from loaders.expressions import literal
from loaders.mapping import Mapping, Mention, type_of
from resolution.normalise import numbers

_LONG_RUN = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{15}"


def fill(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Give mentions of one table that have no number the one whole number that their name or phone cell holds.

    A person takes no credit code and an organization no citizen number. A phone cell is read for citizen numbers, and
    only where the mapping has a cell for the number. Call it once the mentions of the table are written.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE long_cell AS {' UNION '.join(_long_cells(mapping))}")
    cells = [row[0] for row in con.execute("SELECT DISTINCT cell FROM long_cell ORDER BY cell").fetchall()]
    found = [(cell, number) for cell in cells if (number := numbers.parse(numbers.inside(cell) or ""))]
    if not found:
        return
    columns = {
        "cell": [cell for cell, _ in found],
        "number": [number.text for _, number in found],
        "citizen": [number.kind == "citizen" for _, number in found],
    }
    con.register("found_number", pa.table(columns))
    con.execute(
        """UPDATE mention SET number = one.number
           FROM (SELECT mention_id, min(number) AS number FROM long_cell JOIN found_number USING (cell)
                 WHERE kind <> CASE WHEN citizen THEN 'organization' ELSE 'person' END AND (citizen OR NOT phone)
                 GROUP BY mention_id HAVING count(DISTINCT number) = 1) one
           WHERE mention.mention_id = one.mention_id"""
    )
    con.unregister("found_number")


def _long_cells(mapping: Mapping) -> list[str]:
    """Queries for the cells, by mention without a number, that are long enough to hold one."""
    lacking = f"m.table_name = {literal(mapping.table)} AND m.number IS NULL"
    queries = [
        f"""SELECT mention_id, kind, name AS cell, false AS phone FROM mention m
            WHERE {lacking} AND regexp_matches(name, '{_LONG_RUN}')"""
    ]
    for mention in mapping.mentions.values():
        for name in _phone_columns(mapping, mention):
            # What is no telephone has no value: only the cell as it was sent shows it.
            cell = f'r."{name}"'
            queries.append(
                f"""SELECT m.mention_id, m.kind, {cell}, true
                    FROM mention m JOIN sighting s USING (record_id) JOIN raw_{mapping.table} r USING (file_id, row)
                    WHERE {lacking} AND m.role = {literal(mention.role)} AND regexp_matches({cell}, '{_LONG_RUN}')"""
            )
    return queries


def _phone_columns(mapping: Mapping, mention: Mention) -> list[str]:
    """The cells of a mention's telephones, if it is one mention a row and has a cell for a number as well."""
    named = [value for value in (mention.number, mention.name) if value]
    if mention.number is None or any(type_of(value, mapping.columns) == "strings" for value in named):
        return []
    leaves = [leaf for value in mention.phones for leaf in value.leaves()]
    return sorted({leaf.column for leaf in leaves if leaf.column and not leaf.when})
