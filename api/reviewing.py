"""What waits for a person's decision: pairs of the review queue, side by side, with what the program thinks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import duckdb
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api import judging
from api.differences import spans, texts
from api.lead_data import words
from api.sameness import compared_pairs
from core.masking import by_level, mask_inside
from graph.schema import load_schema
from queries.lead_tables import Lead, LeadEntity
from records.lookup import entities, names_of
from resolution.explain.pairs import waterfall
from resolution.judgement_table import judgements_in_force
from resolution.judgements import Judgement, Pair, Verdict, groups
from resolution.review_queue import Item, items, totals

TITLES = {
    "contradicted": words("人工判断相互矛盾", "judgements contradict each other"),
    "vetoed": words("证据充分但合并被否决", "much speaks for joining, but something impossible stands against it"),
    "two_numbers": words("姓名出生相同、号码不同", "one name and birth under two valid numbers"),
    "number_of_another": words("使用他人号码", "a row with the number of another"),
    "twins": words("双胞胎均符合", "twins who both fit"),
    "unclear": words("多人均符合", "several who fit"),
    "weak_bridge": words("仅凭薄弱联系合并", "an unsure join holds two parts together"),
    "weak_link": words("个别记录仅凭薄弱联系并入", "an unsure join holds one row"),
    "large": words("合并记录过多", "a very large entity"),
    "drifted": words("与上次结果不同", "one that was several before, or has become several"),
    "unlikely": words("可能为同一人但未合并", "may be the same, though not likely enough to be joined"),
}
REASONS = {
    "two_numbers": words("各有一个有效证件号码", "each has a valid number of its own"),
    "births": words("出生日期不符", "the birth dates do not agree"),
    "told_apart": words("来源记录表明为两人", "the rows tell the two apart"),
    "judged": words("已有人判断为不同", "a person judged them to be two"),
    "sexes": words("性别不符", "the sexes do not agree"),
    "custody": words("同时羁押于两处", "in two custodies at once"),
}
"""What stood against a merge."""


class Queue(NamedTuple):
    """A page of the queue, how many items there are, how many of each kind, and judgements that may be shown."""

    total: int
    kinds: dict[str, int]
    items: list[Item]
    judgements: list[Judgement]


def queue(
    con: duckdb.DuckDBPyConnection, db: Session, workspace: str, kind: str = "", offset: int = 0, limit: int = 50,
    leave: Collection[Pair] = (),
) -> Queue:  # fmt: skip
    """Return a page of what waits for a decision, of one kind or any, in the order of `resolution.review_queue`.

    What was judged since the last run waits no longer, but who was ruled out leaves the question with the others who
    fit; the pairs of `leave` are left out.
    """
    known, force = judging.states(con), judgements_in_force(db, workspace)
    fresh = [one for one in force if one.judgement_id not in known]
    leads = leads_by_entity(db, workspace)
    _, found = items(con, leads, limit, offset, kind or None, fresh, leave)
    kinds = totals(con, fresh, leave)
    total = kinds.get(kind, 0) if kind else sum(kinds.values())
    return Queue(total, kinds, found, judging.unsealed(con, force))


def leads_by_entity(db: Session, workspace: str) -> dict[str, int]:
    """Return how many leads that hold are about each entity, by id."""
    counted = (
        select(LeadEntity.entity_id, func.count())
        .join(Lead, (Lead.workspace == LeadEntity.workspace) & (Lead.lead_id == LeadEntity.lead_id))
        .where(Lead.workspace == workspace, Lead.holds, ~Lead.sealed, Lead.excluded_by == "")
        .group_by(LeadEntity.entity_id)
    )
    return dict(sorted((str(entity), int(n)) for entity, n in db.execute(counted)))


def shown(con: duckdb.DuckDBPyConnection, found: Queue, open_: bool) -> list[dict[str, Any]]:
    """Return a page for people: both sides, their values with where they differ, what the program and others think."""
    sides = side_by_side(con, [(item.a, item.b) for item in found.items], open_)
    others = _others(con, found.items, open_)
    return [
        _told(item, side, others, found.judgements, open_)
        for item, side in zip(found.items, sides, strict=True)
        if side is not None
    ]


_OTHERS = "SELECT mention_id, entity_id FROM mention_entity WHERE mention_id IN (SELECT unnest($1::VARCHAR[]))"


def _others(con: duckdb.DuckDBPyConnection, found: Sequence[Item], open_: bool) -> dict[str, dict[str, Any]]:
    """Return of each mention of whom somebody may be instead {mention_id, entity: part}."""
    asked = sorted({mention for item in found for mention in item.others})
    of = dict(con.execute(_OTHERS, [asked]).fetchall()) if asked else {}
    names = names_of(con, sorted(set(of.values())))
    return {mention: {"mention_id": mention, "entity": _part(of[mention], names, open_)} for mention in asked}


def _told(
    item: Item,
    side: Mapping[str, Any],
    others: Mapping[str, dict[str, Any]],
    judgements: Sequence[Judgement],
    open_: bool,
) -> dict[str, Any]:
    return {
        "item_id": item.item_id, "kind": item.kind, "title": TITLES[item.kind], "splits": item.splits,
        "chance": item.chance, "changes": item.changes, "leads": item.leads, "about": item.about,
        "others": [others[mention] for mention in item.others],
        "reason": REASONS.get(item.reason, words(item.reason)) if item.reason else None, **side,
        "judgements": [
            judging.as_data(one) | {"why": one.why if open_ else mask_inside(one.why)}
            for one in bearing_on(item.a, item.b, judgements)
        ],
    }  # fmt: skip


def bearing_on(a: str, b: str, judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements on two mentions and on those that people said to be the same as either."""
    group = groups(one.pair for one in judgements if one.verdict is Verdict.SAME)
    mine = {group.get(a, a), group.get(b, b)}
    return [one for one in judgements if mine >= {group.get(one.a, one.a), group.get(one.b, one.b)}]


