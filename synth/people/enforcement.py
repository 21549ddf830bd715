"""Enforcement of awards: measures, lists, closings and what was made public of them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from synth.people.folk import Folk
from synth.people.lawsuits import Award
from synth.people.places import DIVISIONS
from synth.world import World

OFFICERS = ("执行员周", "高原", "李刚", "冯强", "谢明", "罗建")
REASONS = ("有履行能力而拒不履行", "违反财产报告制度", "违反限制消费令", "以伪造证据等方法妨碍执行")
MEASURES = ("查询", "冻结", "扣划", "查封", "拍卖", "罚款", "拘留", "限制消费", "责令报告财产")
ASSETS = {"冻结": "存款", "扣划": "存款", "查封": "不动产", "拍卖": "车辆"}


@dataclass
class Attempt:
    """One enforcement case: filed, how it closed ('' while open), and when."""

    filed: date
    mode: str
    closed: date


def enforce(world: World, folk: Folk, awards: list[Award]) -> None:
    """Add ct_enforcement, ct_exec_measure and ct_credit_list for most awards."""
    dice = random.Random(int(world.rng.integers(2**62)))
    units = world.rows("re_title")[["unit_no", "_who_holder"]].drop_duplicates("_who_holder")
    home = dict(zip(units["_who_holder"], units["unit_no"], strict=True))
    for award in sorted(awards, key=lambda a: (a.effective, a.case_no)):
        filed = award.effective + timedelta(days=dice.randrange(20, 300))
        if dice.random() > 0.72 or filed > world.as_of - timedelta(days=15):
            continue
        first, second = _attempt(world, dice, filed, (40, 45, 10, 1, 4)), None
        again = first.closed + timedelta(days=dice.randrange(100, 900))
        if first.mode == "终本" and dice.random() < 0.14 and again < world.as_of - timedelta(days=30):
            second = _attempt(world, dice, again, (70, 10, 20, 0, 0))
        _enforce(world, dice, award, first, second, home)
        if second:
            _enforce(world, dice, award, second, None, home, resumed=True)


def _attempt(world: World, dice: random.Random, filed: date, weights: tuple[int, ...]) -> Attempt:
    closed = filed + timedelta(days=dice.randrange(40, 200))
    mode = dice.choices(("执行完毕", "终本", "终结执行", "不予执行", "销案"), weights)[0]
    if closed > world.as_of - timedelta(days=12):
        return Attempt(filed, "", world.as_of)
    return Attempt(filed, mode, closed)


def _enforce(
    world: World, dice: random.Random, award: Award, attempt: Attempt, later: Attempt | None, home: dict[str, str], *,
    resumed: bool = False,
) -> None:  # fmt: skip
    number = world.case_no("执恢" if resumed else "执", attempt.filed.year, award.division)
    mode, closed, stuck = attempt.mode, attempt.closed, attempt.mode == "终本"
    paid = {"执行完毕": award.amount, "": 0.0}.get(mode, round(award.amount * dice.uniform(0, 0.5), 2))
    published = closed + timedelta(days=dice.randrange(1, 6)) if stuck else None
    hidden = later.closed + timedelta(days=1) if later and later.mode in ("执行完毕", "终结执行") else None
    for debtor in award.losers:
        world.add("ct_enforcement", {
            "exec_no": number, "basis_case_no": award.case_no, "court_code": DIVISIONS[award.division].court,
            "filing_date": attempt.filed, "exec_kind": "恢复" if resumed else "首执", "apply_amount": award.amount,
            "paid_amount": paid, "close_mode": mode or None, "close_date": closed if mode else None,
            "published_flag": True if stuck else None, "publish_date": published, "unpublish_date": hidden,
            "resumed_date": attempt.filed if resumed else None, "officer": dice.choice(OFFICERS),
        }, debtor=debtor, creditor=award.winners)  # fmt: skip
        _measures(world, dice, number, debtor, attempt.filed, closed, award.amount, home)
        if dice.random() < 0.75:
            settled = (
                closed
                if mode and not stuck
                else later.closed
                if later and later.mode and later.mode != "终本"
                else None
            )
            _list(world, dice, award, number, debtor, attempt.filed, settled)


def _measures(
    world: World, dice: random.Random, number: str, debtor: str, filed: date, closed: date, amount: float,
    home: dict[str, str],
) -> None:  # fmt: skip
    for _ in range(dice.choice((1, 2, 3, 4))):
        kind = dice.choices(MEASURES, (30, 22, 12, 10, 4, 2, 2, 10, 8))[0]
        decided = filed + timedelta(days=dice.randrange(1, max(2, (closed - filed).days)))
        paid_out = decided + timedelta(days=20)
        asset = ASSETS.get(kind)
        if asset == "不动产" and debtor not in home:
            asset = "存款"
        ref = {"存款": world.next_no("account"), "不动产": home.get(debtor)}.get(asset or "")
        world.add("ct_exec_measure", {
            "exec_no": number, "measure_code": kind, "asset_kind": asset, "asset_ref": ref,
            "amount": round(amount * dice.uniform(0.1, 1), 2) if asset or kind == "罚款" else None,
            "decide_date": decided,
            "effect_to": decided + timedelta(days=1095 if asset == "不动产" else 365) if asset else None,
            "payout_date": paid_out if kind == "扣划" and paid_out <= world.as_of else None,
            "payee_account": world.next_no("account") if kind == "扣划" else None,
            "fact_text": "未按执行通知书指定的期间履行义务" if kind in ("罚款", "拘留") else None,
        }, debtor=debtor)  # fmt: skip


def _list(
    world: World, dice: random.Random, award: Award, number: str, debtor: str, filed: date, settled: date | None
) -> None:
    """A list entry, lifted in time when the case is settled or its two years are over."""
    person = debtor[0] == "P"
    thing = world.person(debtor) if person else world.organization(debtor)
    grown = thing["birth"].replace(day=1, year=thing["birth"].year + 18) if person else filed
    listed = filed + timedelta(days=dice.randrange(12, 90))
    if listed >= (settled or world.as_of) or grown >= listed:
        return
    dishonest = dice.random() < 0.45
    expires = listed + timedelta(days=730) if dishonest else None
    gone = settled + timedelta(days=dice.randrange(0, 3)) if settled else None
    if expires and expires < (gone or world.as_of):
        gone = expires
    head = str(thing.get("legal_rep") or "")
    who: dict[str, str] = {"debtor": debtor} | ({"legal_rep": head} if head else {})
    world.add("ct_credit_list", {
        "list_type": "失信" if dishonest else "限消", "exec_no": number,
        "court_name": f"{DIVISIONS[award.division].name}人民法院", "basis_case_no": award.case_no,
        "listed_reason": dice.choice(REASONS) if dishonest else None, "publish_date": listed, "expire_date": expires,
        "remove_date": gone, "status_code": "已解除" if gone else "有效",
    }, **who)  # fmt: skip
