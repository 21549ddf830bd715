"""Explanations for people and programs: why two mentions are one or two, and how an entity came together."""

from dataclasses import asdict
from typing import Any

import duckdb

from api.lead_data import words
from api.requests import linking_model_path
from api.reviewing import REASONS
from api.sameness import BASES, compared
from core.masking import by_level, mask_inside
from core.settings import Settings
from graph.schema import load_schema
from resolution.explain.history import history
from resolution.explain.pairs import in_spite, why
from resolution.explain.parts import Decided, Group, Join, Link, Part, Shown, Waterfall
from resolution.linking.model import read_model, shipped_model

BECAUSE = {
    "same_number": words("两条记录属于同一有效证件号码", "both rows show one valid number of one bearer"),
    "equal_rows": words("两条记录姓名、电话等完全一致", "both rows say the same, a name and a phone among it"),
    "joined": words("证据将两者合并", "the evidence joined them"),
    "judged": words("依人工判断", "a person judged so"),
    "contradicted": words(
        "人工判断相互矛盾，待核", "judgements contradict each other; nothing is joined until that is settled"
    ),
    "unclear": words("另有他人同样符合，未合并", "somebody else fits about as well, so nobody was joined"),
    "unlikely": words("证据不足以合并", "the evidence is not enough to join them"),
    "masked_apart": words("残缺号码与对方不符，未合并", "a run does not join them: the masked number does not fit"),
    "names_apart": words(
        "姓名不相近，其他证据再多也不合并",
        "a run does not join them: whatever else agrees, the names are not alike enough",
    ),
    "merely_like": words(
        "姓名仅相近，须另有号码末位或一处笔误的号码佐证",
        "a run does not join them: a name that is merely like another's wants the end of the number, or a number "
        "one slip away, beside it",
    ),
    "behind": words("另有他人更为符合，未合并", "a run does not join them: somebody else fits far better"),
    "not_looked_at": words(
        "没有比对规则将两者列为比对对象，运行时未比对",
        "a run did not look at them: they share none of the keys (name and birth, name and phone, and the like) by "
        "which it finds whom to compare",
    ),
    "never_paired": words("没有任何使两者成为比对对象的线索", "nothing made them worth comparing"),
    **{code: REASONS[code] for code in ("two_numbers", "births", "told_apart", "sexes", "custody")},
}
"""Why two are one or two; of whom something impossible stood against it, what that was."""

COMPARED = {
    "name": (words("姓名", "name"), "name"), "birth": (words("出生日期", "birth date"), "birth_date"),
    "sex": (words("性别", "sex"), "sex"), "phone": (words("电话", "phone"), "number"),
    "home": (words("住址", "home"), "number"), "employer": (words("单位", "employer"), "sex"),
    "pattern": (words("残缺号码", "masked number"), "number"),
    "wrong": (words("有误号码", "wrong number"), "number"),
    "given": (words("名", "given name"), "name"), "family": (words("姓", "family name"), "name"),
    "rest": (words("其他名字", "other names"), "name"), "postcode": (words("邮编", "postcode"), "number"),
    "place": (words("出生地", "birth place"), "number"), "occupation": (words("职业", "occupation"), "number"),
    "number": (words("号码", "number"), "number"), "address": (words("地址", "address"), "number"),
}  # fmt: skip
"""The comparisons, their titles, and the property of a person that is as sensitive."""

