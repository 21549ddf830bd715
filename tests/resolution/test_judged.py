"""Clusters are a function of records and judgements: ten lines of mentions, and what people said of them."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from core.progress import silent
from resolution import judged
from resolution.judgements import Judgement, Verdict, judge
from resolution.resolve import resolve
from tests.resolution.mentions import number, organization, person, write

ZHANG, LI = number("19750101"), number("19820202")
COMPANY = "91520521MA6D123459"
SAID = [
    person("pop:1", "张三丰", ZHANG),
    person("pop:2", "李小龙", LI),
    person("tax:1", "张三丰", ZHANG),
    person("tax:2", "张三丰", ZHANG),
    person("hotline:1", "张三丰", phones=["13908570001"]),
    person("hotline:2", "张三风", phones=["13908570002"]),
    person("call:1", "王五六", phones=["13908570003"]),
    person("call:2", "王五六", phones=["13908570003"]),
    *(organization(f"co:{n}", "大方县星河酒业有限公司", COMPANY) for n in (3, 4, 5)),
    organization("co:1", "大方县云山水泥有限公司"),
    organization("co:2", "大方县云山水泥制品有限公司"),
]


def said(a: str, b: str, verdict: Verdict, by: str = "li") -> Judgement:
    return judge(f"J-{a}-{b}-{by}", a, b, verdict, by, "2026-11-22T10:00:00.000000+00:00", "seen")


def resolved(tmp_path: Path, *judgements: Judgement) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """The entity of each mention, the state of each judgement, and the flags of each entity."""
    con = write(tmp_path / "records.duckdb", SAID)
    resolve(con, None, None, silent, judgements)
    return tuple(  # type: ignore[return-value]
        dict(con.execute(query).fetchall())
        for query in (
            "SELECT split_part(mention_id, '#', 1), entity_id FROM mention_entity",
            "SELECT judgement_id, state FROM judgement",
            "SELECT entity_id, flags FROM entity",
        )
    )


SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def test_judgements_are_obeyed_and_those_against_the_evidence_are_shown(tmp_path: Path) -> None:
    who, states, flags = resolved(
        tmp_path,
        said("pop:1#person", "pop:2#person", SAME),
        said("pop:1#person", "tax:2#person", DIFFERENT),
        said("hotline:1#person", "hotline:2#person", SAME),
        said("co:1#person", "co:2#person", SAME),
        said("pop:1#person", "gone:1#person", SAME),
    )
    assert who["pop:1"] == who["pop:2"] == who["tax:1"]
    assert who["tax:2"] != who["pop:1"]
    assert who["hotline:1"] == who["hotline:2"] != who["pop:1"]
    assert who["co:1"] == who["co:2"]
    assert {key: state for key, state in states.items() if state != "obeyed"} == {
        "J-pop:1#person-pop:2#person-li": "against_evidence",
        "J-pop:1#person-tax:2#person-li": "against_evidence",
        "J-pop:1#person-gone:1#person-li": "dormant",
    }
    assert set(flags[who["pop:1"]]) == {"against_evidence", "two_valid_numbers"}


@pytest.mark.parametrize(
    ("seen", "state"),
    [(("李小龙", LI), "against_evidence"), (("李小隆", LI), "against_evidence"), (("李小龙", None), "against_evidence"),
     (("丁一", number("19900303")), "changed"), (("丁一", None), "changed")],
)  # fmt: skip
def test_a_judgement_on_a_row_that_shows_somebody_else_now_is_not_obeyed(
    tmp_path: Path, seen: tuple[str, str | None], state: str
) -> None:
    made = replace(said("pop:1#person", "pop:2#person", SAME), shown=(("张三丰", ZHANG), seen))
    who, states, _ = resolved(tmp_path, made)
    assert states == {made.judgement_id: state}
    assert (who["pop:1"] == who["pop:2"]) == (state != "changed")


def test_what_parts_others_under_one_number_is_against_the_evidence(tmp_path: Path) -> None:
    made = [said("hotline:1#person", "pop:1#person", SAME), said("hotline:1#person", "tax:2#person", DIFFERENT)]
    who, states, flags = resolved(tmp_path, *made)
    assert who["tax:2"] != who["pop:1"] == who["hotline:1"]
    assert states == {made[0].judgement_id: "obeyed", made[1].judgement_id: "against_evidence"}
    assert "against_evidence" in flags[who["pop:1"]]


@pytest.mark.parametrize(
    "judgements",
    [
        [
            ("hotline:1#person", "hotline:2#person", SAME, "li"),
            ("hotline:1#person", "hotline:2#person", DIFFERENT, "wu"),
        ],
        [
            ("hotline:1#person", "hotline:2#person", SAME, "li"),
            ("hotline:2#person", "tax:1#person", SAME, "li"),
            ("hotline:1#person", "tax:1#person", DIFFERENT, "li"),
        ],
    ],
    ids=["two reviewers differ", "a chain leads to one that was told apart"],
)
def test_where_judgements_contradict_each_other_the_parts_stand_and_say_so(
    tmp_path: Path, judgements: list[tuple[str, str, Verdict, str]]
) -> None:
    who, states, flags = resolved(tmp_path, *(said(*one) for one in judgements))
    assert set(states.values()) == {"contradicted"}
    assert who["hotline:1"] != who["hotline:2"]
    assert who["pop:1"] == who["tax:1"] == who["tax:2"]
    assert "judgements_contradict" in flags[who["hotline:1"]]


@pytest.mark.parametrize(
    ("judgements", "apart"),
    [
        pytest.param(
            [("pop:1", "tax:2", DIFFERENT, "li"), ("pop:1", "tax:2", DIFFERENT, "wu")], ("pop:1", "tax:2"),
            id="two reviewers agree that two under one number are different",
        ),
        pytest.param(
            [("call:1", "call:2", DIFFERENT, "li")], ("call:1", "call:2"),
            id="two rows that say the same are different",
        ),
        pytest.param(
            [("hotline:1", "pop:1", SAME, "li"), ("hotline:1", "tax:2", DIFFERENT, "li")], ("hotline:1", "tax:2"),
            id="what is one with a mention is different from another under its number",
        ),
        pytest.param(
            [("co:3", "co:4", DIFFERENT, "li"), ("co:3", "co:5", DIFFERENT, "li")], ("co:3", "co:4"),
            id="an organization under another's number",
        ),
    ],
)  # fmt: skip
def test_who_is_judged_different_is_told_apart(
    tmp_path: Path, judgements: list[tuple[str, str, Verdict, str]], apart: tuple[str, str]
) -> None:
    made = [said(f"{a}#person", f"{b}#person", verdict, by) for a, b, verdict, by in judgements]
    who, states, _ = resolved(tmp_path, *made)
    assert set(states.values()) <= {"obeyed", "against_evidence"}
    assert who[apart[0]] != who[apart[1]]
    assert who["co:4"] == who["co:5"]


def test_a_contradiction_under_one_number_leaves_its_mentions_together(tmp_path: Path) -> None:
    who, states, _ = resolved(
        tmp_path,
        said("pop:1#person", "tax:2#person", DIFFERENT, "li"),
        said("pop:1#person", "tax:2#person", SAME, "wu"),
    )
    assert set(states.values()) == {"contradicted"}
    assert who["pop:1"] == who["tax:1"] == who["tax:2"]


@pytest.mark.parametrize(
    "judgements",
    [
        [("a:1", "c:1", DIFFERENT, "li")],
        [("a:1", "c:1", DIFFERENT, "li"), ("c:1", "d:1", SAME, "li")],
    ],
    ids=["one row of each name", "the rows of one name are said to be one"],
)
def test_two_names_under_one_number_are_parted_with_all_their_rows(
    judgements: list[tuple[str, str, Verdict, str]],
) -> None:
    con = write(":memory:", [person(f"{one}:1", "王小伟" if one in "ab" else "王小芳", LI) for one in "abcd"])
    made = [said(f"{a}#person", f"{b}#person", verdict, by) for a, b, verdict, by in judgements]
    resolve(con, None, None, silent, made)
    who = dict(con.execute("SELECT left(mention_id, 1), entity_id FROM mention_entity").fetchall())
    assert who["a"] == who["b"] != who["c"] == who["d"]


def test_a_judgement_that_leads_out_of_a_contradiction_binds() -> None:
    made = [said("a", "b", SAME), said("a", "b", DIFFERENT, "wu"), said("a", "c", DIFFERENT)]
    with duckdb.connect() as con:
        judged.load(con, made)
        found = con.execute("SELECT a, b, bool_and(contradicted) FROM judged_pair GROUP BY ALL ORDER BY ALL").fetchall()
    assert found == [("a", "b", True), ("a", "c", False)]


@pytest.mark.parametrize(
    ("pairs", "borne", "left"),
    [
        ([("a", "b"), ("a", "c")], {"a": 9, "b": 1, "c": 1}, ["a"]),
        ([("a", "b")], {"a": 1, "b": 2}, ["a"]),
        ([("a", "b")], {"a": 2, "b": 1}, ["b"]),
        ([("a", "b")], {"a": 1, "b": 1}, ["b"]),
    ],
    ids=["who is in most pairs", "whose name fewer bear", "whose name fewer bear, the later", "else the later"],
)
def test_of_two_who_are_parted_one_leaves(pairs: list[tuple[str, str]], borne: dict[str, int], left: list[str]) -> None:
    assert judged.leaving(pairs, borne) == left


def test_who_leaves_takes_his_namesakes_along_unless_the_other_names_leave_too() -> None:
    rows = {"x:1": "x", "x:2": "x", **{f"y:{i}": f"y{i}" for i in range(3)}}
    rows |= {f"z:{i}{row}": f"z{i}" for i in range(3) for row in "ab"}
    made = [said("x:1", f"y:{i}", DIFFERENT) for i in range(3)] + [
        said(f"y:{i}", f"z:{i}a", DIFFERENT) for i in range(3)
    ]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE person_mention (mention_id VARCHAR, number VARCHAR, name VARCHAR)")
        con.executemany("INSERT INTO person_mention VALUES (?, '1', ?)", list(rows.items()))
        con.execute("CREATE TABLE own_number AS SELECT mention_id, number FROM person_mention")
        judged.load(con, made)
        judged.release(con)
        stay = {mention for (mention,) in con.execute("SELECT mention_id FROM own_number").fetchall()}
    assert stay == {"x:2", *(one for one in rows if one[0] == "z")}
