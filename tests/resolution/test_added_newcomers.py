"""A known row names a husband without his number, and a new one puts somebody of that name beside the wife."""

from pathlib import Path

from tests.resolution.generations import answer, entities, publish, run_again
from tests.resolution.mentions import number, person

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
    ties = [("c:1#man", "SPOUSE", "c:1#woman")]
    path, new = tmp_path / "records.duckdb", [person("n:1", "王建国", HUSBAND, nodes=HOME)]
    resolver, before = publish(path, known, ties), entities(path)
    alone, his = before["c:1#man"], before["p:9#person"]
    assert alone != his
    told, now = answer(resolver, new), run_again(path, [*known, *new], ties)
    assert now["c:1#man"] == now["n:1#person"] == told.matches[0].entity_id
    assert [{one, *goes} for one, goes in told.merged] == [{alone, his}]