def side_by_side(con: duckdb.DuckDBPyConnection, pairs: Sequence[Pair], open_: bool) -> list[dict[str, Any] | None]:
    """Return pairs of mentions with their entities and values, and where the values differ; None for an unknown one.

    {entities: [part, part], a, b: mention, comparisons: [{name, title, a, b, level, marks: [of a, of b]}]}; `marks`
    has for every text of a side the spans [from, to) of characters that differ, as the values are shown.
    """
    found = compared_pairs(con, pairs, open_)
    names = names_of(con, [entity for one in found if one is not None for entity in one["entities"]])
    return [None if one is None else _side(one, names, open_) for one in found]


_NODES = "SELECT mention_id, node FROM provisional_mention WHERE mention_id IN ($1, $2)"


def around(con: duckdb.DuckDBPyConnection, item: Mapping[str, Any], open_: bool) -> dict[str, Any]:
    """Return what is known beside the two mentions of an item of the queue.

    {weighed: the weight of the two in bits as `why` gives it, None where nothing was weighed; facts: of each entity
    {name, birth_date, number}, none of who is no person}.
    """
    a, b = item["a"]["mention_id"], item["b"]["mention_id"]
    mine = [one["id"] for one in item["entities"]]
    nodes = dict(con.execute(_NODES, [a, b]).fetchall())
    fall = waterfall(con, nodes[a], nodes[b]) if len(nodes) == 2 and nodes[a] != nodes[b] else None
    found = {one["entity_id"]: one for one in entities(con, mine)}
    return {
        "weighed": None if fall is None else fall.weight,
        "facts": [_facts(found.get(entity, {}), entity, open_) for entity in mine],
    }


def _facts(entity: Mapping[str, Any], entity_id: str, open_: bool) -> dict[str, str]:
    kind = load_schema().entity(entity_id)
    if kind.name != "Person":
        return {}
    told = {name: str(entity.get(name) or "") for name in ("name", "birth_date", "number")}
    return {name: value if open_ else str(by_level(value, kind.level(name))) for name, value in told.items()}


def _side(found: Mapping[str, Any], names: Mapping[str, tuple[str, str]], open_: bool) -> dict[str, Any]:
    return {
        "entities": [_part(entity, names, open_) for entity in found["entities"]],
        "a": found["a"], "b": found["b"],
        "comparisons": [
            one | {"marks": _marks(one)} for one in found["comparisons"] if one["a"] or one["b"]
        ],
    }  # fmt: skip


def _marks(compared: Mapping[str, Any]) -> list[list[list[list[int]]]]:
    one, other = texts(compared["a"]), texts(compared["b"])
    if compared["level"] == "fits":
        return [[[] for _ in one], [[] for _ in other]]
    return [[[list(span) for span in found] for found in spans(*both)] for both in ((one, other), (other, one))]


def _part(entity: str, names: Mapping[str, tuple[str, str]], open_: bool) -> dict[str, str]:
    kind, name = load_schema().entity(entity), names.get(entity, ("", ""))[0]
    return {
        "id": entity, "label": kind.name,
        "title": str(name if open_ else by_level(name, kind.level(kind.caption))),
    }  # fmt: skip
