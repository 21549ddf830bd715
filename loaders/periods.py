"""From when to when a row says what it says of whom it names: the days and intervals that it states."""

from loaders.expressions import literal, sql_condition, sql_valid, sql_value
from loaders.mapping import Mapping, NodeSpec, RelationshipSpec

# As it stands in the numbers of courts and procuratorates, and of the police (area, unit, year, month, serial).
_YEARS = (r"[（〔]((?:19|20)\d{2})[）〕]", r"^[A-Z]\d{12}((?:19|20)\d{2})")


def sql_period(mapping: Mapping) -> tuple[str, str]:
    """Return the first and the last day that a row of val_<T> `v` speaks of, as DATE expressions.

    The days on which something is observed or happens and the ends of intervals; one that has not ended lasts to the
    day of the batch, after which no row can speak. A row without any speaks of the year that stands in the number of
    its case; NULL where there is no such number.
    """
    first, last = [], []
    if mapping.observed:
        first.append("v.observed")
        last.append("v.observed")
    things: list[NodeSpec | RelationshipSpec] = [*mapping.nodes.values(), *mapping.relationships]
    for thing in things:
        applies = sql_condition(thing.when, mapping)
        if thing.at:
            day = f"CASE WHEN {applies} THEN {sql_value(thing.at, mapping, wanted='date')} END"
            first.append(day)
            last.append(day)
        if thing.valid:
            since, until = sql_valid(thing.valid, mapping)
            begun = f"{applies} AND {since} IS NOT NULL" if thing.valid.from_ else applies
            first.append(f"CASE WHEN {applies} THEN {since} END")
            last.append(f"CASE WHEN {begun} THEN coalesce({until}, v.batch_date) END")
    year = _case_year(mapping)
    start = f"coalesce({_extreme('least', first)}, make_date({year}, 1, 1))"
    end = f"coalesce({_extreme('greatest', last)}, make_date({year}, 12, 31))"
    return _not_after_batch(start), _not_after_batch(end)


def _not_after_batch(day: str) -> str:
    return f"CASE WHEN {day} > v.batch_date THEN v.batch_date ELSE {day} END"


def _extreme(which: str, days: list[str]) -> str:
    return f"{which}({', '.join(days)})" if len(days) > 1 else (days or ["CAST(NULL AS DATE)"])[0]


def _case_year(mapping: Mapping) -> str:
    keys = [sql_value(node.key[0], mapping) for node in mapping.nodes.values() if node.label == "Case" and node.key]
    years = [f"nullif(regexp_extract({key}, {literal(shape)}, 1), '')" for key in keys for shape in _YEARS]
    return f"CAST(coalesce({', '.join(years)}) AS BIGINT)" if years else "CAST(NULL AS BIGINT)"
