"""A known row names a husband without his number, and a new one puts somebody of that name beside the wife."""

from pathlib import Path

from core.progress import silent
from resolution.added.arrivals import of_records
from resolution.added.resolver import Resolver
from resolution.resolve import resolve
from tests.resolution.mentions import number, person, write

HUSBAND, WIFE = number("19750101", 1), number("19760202", 2)
HOME = [("PublicRental", "R-1")]


def test_who_comes_to_live_with_the_wife_is_the_man_beside_her_on_a_row_of_before(tmp_path: Path) -> None:
    known = [
        person("c:1", "王建国", role="man"),
        person("c:1", "李秀英", WIFE, role="woman"),
        person("r:1", "李秀英", WIFE, nodes=HOME),
        *(person(f"p:{n}", "王建国", number("19700101", 2 * n + 1)) for n in range(3)),
        person("p:9", "王建国", HUSBAND),
    ]
    path, new = tmp_path / "records.duckdb", [person("n:1", "王建国", HUSBAND, nodes=HOME)]
    with write(path, known, [("c:1#man", "SPOUSE", "c:1#woman")]) as con:
        resolve(con, None, None, silent)
        con.execute("CREATE TABLE sealed_record (record_id VARCHAR)")
        alone, his = (
            con.execute("SELECT entity_id FROM mention_entity WHERE mention_id = $1", [one]).fetchall()[0][0]
            for one in ("c:1#man", "p:9#person")
        )
    assert alone != his
    with write(":memory:", new) as con:
        told = Resolver(path).resolve(of_records(con))
    with write(":memory:", [*known, *new], [("c:1#man", "SPOUSE", "c:1#woman")]) as con:
        resolve(con, path, None, silent)
        now = dict(con.execute("SELECT mention_id, entity_id FROM mention_entity").fetchall())
    assert now["c:1#man"] == now["n:1#person"] == told.matches[0].entity_id
    assert [{one, *goes} for one, goes in told.merged] == [{alone, his}]