LEVELS = {
    "exact": words("一致", "equal"), "alias": words("曾用名或别名一致", "equal to another name"),
    "variant": words("同音或形近", "sounds or looks the same"), "hidden": words("与遮蔽姓名相符", "fits a hidden name"),
    "near": words("相近", "near"), "surname": words("同姓", "same surname"), "other": words("不同", "different"),
    "shared": words("有共同项", "one in common"), "same time": words("同一时期共用", "one in common at one time"),
    "other years": words("号码相同，使用年份不同", "one in common, in different years"),
    "building": words("同一楼栋或门牌", "same building or number"),
    "road": words("同一道路、小区或村", "same road, estate or village"),
    "town": words("同一乡镇街道", "same town or subdistrict"), "county": words("同一县区", "same county"),
    "few": words("同一单位（人数少）", "same employer, of few"), "some": words("同一单位", "same employer"),
    "many": words("同一单位（人数多）", "same employer, of many"),
    "most digits": words("多数数字相符", "most digits fit"),
    "last digits": words("末位数字相符", "the last digits fit"),
    "first digits": words("前段数字相符", "the first digits fit"), "area": words("地区码相符", "the area fits"),
    "one slip": words("一处笔误", "one slip"),
    "elsewhere": words("在姓名他处", "elsewhere in the name"), "initial": words("首字母一致", "an initial"),
    "close": words("部分相近", "alike in part"), "sound": words("同音", "sounds the same"),
    "one": words("一项相同", "one in common"), "two": words("两项相同", "two in common"),
    "three": words("三项以上相同", "three or more in common"), "month": words("同年同月", "same month"),
    "day": words("同月同日", "same day of another year"), "two slips": words("两处笔误", "two slips"),
    "year": words("同年", "same year"), "ten years": words("相差十年以内", "within ten years"),
    "outward": words("同一邮区", "same postal district"),
    "rounded": words("表格软件舍入", "rounded by a spreadsheet"), "nothing": words("无可比对", "nothing to compare"),
}  # fmt: skip

ROLES = {
    "own": words("本人有效号码", "a valid number of the person's own"),
    "claim": words("有效，但属于他人", "valid, but taken to be another's"),
    "wrong": words("校验不符", "its check fails"), "masked": words("残缺", "part of it is hidden or lost"),
    "none": words("无号码", "no number"),
}  # fmt: skip
OUTCOMES = {
    "joined": words("已合并", "joined"), "redundant": words("已属同一人", "both were one already"),
    "vetoed": words("被否决", "vetoed"), "unclear": words("另有他人符合", "another fits about as well"),
    "unlikely": words("证据不足", "not enough"),
}  # fmt: skip
BY = {
    "judged": words("依人工判断合并", "joined by judgement"),
    "number": words("因更正号码合并", "joined by a corrected number"),
}
"""How those were joined for whom no evidence was weighed."""
GROUPS = {
    "number": words("同一有效证件号码", "one valid number"), "equal": words("内容一致的记录", "equal rows"),
    "alone": words("单条记录", "one row"),
}  # fmt: skip


def threshold(settings: Settings) -> float:
    """Return the least probability at which a run joins, by the linking model that runs of this workspace use."""
    own = linking_model_path(settings.workspace)
    return (read_model(own) if own.exists() else shipped_model()).threshold


def why_data(con: duckdb.DuckDBPyConnection, a: str, b: str, open_: bool, least: float) -> dict[str, Any] | None:
    """Return two mentions side by side and why they are one or two; None for an unknown one.

    What `sameness.compared` returns, and because, says, numbers, waterfall (`threshold`: its profile's,
    else `least`), way, between and judgements, as `resolution.explain.parts.Why` has them.
    """
    found, reason = compared(con, a, b, open_), why(con, a, b)
    if found is None or reason is None:
        return None
    fall, because = reason.waterfall, reason.because
    if fall is not None and because in ("unlikely", "never_paired"):
        enough = least if fall.threshold is None else fall.threshold
        because = in_spite(reason, enough) if fall.probability >= enough else because
    return found | {
        "because": because,
        "says": BECAUSE.get(because, words(because)),
        "numbers": [_number(one) for one in reason.shown],
        "waterfall": None if fall is None else _waterfall(fall, reason.entities, open_, least),
        "way": [link_data(link) for link in reason.way],
        "between": [link_data(link) for link in reason.between],
        "judgements": [_decided(one, open_) for one in reason.judgements],
    }


