"""Agreement and error estimates, against published figures and against chance itself."""

import random

import pytest

from resolution.estimates import Stratum, agreements, combined, kappa, wilson
from resolution.judgements import Judgement, Verdict, judge


def test_wilson_is_as_published() -> None:
    # R. G. Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3.
    for hits, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(hits, n)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def table(counts: list[list[int]]) -> list[tuple[str, str]]:
    """Return the verdicts behind a table of counts."""
    return [(f"{a}", f"{b}") for a, row in enumerate(counts) for b, n in enumerate(row) for _ in range(n)]


def test_kappa_is_as_published() -> None:
    # J. L. Fleiss (1981), Statistical methods for rates and proportions, table 13.1: kappa 0.68, standard error 0.087.
    found = kappa(table([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))
    assert found is not None
    assert round(found.value, 2) == 0.68
    assert (found.high - found.value) / 1.96 == pytest.approx(0.087, abs=0.001)


def test_kappa_of_reviewers_who_never_differ_says_nothing_where_there_was_nothing_to_tell_apart() -> None:
    assert kappa(table([[10, 0], [0, 0]])) is None
    certain = kappa(table([[10, 0], [0, 10]]))
    assert certain is not None
    assert certain.value == 1


def said(pair: str, verdict: str, by: str) -> Judgement:
    return judge(f"{pair}{by}", pair[0], pair[1], Verdict(verdict), by, "1", "why")


def test_reviewers_agree_on_what_both_judged_alone() -> None:
    lines = [
        said("ab", "same", "李"),
        said("ab", "same", "王"),
        said("ac", "same", "李"),
        said("ac", "different", "王"),
    ]
    (found,) = agreements([*lines, said("ad", "same", "李"), said("ef", "same", "赵")])
    assert (found.one, found.other, found.pairs, found.equal.value) == ("李", "王", 2, 0.5)


def test_a_stratum_weighs_by_what_it_holds_and_an_unreviewed_one_not_at_all() -> None:
    strata = [Stratum("a", 900, 30, 0), Stratum("b", 100, 30, 15), Stratum("c", 5000, 0, 0)]
    found = combined(strata)
    assert found.value == pytest.approx(0.05)
    assert found.low < 0.05 < found.high


def test_one_stratum_has_the_interval_of_wilson_and_a_whole_one_has_none() -> None:
    found, alone = combined([Stratum("a", 1000, 50, 5)]), wilson(5, 50)
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high))
    assert combined([Stratum("a", 50, 50, 5)]).low == combined([Stratum("a", 50, 50, 5)]).high == 0.1


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    chance, held, rounds = random.Random(7), 0, 1500
    truth = [(20_000, 60, 0.004), (600, 40, 0.1), (150, 40, 0.45)]
    share = sum(n * p for n, _, p in truth) / sum(n for n, _, _ in truth)
    for _ in range(rounds):
        found = combined(
            Stratum(str(n), n, sample, sum(chance.random() < p for _ in range(sample))) for n, sample, p in truth
        )
        held += found.low <= share <= found.high
    assert 0.93 <= held / rounds <= 0.99
