"""A Neo4j server that ends while a graph is open."""

import neo4j
import pytest

from core.errors import OutOfReach
from graph.engines.neo4j import Neo4jStore


def test_a_server_that_does_not_answer_is_out_of_reach_and_no_fault_of_the_program() -> None:
    store = object.__new__(Neo4jStore)  # it was open before
    store.database = "neo4j"
    with neo4j.GraphDatabase.driver("bolt://127.0.0.1:1", auth=("a", "b"), max_transaction_retry_time=0) as driver:
        store._driver = driver
        with pytest.raises(OutOfReach, match="does not answer"):
            store.read("RETURN 1")
