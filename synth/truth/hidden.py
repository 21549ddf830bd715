"""H01 R1–R4: two who should be strangers, and are not. Readings: docs/readings.md, H01.

R1 creditor and debtor of one enforcement, plaintiff and defendant of one suit: principal the creditor or plaintiff,
event_key the case number, event_date its filing, amount what is claimed. R2 buyer and seller of a home (sale) or
vehicle while the seller is debtor in an open enforcement: principal the buyer, event_key unit or VIN + date, amount
the price. R3 tenant of an active lease and someone enrolled at a housing agency: principal the tenant, event_key
contract_no, event_date lease_start. R4 suspects of two cases: principal the suspect of the later, event_key both
case numbers, event_date the later filing. Parties: those tied to the principal. Exclusions, in this order:
own_company, joint_debtors, name_only, already_known, not_overlapping; a lead if any pair of the event is not
excluded.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from synth.truth import pairs
from synth.truth.findings import Finding
from synth.truth.kin import Kin
from synth.truth.leases import Tenants
from synth.truth.pairs import Pair
from synth.truth.ties import SIGHTED, Tie, Ties
from synth.world import World

CONCERNED = (
    ("ct_party", "party"),
    ("ct_enforcement", "debtor"),
    ("ct_enforcement", "creditor"),
    ("ps_suspect", "suspect"),
)
EXCLUSIONS = ("own_company", "joint_debtors", "name_only", "already_known", "not_overlapping")


def judge(world: World, tenants: Tenants, kin: Kin) -> Iterator[Iterator[Finding]]:
    """All candidates, rule by rule."""
    concerned = {lease.main for lease in tenants.leases}
    for table, slot in CONCERNED:
        for who in world.rows(table)[f"_who_{slot}"]:
            concerned.update((who,) if isinstance(who, str) else who)
    ties = Ties(world, kin, concerned - {""})
    decide = Judge(ties, pairs.debts(world), pairs.nameless(world)).decide
    yield decide(list(pairs.opponents(world)))
    yield decide(list(pairs.sales(world)))
    yield decide(list(pairs.allocations(world, tenants, ties)))
    yield decide(list(pairs.accomplices(world, ties)))


class Judge:
    """Decides pairs; needs to know who is a joint debtor with whom and who has no number at all."""

    def __init__(self, ties: Ties, debts: dict[str, set[str]], nameless: set[str]) -> None:
        self.ties, self._debts, self._nameless = ties, debts, nameless

    def decide(self, candidates: Sequence[Pair]) -> Iterator[Finding]:
        """One finding per (rule, principal, event_key) with a candidate, and near misses."""
        events: dict[tuple[str, str, str], list[tuple[Pair, str]]] = defaultdict(list)
        for pair in candidates:
            ties = self.ties.between(pair.principal, pair.other, pair.event, pair.besides)
            own = pair.rule in ("R1", "R2") and self.ties.own_company(pair.principal, pair.other)
            real = [tie for tie in ties if not tie.hub]
            if not (real or own):
                if ties:
                    yield _finding(pair, [pair.other], "", (*pair.missed, "no_hub"))
            elif pair.missed:
                if not self._excluded(pair, real, own=own):
                    yield _finding(pair, [pair.other], "", pair.missed)
            else:
                events[pair.rule, pair.principal, pair.event_key].append((pair, self._excluded(pair, real, own=own)))
        for decided in events.values():
            plain = [pair for pair, excluded in decided if not excluded]
            excluded = "" if plain else min((code for _, code in decided), key=EXCLUSIONS.index)
            yield _finding(decided[0][0], [pair.other for pair in plain or [pair for pair, _ in decided]], excluded, ())

    def _excluded(self, pair: Pair, ties: list[Tie], *, own: bool) -> str:
        if own:
            return "own_company"
        both = self._debts.get(pair.principal, set()) & self._debts.get(pair.other, set())
        if pair.rule in ("R1", "R2") and both - {pair.event_key}:
            return "joint_debtors"
        if pair.principal in self._nameless or pair.other in self._nameless:
            return "name_only"
        in_force = [tie for tie in ties if tie.in_force]
        if in_force and (pair.joined or all(_stated(pair, tie) for tie in in_force)):
            return "already_known"
        return "" if in_force else "not_overlapping"


def _stated(pair: Pair, tie: Tie) -> bool:
    """Whether the case itself tells of the tie."""
    return pair.family_matter if tie.kind == "family" else tie.kind in SIGHTED and tie.shared in pair.stated


def _finding(pair: Pair, others: Sequence[str], excluded: str, missed: tuple[str, ...]) -> Finding:
    return Finding(
        "H01", pair.rule, pair.principal, pair.event_key, pair.event, pair.amount, tuple(others), excluded, missed
    )
