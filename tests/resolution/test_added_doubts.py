"""New rows in which a number stands alone where a relative of its bearer is known, and those that name the relative."""

from pathlib import Path
from typing import Any

import pytest

from tests.resolution.generations import Rows, Ties, answer, publish, run_again
from tests.resolution.mentions import number, person

HUSBAND, WIFE = number("19750101", 1), number("19760202", 2)
CASE = [("Case", "（2026）黔0502执1号")]
COUPLE = [person("c:1", "王建国", HUSBAND, role="man"), person("c:1", "李秀英", WIFE, role="woman")]
MARRIED = [("c:1#man", "SPOUSE", "c:1#woman")]
NEW = [("n:1#man", "SPOUSE", "n:1#woman")]
THEM = [person("p:1", "王建国", HUSBAND), person("p:2", "李秀英", WIFE)]
DEBTOR = person("e:1", "王建国", HUSBAND, role="debtor", nodes=CASE)
MEASURE = person("x:1", None, WIFE, role="debtor", nodes=CASE)
FAMILIES = [
    person(f"s:{i}-{row}", None, number("19600101", 2 * i + 1), role="head", nodes=[("Household", f"H{i}")])
    for i in range(25) for row in range(3)
]  # fmt: skip
OURS = [person(f"s:{row}", None, HUSBAND, role="head", nodes=[("Household", "ours")]) for row in range(3)]


def renamed(rows: Rows) -> list[dict[str, Any]]:
    return [{**row, "record_id": "n:1"} for row in rows]


@pytest.mark.parametrize(
    ("known", "ties", "new", "new_ties", "splits"),
    [
        pytest.param([*COUPLE, DEBTOR], MARRIED, renamed([MEASURE]), [], 0, id="a new number alone"),
        pytest.param([*COUPLE], MARRIED, renamed([MEASURE]), [], 0, id="where the case names nobody"),
        pytest.param([*COUPLE, MEASURE], MARRIED, renamed([DEBTOR]), [], 1, id="a known one, where the husband comes"),
        pytest.param([*THEM, DEBTOR, MEASURE], [], renamed(COUPLE), NEW, 1, id="a known one, where the two marry"),
        pytest.param(
            [*COUPLE, DEBTOR, person("e:2", "李秀英", role="debtor", nodes=CASE)], MARRIED, renamed([MEASURE]), [], 0,
            id="where the case names the bearer too",
        ),
        pytest.param(
            [*COUPLE, *THEM, person("k:1", "王小小", number("20010101", 3), role="child"),
             person("k:1", "王建国", HUSBAND, role="father", sex="male"),
             person("k:1", "李秀英", WIFE, role="mother", sex="female")],
            [*MARRIED, ("k:1#father", "PARENT_OF", "k:1#child"), ("k:1#mother", "PARENT_OF", "k:1#child")],
            [person("n:1", "王大大", number("20020202", 5), role="child"),
             person("n:1", None, WIFE, role="father", sex="male")],
            [("n:1#father", "PARENT_OF", "n:1#child")], 0, id="a father under his wife's number",
        ),
        pytest.param(
            [*COUPLE, *FAMILIES, *OURS], MARRIED,
            [person("n:1", None, WIFE, role="head", nodes=[("Household", "ours")])], [], 0, id="another head",
        ),
    ],
)  # fmt: skip
def test_a_number_alone_is_whose_the_next_run_says(
    tmp_path: Path, known: Rows, ties: Ties, new: Rows, new_ties: Ties, splits: int
) -> None:
    path = tmp_path / "records.duckdb"
    told = answer(publish(path, known, ties), new, new_ties)
    now = run_again(path, [*known, *new], [*ties, *new_ties])
    assert {match.mention_id: match.entity_id for match in told.matches} == {
        mention: entity for mention, entity in now.items() if mention.startswith("n:")
    }
    assert len(told.split) == splits
