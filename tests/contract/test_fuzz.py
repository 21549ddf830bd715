"""Random small graphs: every safe query form answers alike on every engine and as a matcher in plain Python does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.rows import from_dicts
from graph.schema import NodeType, Property, RelationshipType, Schema
from graph.store import GraphStore
from tests.conftest import OpenStore
from tests.contract.forms import FORMS, Graph

SCHEMA = Schema(
    {
        "Person": NodeType("Person", "", "", (Property("sex", "string"), Property("age", "int"))),
        "Case": NodeType("Case", "", "", ()),
    },
    {
        "KNOWS": RelationshipType("KNOWS", "", "", (), ends=(("Person", "Person"),), distinguished_by=()),
        "PARTY_IN": RelationshipType(
            "PARTY_IN", "", "", (Property("role", "string"),), ends=(("Person", "Case"),), distinguished_by=("role",)
        ),
    },
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw a graph of one to six persons and up to three cases, without loops or doubled relationships."""
    people = {
        f"p{number}": (draw(st.sampled_from(["male", "female"])), draw(st.none() | st.integers(0, 5)))
        for number in range(draw(st.integers(1, 6)))
    }
    cases = tuple(f"c{number}" for number in range(draw(st.integers(0, 3))))
    knows = [(a, b) for a in people for b in people if a != b]
    parties = [(p, c, role) for p in people for c in cases for role in ("suspect", "victim")]
    return Graph(
        people,
        cases,
        tuple(draw(st.lists(st.sampled_from(knows), unique=True, max_size=8))) if knows else (),
        tuple(draw(st.lists(st.sampled_from(parties), unique=True, max_size=8))) if parties else (),
    )


@pytest.fixture(scope="module")
def small_store(open_engine: OpenStore) -> GraphStore:
    """A store with the small schema."""
    return open_engine(SCHEMA)


@settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(graph=graphs())
def test_every_form_answers_as_the_matcher_does(small_store: GraphStore, graph: Graph) -> None:
    small_store.replace(
        from_dicts(
            SCHEMA,
            [
                *(("Person", node, {"sex": sex, "age": age}) for node, (sex, age) in graph.people.items()),
                *(("Case", node, {}) for node in graph.cases),
            ],
            [
                *(("KNOWS", a, b, {}) for a, b in graph.knows),
                *(("PARTY_IN", a, b, {"role": role}) for a, b, role in graph.parties),
            ],
        )
    )
    for name, form in FORMS.items():
        found = [tuple(row.values()) for row in small_store.read(form.text)]
        assert sorted(found, key=repr) == sorted(form.answer(graph), key=repr), name
