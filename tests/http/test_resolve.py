"""A record that is not loaded, held against the published entities over HTTP."""

from typing import Any

import duckdb
import pytest

from tests.http.client import Served

Person = dict[str, Any]


@pytest.fixture(scope="module")
def known(small: Served) -> Person:
    """Somebody of the population register with a number that is his alone."""
    with small.service.holder.current() as published, published.records() as con:
        rows = con.execute(
            """SELECT e.entity_id, e.name, e.number, e.birth_date FROM open_entity e
               WHERE entity_type = 'person' AND len(numbers) = 1 AND len(flags) = 0 AND birth_date IS NOT NULL
                     AND length(number) = 18 ORDER BY entity_id LIMIT 1"""
        ).fetchall()
    assert isinstance(con, duckdb.DuckDBPyConnection)
    return dict(zip(("id", "name", "number", "birth_date"), rows[0], strict=True))


def asked(small: Served, **stated: Any) -> Any:
    answer = small.system().post("/v1/resolve", json=stated)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_number_and_its_name_mean_their_bearer(small: Served, known: Person) -> None:
    told = asked(small, name=known["name"], number=known["number"])
    first = told["candidates"][0]
    assert (told["known"], told["basis"], first["id"], first["is"]) == (True, "number", known["id"], True)


def test_names_and_numbers_of_candidates_are_masked(small: Served, known: Person) -> None:
    first = asked(small, name=known["name"], number=known["number"])["candidates"][0]
    assert known["name"] not in first["title"]
    assert "*" in first["number"]


def test_a_number_with_the_name_of_somebody_else_is_to_be_reviewed(small: Served, known: Person) -> None:
    told = asked(small, name="诸葛新来", number=known["number"], birth_date="1931-05-06")
    assert not told["known"]
    (item,) = told["review"]
    assert (item["kind"], [one["id"] for one in item["entities"]]) == ("number_of_another", [known["id"]])
    assert "*" in item["entities"][0]["title"]


def test_who_fits_two_is_told_to_fit_both(small: Served) -> None:
    with small.service.holder.current() as published, published.records() as con:
        name, born, ids = con.execute(
            """SELECT name, birth_date, list(entity_id ORDER BY entity_id) FROM open_entity
               WHERE entity_type = 'person' AND len(numbers) = 1 AND birth_date IS NOT NULL
               GROUP BY ALL HAVING count(*) = 2 ORDER BY name, birth_date LIMIT 1"""
        ).fetchall()[0]
    told = asked(small, name=name, birth_date=born.isoformat())
    (item,) = told["review"]
    assert (told["known"], item["kind"], sorted(one["id"] for one in item["entities"])) == (False, "unclear", ids)


def test_who_states_nothing_is_told_so(small: Served) -> None:
    assert small.system().post("/v1/resolve", json={"phones": ["13800000000"]}).json()["code"] == "nothing_sought"


def test_whoever_is_no_open_entity_is_unknown(small: Served, known: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.lookup.entities", lambda con, ids: [])
    told = asked(small, name=known["name"], number=known["number"])
    assert (told["known"], told["basis"], told["candidates"], told["review"]) == (False, None, [], [])
