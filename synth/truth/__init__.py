"""What is true of the county: for each rule its leads, and the cases that look like leads and are none.

Each module computes some rules from the clean rows and true ids, in plain Python; docs/readings.md says what each
means.
"""

import pandas as pd

from synth.truth import hidden, impostors, jurisdiction, listing, means, recidivism, tenancy
from synth.truth.findings import Findings
from synth.truth.kin import Kin
from synth.truth.leases import Tenants
from synth.world import World

__all__ = ["judge_all"]


def judge_all(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leads and look-alikes of M19, M01, M20 and H01; columns as in `findings.LEADS` and `findings.LOOKALIKES`."""
    findings, kin = Findings(), Kin(world)
    for oracle in (recidivism, jurisdiction, listing):
        findings.add(oracle.judge(world))
    findings.add(impostors.judge(world, kin))
    tenants = Tenants(world, kin)
    findings.add(means.judge(tenants))
    findings.add(tenancy.judge(world, tenants))
    for found in hidden.judge(world, tenants, kin):
        findings.add(found)
    return findings.leads(), findings.lookalikes()
