"""Samples of pairs to review: what they are drawn from, how, and what reviewers make of them."""

from collections import Counter
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import OlderWorkspace
from resolution.judgements import Judgement, Verdict, judge
from resolution.review_sample import allocated, draw, reviewed

# Node n holds the mentions "n…"; 4 is sealed; 1 and 2 are one entity, the others each one.
TABLES = """
CREATE TABLE provisional_mention AS SELECT * FROM (VALUES
    ('1a#p', 1, true), ('1b#p', 1, true), ('2a#p', 2, false), ('3a#p', 3, false), ('3b#p', 3, false), ('4a#p', 4, true)
) t(mention_id, node, owned);
CREATE TABLE mention_entity AS SELECT mention_id, CASE WHEN node = 2 THEN 'P-1' ELSE 'P-' || node END AS entity_id
FROM provisional_mention;
CREATE TABLE sealed_record AS SELECT '4a' AS record_id;
CREATE TABLE edge AS SELECT * FROM (VALUES
    (1, 2, 'scored', 12.0, 0.9995, 'joined', NULL), (2, 3, 'scored', 1.0, 0.7, 'unlikely', NULL),
    (1, 3, 'context', 5.0, 0.97, 'vetoed', 'births'), (1, 4, 'scored', 3.0, 0.9, 'unlikely', NULL),
    (1, 3, 'scored', 2.0, 0.8, 'unlikely', NULL), (2, 3, 'judged', 1000.0, 1.0, 'vetoed', 'judged')
) t(a, b, basis, weight, probability, outcome, reason);
"""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(TABLES)
        yield con


def test_merges_and_pairs_kept_apart_are_drawn_from_and_sealed_or_judged_ones_are_not(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = {(row["decision"], row["stratum"], row["a"], row["b"]) for row in draw(con, 100, 1)}
    assert found == {
        ("joined", "number", "1a#p", "1b#p"), ("joined", "equal", "3a#p", "3b#p"),
        ("joined", "scored 0.999 and more", "1a#p", "2a#p"), ("apart", "unlikely 0.5 to 0.8", "2a#p", "3a#p"),
        ("apart", "vetoed 0.95 to 0.99", "1a#p", "3a#p"),
    }  # fmt: skip


def test_the_same_seed_draws_the_same_and_another_another(con: duckdb.DuckDBPyConnection) -> None:
    assert draw(con, 4, 1) == draw(con, 4, 1)
    assert len({tuple(row["a"] + row["b"] for row in draw(con, 4, seed)) for seed in range(8)}) > 1
    assert Counter(row["decision"] for row in draw(con, 4, 1)) == {"joined": 2, "apart": 2}


def test_records_of_an_older_version_are_told_to_be_such(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DROP TABLE edge")
    with pytest.raises(OlderWorkspace, match="clew run"):
        draw(con, 4, 1)


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(1, 1000), max_size=6), st.integers(0, 300))
def test_a_sample_has_the_size_asked_for_while_there_are_enough_pairs(populations: dict[str, int], size: int) -> None:
    found = allocated(populations, size)
    assert sum(found.values()) == min(size, sum(populations.values()))
    assert all(found[name] <= populations[name] for name in populations)
    larger = sorted(populations, key=lambda name: (populations[name], name))
    assert [found[name] for name in larger] == sorted(found[name] for name in larger)


def said(a: str, b: str, verdict: str, by: str = "李") -> Judgement:
    return judge(a + b + by, a, b, Verdict(verdict), by, "1", "why")


def test_what_reviewers_found_is_counted_by_stratum(con: duckdb.DuckDBPyConnection) -> None:
    judgements = [
        said("1a#p", "1b#p", "same"), said("1a#p", "2a#p", "different"), said("3a#p", "3b#p", "unsure"),
        said("2a#p", "3a#p", "same"), said("1a#p", "3a#p", "same"), said("1a#p", "3a#p", "different", "王"),
    ]  # fmt: skip
    joined, apart = reviewed(draw(con, 100, 1), judgements)
    assert {one.name: (one.reviewed, one.wrong) for one in joined.strata} == {
        "equal": (0, 0), "number": (1, 0), "scored 0.999 and more": (1, 1)
    }  # fmt: skip
    assert (joined.open, joined.disputed) == (1, 0)
    assert {one.name: (one.reviewed, one.wrong) for one in apart.strata} == {
        "unlikely 0.5 to 0.8": (1, 1), "vetoed 0.95 to 0.99": (0, 0)
    }  # fmt: skip
    assert (apart.open, apart.disputed) == (0, 1)
