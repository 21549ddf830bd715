"""M20 R1–R8: enforcement information published, kept or left out wrongly. Readings: docs/readings.md, M20.

Principal: the debtor, person or organization. event_key: exec_no (R3–R5) or exec_no + list type (R1, R2, R6–R8).
amount: apply_amount of that exec_no. Parties: none. F is the latest closing by 执行完毕, 终结执行 or 不予执行 among
the case and its resumed successors (same debtor and basis, exec_kind 恢复). R1 失信 entry still there more than
three working days after F (event_date F's close); excluded: resumed. R2 失信 entry beyond expire_date, else two
years (event_date expire_date, else publish_date). R3 终本 unpublished after seven days (close_date); excluded:
resumed. R4 终本 still public more than three working days after a successor's F (its close); excluded: resumed. R5
终本, fined or detained for breach of reporting or spending limits, and never listed (that measure's day); excluded:
minor, deceased, performed. R6 as R1 for 限消. R7 a listed person was under 18, or is dead. R8 a listed organization
is in bankruptcy (type 破); excluded: bankruptcy_refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from synth.truth.calendar import under_age, within_months, workdays
from synth.truth.findings import Finding, day, known, misses, number, read
from synth.truth.sealing import Births
from synth.truth.tenancy import deaths_of
from synth.world import World

DONE = ("执行完毕", "终结执行", "不予执行")
REMOVE_WORKDAYS, PUBLISH_DAYS, LIST_YEARS = 3, 7, 2
BREACHES = ("报告财产", "财产报告", "限制消费")
BANKRUPTCY = re.compile(r"破\d+号$")


@dataclass(frozen=True)
class Enforcement:
    """One enforcement case against one debtor, as known on the as-of date."""

    exec_no: str
    debtor: str
    basis: str
    filed: date
    resumption: bool
    mode: str
    closed: date | None
    resumed: date | None
    published: bool | None
    hidden: bool
    amount: float

    @property
    def done(self) -> bool:
        """Whether it ended for good."""
        return self.closed is not None and self.mode in DONE

    @property
    def shelved(self) -> bool:
        """Whether this round was ended for want of assets."""
        return self.closed is not None and self.mode == "终本"


@dataclass(frozen=True)
class Entry:
    """One list entry; `listed` unless removed by the as-of date."""

    kind: str
    exec_no: str
    debtor: str
    published: date
    expires: date | None
    listed: bool

    @property
    def key(self) -> str:
        """Its event key."""
        return f"{self.exec_no}+{self.kind}"


def judge(world: World) -> Iterator[Finding]:
    """All candidates of R1–R8."""
    court = Court(world)
    for entry in court.entries:
        if entry.kind == "失信":
            yield from court.kept("R1", entry)
            yield court.expired(entry)
        else:
            yield from court.kept("R6", entry)
        yield from court.unfit(entry)
        yield from court.bankrupt(entry)
    for case in court.cases.values():
        if case.closed is not None:
            yield from court.unpublished(case)
            yield from court.unhidden(case)
            yield from court.unlisted(case)


class Court:
    """Enforcement cases, list entries, measures, bankruptcies and what became of the debtors."""

    def __init__(self, world: World) -> None:
        self.as_of = world.as_of
        self.deaths = deaths_of(world)
        self.births = Births(world)
        self.cases = {(case.exec_no, case.debtor): case for case in _cases(world)}
        self.amounts = {case.exec_no: case.amount for case in self.cases.values()}
        self._resumptions: dict[tuple[str, str], list[Enforcement]] = defaultdict(list)
        for case in self.cases.values():
            if case.resumption and case.basis:
                self._resumptions[case.debtor, case.basis].append(case)
        self.entries = list(_entries(world))
        self._listed = {(e.exec_no, e.debtor) for e in self.entries if e.kind == "失信"}
        self._measures = _measures(world)
        self._bankruptcies = _bankruptcies(world)

    def successors(self, case: Enforcement) -> list[Enforcement]:
        """Resumed cases of the same debtor and basis, filed since, the case itself left out."""
        resumed = self._resumptions.get((case.debtor, case.basis), ()) if case.basis else ()
        return [other for other in resumed if other.exec_no != case.exec_no and other.filed >= case.filed]

    def _finding(
        self, rule: str, debtor: str, key: str, on: date | None, excluded: str, missed: tuple[str, ...]
    ) -> Finding:
        return Finding("M20", rule, debtor, key, on, self.amounts.get(key.split("+")[0]), (), excluded, missed)

    def _overdue(self, closed: date) -> bool:
        return workdays(closed, self.as_of) > REMOVE_WORKDAYS

    def _resumed_after(self, final: Enforcement, group: list[Enforcement]) -> bool:
        closed = final.closed or self.as_of
        again = final.resumed is not None and final.resumed >= closed
        return again or any(c.exec_no != final.exec_no and c.resumption and c.filed >= closed for c in group)

    def kept(self, rule: str, entry: Entry) -> Iterator[Finding]:
        """R1, R6: kept in the list although the case is done."""
        case = self.cases.get((entry.exec_no, entry.debtor))
        if case is None:
            return
        group = [case, *self.successors(case)]
        done = [c for c in group if c.done]
        if not done:
            yield self._finding(rule, entry.debtor, entry.key, None, "", misses(listed=entry.listed, done=False))
            return
        final = max(done, key=lambda c: (c.closed or date.min, c.exec_no))
        closed = final.closed or self.as_of
        excluded = "resumed" if self._resumed_after(final, group) else ""
        missed = misses(listed=entry.listed, overdue=self._overdue(closed))
        yield self._finding(rule, entry.debtor, entry.key, closed, excluded, missed)

    def expired(self, entry: Entry) -> Finding:
        """R2: kept beyond its term."""
        old = not within_months(entry.published, self.as_of, 12 * LIST_YEARS)
        over = entry.expires < self.as_of if entry.expires else old
        missed = misses(listed=entry.listed, not_extended=over or not old, expired=over or old)
        return self._finding("R2", entry.debtor, entry.key, entry.expires or entry.published, "", missed)

    def unpublished(self, case: Enforcement) -> Iterator[Finding]:
        """R3: shelved, and not made public."""
        closed = case.closed or self.as_of
        again = case.resumed is not None and case.resumed >= closed
        again |= any(c.filed >= closed for c in self.successors(case))
        missed = misses(
            shelved=case.shelved,
            week_over=(self.as_of - closed).days > PUBLISH_DAYS,
            not_published=case.published is False,
        )
        yield self._finding("R3", case.debtor, case.exec_no, closed, "resumed" if again else "", missed)

    def unhidden(self, case: Enforcement) -> Iterator[Finding]:
        """R4: still public as shelved although a resumed case is done."""
        closed = case.closed or self.as_of
        later = [c for c in self.successors(case) if c.filed >= closed]
        done = [c for c in later if c.done]
        final = max(done or later, key=lambda c: (c.closed or date.min, c.exec_no), default=None)
        if final is None:
            return
        ended = final.closed or self.as_of
        excluded = "resumed" if done and self._resumed_after(final, later) else ""
        missed = misses(
            shelved=case.shelved,
            published=case.published is True,
            not_hidden=not case.hidden,
            done=bool(done),
            overdue=not done or self._overdue(ended),
        )
        yield self._finding("R4", case.debtor, case.exec_no, ended, excluded, missed)

    def unlisted(self, case: Enforcement) -> Iterator[Finding]:
        """R5: breached his duties, and was never listed."""
        measures = self._measures.get((case.exec_no, case.debtor), [])
        breaches = [on for on, breach in measures if breach]
        if not measures:
            return
        excluded = (
            "minor" if self.births.minor(case.debtor, self.as_of) else "deceased" if case.debtor in self.deaths else ""
        )
        if not excluded and any(c.done for c in self.successors(case)):
            excluded = "performed"
        missed = misses(
            shelved=case.shelved, breach=bool(breaches), not_listed=(case.exec_no, case.debtor) not in self._listed
        )
        on = min(breaches or [on for on, _ in measures])
        yield self._finding("R5", case.debtor, case.exec_no, on, excluded, missed)

    def unfit(self, entry: Entry) -> Iterator[Finding]:
        """R7: a minor when listed, or dead."""
        minor, died = self.births.minor(entry.debtor, entry.published), self.deaths.get(entry.debtor)
        if minor or died:
            on = max(entry.published, died) if died else entry.published
            yield self._finding("R7", entry.debtor, entry.key, on, "", misses(listed=entry.listed))
        elif entry.debtor[0] == "P":
            birth = self.births.of(entry.debtor)
            young = birth is not None and under_age(
                birth, entry.published.replace(year=entry.published.year - 1, day=1)
            )
            if young:
                yield self._finding(
                    "R7", entry.debtor, entry.key, entry.published, "", misses(minor_then=False, listed=entry.listed)
                )

    def bankrupt(self, entry: Entry) -> Iterator[Finding]:
        """R8: an organization whose bankruptcy was accepted."""
        cases = self._bankruptcies.get(entry.debtor, [])
        if not cases:
            return
        accepted = [c for c in cases if not c[1]]
        filed = min(on for on, _, _ in accepted or cases)
        excluded = "bankruptcy_refused" if all(refused for _, _, refused in accepted or cases) else ""
        missed = misses(listed=entry.listed, accepted=bool(accepted))
        yield self._finding("R8", entry.debtor, entry.key, max(entry.published, filed), excluded, missed)


def _cases(world: World) -> Iterator[Enforcement]:
    for exec_no, debtor, basis, filed, kind, mode, closed, resumed, published, hidden, amount in read(
        world,
        "ct_enforcement",
        "exec_no",
        "_who_debtor",
        "basis_case_no",
        "filing_date",
        "exec_kind",
        "close_mode",
        "close_date",
        "resumed_date",
        "published_flag",
        "unpublish_date",
        "apply_amount",
    ):
        begun, past = known(filed, world.as_of), known(closed, world.as_of)
        if begun:
            yield Enforcement(
                str(exec_no),
                str(debtor),
                str(basis or ""),
                begun,
                kind == "恢复",
                str(mode) if past else "",
                past,
                known(resumed, world.as_of),
                None if published is None else bool(published),
                known(hidden, world.as_of) is not None,
                number(amount),
            )


def _entries(world: World) -> Iterator[Entry]:
    for kind, exec_no, debtor, published, expires, removed in read(
        world, "ct_credit_list", "list_type", "exec_no", "_who_debtor", "publish_date", "expire_date", "remove_date"
    ):
        begun = known(published, world.as_of)
        if begun:
            yield Entry(str(kind), str(exec_no), str(debtor), begun, day(expires), known(removed, world.as_of) is None)


def _measures(world: World) -> dict[tuple[str, str], list[tuple[date, bool]]]:
    """Fines and detentions by case and debtor: day, and whether for a breach that leads to listing."""
    measures: dict[tuple[str, str], list[tuple[date, bool]]] = defaultdict(list)
    for exec_no, debtor, kind, decided, text in read(
        world, "ct_exec_measure", "exec_no", "_who_debtor", "measure_code", "decide_date", "fact_text"
    ):
        on = known(decided, world.as_of)
        if on and kind in ("罚款", "拘留"):
            measures[str(exec_no), str(debtor)].append((on, any(word in str(text) for word in BREACHES)))
    return measures


def _bankruptcies(world: World) -> dict[str, list[tuple[date, bool, bool]]]:
    """Bankruptcy cases by party: day of filing, whether only applied for (破申), whether refused or withdrawn."""
    cases: dict[str, tuple[date, bool, bool]] = {}
    for case, filed, closed, mode in read(world, "ct_case", "case_no", "filing_date", "close_date", "close_mode"):
        begun = known(filed, world.as_of)
        if begun and "破" in str(case):
            refused = known(closed, world.as_of) is not None and mode in ("驳回", "撤诉")
            cases[str(case)] = (begun, not BANKRUPTCY.search(str(case)), refused)
    parties: dict[str, list[tuple[date, bool, bool]]] = defaultdict(list)
    for case, role, party in read(world, "ct_party", "case_no", "party_role", "_who_party"):
        if str(case) in cases and role not in ("债权人", "管理人"):
            parties[str(party)].append(cases[str(case)])
    return parties
