"""A filter on a relationship holds when another relationship is matched after it, in the form that 0002 calls safe.

Ladybug 0.22 gives the co-tenants too when the WITH is left out.
"""

from datetime import date

import pytest

from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphStore

LEASES = 12
SHARED = (2, 6, 7)
DIED = date(2024, 3, 1)
SAFE = (
    "MATCH (p:Person)-[main:RENTS]->(t:Tenancy) WHERE main.role = 'main' AND t.status = 'active' WITH p, main, t "
    "MATCH (p)-[dying:HAS_DEATH]->(d:Death) RETURN p.id AS id, t.id AS lease, main.role AS role"
)


@pytest.fixture(scope="module")
def leases(store: GraphStore) -> GraphStore:
    """Active leases whose main tenants are all dead; three have a dead co-tenant too."""
    nodes: list[tuple[str, str, dict[str, object]]] = []
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    for n in range(LEASES):
        nodes += [("Tenancy", f"t{n}", {"status": "active"})]
        for role in ("main", "co") if n in SHARED else ("main",):
            nodes += [("Person", f"{role}{n}", {}), ("Death", f"{role}-death{n}", {"at": DIED})]
            edges += [
                ("RENTS", f"{role}{n}", f"t{n}", {"role": role}),
                ("HAS_DEATH", f"{role}{n}", f"{role}-death{n}", {}),
            ]
    store.replace(from_dicts(load_schema(), nodes, edges))
    return store


def test_the_filter_on_the_first_relationship_holds(leases: GraphStore) -> None:
    found = leases.read(SAFE)
    assert sorted((row["id"], row["lease"], row["role"]) for row in found) == sorted(
        (f"main{n}", f"t{n}", "main") for n in range(LEASES)
    )
