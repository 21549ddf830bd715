"""What others said is shown beside an item."""

from api.reviewing import TITLES, bearing_on
from resolution.judgements import Judgement, Verdict, judge
from resolution.review_queue import KINDS


def said(pair: str, verdict: str) -> Judgement:
    return judge(pair + verdict, pair[0], pair[1], Verdict(verdict), "李", "1", "why")


def test_the_judgements_on_two_and_on_those_said_to_be_the_same_are_shown() -> None:
    chain = [said("ab", "same"), said("bc", "same"), said("ad", "different"), said("cd", "same")]
    others = [said("xy", "same"), said("dx", "different")]
    assert bearing_on("a", "d", [*chain, *others]) == chain
    assert bearing_on("d", "x", [said("dx", "unsure"), *others[1:], said("dz", "different")]) == [
        said("dx", "unsure"), said("dx", "different")
    ]  # fmt: skip


def test_every_kind_of_the_queue_has_a_title() -> None:
    assert list(TITLES) == list(KINDS)
