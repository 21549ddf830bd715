"""The keys under which provisional persons are looked for: those of the blocking rules, as numbers."""

import re

from resolution.linking.comparisons import BLOCKING


def blocks(table: str) -> str:
    """Return the query of (key, node) for rows shaped like provisional: who shares a key may be compared."""
    return " UNION ALL ".join(
        _block(place, rule, arrays, table) for place, (rule, arrays) in enumerate(BLOCKING)
    )  # fmt: skip


def _block(place: int, rule: str, arrays: tuple[str, ...], table: str) -> str:
    columns = re.findall(r"l\.(\w+) = r\.\1\b", rule)
    assert rule == " AND ".join(f"l.{column} = r.{column}" for column in columns), rule
    source = f"(SELECT * REPLACE ({', '.join(f'unnest({one}) AS {one}' for one in arrays)}) FROM {table})"
    present = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    return f"SELECT hash({place}, {', '.join(columns)}) AS key, node FROM {source if arrays else table} WHERE {present}"
