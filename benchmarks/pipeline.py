"""Seconds and peak memory of each stage at two sizes, and the growth factor: `python benchmarks/pipeline.py`.

The sizes are persons of the synthetic county; 15,500 persons write about 120,000 rows, 155,000 about 1,200,000.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

AS_OF = "2026-06-30"


def clew(*arguments: str) -> str:
    """Run the command line and return what it prints on stdout."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    return done.stdout


def measure(persons: int, seed: int, folder: Path, engine: str) -> dict[str, Any]:
    """Write a county, run the pipeline on it and return its figures."""
    county = folder / f"county-{persons}"
    start = time.monotonic()
    clew("synth", "--persons", str(persons), "--seed", str(seed), "--out", str(county), "--as-of", AS_OF, "--json")
    synth = time.monotonic() - start
    start = time.monotonic()
    workspace = str(folder / f"ws-{persons}")
    told = clew("run", str(county / "exports"), "-w", workspace, "--as-of", AS_OF, "--engine", engine, "--json")
    return {**json.loads(told), "synth": synth, "whole": time.monotonic() - start}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[15_500, 155_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", default="embedded")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clew-benchmark-") as folder:
        found = {n: measure(n, given.seed, Path(folder), given.engine) for n in given.persons}
    names = ["persons", "rows", "mentions", "nodes", "relationships"]
    print("| | " + " | ".join(f"{n:,} persons" for n in found) + " | growth |")
    print("|---|" + "---:|" * (len(found) + 1))
    for name in names[1:]:
        _line(name, [run["counts"][name] for run in found.values()], "{:,}")
    _line("synth s (beside the run)", [run["synth"] for run in found.values()], "{:.1f}")
    for stage in ("load", "resolve", "build", "detect"):
        figures = [next(s for s in run["stages"] if s["name"] == stage) for run in found.values()]
        _line(f"{stage} s", [f["seconds"] for f in figures], "{:.1f}")
        _line(f"{stage} peak MB", [f["peak_mb"] for f in figures], "{:,}")
    _line("whole run s", [run["whole"] for run in found.values()], "{:.1f}")
    _line("leads", [_leads(run) for run in found.values()], "{:,}")


def _leads(run: dict[str, Any]) -> int:
    return sum(rule.get("leads", 0) for rules in run["leads"].values() for rule in rules.values())


def _line(name: str, values: list[float], form: str) -> None:
    growth = f"{values[-1] / values[0]:.1f}×" if len(values) > 1 and values[0] else ""
    print(f"| {name} | " + " | ".join(form.format(v) for v in values) + f" | {growth} |")


if __name__ == "__main__":
    main()
