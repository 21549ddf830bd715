"""Who and what the live records of a table name: mentions, keyed nodes, ties between mentions, youths to seal."""

import duckdb

from core.ids import sql_digest, sql_node_id
from loaders import misplaced, periods
from loaders.expressions import literal, sql_column, sql_condition, sql_key, sql_value
from loaders.mapping import Mapping, Mention, Value, type_of

LIVE = "NOT v.retired"
_PROCEEDINGS = ("Case", "Decision")
# Who reports or saw a thing may be one of those it happened to.
_BESIDES = "('reporter', 'witness')"


def write(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Write mention, row_node, mention_tie, may_be, mention_list and seal_candidate of one table from its val_<T>."""
    for mention in mapping.mentions.values():
        con.execute(_mention(mapping, mention))
    misplaced.fill(con, mapping)
    for node in mapping.nodes.values():
        key = sql_key(node.key, mapping) or ["v.record_id"]
        present = " AND ".join(f"{part} IS NOT NULL" for part in key)
        con.execute(
            f"INSERT INTO row_node SELECT v.record_id, {literal(node.alias)}, 1, {literal(node.label)}, "
            f"{sql_node_id(node.label, *key)} FROM val_{mapping.table} v "
            f"WHERE {LIVE} AND {present} AND {sql_condition(node.when, mapping)}"
        )
    for relationship in mapping.relationships:
        if relationship.subject in mapping.mentions and relationship.object in mapping.mentions:
            con.execute(
                f"INSERT INTO mention_tie SELECT v.record_id, {literal(relationship.type)}, a.mention_id, b.mention_id "
                f"FROM val_{mapping.table} v JOIN mention a USING (record_id) JOIN mention b USING (record_id) "
                f"WHERE {LIVE} AND {_plays('a', relationship.subject)} AND {_plays('b', relationship.object)} "
                f"AND {sql_condition(relationship.when, mapping)}"
            )
    for mention in mapping.mentions.values():
        for other in mention.may_be:
            con.execute("INSERT INTO may_be VALUES (?, ?, ?)", [mapping.table, mention.role, other])
        if statement := _list(mapping, mention):
            con.execute(statement)
    if mapping.seal:
        con.execute(_seal(mapping))


def _list(mapping: Mapping, mention: Mention) -> str:
    """The lists of persons that a table of proceeding × person holds; '' for any other table.

    A list is what one batch says under one key but for the person, and whatever part each has in the proceeding.
    """
    person = {leaf.column for value in (mention.number, mention.name) if value for leaf in value.leaves()}
    rest = [name for name in mapping.key if name not in person]
    proceedings = (
        {leaf.column for part in node.key for leaf in part.leaves()}
        for node in mapping.nodes.values()
        if node.label in _PROCEEDINGS and node.key
    )
    named = next((columns for columns in proceedings if columns <= set(rest)), None)
    if len(rest) == len(mapping.key) or named is None:
        return ""
    parts = {
        spec.set["role"].column
        for spec in mapping.relationships
        if spec.type == "PARTY_IN" and spec.subject == mention.role and "role" in spec.set
    }
    key = [
        f"CASE WHEN {sql_column(name)} IN {_BESIDES} THEN {sql_column(name)} ELSE '' END"
        if name in parts
        else f"coalesce(CAST({sql_column(name)} AS VARCHAR), '')"
        for name in rest
    ]
    present = " AND ".join(f"{sql_column(name)} IS NOT NULL" for name in sorted(named))
    return f"""
        INSERT INTO mention_list
        SELECT m.mention_id, {sql_digest(literal(mapping.table), literal(mention.role), "v.batch_id", *key)}
        FROM val_{mapping.table} v JOIN mention m USING (record_id)
        WHERE {LIVE} AND {_plays("m", mention.role)} AND {present}"""


def _plays(alias: str, role: str) -> str:
    return f"({alias}.role = {literal(role)} OR starts_with({alias}.role, {literal(role + '.')}))"


def _fields(value: Value | None) -> str:
    """Return the name of the column a value is read from, the first where there are several, as a SQL string."""
    columns = [leaf.column for leaf in value.leaves() if leaf.column] if value else []
    return literal(columns[0] if columns else "")


class _Slots:
    """The slots of a mention as expressions; those of a split cell stand side by side, part by part."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping

    def several(self, value: Value | None) -> bool:
        return value is not None and type_of(value, self.mapping.columns) == "strings"

    def plain(self, value: Value | None, wanted: str = "") -> str:
        """One value for all parts."""
        return sql_value(value, self.mapping, wanted=wanted) if value else "NULL"

    def part(self, value: Value | None, wanted: str = "") -> str:
        """The value of this part; what is stated once for several parts belongs to none of them."""
        if value is None:
            return "NULL"
        if self.several(value):
            return f"({sql_value(value, self.mapping)})[p.part]"
        return f"CASE WHEN p.parts = 1 THEN {sql_value(value, self.mapping, wanted=wanted)} END"

    def number(self, value: Value | None) -> str:
        """How many parts a value has."""
        if not self.several(value):
            return "1"
        return f"coalesce(len({self.plain(value)}), 0)"

    def texts(self, values: tuple[Value, ...]) -> str:
        """A list of all texts given, each once, in their order."""
        given = [
            f"coalesce({sql_value(value, self.mapping)}, [])" if self.several(value) else f"[{self.plain(value)}]"
            for value in values
        ]
        if not given:
            return "CAST([] AS VARCHAR[])"
        joined = given[0] if len(given) == 1 else f"flatten([{', '.join(given)}])"
        listed = f"list_filter({joined}, lambda x: x IS NOT NULL)"
        once = listed if len(given) == 1 else f"list_sort(list_distinct({listed}))"
        return f"CASE WHEN p.parts = 1 THEN {once} ELSE [] END"


def _mention(mapping: Mapping, mention: Mention) -> str:
    slots = _Slots(mapping)
    kind = literal(mention.kind)
    if mention.kind_column:
        column = sql_column(mention.kind_column)
        kind = f"CASE WHEN {column} IN ('person', 'organization') THEN {column} ELSE {kind} END"
    role, table = literal(mention.role), literal(mapping.table)
    numbered = "CASE WHEN m.part > 1 THEN '.' || m.part ELSE '' END"
    addresses = tuple(mention.addresses.values())
    several = slots.several(mention.number) or slots.several(mention.name)
    number = slots.part(mention.number) if several else slots.plain(mention.number)
    name = slots.part(mention.name) if several else slots.plain(mention.name)
    if mention.profile and not mention.name:
        name = f"nullif(concat_ws(' ', {slots.plain(mention.given_name)}, {slots.plain(mention.family_name)}), '')"
    sex = slots.part(mention.sex)
    since, until = periods.sql_period(mapping)
    parts = f"greatest({slots.number(mention.number)}, {slots.number(mention.name)}, 1)" if several else "1"
    source = (
        f"(SELECT record_id, parts, unnest(range(1, parts + 1)) AS part FROM "
        f"(SELECT v.record_id, {parts} AS parts FROM val_{mapping.table} v WHERE {LIVE})) p "
        f"JOIN val_{mapping.table} v USING (record_id)"
        if several
        else f"val_{mapping.table} v, (SELECT 1 AS part, 1 AS parts) p"
    )
    return f"""
        INSERT INTO mention
        SELECT m.record_id || '#' || {role} || {numbered}, m.record_id, {table}, {role} || {numbered}, m.part,
               {_fields(mention.name)}, {_fields(mention.number)}, m.* EXCLUDE (record_id, part)
        FROM (SELECT v.record_id, p.part, {kind} AS kind, {number} AS number,
                     {slots.plain(mention.number_type)} AS number_type,
                     {slots.texts((mention.old_numbers,) if mention.old_numbers else ())} AS old_numbers,
                     {name} AS name,
                     {slots.texts((mention.other_names,) if mention.other_names else ())} AS other_names,
                     CASE WHEN {sex} IN ('male', 'female') THEN {sex} END AS sex,
                     {_birth(slots, mention)} AS birth_date,
                     {slots.part(mention.death_date, "date")} AS death_date,
                     {slots.texts(mention.phones)} AS phones, {slots.texts(addresses)} AS addresses,
                     {slots.part(mention.employer)} AS employer,
                     {slots.part(mention.self_reported)} AS self_reported, v.observed,
                     {since} AS seen_from, {until} AS seen_to,
                     nullif(v.division, '') AS division,
                     {literal(mention.profile) if mention.profile else "NULL"} AS profile,
                     {slots.part(mention.given_name)} AS given_name, {slots.part(mention.family_name)} AS family_name,
                     {_birth_text(slots, mention)} AS birth_text, {slots.part(mention.birth_place)} AS birth_place,
                     {slots.part(mention.postcode)} AS postcode, {slots.part(mention.occupation)} AS occupation
              FROM {source}
              WHERE {LIVE} AND {sql_condition(mention.when, mapping)}) m
        WHERE m.number IS NOT NULL OR m.name IS NOT NULL"""


def _birth_text(slots: _Slots, mention: Mention) -> str:
    """The birth as it was written, of a profile that compares broken dates by their parts."""
    return f"CAST({slots.part(mention.birth_date)} AS VARCHAR)" if mention.profile and mention.birth_date else "NULL"


def _birth(slots: _Slots, mention: Mention) -> str:
    if not mention.profile:
        return slots.part(mention.birth_date, "date")
    written = _birth_text(slots, mention)
    return f"coalesce(TRY_CAST({written} AS DATE), TRY_STRPTIME({written}, '%Y%m%d')::DATE)"


def _seal(mapping: Mapping) -> str:
    assert mapping.seal is not None
    born = {
        leaf.column
        for mention in mapping.mentions.values()
        for value in (mention.birth_date, mention.death_date)
        if value
        for leaf in value.leaves()
    }
    days = [
        f"CAST({sql_column(name)} AS DATE)"
        for name, column in mapping.columns.items()
        if column.type in ("date", "dt", "month") and name not in born
    ]
    offence = f"CAST({sql_column(mapping.seal.on)} AS DATE)" if mapping.seal.on else "CAST(NULL AS DATE)"
    earliest = f"least({', '.join(days)})" if len(days) > 1 else (days or ["CAST(NULL AS DATE)"])[0]
    flagged = sql_condition(mapping.seal.when, mapping) if mapping.seal.when else "FALSE"
    only = sql_condition(mapping.seal.only, mapping)
    return f"""
        INSERT INTO seal_candidate
        SELECT v.record_id, m.mention_id, {offence}, {earliest}, {flagged}, {mapping.seal.along}
        FROM val_{mapping.table} v JOIN mention m USING (record_id)
        WHERE {LIVE} AND {_plays("m", mapping.seal.who)} AND ({flagged} OR {only})"""
