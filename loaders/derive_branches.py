"""Branches of organizations, which no row links to their company: by the name they bear, or by its number."""

import duckdb
import pyarrow as pa

from loaders.graph_relationships import CONFIDENCE
from loaders.python_values import look_up
from resolution.normalise import company_names


def branches(con: duckdb.DuckDBPyConnection) -> None:
    """Add (branch)-[:BRANCH_OF]->(company): the one organization whose name, or whose number, the branch bears.

    Where none bears it in the same form, 公司 may stand for 有限公司 and 股份有限公司, and no form (a bank's) for each.
    Nothing is added where two organizations bear the name. The records are those that call the branch a branch.
    """
    look_up(con, "SELECT unnest(names) FROM node_Organization", "called", {
        "company": (pa.string(), _company), "form": (pa.string(), _form), "branch": (pa.bool_(), _is_branch),
    })  # fmt: skip
    con.execute(f"""
        INSERT INTO rel_BRANCH_OF BY NAME
        WITH organization AS (
            SELECT o.id, o.numbers, c.* FROM (SELECT id, numbers, unnest(names) AS text FROM node_Organization) o
            JOIN called c USING (text)),
        headed AS (SELECT * FROM organization WHERE id NOT IN (SELECT id FROM organization WHERE branch)),
        told AS (
            SELECT b.id, b.text, h.id AS company, b.form = h.form AS sure
            FROM organization b JOIN headed h USING (company)
            WHERE b.branch AND (b.form = h.form OR (least(b.form, h.form) IN ('', 'company')
                                AND greatest(b.form, h.form) IN ('company', 'joint_stock', 'limited')))
            UNION SELECT b.id, b.text, h.id, true FROM (SELECT *, unnest(numbers) AS number FROM organization) b
                  JOIN (SELECT *, unnest(numbers) AS number FROM organization) h USING (number)
                  WHERE b.branch AND h.id IN (SELECT id FROM headed)),
        one AS (SELECT id, min(company) AS company
                FROM (FROM told QUALIFY sure OR NOT bool_or(sure) OVER (PARTITION BY id))
                GROUP BY id HAVING count(DISTINCT company) = 1)
        SELECT 'Organization' AS _from_label, one.id AS _from, 'Organization' AS _to_label, company AS _to,
               list_sort(list_distinct(list(s.record_id))) AS records, {CONFIDENCE}
        FROM one JOIN (SELECT DISTINCT id, text FROM told) USING (id)
        JOIN mention_seat s USING (id) JOIN mention m ON m.mention_id = s.mention_id AND m.name = text
        GROUP BY one.id, company""")


def _is_branch(name: str) -> bool:
    found = company_names.parse(name)
    return bool(found and found.branch)


def _company(name: str) -> str | None:
    """The company's name without its form; None for one without a trading name, which tells nothing."""
    found = company_names.parse(name)
    if found is None or len(found.trading) < 2:
        return None
    return f"{found.place} {found.trading}{found.industry}"


def _form(name: str) -> str:
    found = company_names.parse(name)
    return found.form if found else ""
