"""What only a file asks for: written aside as a whole, and never while others read it."""

from pathlib import Path

import pytest

from core.errors import InternalError, UserError
from core.settings import Settings
from core.workspace import Workspace
from graph import open_store
from graph.engines.embedded import EmbeddedStore
from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphRows


def test_a_graph_that_was_never_built_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="clew build"):
        EmbeddedStore(tmp_path / "graph.lbug", load_schema()).counts()


def test_one_file_is_left_and_a_broken_run_leaves_the_old_one(tmp_path: Path) -> None:
    schema = load_schema()
    store = EmbeddedStore(tmp_path / "graph.lbug", schema, write=True)
    store.replace(from_dicts(schema, [("Person", "P-li", {})]))
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["graph.lbug"]
    with pytest.raises(AttributeError):
        store.replace(GraphRows({"Person": None}))  # type: ignore[dict-item]
    assert [node.id for node in store.nodes(["P-li"])] == ["P-li"]
    store.replace(GraphRows())
    assert store.nodes(["P-li"]) == []
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["graph.lbug"]


def test_a_relationship_between_labels_that_are_not_paired_is_refused(tmp_path: Path) -> None:
    schema = load_schema()
    store = EmbeddedStore(tmp_path / "graph.lbug", schema, write=True)
    rows = from_dicts(schema, [("Case", "a", {}), ("Case", "b", {})], [("SPOUSE", "a", "b", {})])
    with pytest.raises(InternalError, match="SPOUSE"):
        store.replace(rows)


def test_an_unknown_property_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        from_dicts(load_schema(), [("Person", "P-li", {"colour": "red"})])


def test_only_a_writer_writes_and_only_known_engines_open(tmp_path: Path) -> None:
    settings, generation = Settings(workspace=tmp_path), Workspace(tmp_path).begin()
    with pytest.raises(InternalError):
        open_store(settings, "embedded", generation).replace(GraphRows())
    with pytest.raises(UserError, match="embedded, neo4j"):
        open_store(settings, "oracle", generation)
