"""How far to trust: agreement between two reviewers, and the program's error as reviewed samples show it.

Every estimate has an interval of 95 %.

The figures were checked with statsmodels 0.15 (November 2026): `wilson` for all of 0 to n hits among n = 1 to 300
(`proportion_confint`, no difference above 1e-15), `kappa` on 3,000 random tables of two to four verdicts
(`cohens_kappa`, 1e-8), `combined` of two equal strata as Newcombe's interval of a difference, of which it is the
general case (`confint_proportions_2indep`, 3,000 pairs of samples, 1e-15). The papers themselves were not at hand: what
is said of volume and pages agrees with the references of the R packages PropCIs (Wilson) and vcd (Fleiss, without the
pages); the rest is cited from memory: [U].
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from resolution.judgements import Judgement, Pair, Verdict

Z = 1.959963984540054
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True)
class Estimate:
    """An estimate with its interval."""

    value: float
    low: float
    high: float


def wilson(hits: int, n: int) -> Estimate:
    """Return the share of hits among n with Wilson's score interval; of none at all, nothing is known.

    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22: 209–212.
    """
    if n == 0:
        return Estimate(0.0, 0.0, 1.0)
    share, square = hits / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return Estimate(share, 0.0 if hits == 0 else max(0.0, middle - half), 1.0 if hits == n else min(1.0, middle + half))


@dataclass(frozen=True)
class Agreement:
    """How two reviewers agree on the pairs both judged: the share of equal verdicts, and Cohen's kappa.

    kappa: None where both gave every pair one and the same verdict, so that chance alone explains it.
    """

    one: str
    other: str
    pairs: int
    equal: Estimate
    kappa: Estimate | None


def agreements(judgements: Iterable[Judgement]) -> list[Agreement]:
    """Return the agreement of every two reviewers who have judged a pair both, by name."""
    said: dict[str, dict[Pair, Verdict]] = {}
    for judgement in judgements:
        said.setdefault(judgement.by, {})[judgement.pair] = judgement.verdict
    found = []
    for one, other in combinations(sorted(said), 2):
        both = sorted(said[one].keys() & said[other].keys())
        if both:
            verdicts = [(said[one][pair], said[other][pair]) for pair in both]
            equal = wilson(sum(a == b for a, b in verdicts), len(verdicts))
            found.append(Agreement(one, other, len(both), equal, kappa(verdicts)))
    return found


def kappa(verdicts: Sequence[tuple[str, str]]) -> Estimate | None:
    """Return Cohen's kappa of two reviewers' verdicts on the same pairs; None where it is not defined.

    J. Cohen (1960), A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20: 37–46; the interval by
    the large-sample variance of J. L. Fleiss, J. Cohen, B. S. Everitt (1969), Psychol. Bull. 72: 323–327 [U].
    """
    n = len(verdicts)
    cell = {pair: count / n for pair, count in Counter(verdicts).items()}
    kinds = sorted({one for pair in cell for one in pair})
    row = {kind: sum(share for (a, _), share in cell.items() if a == kind) for kind in kinds}
    column = {kind: sum(share for (_, b), share in cell.items() if b == kind) for kind in kinds}
    seen = sum(cell.get((kind, kind), 0.0) for kind in kinds)
    chance = sum(row[kind] * column[kind] for kind in kinds)
    if n == 0 or chance >= 1:
        return None
    found = (seen - chance) / (1 - chance)
    alike = sum(
        cell.get((kind, kind), 0.0) * ((1 - chance) - (row[kind] + column[kind]) * (1 - seen)) ** 2 for kind in kinds
    )
    unlike = (1 - seen) ** 2 * sum(share * (column[a] + row[b]) ** 2 for (a, b), share in cell.items() if a != b)
    variance = (alike + unlike - (seen * chance - 2 * chance + seen) ** 2) / (n * (1 - chance) ** 4)
    half = Z * sqrt(max(0.0, variance))
    return Estimate(found, max(-1.0, found - half), min(1.0, found + half))


@dataclass(frozen=True)
class Stratum:
    """Pairs of one kind: how many there are, how many of them were reviewed, and of these how many are wrong."""

    name: str
    population: int
    reviewed: int
    wrong: int

    @property
    def rate(self) -> Estimate:
        """The share that is wrong; without doubt where every pair was reviewed."""
        if self.reviewed == self.population:
            share = self.wrong / self.population if self.population else 0.0
            return Estimate(share, share, share)
        return wilson(self.wrong, self.reviewed)


def combined(strata: Iterable[Stratum]) -> Estimate:
    """Return the share that is wrong over strata, each weighted by its population; unreviewed ones are left out.

    The interval recovers each stratum's variance from its own limits: G. Y. Zou, A. Donner (2008), Construction of
    confidence limits about effect measures: a general approach, Statistics in Medicine 27: 1693–1702 [U].
    """
    known = [(one.population, one.rate) for one in strata if one.reviewed]
    total = sum(population for population, _ in known)
    if not total:
        return wilson(0, 0)
    value = sum(population * rate.value for population, rate in known) / total
    below = sqrt(sum((population * (rate.value - rate.low)) ** 2 for population, rate in known)) / total
    above = sqrt(sum((population * (rate.high - rate.value)) ** 2 for population, rate in known)) / total
    return Estimate(value, max(0.0, value - below), min(1.0, value + above))
