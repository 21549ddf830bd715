"""Judgements: what is in force, and what many say together."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from resolution.judgements import Judgement, Verdict, Withdrawal, groups, in_force, judge, settle

_ONE_OF = "abcdef"
_PAIRS = st.lists(st.sampled_from(_ONE_OF), min_size=2, max_size=2, unique=True)


def said(pair: str, verdict: str, by: str = "李", at: str = "1", judgement_id: str = "") -> Judgement:
    return judge(judgement_id or f"{pair}{by}{at}", pair[0], pair[1], Verdict(verdict), by, at, "why")


@st.composite
def histories(draw: st.DrawFn) -> list[Judgement | Withdrawal]:
    """Lines as a database would hold them: judgements, some made again, some withdrawn."""
    lines: list[Judgement | Withdrawal] = []
    for number in range(draw(st.integers(0, 14))):
        a, b = draw(_PAIRS)
        verdict = draw(st.sampled_from(list(Verdict)))
        lines.append(judge(f"J{number:02}", a, b, verdict, draw(st.sampled_from("李王")), f"{number:02}", "why"))
    for number in draw(st.sets(st.integers(0, 13), max_size=4)):
        lines.append(Withdrawal(f"W{number}", f"J{number:02}", "李", "99", "a slip"))
    return lines


def test_a_pair_is_ordered_whichever_is_named_first() -> None:
    assert said("ba", "same").pair == said("ab", "same").pair == ("a", "b")


def test_nobody_is_judged_against_himself() -> None:
    with pytest.raises(UserError, match="two mentions"):
        said("aa", "same")


def test_a_reviewer_who_judges_again_is_taken_at_the_later_word() -> None:
    assert in_force([said("ab", "different", at="2"), said("ba", "same", at="1")]) == [said("ab", "different", at="2")]


def test_reviewers_do_not_overrule_each_other() -> None:
    assert len(in_force([said("ab", "same", "李"), said("ab", "different", "王", at="2")])) == 2


def test_to_withdraw_the_later_word_brings_the_earlier_back() -> None:
    lines = [said("ab", "same", at="1"), said("ab", "different", at="2", judgement_id="J2")]
    assert in_force([*lines, Withdrawal("W", "J2", "王", "3", "a slip")]) == lines[:1]


def test_a_difference_within_a_chain_of_sameness_contradicts_the_whole_chain() -> None:
    found = settle([said("ab", "same"), said("bc", "same"), said("ac", "different"), said("cd", "different")])
    assert found.contradicted == (("a", "b", "c"),)
    assert found.must == ()
    assert found.cannot == (("c", "d"),)


def test_reviewers_who_differ_on_a_pair_contradict_each_other() -> None:
    assert settle([said("ab", "same", "李"), said("ab", "different", "王")]).contradicted == (("a", "b"),)


def test_one_who_is_unsure_contradicts_nobody() -> None:
    found = settle([said("ab", "same", "李"), said("ab", "unsure", "王")])
    assert (found.must, found.contradicted) == ((("a", "b"),), ())


def test_a_difference_between_two_chains_contradicts_neither() -> None:
    found = settle([said("ab", "same"), said("cd", "same"), said("bc", "different")])
    assert (found.must, found.cannot, found.contradicted) == ((("a", "b"), ("c", "d")), (("b", "c"),), ())


@given(histories(), st.randoms())
def test_the_order_of_lines_does_not_matter(lines: Sequence[Judgement | Withdrawal], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_force(shuffled) == in_force(lines)
    assert settle(reversed(in_force(lines))) == settle(in_force(lines))


@given(histories())
def test_what_is_settled_can_be_obeyed_and_loses_no_judgement(lines: Sequence[Judgement | Withdrawal]) -> None:
    known = in_force(lines)
    found = settle(known)
    one = groups(found.must)
    assert not [pair for pair in found.cannot if pair[0] in one and one[pair[0]] == one.get(pair[1])]
    group_of = {mention: group for group in found.contradicted for mention in group}
    for judgement in known:
        within = judgement.a in group_of and group_of[judgement.a] == group_of.get(judgement.b)
        says = {Verdict.SAME: found.must, Verdict.DIFFERENT: found.cannot, Verdict.UNSURE: ()}[judgement.verdict]
        assert within or judgement.verdict is Verdict.UNSURE or judgement.pair in says
        assert not (within and judgement.pair in says)


@given(histories(), st.integers(0, 13))
def test_to_withdraw_undoes(lines: Sequence[Judgement | Withdrawal], number: int) -> None:
    before = [line for line in lines if not isinstance(line, Judgement) or line.judgement_id != f"J{number:02}"]
    assert in_force([*lines, Withdrawal("W", f"J{number:02}", "王", "99", "a slip")]) == in_force(before)
