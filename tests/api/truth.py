"""Comparing what the pipeline says with what is true of a county; the pipeline itself never sees the truth."""

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from core.ids import node_id

Key = tuple[str, str, str, str]
"""model, rule, principal (true id), event key"""


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def place(row: dict[str, str], part: str) -> tuple[str, ...]:
    """Return where a mention stands."""
    return (row["file"], row["sheet"], row["row"], row["name_field"], row["id_field"], part)


def true_ids(mentions: list[dict[str, str]], truth: list[dict[str, str]]) -> dict[str, str]:
    """Return, by entity id, the true id that most of its mentions stand for (ties: the smaller)."""
    by_place = {place(row, row["part"] or "1"): row["true_id"] for row in truth}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in mentions:
        part = re.search(r"\.(\d+)$", row["role"])
        found = by_place.get(place(row, part[1] if part else "1"))
        if found:
            votes[row["entity_id"]][found] += 1
    return {entity: min(counts, key=lambda one: (-counts[one], one)) for entity, counts in votes.items()}


@dataclass
class Quality:
    """Found and true leads of one rule."""

    true: set[Key] = field(default_factory=set)
    found: set[Key] = field(default_factory=set)
    lookalikes: set[Key] = field(default_factory=set)

    @property
    def recall(self) -> float:
        """Share of the true leads that were found."""
        return len(self.true & self.found) / len(self.true) if self.true else 0.0

    @property
    def precision(self) -> float:
        """Share of the found leads that are true."""
        return len(self.true & self.found) / len(self.found) if self.found else 0.0


def true_key(row: dict[str, str]) -> Key:
    """Return the key of a true lead; a number that two persons bear is named by its node (M19 R9)."""
    event_key = row["event_key"]
    if (row["model_id"], row["rule"]) == ("M19", "R9") and "+" not in event_key:
        event_key = node_id("IdNumber", event_key)
    return row["model_id"], row["rule"], row["principal"], event_key


def compare(leads: list[dict[str, str]], county: Path, ids: dict[str, str]) -> dict[str, Quality]:
    """Return the quality per rule (`M19 R1`) of exported leads; suppressed candidates are left out."""
    found: dict[str, Quality] = defaultdict(Quality)
    for row in read(county / "truth" / "leads.csv"):
        found[f"{row['model_id']} {row['rule']}"].true.add(true_key(row))
    for row in read(county / "truth" / "lookalikes.csv"):
        found[f"{row['model_id']} {row['rule']}"].lookalikes.add(true_key(row))
    for row in leads:
        if not row["excluded_by"]:
            principal = ids.get(row["principal_entity_id"], row["principal_entity_id"])
            key = (row["model_id"], row["rule"], principal, row["event_key"])
            found[f"{row['model_id']} {row['rule']}"].found.add(key)
    return dict(sorted(found.items()))


def table(qualities: dict[str, Quality]) -> str:
    """Return a table of the qualities for people."""
    lines = [
        f"{'rule':8} {'true':>5} {'found':>6} {'right':>6} {'recall':>7} {'precision':>10} {'look-alikes reported':>21}"
    ]
    for name, one in qualities.items():
        lines.append(
            f"{name:8} {len(one.true):5} {len(one.found):6} {len(one.true & one.found):6} {one.recall:7.3f} "
            f"{one.precision:10.3f} {len((one.lookalikes - one.true) & one.found):10} of {len(one.lookalikes)}"
        )
    return "\n".join(lines)


def overall(qualities: dict[str, Quality]) -> Quality:
    """Return the quality over all rules."""
    whole = Quality()
    for one in qualities.values():
        whole.true |= one.true
        whole.found |= one.found
        whole.lookalikes |= one.lookalikes
    return whole
