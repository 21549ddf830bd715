"""Stable ids."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import digest, node_id, sql_digest, sql_key, sql_node_id

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(texts, texts, texts)
def test_moving_text_between_parts_changes_the_digest(a: str, b: str, c: str) -> None:
    if b:
        assert digest(a + b, c) != digest(a, b + c)


@given(st.lists(texts, min_size=1, max_size=4))
def test_duckdb_gives_the_same_digest(parts: list[str]) -> None:
    con = duckdb.connect()
    columns = [f"${number}::VARCHAR" for number in range(1, len(parts) + 1)]
    assert con.execute(f"SELECT {sql_digest(*columns)}", parts).fetchone() == (digest(*parts),)


def test_a_node_id_names_its_label_and_is_the_same_in_duckdb() -> None:
    found = (
        duckdb.connect().execute(f"SELECT {sql_node_id('Case', '$1::VARCHAR')}", ["（2023）黔0502刑初1号"]).fetchone()
    )
    assert found == (node_id("Case", "（2023）黔0502刑初1号"),)
    assert found[0].startswith("Case-")


@pytest.mark.parametrize(
    ("record", "key"),
    [("a:1", "a:1"), (f"a:1.{'b' * 16}", "a:1"), ("a:1.2", "a:1.2")],
    ids=["alone with its key", "told from others of its key", "counted among equal rows"],
)
def test_the_key_of_a_record_is_its_id_without_what_its_row_says(record: str, key: str) -> None:
    assert duckdb.connect().execute(f"SELECT {sql_key('$1::VARCHAR')}", [record]).fetchone() == (key,)