def history_data(con: duckdb.DuckDBPyConnection, entity_id: str, open_: bool) -> dict[str, Any]:
    """Return how an entity came together, as `resolution.explain.parts.History` has it."""
    found = history(con, entity_id)
    weakest = found.weakest
    return {
        "id": entity_id,
        "groups": [_group(entity_id, one, open_) for one in found.groups],
        "joins": [_join(one) for one in found.joins],
        "weakest": None if weakest is None else _join(weakest),
        "vetoes": [link_data(one) for one in found.vetoes],
        "judgements": [_decided(one, open_) for one in found.judgements],
        "supersedes": list(found.supersedes),
        "changes": [asdict(one) for one in found.changes],
    }


def link_data(link: Link) -> dict[str, Any]:
    """Return an edge between two provisional persons; a mention is None where its record is sealed, the weight where
    nothing was weighed: a judgement and a corrected number have none."""
    return {
        "a": link.mention_a, "b": link.mention_b, "basis": link.basis,
        "title": BASES.get(link.basis, words(link.basis)),
        "weight": round(link.weight, 6) if link.weighed else None, "probability": link.probability,
        "outcome": link.outcome,
        "outcome_title": OUTCOMES[link.outcome] if link.weighed or link.outcome != "joined" else BY[link.basis],
        "reason": REASONS.get(link.reason, words(link.reason)) if link.reason else None,
        "contexts": [{"label": _label(label), "id": thing} for label, thing in link.contexts],
    }  # fmt: skip


def _label(label: str) -> dict[str, str]:
    """The title of a kind of thing, or of a tie (`PARENT_OF:object`)."""
    schema, (name, _, _) = load_schema(), label.partition(":")
    kind = schema.relationships.get(name) if ":" in label else schema.nodes.get(name)
    return words(kind.title_zh, kind.title_en) if kind else words(label)


def _waterfall(fall: Waterfall, entities: tuple[str, str], open_: bool, least: float) -> dict[str, Any]:
    return {
        "prior": round(fall.prior, 6),
        "parts": [_part(one, entities, open_) for one in fall.parts],
        "weight": round(fall.weight, 6),
        "probability": fall.probability,
        "threshold": least if fall.threshold is None else fall.threshold,
    }


def _part(part: Part, entities: tuple[str, str], open_: bool) -> dict[str, Any]:
    title, like = COMPARED[part.comparison]
    level = load_schema().entity(entities[0]).level(like)
    return {
        "name": part.comparison, "title": title, "level": part.level, "level_title": LEVELS[part.level],
        "weight": round(part.weight, 6), "rarity": round(part.rarity, 6), "m": part.m, "u": part.u,
        **{side: value if open_ else by_level(value, level) for side, value in (("a", part.a), ("b", part.b))},
    }  # fmt: skip


def _number(shown: Shown) -> dict[str, Any]:
    return {"role": shown.role, "title": ROLES[shown.role], "bearer": shown.bearer}


def _decided(one: Decided, open_: bool) -> dict[str, Any]:
    return {
        "judgement_id": one.judgement_id, "a": one.a, "b": one.b, "verdict": one.verdict, "by": one.by, "at": one.at,
        "why": one.why if open_ else mask_inside(one.why), "state": one.state,
    }  # fmt: skip


def _group(entity_id: str, group: Group, open_: bool) -> dict[str, Any]:
    schema = load_schema().entity(entity_id)
    told = {"name": group.name, "number": group.number}
    return {
        "basis": group.basis, "title": GROUPS[group.basis], "mentions": group.mentions, "mention_id": group.mention,
        **{name: value if open_ else by_level(value, schema.level(name)) for name, value in told.items()},
    }  # fmt: skip


def _join(join: Join) -> dict[str, Any]:
    return link_data(join.link) | {"mentions_a": join.size_a, "mentions_b": join.size_b}
