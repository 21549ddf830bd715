"""A rule is tried on the day of the published run, and tells the day and the parameters that it was tried with."""

import json
from pathlib import Path
from typing import Any

from tests.api.command_line import AS_OF, run_clew


def test_a_trial_counts_from_the_day_of_the_run(finished: tuple[Path, dict[str, Any]]) -> None:
    workspace, run = finished
    done = run_clew("models", "run", "M20", "R6", "-w", workspace, "--json")
    told = json.loads(done.stdout)
    assert told["as_of"] == AS_OF
    assert told["parameters"] == {"remove_workdays": 3}
    assert sum(not one["excluded"] for one in told["findings"]) == run["leads"]["M20"]["R6"]["leads"] > 0


def test_a_trial_tells_the_day_and_the_parameters_that_were_given(finished: tuple[Path, dict[str, Any]]) -> None:
    given = ("--as-of", "2025-01-31", "--set", "min_share=0.25")
    done = run_clew("models", "run", "M01", "R1", "-w", finished[0], *given)
    assert done.returncode == 0, done.stderr
    assert "As of 2025-01-31, " in done.stdout
    assert "min_share = 0.25" in done.stdout
