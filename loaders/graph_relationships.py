"""Relationships of the graph from records: temporary tables rel_<TYPE>.

Columns: _from_label, _from, _to_label, _to, the stored properties, records, confidence.
"""

from collections import Counter
from collections.abc import Iterable

import duckdb

from graph.rows import ENDS
from graph.schema import RelationshipType, Schema
from loaders.expressions import literal, sql_condition, sql_valid, sql_value
from loaders.graph_columns import RECORDS, merged, null, stored
from loaders.mapping import Mapping, RelationshipSpec

CONFIDENCE = "round(min(probability), 6) AS confidence"
_NAMES = ", ".join(ENDS)


def make_relationships(con: duckdb.DuckDBPyConnection, mappings: Iterable[Mapping], schema: Schema) -> dict[str, int]:
    """Make rel_<TYPE> for every type; return how many statements were dropped per reason.

    `same_entity`: both ends are one entity; `undeclared_ends`: the schema does not join labels of such ends.
    """
    found: dict[str, list[tuple[Mapping, RelationshipSpec]]] = {name: [] for name in schema.relationships}
    for mapping in mappings:
        for spec in mapping.relationships:
            found[spec.type].append((mapping, spec))
    dropped = Counter(same_entity=0, undeclared_ends=0)
    for name, specs in found.items():
        kind = schema.relationships[name]
        con.execute(f"CREATE OR REPLACE TEMP TABLE said AS {_statements(kind, specs)}")
        pairs = ", ".join(f"('{a}', '{b}')" for a, b in kind.ends)
        same, undeclared = con.execute(
            f"SELECT count(*) FILTER (_from = _to), count(*) FILTER ((_from_label, _to_label) NOT IN ({pairs})) "
            "FROM said"
        ).fetchall()[0]
        dropped.update(same_entity=same, undeclared_ends=undeclared)
        con.execute(f"DELETE FROM said WHERE _from = _to OR (_from_label, _to_label) NOT IN ({pairs})")
        if any(spec.spans_rows for _, spec in specs):
            _join_spans(con)
        said = {column for _, spec in specs for column in _given(spec)}
        parts = [part for part in (_NAMES, merged(kind, said, kind.distinguished_by), RECORDS, CONFIDENCE) if part]
        keys = ", ".join((*ENDS, *(f'"{column}"' for column in kind.distinguished_by)))
        con.execute(f"CREATE OR REPLACE TEMP TABLE rel_{name} AS SELECT {', '.join(parts)} FROM said GROUP BY {keys}")
    con.execute("DROP TABLE IF EXISTS said")
    return dict(dropped)


def _given(spec: RelationshipSpec) -> set[str]:
    return {*spec.set, *(("valid_from", "valid_to") if spec.valid else ()), *(("at",) if spec.at else ())}


def _statements(kind: RelationshipType, specs: list[tuple[Mapping, RelationshipSpec]]) -> str:
    columns = stored(kind)
    nothing = ", ".join(
        ["0 AS place", "'' AS record_id", *(f"'' AS {name}" for name in ENDS), "1.0 AS probability",
         *(f'{null(columns[name])} AS "{name}"' for name in columns)]
    )  # fmt: skip
    return " UNION ALL BY NAME ".join([f"(SELECT {nothing} LIMIT 0)", *(_said(kind, *one) for one in specs)])


def _said(kind: RelationshipType, mapping: Mapping, spec: RelationshipSpec) -> str:
    types = {p.name: p.type for p in kind.declared}
    values = {name: sql_value(value, mapping, "v", types[name]) for name, value in spec.set.items()}
    if spec.valid:
        values["valid_from"], values["valid_to"] = sql_valid(spec.valid, mapping)
    if spec.at:
        values["at"] = sql_value(spec.at, mapping, "v", "date")
    columns = "".join(f', {value} AS "{name}"' for name, value in values.items())
    seats = f"seat_{mapping.table}"
    row = f"JOIN val_{mapping.table} v ON v.record_id = a.record_id" if values or spec.when else ""
    return f"""(
        SELECT a.place, a.record_id, a.label AS _from_label, a.id AS _from, b.label AS _to_label, b.id AS _to,
               least(coalesce(a.probability, 1.0), coalesce(b.probability, 1.0)) AS probability{columns}
        FROM {seats} a JOIN {seats} b ON b.place = a.place {row}
        WHERE a.name = {literal(spec.subject)} AND b.name = {literal(spec.object)}
          AND {sql_condition(spec.when, mapping)})"""


def _join_spans(con: duckdb.DuckDBPyConnection) -> None:
    """Let rows of one pair share intervals: a row that opens one and the next row that closes it become one interval.

    A row that opens again before anything was closed restates the interval; one that closes what no row opened has
    an unknown beginning. The pair has no direction: all its rows take that of the earliest.
    """
    con.execute("""
        CREATE OR REPLACE TEMP TABLE said AS
        WITH dated AS (
            SELECT *, least(_from, _to) AS low, greatest(_from, _to) AS high, coalesce(valid_from, valid_to) AS day
            FROM said),
        numbered AS (
            SELECT *, count(valid_to) OVER pair - (valid_to IS NOT NULL)::INT AS nth,
                   row_number() OVER pair AS nth_row
            FROM dated
            WINDOW pair AS (PARTITION BY low, high ORDER BY day NULLS FIRST, (valid_to IS NOT NULL)::INT, record_id
                            ROWS UNBOUNDED PRECEDING))
        SELECT * EXCLUDE (low, high, day, nth, nth_row) REPLACE (
            min(valid_from) OVER span AS valid_from, max(valid_to) OVER span AS valid_to,
            arg_min(_from, nth_row) OVER pair AS _from, arg_min(_to, nth_row) OVER pair AS _to)
        FROM numbered
        WINDOW span AS (PARTITION BY low, high, nth), pair AS (PARTITION BY low, high)""")
