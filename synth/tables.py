"""The source tables the county writes, as declared in tables.yaml."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Table:
    """One agency table: its title, and per field the official header and the type (str, id, date, dt, code …)."""

    name: str
    title: str
    headers: dict[str, str]
    types: dict[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        """The field names in official order."""
        return tuple(self.headers)


@cache
def tables() -> dict[str, Table]:
    """Read tables.yaml once; keys are table names in the file's order."""
    declared = yaml.safe_load(files("synth").joinpath("tables.yaml").read_text(encoding="utf-8"))
    return {
        name: Table(
            name=name,
            title=entry["title"],
            headers={field: header for field, (header, _) in entry["fields"].items()},
            types={field: kind for field, (_, kind) in entry["fields"].items()},
        )
        for name, entry in declared.items()
    }
