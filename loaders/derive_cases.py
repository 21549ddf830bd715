"""Derived properties of cases and judgments."""

import duckdb
import pyarrow as pa

from loaders.python_values import look_up
from resolution.normalise import addresses, case_numbers


def execution_end(con: duckdb.DuckDBPyConnection) -> None:
    """Set the end of execution (M19): release on expiry, else end of parole, else the stated or computed last day.

    A release or parole counts where it belongs to a defendant of the judgment and was executed under its case. Life
    and suspended death have no computed end.
    """
    executed = """
        SELECT h._to AS judgment, max({day}) AS day
        FROM rel_HAS_JUDGMENT h
        JOIN rel_EXECUTED_AS e ON e._from = h._from
        JOIN node_{label} x ON x.id = e._to
        JOIN rel_{ties} p ON p._to = x.id
        JOIN rel_DEFENDANT_IN d ON d._to = h._to AND d._from = p._from
        WHERE {condition} GROUP BY ALL"""
    served = executed.format(
        day="x.valid_to", label="Custody", ties="IN_CUSTODY", condition="x.release = 'term_served'"
    )
    paroled = executed.format(day="x.planned_end", label="Correction", ties="UNDER", condition="x.kind = 'parole'")
    con.execute(f"""
        UPDATE node_Judgment SET execution_end = s.day FROM (
            SELECT j.id, coalesce(
                served.day, paroled.day, j.term_end,
                CASE WHEN j.penalty NOT IN ('life', 'death_suspended', 'death')
                     THEN CAST(j.custody_from + to_months(CAST(j.term_months AS INTEGER)) AS DATE) END) AS day
            FROM node_Judgment j LEFT JOIN ({served}) served ON served.judgment = j.id
            LEFT JOIN ({paroled}) paroled ON paroled.judgment = j.id) s
        WHERE s.id = node_Judgment.id""")


def probation_end(con: duckdb.DuckDBPyConnection) -> None:
    """Set the last day of a probation: months after the judgment took effect."""
    con.execute("""
        UPDATE node_Judgment SET probation_end = CAST(effective + to_months(CAST(probation_months AS INTEGER)) AS DATE)
        WHERE probation_months > 0""")


def superseded(con: duckdb.DuckDBPyConnection) -> None:
    """Set when a later judgment on the same prosecution of the same defendant took effect; the last has none."""
    con.execute("""
        UPDATE node_Judgment SET superseded = s.day FROM (
            SELECT id, min(day) AS day FROM (
                SELECT j.id, lead(j.effective) OVER (
                    PARTITION BY d._from, j.prosecution_no ORDER BY j.effective, j.at, j.case_no) AS day
                FROM node_Judgment j JOIN rel_DEFENDANT_IN d ON d._to = j.id
                WHERE j.effective IS NOT NULL AND j.prosecution_no IS NOT NULL)
            GROUP BY id) s
        WHERE s.id = node_Judgment.id""")


def county(con: duckdb.DuckDBPyConnection) -> None:
    """Set the county of judgments and cases.

    From the organ code in the case number, else from the organ's name, else as the mapping says (the division of the
    batch); of the procuratorate first from its organ's code.
    """
    numbers = "SELECT case_no FROM node_Case UNION ALL SELECT case_no FROM node_Judgment"
    look_up(con, numbers, "by_number", {"county": (pa.string(), case_numbers.division)})
    look_up(con, "SELECT name FROM node_Agency", "by_name", {"county": (pa.string(), _county_in)})
    con.execute("UPDATE node_Judgment SET county = n.county FROM by_number n WHERE n.text = node_Judgment.case_no")
    con.execute("""
        UPDATE node_Case SET county = s.county FROM (
            SELECT c.id, coalesce(
                CASE WHEN c.kind = 'procuratorate' THEN min(nullif(regexp_extract(a.code, '^\\d{6}'), '')) END,
                min(n.county), min(m.county), c.county) AS county
            FROM node_Case c
            LEFT JOIN rel_HANDLED_BY h ON h._from = c.id LEFT JOIN node_Agency a ON a.id = h._to
            LEFT JOIN by_number n ON n.text = c.case_no LEFT JOIN by_name m ON m.text = a.name
            GROUP BY c.id, c.kind, c.county) s
        WHERE s.id = node_Case.id""")


def _county_in(name: str) -> str | None:
    code, _ = addresses.split(name)
    return code if code and len(code) == 6 else None


ALL = (execution_end, probation_end, superseded, county)
