"""A place to ask small questions over and over: a statement is planned once, and from then on only executed.

To plan the hundred statements of the rules takes three times as long as to execute them on a few rows. A plan holds as
long as the catalog stays what it is. So, within a question, a table that a statement would make anew is filled, rows
that it would register are handed to a view that stays, and what was filled is rolled back at the end.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import isfinite
from typing import Any

import duckdb
import pyarrow as pa

from resolution.workbench import workbench

_TABLE = re.compile(r"CREATE OR REPLACE TABLE ([\w.]+) (?:AS\b(.*)|\()", re.DOTALL)
_SHOWN = re.compile(r"\s*(?:SELECT \* )?FROM (\w+)\s*")
_ONCE = re.compile(r"CREATE (?:OR REPLACE MACRO|SCHEMA IF NOT EXISTS)\b")
_MADE = """
SELECT replace(sql, 'CREATE TABLE', 'CREATE OR REPLACE TABLE') FROM duckdb_tables()
WHERE database_name = current_database() AND NOT temporary
  AND CASE schema_name WHEN 'main' THEN '' ELSE schema_name || '.' END || table_name IN (SELECT unnest($1))
"""

# Questions after which DuckDB is made to forget; to do so takes 3 to 8 ms.
_OFTEN = 50


@dataclass(frozen=True)
class _Statement:
    """A statement: whether it is needed only once, the table that it makes and from what, the names that it uses."""

    text: str
    once: bool
    table: str | None
    content: str | None
    words: frozenset[str]


class _Rows:
    """Rows that DuckDB reads through a view which outlives them."""

    def __init__(self, rows: pa.Table) -> None:
        self.rows = rows

    def __arrow_c_schema__(self) -> object:
        return self.rows.schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.rows.__arrow_c_stream__(requested_schema)


@dataclass(frozen=True)
class _Plan:
    name: str
    text: str
    given: dict[str, _Rows]


class Bench:
    """What the rules use of a connection to a database in memory: execute, executemany, register and unregister."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"temp_directory": ""})
        self._few, self._planning, self._asked = False, False, 0
        self._rows: dict[str, pa.Table] = {}
        self._statements: dict[str, list[_Statement]] = {}
        self._plans: dict[tuple[object, ...], _Plan] = {}
        self._wanted: dict[tuple[object, ...], _Plan] = {}
        self._tables: set[str] = set()
        self._done: set[str] = set()
        self._filled: set[str] = set()
        self._made: dict[str, str] = {}
        self._shown: set[str] = set()

    @contextmanager
    def small(self) -> Iterator[None]:
        """Ask about a few rows, by the plans of before; afterwards all tables are empty."""
        self._for(few=True)
        self.con.execute("BEGIN")
        self._planning = True
        for left in (self._rows, self._filled, self._made, self._wanted):
            left.clear()
        try:
            yield
            made = self.con.execute(_MADE, [list(self._made)]).fetchall() if self._made else []
        finally:
            self._planning = False
            self.con.execute("ROLLBACK")
            for name in self._shown:
                self.con.unregister(name)
            self._shown.clear()
        self._keep([text for (text,) in made])
        self._asked += 1
        if self._asked % _OFTEN == 0:
            self._forget()

    @contextmanager
    def large(self) -> Iterator[None]:
        """Ask about many rows, each statement planned for what is there; afterwards all tables are gone."""
        self._for(few=False)
        with workbench(self.con):
            yield

    def _for(self, *, few: bool) -> None:
        """For few rows, another thread and better plans cost more than they save."""
        if few is not self._few:
            self.con.execute(f"SET threads = {1 if few else 2}; PRAGMA {'disable' if few else 'enable'}_optimizer")
            self._few = few

    def _keep(self, tables: Sequence[str]) -> None:
        """Make for good what a question had to make, and the plans that it lacked."""
        if self._made:
            for plan in self._plans.values():
                self.con.execute(f"DEALLOCATE {plan.name}")
            self._wanted = self._plans | self._wanted
            self._plans = {}
            for text in (*filter(None, self._made.values()), *tables):
                self.con.execute(text)
            self._tables.update(name for name, text in self._made.items() if not text)
            self._done.update(text for text in self._made.values() if text)
        for plan in self._wanted.values():
            for name, rows in plan.given.items():
                self.con.register(name, rows)
            self.con.execute(f"PREPARE {plan.name} AS {plan.text}")
        self._plans |= self._wanted

    def _forget(self) -> None:
        """Make DuckDB let go of its notes of buffers that are long free.

        It looks at them only when memory runs short, up to 30,000 of them, and with all these between what is in use
        every statement takes half as long again. So it is asked, in vain, to make do with next to nothing; there is no
        temporary directory to which it could write tables instead.
        """
        with suppress(duckdb.OutOfMemoryException):
            self.con.execute("SET memory_limit = '1KB'")
        self.con.execute("RESET memory_limit")

    def register(self, name: str, rows: pa.Table) -> None:
        """Show rows as a view."""
        if self._planning:
            self._rows[name] = rows
        else:
            self.con.register(name, rows)

    def unregister(self, name: str) -> None:
        """Show rows no longer."""
        if self._planning:
            del self._rows[name]
        else:
            self.con.unregister(name)

    def executemany(self, query: str, given: Sequence[Sequence[object]]) -> None:
        """Execute a statement once for each row of parameters."""
        self.con.executemany(query, given)

    def execute(self, query: str, given: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Execute statements, as DuckDBPyConnection.execute."""
        if not self._planning:
            return self.con.execute(query, given or None)
        if query not in self._statements:
            self._statements[query] = [self._read(one.query.strip()) for one in duckdb.extract_statements(query)]
        for one in self._statements[query]:
            if one.once:
                self._make_once(one.text)
            elif one.table:
                self._fill(one, given)
            else:
                self._run(one.text, one.words, given)
        return self.con

    def _read(self, text: str) -> _Statement:
        made = _TABLE.match(text)
        table, content = (made[1], made[2]) if made else (None, None)
        if content:
            assert not re.search(rf"\b(?:FROM|JOIN|,)\s+{table}\b", content), f"{table} is made of itself"
        return _Statement(text, bool(_ONCE.match(text)), table, content, frozenset(re.findall(r"\w+", text)))

    def _make_once(self, text: str) -> None:
        if text not in self._done:
            self.con.execute(text)
            self._made[text] = text

    def _fill(self, one: _Statement, given: Sequence[object]) -> None:
        """Fill the table that a statement makes; make it where it never was."""
        assert one.table
        if one.table not in self._tables:
            self._made[one.table] = ""
            self._filled.add(one.table)
            self._show(one.words)
            self.con.execute(one.text, given or None)
            return
        if one.table in self._filled:
            self._run(f"DELETE FROM {one.table}", frozenset(), ())
        self._filled.add(one.table)
        if one.content and not self._nothing(one.content):
            self._run(f"INSERT INTO {one.table} BY NAME {one.content}", one.words, given)

    def _nothing(self, content: str) -> bool:
        """Whether rows that are shown, and of which there are none, are all that a table is made of."""
        shown = _SHOWN.fullmatch(content)
        return shown is not None and not len(self._rows.get(shown[1], (True,)))

    def _run(self, text: str, words: frozenset[str], given: Sequence[object]) -> None:
        shown = sorted(words & self._rows.keys())
        key = (text, *((name, self._rows[name].schema) for name in shown))
        plan = self._plans.get(key)
        if plan is None:
            if key not in self._wanted:
                self._wanted[key] = self._plan(text, shown)
            self._show(words)
            self.con.execute(text, given or None)
            return
        for rows, name in zip(plan.given.values(), shown, strict=True):
            rows.rows = self._rows[name]
        values = f"({', '.join(_literal(value) for value in given)})" if given else ""
        self.con.execute(f"EXECUTE {plan.name}{values}")

    def _plan(self, text: str, shown: Sequence[str]) -> _Plan:
        number = len(self._plans) + len(self._wanted)
        given = {f"rows_{number}_{name}": _Rows(self._rows[name].schema.empty_table()) for name in shown}
        for there, name in zip(given, shown, strict=True):
            text = re.sub(rf"\b{name}\b", there, text)
        return _Plan(f"plan_{number}", text, given)

    def _show(self, words: frozenset[str]) -> None:
        """Show a statement that has no plan yet the rows that it names."""
        for name in sorted(words & self._rows.keys()):
            self.con.register(name, self._rows[name])
            self._shown.add(name)


def _literal(value: Any) -> str:
    """Return a parameter as SQL, of a type that does not depend on its value: a plan holds for one type only."""
    if isinstance(value, list):
        return f"[{', '.join(_literal(one) for one in value)}]::VARCHAR[]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if type(value) in (int, float) and isfinite(value):
        return f"{value!r}::DOUBLE"
    raise TypeError(f"A question takes texts, lists of texts and numbers, not {type(value).__name__}.")
