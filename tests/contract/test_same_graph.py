"""The same records make the same graph on every engine: counts and property hashes per label and type."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from core.progress import silent
from graph.engines.embedded import EmbeddedStore
from graph.engines.neo4j import Neo4jStore
from graph.schema import Schema, load_schema
from graph.store import Edge, GraphStore, Node
from loaders import graph_rows
from tests.graph.building import LI, PLANT, WANG, XIAO
from tests.graph.records import Rows, built_in, make_records
from tests.neo4j_server.server import Server

DAY, LATER = date(2020, 1, 31), date(2024, 2, 29)
HOME = "毕节市七星关区大道1号3栋2单元501室"

RECORDS: Rows = {
    "ps_population": [
        {"person_id_no": LI, "name": "李", "household_no": "1", "relation_to_head": "self", "phone": "13800000000",
         "residence_address": HOME, "birth_date": date(1980, 1, 31), "status_date": DAY, "sex_code": "male"},
        {"person_id_no": XIAO, "name": "小", "household_no": "1", "relation_to_head": "son", "father_id_no": LI,
         "phone": "13800000000", "status_date": LATER},
    ],
    "ca_marriage": [
        {"reg_no": "1", "reg_type": "marriage", "man_id_no": LI, "woman_id_no": WANG, "reg_date": DAY},
        {"reg_no": "2", "reg_type": "divorce", "man_id_no": LI, "woman_id_no": WANG, "reg_date": LATER},
        {"reg_no": "3", "reg_type": "marriage", "man_id_no": LI, "woman_id_no": WANG, "reg_date": date(2025, 1, 1)},
        {"reg_no": "4", "reg_type": "divorce", "man_id_no": XIAO, "woman_id_no": WANG},
    ],
    "ps_vehicle": [{"vin": "v", "owner_id_no": LI, "owner_from_date": DAY, "owner_to_date": LATER, "engine_cc": 1600,
                    "purchase_price": 1e5 / 3}],
    "ct_enforcement": [{"exec_no": "（2025）川1802执1号", "debtor_id_no": LI, "creditor_id_no": [WANG, PLANT],
                        "filing_date": DAY, "close_date": LATER, "published_flag": True, "apply_amount": 0.1}],
    "mr_entity": [{"uscc": PLANT, "name": "贵州鑫源商贸有限公司"},
                  {"uscc": "91520502MA6DJ4K26N", "name": "贵州鑫源商贸有限公司毕节分公司"}],
    "mr_stakeholder": [{"uscc": PLANT, "person_id_no": LI, "role_code": "shareholder", "share_ratio": 0.5}],
    "mi_settlement": [{"settle_no": "1", "id_no": LI, "admit_at": datetime(2024, 5, 6, 7, 8, 9), "settle_date": DAY}],
    "pr_inmate": [{"facility_name": "监狱", "inmate_no": "1", "id_no": LI, "intake_date": DAY}],
}  # fmt: skip


def resolved(tables: Rows = RECORDS) -> duckdb.DuckDBPyConnection:
    """Return the records, with one entity that is not certain."""
    con = make_records(tables)
    con.execute("UPDATE mention_entity SET match_probability = 0.987654 WHERE entity_id = ?", [f"P-{WANG}"])
    return con


@pytest.fixture(scope="module")
def stores(neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, GraphStore]]:
    """A store of each engine, both built from the same records."""
    schema, con = load_schema(), resolved()
    path = tmp_path_factory.mktemp("graph") / "graph.lbug"
    with (
        closing(EmbeddedStore(path, schema, write=True)) as embedded,
        closing(
            Neo4jStore(
                neo4j_server.uri, neo4j_server.user, neo4j_server.password, "neo4j", schema, workspace="w", write=True
            )
        ) as server,
    ):
        for store in (embedded, server):
            graph_rows.write(con, built_in(), schema, store, silent)
        yield {"embedded": embedded, "neo4j": server}


def hashes(store: GraphStore, schema: Schema) -> dict[str, str]:
    """Return one hash per label and type over ids, ends and all properties."""
    found = {}
    for name in schema.nodes:
        found[name] = _hash([row["x"] for row in store.read(f"MATCH (x:`{name}`) RETURN x")])
    for name in schema.relationships:
        found[name] = _hash([row["x"] for row in store.read(f"MATCH ()-[x:`{name}`]->() RETURN x")])
    return found


def _hash(parts: list[Node | Edge]) -> str:
    lines = [
        repr((part.id if isinstance(part, Node) else (part.start, part.end), sorted(part.properties.items())))
        for part in parts
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def test_counts_are_equal(stores: dict[str, GraphStore]) -> None:
    counts = stores["embedded"].counts()
    assert counts == stores["neo4j"].counts()
    assert (counts["Person"], counts["SPOUSE"], counts["OWNS"], counts["PARTY_IN"], counts["KIN"]) == (3, 3, 1, 3, 0)
    assert counts["BRANCH_OF"] == 1


def test_every_property_is_equal(stores: dict[str, GraphStore]) -> None:
    schema = load_schema()
    assert hashes(stores["embedded"], schema) == hashes(stores["neo4j"], schema)


def test_building_again_changes_nothing(stores: dict[str, GraphStore]) -> None:
    schema = load_schema()
    before = {name: hashes(store, schema) for name, store in stores.items()}
    for store in stores.values():
        graph_rows.write(resolved(), built_in(), schema, store, silent)
    after = {name: hashes(store, schema) for name, store in stores.items()}
    assert {name for name in before if before[name] != after[name]} == set()


def test_the_hash_notices_a_change(stores: dict[str, GraphStore], tmp_path: Path) -> None:
    schema = load_schema()
    changed = {**RECORDS, "pr_inmate": [{**RECORDS["pr_inmate"][0], "facility_kind": "prison"}]}
    with closing(EmbeddedStore(tmp_path / "graph.lbug", schema, write=True)) as store:
        graph_rows.write(resolved(changed), built_in(), schema, store, silent)
        before, after = hashes(stores["embedded"], schema), hashes(store, schema)
    assert {name for name in before if before[name] != after[name]} == {"Custody"}
