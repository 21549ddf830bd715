"""Mini graphs: one change per case, bound to the schema, and side by side without touching."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from graph.schema import load_schema
from queries.cases import Case, graph_rows, merge_patch, read_cases
from queries.model import BUILT_IN, read_model

CASES = """\
as_of: 2026-06-30
graph:
  li: {is: Person, birth_date: 1985-03-01}
  home: {is: Tenancy, city: "5118", valid_from: 2024-01-01}
  li RENTS home: {role: main}
R1:
  - as it is: {hit: {principal: li}}
  - without the home: {change: {home: null}}
  - with another year: {with: {recid_years: 7}}
"""
JSON = st.recursive(
    st.none() | st.integers(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=8
)


def cases(tmp_path: Path, text: str = CASES) -> tuple[Case, ...]:
    (tmp_path / "cases.yaml").write_text(text, "utf-8")
    model = read_model(BUILT_IN / "multi_case")
    return read_cases(model.model_copy(update={"folder": tmp_path}), load_schema())


def test_each_case_changes_the_one_graph(tmp_path: Path) -> None:
    first, second, third = cases(tmp_path)
    assert sorted(first.graph) == ["home", "li", "li RENTS home"]
    assert sorted(second.graph) == ["li"]
    assert (third.given, third.hits, third.mark) == ({"recid_years": "7"}, (), "R1.3:")


def test_graphs_lie_side_by_side_with_their_dates_derived(tmp_path: Path) -> None:
    rows = graph_rows(cases(tmp_path), load_schema())
    people, homes = rows.nodes["Person"].to_pylist(), rows.nodes["Tenancy"].to_pylist()
    assert [p["id"] for p in people] == ["R1.1:li", "R1.2:li", "R1.3:li"]
    assert {p["birth_date_cal"] for p in people} == {2382301}
    assert [(h["city"], h["from_day"], h["to_day"], h["records"]) for h in homes] == [
        ("5118", 19723, 2932896, ["home@R1.1:"]),
        ("5118", 19723, 2932896, ["home@R1.3:"]),
    ]
    assert rows.relationships["RENTS"].num_rows == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("is: Tenancy", "is: Tenancies", "did you mean Tenancy?"),
        ("city:", "town:", "Tenancy has no property town"),
        ("li RENTS home", "li RENT home", "did you mean RENTS?"),
        ("li RENTS home", "li OWNS home", "OWNS does not lead from Person to Tenancy"),
        ("li RENTS home", "lee RENTS home", "no node lee; known are home, li."),
        ("2024-01-01", "2024-13-01", "valid_from is '2024-13-01', which is no date"),
        ("R1:", "R0:", "rule R0"),
        ("{hit:", "{hits:", "hits is not known; did you mean hit?"),
        ("recid_years", "years", "with names years; did you mean recid_years?"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(UserError) as error:
        cases(tmp_path, CASES.replace(old, new))
    assert told in str(error.value)


@given(JSON, JSON)
def test_a_patch_takes_effect_and_taking_it_twice_changes_nothing(target: object, patch: object) -> None:
    once = merge_patch(target, patch)
    assert merge_patch(once, patch) == once


@pytest.mark.parametrize(
    ("target", "patch", "merged"),
    [
        ({"a": "b", "c": "d"}, {"a": "z", "c": None}, {"a": "z"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [1]}, {"a": [2]}, {"a": [2]}),
        ("text", {"a": {"b": None}}, {"a": {}}),
    ],
)
def test_patches_of_the_standard(target: object, patch: object, merged: object) -> None:
    """Examples of RFC 7396."""
    assert merge_patch(target, patch) == merged
