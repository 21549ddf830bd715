"""What is true of the county: for each rule its leads, and the cases that look like leads and are none.

Each module computes some rules from the clean rows and true ids, in plain Python; docs/readings.md says what each means.
"""

import pandas as pd

from synth.slots import SLOTS
from synth.truth import hidden, impostors, jurisdiction, listing, means, pairs, recidivism, tenancy
from synth.truth.findings import Findings
from synth.truth.leases import Tenants
from synth.truth.ties import Ties
from synth.world import World

__all__ = ["judge_all"]


def judge_all(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leads and look-alikes of M19, M01, M20 and H01; columns as in `findings.LEADS` and `findings.LOOKALIKES`."""
    findings = Findings()
    for oracle in (recidivism, jurisdiction, impostors, listing):
        findings.add(oracle.judge(world))
    tenants = Tenants(world)
    findings.add(means.judge(tenants))
    findings.add(tenancy.judge(world, tenants))
    ties = Ties(world)
    judge = hidden.Judge(ties, pairs.debts(world), _nameless(world))
    for pair in (
        pairs.opponents(world), pairs.sales(world), pairs.allocations(world, tenants, ties), pairs.accomplices(world, ties)
    ):  # fmt: skip
        findings.add(judge.decide(list(pair)))
    return findings.leads(), findings.lookalikes()


def _nameless(world: World) -> set[str]:
    """Persons and organizations whose number stands in no row."""
    seen: set[str] = set()
    for table, slots in SLOTS.items():
        frame = world.rows(table)
        for slot, (_, field) in slots.items():
            for who, number in zip(frame[f"_who_{slot}"], frame[field] if field else (), strict=False):
                if number:
                    seen.update((who,) if isinstance(who, str) else who)
    return (set(world.persons.index) | set(world.organizations.index)) - seen
