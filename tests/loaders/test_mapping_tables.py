"""The mappings and dictionaries that ship with Clew agree with each other and with the graph schema."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from graph.schema import load_schema
from loaders.codes import BUILTIN
from loaders.mapping import Mapping, Mention
from loaders.mapping_reader import builtin_mappings, check_mappings

TABLES = builtin_mappings()
SCHEMA = load_schema()
KINDS = {"person": ["Person"], "organization": ["Organization"], "party": ["Person", "Organization", "Undecided"]}
BY_LOADING = {"Person", "Organization", "Undecided", "Phone", "IdNumber"}
"""Labels of entities and key nodes, whose properties come from mentions."""


def labels(mapping: Mapping, alias: str) -> list[str]:
    if alias in mapping.mentions:
        return KINDS[mapping.mentions[alias].kind]
    return [mapping.nodes[alias].label]


def made() -> Iterator[tuple[str, str]]:
    """Yield element and property for whatever the mappings set."""
    for mapping in TABLES.values():
        for node in mapping.nodes.values():
            yield from ((node.label, name) for name in node.set)
        for relationship in mapping.relationships:
            yield from ((relationship.type, name) for name in relationship.set)


def test_all_57_tables_are_described_without_a_mistake() -> None:
    assert check_mappings([BUILTIN]) == []
    assert len(TABLES) == 57
    assert {path.stem for path in BUILTIN.glob("*.yaml")} == set(TABLES)


def test_every_declared_property_is_set_or_derived() -> None:
    given = set(made()) | {("AT", "kind")}
    idle = [
        f"{element.name}.{declared.name}"
        for element in (*SCHEMA.nodes.values(), *SCHEMA.relationships.values())
        for declared in element.declared
        if element.name not in BY_LOADING
        and (element.name, declared.name) not in given
        and f"{element.name}.{declared.name}" not in SCHEMA.derived
        and element.name not in SCHEMA.derived
    ]
    assert idle == []


def test_every_label_and_pair_of_ends_comes_from_a_mapping_or_from_loading() -> None:
    nodes = {node.label for mapping in TABLES.values() for node in mapping.nodes.values()}
    assert set(SCHEMA.nodes) - BY_LOADING == nodes - BY_LOADING
    joined = defaultdict(set)
    for mapping in TABLES.values():
        for r in mapping.relationships:
            joined[r.type] |= set(product(labels(mapping, r.subject), labels(mapping, r.object)))
    for name, key in {"USES": "Phone", "AT": "Address", "HAS_NUMBER": "IdNumber"}.items():
        joined[name] |= {(label, key) for label in KINDS["party"]}
    assert {
        name: sorted(set(kind.ends) - joined[name])
        for name, kind in SCHEMA.relationships.items()
        if name not in SCHEMA.derived and set(kind.ends) - joined[name]
    } == {}


@pytest.mark.parametrize("table", TABLES)
def test_a_keyed_node_shows_its_key(table: str) -> None:
    """A node that no property names by its number could not be told from another on a screen or in a lead."""
    hidden = [
        alias
        for alias, node in TABLES[table].nodes.items()
        if any(part.column for part in node.key)
        and not {part.column for key in node.key for part in key.leaves()}
        & {leaf.column for value in node.set.values() for leaf in value.leaves()}
    ]
    # A lawyer is known by the licence number and shown by name.
    assert hidden == (["lawyer"] if table == "pc_av_record" else [])


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_names_a_case_uses_one_form_of_its_number(table: str) -> None:
    columns = TABLES[table].columns
    parts = [
        part.column for node in TABLES[table].nodes.values() if node.label == "Case" for part in node.key if part.column
    ]
    assert {columns[name].type for name in parts} <= {"case_no"}


def named(mention: Mention) -> set[str]:
    values = [v for v in (mention.number, mention.name, mention.old_numbers, mention.other_names) if v is not None]
    return {leaf.column for value in values for leaf in value.leaves()}


@pytest.mark.parametrize("table", TABLES)
def test_every_number_of_a_person_or_company_is_read_by_a_mention(table: str) -> None:
    mapping = TABLES[table]
    read = set().union(*(named(mention) for mention in mapping.mentions.values())) if mapping.mentions else set()
    # The licence of a driver is keyed by the driver's number, which is the driver's mention too.
    assert [
        name for name, column in mapping.columns.items() if column.type in ("id", "uscc") and name not in read
    ] == []


def test_nodes_that_tables_share_are_keyed_alike() -> None:
    """Keys of one label that differ in shape never meet, so each such label is here on purpose."""
    shapes = defaultdict(set)
    for mapping in TABLES.values():
        for node in mapping.nodes.values():
            if node.key:
                shapes[node.label].add(" ".join(part.constant or part.batch or "column" for part in node.key))
    assert {label: sorted(found) for label, found in shapes.items() if len(found) > 1} == {
        "Account": ["column", "housing_fund division column"],
        "Certificate": ["column", "column column column"],
        "Household": ["division column", "division relief column", "poverty column"],
        "Official": ["column column", "lawyer column"],
        "Place": ["column column", "hospital column", "hotel column", "school column", "site column"],
    }


def test_headers_of_a_table_are_told_apart() -> None:
    shared = {
        (table, header)
        for table, mapping in TABLES.items()
        for column in mapping.columns.values()
        for header in column.headers
        for other in mapping.columns.values()
        if other is not column and header in other.headers
    }
    assert shared == {("ct_enforcement", "身份证号/信用代码")}
