"""Civil suits, enforcement cases, measures and list entries as stories need them."""

from dataclasses import dataclass
from datetime import date, timedelta

from synth.people.enforcement import OFFICERS, REASONS
from synth.people.lawsuits import CAUSES
from synth.people.places import DIVISIONS
from synth.people.prosecutions import CLERKS, JUDGES
from synth.stories.stage import Stage

ORDINARY = tuple(cause for cause in CAUSES if cause not in ("离婚纠纷", "金融借款合同纠纷"))
BREACHES = (
    "违反财产报告制度，未如实报告财产",
    "拒绝报告财产",
    "违反限制消费令，乘坐飞机",
    "违反限制消费令，入住星级宾馆",
)


@dataclass(frozen=True)
class Suit:
    """A civil case that was won."""

    case_no: str
    division: str
    plaintiff: str
    defendant: str
    amount: float
    effective: date


def sued(
    stage: Stage,
    plaintiff: str,
    defendant: str,
    filed: date,
    *,
    cause: str = "",
    also: tuple[str, ...] = (),
    stated: dict[str, dict[str, object]] | None = None,
    unnumbered: str = "",
) -> Suit:
    """Let one sue another (and further defendants).

    `stated` gives the phone or address that a party states; `unnumbered` is a party whose number nobody asked for.
    """
    world, dice = stage.world, stage.dice
    division = stage.anywhere()
    number, closed = world.case_no("民初", filed.year, division), filed + timedelta(days=dice.randint(25, 150))
    cause = cause or dice.choice(ORDINARY)
    claimed = round(dice.lognormvariate(10.8, 1.0), -2)
    awarded = round(claimed * dice.uniform(0.6, 1.0), 2)
    ended = closed <= stage.as_of
    effective = closed + timedelta(days=16)
    world.add(
        "ct_case",
        {
            "case_no": number,
            "court_code": DIVISIONS[division].court,
            "case_kind": "民事",
            "cause_code": cause,
            "procedure_code": dice.choice(("简易", "普通")),
            "filing_date": filed,
            "hearing_date": closed - timedelta(days=dice.randint(3, 20)) if ended else None,
            "close_date": closed if ended else None,
            "close_mode": "判决" if ended else None,
            "is_default_judgment": False,
            "claimed_amount": claimed,
            "awarded_amount": awarded if ended else None,
            "effective_date": effective if effective <= stage.as_of else None,
            "judge": dice.choice(JUDGES),
            "clerk": dice.choice(CLERKS),
            "fact_text": f"经审理查明，双方因{cause.removesuffix('纠纷')}发生争议。" if ended else None,
        },
    )
    for role, party in (("原告", plaintiff), ("被告", defendant), *(("被告", other) for other in also)):
        appear(stage, number, role, party, number=party != unnumbered, **(stated or {}).get(party, {}))
    return Suit(number, division, plaintiff, defendant, awarded, effective)


def appear(stage: Stage, case_no: str, role: str, party: str, *, number: bool = True, **stated: object) -> None:
    """Add a party to a court case, with what is known of it unless stated otherwise."""
    person = party[0] == "P"
    thing = stage.world.person(party) if person else stage.world.organization(party)
    row: dict[str, object] = {
        "case_no": case_no,
        "party_role": role,
        "party_kind": "自然人" if person else "法人",
        "phone": thing["phone"] or None,
        "birth_date": thing["birth"] if person else None,
        "address": thing["residence_address" if person else "address"],
        "appeared": True,
        **stated,
    }
    if not number:
        row["id_no"] = None
    stage.world.add("ct_party", row, party=party)


def enforced(
    stage: Stage,
    suit: Suit,
    filed: date,
    *,
    mode: str = "",
    closed: date | None = None,
    resumption: bool = False,
    published: bool | None = None,
    hidden: date | None = None,
    resumed: date | None = None,
    also: tuple[str, ...] = (),
    unnumbered: str = "",
) -> str:
    """Enforce an award against its loser (and further debtors); returns exec_no."""
    world, dice = stage.world, stage.dice
    number = world.case_no("执恢" if resumption else "执", filed.year, suit.division)
    shelved = mode == "终本"
    public = shelved if published is None else published
    shown = closed + timedelta(days=dice.randint(1, 5)) if closed and shelved and public else None
    for debtor in (suit.defendant, *also):
        row: dict[str, object] = {
            "exec_no": number,
            "basis_case_no": suit.case_no,
            "court_code": DIVISIONS[suit.division].court,
            "filing_date": filed,
            "exec_kind": "恢复" if resumption else "首执",
            "apply_amount": suit.amount,
            "paid_amount": suit.amount if mode == "执行完毕" else round(suit.amount * dice.uniform(0, 0.5), 2),
            "close_mode": mode or None,
            "close_date": closed,
            "resumed_date": resumed or (filed if resumption else None),
            "published_flag": published if published is not None else shelved or None,
            "publish_date": shown if shown and shown <= stage.as_of else None,
            "unpublish_date": hidden,
            "officer": dice.choice(OFFICERS),
        }
        if unnumbered == debtor:
            row["debtor_id_no"] = None
        if unnumbered == suit.plaintiff:
            row["creditor_id_no"] = None
        world.add("ct_enforcement", row, debtor=debtor, creditor=(suit.plaintiff,))
    return number


def listed(
    stage: Stage,
    suit: Suit,
    exec_no: str,
    kind: str,
    published: date,
    *,
    expires: date | None = None,
    removed: date | None = None,
) -> str:
    """Put the debtor on a list; returns the event key of the entry."""
    head = str(stage.world.organization(suit.defendant)["legal_rep"]) if suit.defendant[0] == "O" else ""
    stage.world.add(
        "ct_credit_list",
        {
            "list_type": kind,
            "exec_no": exec_no,
            "court_name": f"{DIVISIONS[suit.division].name}人民法院",
            "basis_case_no": suit.case_no,
            "listed_reason": stage.dice.choice(REASONS) if kind == "失信" else None,
            "publish_date": published,
            "expire_date": expires,
            "remove_date": removed,
            "status_code": "已解除" if removed else "有效",
        },
        debtor=suit.defendant,
        **({"legal_rep": head} if head else {}),
    )
    return f"{exec_no}+{kind}"


def punished(stage: Stage, debtor: str, exec_no: str, day: date, text: str) -> None:
    """Fine or detain a debtor."""
    kind = stage.dice.choice(("罚款", "拘留"))
    stage.world.add(
        "ct_exec_measure",
        {
            "exec_no": exec_no,
            "measure_code": kind,
            "decide_date": day,
            "fact_text": text,
            "amount": float(stage.dice.choice((1000, 3000, 5000))) if kind == "罚款" else None,
        },
        debtor=debtor,
    )


def firm(stage: Stage) -> str:
    """A company with a legal representative who plays no other part."""
    boss = stage.person(28)
    founded = stage.ago(1500, 5000)
    return stage.world.new_organization(
        legal_rep=boss, established=founded, status_date=founded, capital=float(stage.dice.choice((50, 100, 200)))
    )
