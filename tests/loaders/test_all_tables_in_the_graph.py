"""An official export of each of the 57 tables, no two cells alike: all that its mapping says is in the graph."""

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import pytest

from core.progress import silent
from graph.engines.embedded import EmbeddedStore
from graph.schema import load_schema
from graph.store import Edge, Node
from loaders import graph_rows
from loaders.mapping import Column, Mapping, NodeSpec, RelationshipSpec, Valid
from loaders.sealing import seal
from resolution.resolve import resolve
from synth.people import numbers
from tests.loaders.conftest import Records
from tests.loaders.test_all_tables import MAPPINGS, TABLES, height, listed

SCHEMA = load_schema()
SERIALS = count(1)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "明芳伟娜强敏静丽军洋勇艳杰娟涛超霞平刚桂"


def citizen(serial: int) -> str:
    return numbers.citizen_number("520502", date(1960, 1, 1) + timedelta(days=serial), 11)


def person(serial: int) -> str:
    return SURNAMES[serial % 20] + GIVEN[serial // 20 % 20] + GIVEN[serial // 400 % 20]


def organizations(mapping: Mapping, row: int) -> tuple[set[str], set[str]]:
    """The columns with numbers and with names of organizations in a row; parties take turns."""
    taken: tuple[set[str], set[str]] = (set(), set())
    for mention in mapping.mentions.values():
        if mention.kind == "organization" or (mention.kind == "party" and not mention.kind_column and row % 2):
            for columns, value in zip(taken, (mention.number, mention.name), strict=True):
                columns.update(leaf.column for leaf in (value.leaves() if value else ()))
    return taken


def cell(mapping: Mapping, column: Column, header: str, row: int) -> str:
    """A value of the column's type that stands in no other cell."""
    serial = next(SERIALS)
    coded, named = organizations(mapping, row)
    special = {
        "student_no": "G" + citizen(serial),
        "cert_no": "T" + citizen(serial) if mapping.table == "em_special_cert" else f"C{serial}",
        "old_reg_no": numbers.registration_number("110108", serial),
        "asset_ref": numbers.vin(serial) if row % 2 else numbers.unit_number("520502", serial),
        "birth_date": "1980-05-17",
        "property_city": "贵州省毕节市",
        **dict.fromkeys(("unit_no", "property_ref", "collateral_unit_no"), numbers.unit_number("520502", serial)),
    }
    if column.name in special:
        return special[column.name]
    if column.type == "code":
        words = listed(column.name, header, column)
        return words[row % len(words)]
    if column.name in coded:
        return numbers.company_code("520502", serial)
    if column.name in named:
        return f"七星关{person(serial)}商贸有限公司"
    day = date(2023, 1, 5) + timedelta(days=row)
    by_type = {
        "id": citizen(serial), "uscc": numbers.company_code("520502", serial), "phone": numbers.phone(serial),
        "addr": f"贵州省毕节市七星关区幸福路{serial}号1单元501室", "date": f"{day}", "dt": f"{day} 08:30",
        "month": "202301",
        "dec": "12.5", "int": "3", "bool": "否", "share": "1/2", "plate": numbers.plate("贵F", serial),
        "vin": numbers.vin(serial), "case_no": f"（2023）黔0502刑初{serial}号",
    }  # fmt: skip
    return by_type.get(column.type, person(serial))


@dataclass
class Built:
    """The graph as read from the engine, and what each record names in it."""

    records: Records
    counts: dict[str, object] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], list[Edge]] = field(default_factory=dict)

    def seats(self, table: str, name: str) -> set[tuple[str, str]]:
        """(record, node id) of a mention or node of a mapping."""
        return set(self.records.rows(
            f"SELECT record_id, entity_id FROM mention JOIN mention_entity USING (mention_id) "
            f"WHERE table_name = '{table}' AND regexp_replace(role, '\\.\\d+$', '') = '{name}' "
            f"UNION SELECT record_id, node_id FROM row_node "
            f"WHERE starts_with(record_id, '{table}:') AND alias = '{name}'"
        ))  # fmt: skip

    def said(self, table: str, spec: RelationshipSpec) -> list[Edge]:
        """The edges of the graph that a relationship of a mapping makes."""
        starts, ends = self.seats(table, spec.subject), self.seats(table, spec.object)
        return [
            edge
            for record in sorted({record for record, _ in starts})
            for edge in self.edges.get((spec.type, record), ())
            if (record, edge.start) in starts and (record, edge.end) in ends
        ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("exports")
    for table, facts in TABLES.items():
        mapping = MAPPINGS[table]
        with (folder / f"{facts['title'].replace('/', '、')}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([header for _, header, _ in facts["fields"]])
            for row in range(height(table)):
                writer.writerow(
                    [cell(mapping, mapping.columns[name], header, row) for name, header, _ in facts["fields"]]
                )
    found = Built(Records(tmp_path_factory.mktemp("records") / "records.duckdb"))
    con = found.records.con
    found.records.load(folder)
    resolve(con, None, None, silent)
    seal(con)
    # A name and nothing else is a node once its case has tied it to someone.
    con.execute("UPDATE mention_entity SET match_basis = 'context' WHERE match_basis = 'alone'")
    with closing(EmbeddedStore(tmp_path_factory.mktemp("graph") / "graph.lbug", SCHEMA, write=True)) as store:
        found.counts = graph_rows.write(con, MAPPINGS, SCHEMA, store, silent)
        for label in SCHEMA.nodes:
            found.nodes.update({row["n"].id: row["n"] for row in store.read(f"MATCH (n:`{label}`) RETURN n")})
        for name in SCHEMA.relationships:
            for line in store.read(f"MATCH ()-[r:`{name}`]->() RETURN r"):
                edge: Edge = line["r"]
                for record in edge.properties["records"]:
                    found.edges.setdefault((name, record), []).append(edge)
    yield found
    con.close()


def given(spec: NodeSpec | RelationshipSpec) -> set[str]:
    """The properties that a mapping gives a node or relationship."""
    valid = spec.valid or Valid()
    days = {"valid_from": valid.from_, "valid_to": valid.to or valid.before, "at": spec.at}
    return {*spec.set, *(name for name, value in days.items() if value)}


def test_no_statement_of_an_official_row_is_dropped(built: Built) -> None:
    assert (built.counts["same_entity"], built.counts["undeclared_ends"]) == (0, 0)


@pytest.mark.parametrize("table", TABLES)
def test_every_mention_and_node_of_a_mapping_is_in_the_graph(built: Built, table: str) -> None:
    mapping = MAPPINGS[table]
    absent = [
        name
        for name in (*mapping.mentions, *mapping.nodes)
        if not any(
            record in built.nodes[i].properties["records"] for record, i in built.seats(table, name) if i in built.nodes
        )
    ]
    assert absent == []


@pytest.mark.parametrize("table", TABLES)
def test_every_relationship_of_a_mapping_is_in_the_graph_with_its_properties(built: Built, table: str) -> None:
    lost = []
    for spec in MAPPINGS[table].relationships:
        sentence = f"{spec.subject} {spec.type} {spec.object}"
        edges = built.said(table, spec)
        stated = {name for edge in edges for name in edge.properties}
        lost += [sentence] if not edges else [f"{sentence}: {name}" for name in sorted(given(spec) - stated)]
    assert lost == []


@pytest.mark.parametrize("table", TABLES)
def test_every_property_that_a_mapping_gives_a_node_is_in_the_graph(built: Built, table: str) -> None:
    lost = []
    for spec in MAPPINGS[table].nodes.values():
        found = {
            name for _, i in built.seats(table, spec.alias) if i in built.nodes for name in built.nodes[i].properties
        }
        lost += [f"{spec.alias}.{name}" for name in sorted(given(spec) - found)]
    assert lost == []
