"""Values, conditions and intervals of a mapping as DuckDB SQL over its table val_<T>."""

from loaders.mapping import Condition, Mapping, Valid, Value, type_of

SQL_TYPES = {"string": "VARCHAR", "float": "DOUBLE", "int": "BIGINT", "bool": "BOOLEAN", "date": "DATE",
             "timestamp": "TIMESTAMP", "strings": "VARCHAR[]"}  # fmt: skip


def literal(text: str) -> str:
    """Return text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


RECORD_COLUMNS = ("record_id", "agency", "division", "feed", "batch_id", "batch_date", "observed", "retired")
"""What val_<T> tells of a record itself, before its values."""


def value_column(name: str) -> str:
    """Return the column of val_<T> that holds a field; one called like a column of the record itself is set apart."""
    return f"{name}_" if name in RECORD_COLUMNS else name


def sql_column(name: str, alias: str = "v") -> str:
    """Return a field of the val_<T> that `alias` stands for."""
    return f'{alias}."{value_column(name)}"'


def sql_value(value: Value, mapping: Mapping, alias: str = "v", wanted: str = "") -> str:
    """Return the expression of a value, NULL when it is empty.

    `wanted` is the property type of graph/schema.yaml to bring it to; without it a column keeps its own type and a
    constant is VARCHAR. A list (`wanted` strings) is never NULL.
    """
    if value.first:
        return f"coalesce({', '.join(sql_value(part, mapping, alias, wanted) for part in value.first)})"
    if value.batch:
        division = f"nullif({sql_division(mapping, alias)}, '')"
        return division if value.batch == "division" else f"left({division}, 4)"
    if value.constant:
        text = literal(value.constant)
        return text if wanted in ("", "string") else f"CAST({text} AS {SQL_TYPES[wanted]})"
    return _cast(_column(value, mapping, alias), type_of(value, mapping.columns), wanted)


def _column(value: Value, mapping: Mapping, alias: str) -> str:
    found = sql_column(f"{value.column}__{value.as_}" if value.as_ else value.column, alias)
    if value.pattern:
        found = f"nullif(regexp_extract({found}, {literal(value.pattern)}, 1), '')"
    if value.when:
        found = f"CASE WHEN {sql_condition(value.when, mapping, alias)} THEN {found} END"
    return found


def _cast(expression: str, given: str, wanted: str) -> str:
    if wanted == "strings":
        return f"coalesce({expression if given == 'strings' else f'nullif([{expression}], [NULL])'}, [])"
    return expression if wanted in ("", given) else f"CAST({expression} AS {SQL_TYPES[wanted]})"


def sql_condition(condition: Condition, mapping: Mapping, alias: str = "v") -> str:
    """Return the expression of a condition: every column has one of its codes; never NULL, TRUE when there is none."""
    tests = []
    for name, codes in condition.items():
        column = sql_column(name, alias)
        if mapping.columns[name].type == "bool":
            column = f"CAST({column} AS VARCHAR)"
        tests.append(f"coalesce({column} IN ({', '.join(literal(code) for code in codes)}), FALSE)")
    return " AND ".join(tests) if tests else "TRUE"


def sql_division(mapping: Mapping, alias: str = "v") -> str:
    """Return the expression of {batch: division}: what the source declares, else what the row's own division says.

    VARCHAR, '' when neither knows. The row's own division is the first of the mapping's division columns that has one:
    six digits of a code, or of an address that names its county.
    """
    known = [f"nullif({alias}.division, '')"]
    for name in mapping.division_columns:
        if mapping.columns[name].type == "code":
            known.append(f"nullif(regexp_extract({sql_column(name, alias)}, '^(\\d{{6}})', 1), '')")
        else:
            known.append(sql_column(f"{name}__division", alias))
    return f"coalesce({', '.join(known)}, '')"


def sql_key(key: tuple[Value, ...], mapping: Mapping, alias: str = "v") -> list[str]:
    """Return the parts of a node's key as VARCHAR expressions; NULL where a part is empty, so that no node is made.

    A batch part is never NULL. Where the source declares no division it is '', not the feed: the feed differs between
    two tables of one agency and would part a contract from its ledger.
    """
    return [
        f"coalesce({sql_value(part, mapping, alias)}, '')"
        if part.batch
        else f"CAST({sql_value(part, mapping, alias)} AS VARCHAR)"
        for part in key
    ]


def sql_valid(valid: Valid, mapping: Mapping, alias: str = "v") -> tuple[str, str]:
    """Return an interval's first and last day as DATE expressions, NULL when open or unknown."""
    first = sql_value(valid.from_, mapping, alias, "date") if valid.from_ else "CAST(NULL AS DATE)"
    if valid.before:
        return first, f"CAST({sql_value(valid.before, mapping, alias, 'date')} - 1 AS DATE)"
    return first, _last_day(valid.to, mapping, alias) if valid.to else "CAST(NULL AS DATE)"


def _last_day(value: Value, mapping: Mapping, alias: str) -> str:
    if value.first:
        return f"coalesce({', '.join(_last_day(part, mapping, alias) for part in value.first)})"
    found = sql_value(value, mapping, alias, "date")
    return f"last_day({found})" if value.column and mapping.columns[value.column].type == "month" else found
