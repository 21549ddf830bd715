"""What an oracle finds: leads, excluded candidates, and cases that miss a lead by one condition."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from synth.world import World

LEADS = ("model_id", "rule", "principal", "event_key", "event_date", "amount_cny", "parties")
LOOKALIKES = ("model_id", "rule", "principal", "event_key", "reason", "kind")


@dataclass(frozen=True)
class Finding:
    """One candidate. `excluded` is the code of an exclusion; `missed` names the conditions it fails."""

    model: str
    rule: str
    principal: str
    event_key: str
    event_date: date | None = None
    amount: float | None = None
    parties: tuple[str, ...] = ()
    excluded: str = ""
    missed: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two findings the same lead."""
        return self.model, self.rule, self.principal, self.event_key


@dataclass
class Findings:
    """Collects candidates; of several that meet a rule with one key the first counts."""

    met: dict[tuple[str, str, str, str], Finding] = field(default_factory=dict)
    missed: dict[tuple[str, ...], Finding] = field(default_factory=dict)

    def add(self, candidates: Iterable[Finding]) -> None:
        """Take candidates in order of preference; those that fail two conditions or more are forgotten."""
        for finding in candidates:
            if not finding.missed:
                self.met.setdefault(finding.key, finding)
            elif len(finding.missed) == 1:
                self.missed.setdefault((*finding.key, *finding.missed), finding)

    def leads(self) -> pd.DataFrame:
        """All leads, sorted by key; columns as in `LEADS`."""
        rows = [
            (*f.key, f.event_date, f.amount, ";".join(sorted(set(f.parties) - {f.principal})))
            for f in sorted(self.met.values(), key=lambda f: f.key)
            if not f.excluded
        ]
        return pd.DataFrame(rows, columns=list(LEADS), dtype=object)

    def lookalikes(self) -> pd.DataFrame:
        """Excluded candidates and near misses, sorted by key; columns as in `LOOKALIKES`."""
        rows = [(*f.key, f.excluded, "exclusion") for f in self.met.values() if f.excluded]
        rows += [(*f.key, f.missed[0], "condition") for f in self.missed.values() if f.key not in self.met]
        return pd.DataFrame(sorted(rows), columns=list(LOOKALIKES), dtype=object)


def misses(**conditions: bool) -> tuple[str, ...]:
    """The names of the conditions that do not hold, in the order given."""
    return tuple(name for name, holds in conditions.items() if not holds)


def read(world: World, table: str, *columns: str) -> Iterator[Sequence[object]]:
    """The rows of a table as tuples of the named columns."""
    frame = world.rows(table)
    return zip(*(frame[column] for column in columns), strict=True)


def day(value: object) -> date | None:
    """A cell that should hold a date, or None."""
    return value if isinstance(value, date) else None


def number(value: object) -> float:
    """A cell that should hold a number; unknown is 0."""
    return float(value) if isinstance(value, (int, float)) and value == value else 0.0


def known(value: object, as_of: date) -> date | None:
    """A date that has come by `as_of`, or None."""
    return value if isinstance(value, date) and value <= as_of else None
