"""What each agency sends, as declared in deliveries.yaml: which rows of a table go to which file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import yaml

from synth.people.places import DIVISIONS, HOME
from synth.spelling import Hand

# The column that tells in which county a row was made.
MADE_IN = {
    "ps_criminal_case": "case_no", "ps_suspect": "case_no", "ps_coercive_measure": "case_no",
    "pc_case": "unified_case_no",
    "pc_party": "unified_case_no", "ct_case": "case_no", "ct_party": "case_no", "ct_criminal_judgment": "case_no",
    "ct_enforcement": "exec_no", "ct_exec_measure": "exec_no", "ja_community_correction": "agency_division_code",
    "pr_inmate": "facility_name",
}  # fmt: skip
_COURT = re.compile(r"）(.\d{4})")
_COURTS = {d.court: code for code, d in DIVISIONS.items()}
_SHORTS = {d.short: code for code, d in DIVISIONS.items()}
_NAMES = {d.name: code for code, d in DIVISIONS.items()}


@dataclass(frozen=True)
class Delivery:
    """One sheet or file of one agency. `place` holds the row positions it delivers, in its order."""

    table: str
    path: str
    agency: str
    division: str = ""
    care: str = "good"
    sheet: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    header: str = "official"
    lead: int = 0
    number: bool = False
    totals: str = ""
    duplicates: float = 0.0
    hand: Hand = field(default_factory=Hand)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def format(self) -> str:
        """csv, xlsx, parquet or sqlite, by the ending of the path."""
        ending = self.path.rsplit(".", 1)[1]
        return {"tsv": "csv", "db": "sqlite"}.get(ending, ending)


@cache
def county(text: str) -> str:
    """The county that a case number, a code or the name of a house belongs to; '' where it names none."""
    if text[:1] == "A" and text[1:7] in DIVISIONS:
        return text[1:7]
    court = _COURT.search(text)
    if court:
        return _COURTS.get(court[1], "")
    if text[:6] in DIVISIONS:
        return text[:6]
    return _SHORTS.get(text[:2]) or next((code for name, code in _NAMES.items() if text.startswith(name)), "")


def plan(table: str, rows: pd.DataFrame, rng: np.random.Generator) -> Iterator[tuple[Delivery, np.ndarray]]:
    """The deliveries of a table with the positions of their rows; together they deliver every row once."""
    left = rng.permutation(len(rows))
    entries = [entry for entry in _entries() if entry["table"] == table]
    made_in = np.array([county(str(v or "")) for v in rows[MADE_IN[table]]], dtype=object) if table in MADE_IN else None
    for number, entry in enumerate(entries):
        if entry.get("each") and made_in is not None:
            for code in DIVISIONS:
                chosen = left[made_in[left] == code]
                if len(chosen):
                    yield _delivery(entry, DIVISIONS[code].name, code), _sorted(rows, entry, chosen)
            left = left[~np.isin(made_in[left], list(DIVISIONS))]
            if len(left):
                yield _delivery(entry, "外地", ""), _sorted(rows, entry, left)
            return
        last = number == len(entries) - 1
        wanted = np.ones(len(left), dtype=bool) if last else _wanted(rows, entry, left, made_in)
        if wanted.any():
            home = made_in is None or "county" in entry.get("take", {})
            yield _delivery(entry, "", HOME if home else ""), _sorted(rows, entry, left[wanted])
        left = left[~wanted]


@cache
def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(
        files("synth").joinpath("deliveries.yaml").read_text(encoding="utf-8")
    )
    return entries


def _wanted(rows: pd.DataFrame, entry: dict[str, Any], left: np.ndarray, made_in: np.ndarray | None) -> np.ndarray:
    wanted = np.ones(len(left), dtype=bool)
    if "share" in entry:
        wanted[int(len(left) * entry["share"]) :] = False
    for name, values in entry.get("take", {}).items():
        if name == "county":
            wanted &= np.array([made_in is not None and made_in[place] == HOME for place in left], dtype=bool)
            continue
        cells = [_comparable(value) for value in rows[name].to_numpy()[left]]
        if isinstance(values, dict):
            wanted &= np.array([values.get("from", "") <= c < values.get("to", "~") for c in cells], dtype=bool)
        else:
            wanted &= np.array([c in values for c in cells], dtype=bool)
    return wanted


def _sorted(rows: pd.DataFrame, entry: dict[str, Any], places: np.ndarray) -> np.ndarray:
    if "order" not in entry:
        return places
    keys = [_comparable(value) for value in rows[entry["order"]].to_numpy()[places]]
    return places[sorted(range(len(places)), key=keys.__getitem__)]


def _comparable(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value or "")


def _delivery(entry: dict[str, Any], name: str, division: str) -> Delivery:
    habits = {key: entry[key] for key in ("dates", "flags", "amounts", "shares", "sex") if key in entry}
    fields = {key: value for key, value in entry.items() if key in Delivery.__dataclass_fields__}
    fields |= {"path": entry["path"].format(county=name), "agency": entry["agency"].format(county=name)}
    return Delivery(**fields | {"hand": Hand(**habits), "division": division})
