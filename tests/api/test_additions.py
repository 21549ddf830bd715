"""How a record is called that shares a key with a published one and says something else."""

import duckdb

from api import additions
from resolution import entities
from resolution.added.outcome import Item, Match, Outcome


def test_a_record_beside_others_of_its_key_gets_the_next_number_and_other_keys_count_for_nothing() -> None:
    with duckdb.connect() as con:
        con.execute("ATTACH ':memory:' AS published")
        con.execute("CREATE TABLE mention AS SELECT 't:' || k AS record_id, 'new' AS name FROM range(20000) r(k)")
        con.execute(
            """CREATE TABLE published.mention AS SELECT 't:' || k AS record_id, 'old' AS name FROM range(20000) r(k)
               UNION ALL SELECT unnest(['t:7.2', 't:7.3', 't:7.3', 't:8.x', 't:70.2']), 'old'"""
        )
        con.execute("CREATE TABLE published.sealed_record (record_id VARCHAR)")
        con.execute(additions._KNOWN.format(columns="record_id, name"))
        found = dict(con.execute("SELECT record_id, now FROM renamed").fetchall())
    assert (found["t:7"], found["t:8"], found["t:70"], len(found)) == ("t:7.4", "t:8.2", "t:70.3", 20000)


def test_a_record_that_is_known_from_a_sealed_one_alone_is_another_and_new() -> None:
    with duckdb.connect() as con:
        con.execute("ATTACH ':memory:' AS published")
        for table in ("mention", "published.mention"):
            con.execute(f"CREATE TABLE {table} AS SELECT unnest(['t:1', 't:2']) AS record_id, 'same' AS name")
        con.execute("CREATE TABLE published.sealed_record AS SELECT 't:2' AS record_id")
        con.execute(additions._KNOWN.format(columns="record_id, name"))
        assert con.execute("SELECT record_id, now, told FROM renamed").fetchall() == [("t:2", "t:2.2", "t:2")]


def test_what_is_told_of_a_record_does_not_show_that_a_sealed_one_shares_its_key() -> None:
    with duckdb.connect() as con:
        con.execute("ATTACH ':memory:' AS published")
        con.execute("CREATE TABLE mention AS SELECT unnest(['t:1', 't:2']) AS record_id, 'new' AS name")
        con.execute(
            """CREATE TABLE published.mention AS
               SELECT unnest(['t:1', 't:1.2', 't:2', 't:2.2']) AS record_id, 'old' AS name"""
        )
        con.execute("CREATE TABLE published.sealed_record AS SELECT unnest(['t:1', 't:1.2', 't:2.2']) AS record_id")
        con.execute(additions._KNOWN.format(columns="record_id, name"))
        told = dict(con.execute("SELECT record_id, told FROM renamed").fetchall())
    assert told == {"t:1": "t:1", "t:2": "t:2.2"}


def test_an_entity_that_is_named_after_a_record_goes_by_the_id_that_is_told() -> None:
    now, told = (entities.fresh("P", record, "person", set()) for record in ("t:2.2", "t:2"))
    found = Outcome(
        (Match("t:2.2#person", "t:2.2", now, "person", False, "alone", 1.0),),
        (),
        (("P-1", ("P-1", now)),),
        (Item("unclear", None, ("t:2.2#person", "t:1#person"), (now, "P-1"), 0.9),),
    ).under({"t:2.2": "t:2"})
    assert (found.matches[0].mention_id, found.matches[0].record_id) == ("t:2#person", "t:2")
    assert found.review[0].mentions == ("t:2#person", "t:1#person")
    assert {found.matches[0].entity_id, found.review[0].entities[0], *found.split[0][1]} == {told, "P-1"}
