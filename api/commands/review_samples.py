"""`clew review sample` and `clew review quality`: how far the program and its reviewers can be trusted."""

import re
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer
from rich.text import Text

from api import common, judgement_files
from api.tables import print_table
from core.database import session_scope
from core.errors import UserError
from resolution.estimates import Estimate, agreements, combined
from resolution.judgement_table import judgements_in_force
from resolution.review_sample import APART, FIELDS, JOINED, Reviewed, draw, reviewed

SampleOption = Annotated[
    Path | None, typer.Option("--sample", metavar="FILE", help="A sample drawn with `clew review sample`.")
]


def attach(group: typer.Typer) -> None:
    """Add these commands to the group of `clew review`."""
    group.command(
        "sample",
        help="Draw a sample of pairs to review, joined ones and pairs kept apart.\n\n"
        "Example: `clew review sample --size 200 --seed 1 --out sample.csv -w ws`",
    )(sample)
    group.command(
        "quality",
        help="Estimate the program's error from a reviewed sample, and how reviewers agree.\n\n"
        "Example: `clew review quality --sample sample.csv -w ws`",
    )(quality)


def sample_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a sample. Raises UserError for a file that is none, naming the row that is at fault."""
    rows = judgement_files.read(path)
    if not rows or any(not row.get(name) for row in rows for name in FIELDS):
        raise UserError(
            f"{path} is no sample: it needs the columns {', '.join(FIELDS)}. `clew review sample` draws one."
        )
    for place, row in enumerate(rows, start=1):
        if not re.fullmatch("[1-9][0-9]*", str(row["population"])):
            raise UserError(
                f"{path}, row {place}: the population {row['population']!r} is no number of pairs. Take the file as "
                "`clew review sample` wrote it."
            )
    return rows


def sample(
    size: Annotated[int, typer.Option("--size", min=1, max=100_000, help="How many pairs.")],
    out: Annotated[Path, typer.Option("--out", help="A .csv or .json file to write.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed and records give the same sample.")] = 1,
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Draw a sample of pairs to review."""
    with common.opened(workspace) as (settings, _, con):
        rows = draw(con, size, seed)
        judgement_files.write(out, rows, FIELDS)
    if as_json:
        common.say_json({"pairs": len(rows), "out": str(out)})
        return
    where = f"--sample {quote(str(out))} -w {quote(str(settings.workspace))}"
    typer.echo(f"Wrote {len(rows):,} pairs to {out}. `clew review {where}` goes through them.")


def quality(
    chosen: SampleOption = None, workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False
) -> None:
    """Estimate the program's error from a reviewed sample, and how reviewers agree."""
    rows = sample_rows(chosen) if chosen else []
    with common.opened(workspace) as (settings, generation, _), session_scope(settings.url) as db:
        made = judgements_in_force(db, generation.workspace)
    agreed, found = agreements(made), reviewed(rows, made) if rows else []
    if as_json:
        common.say_json(
            {
                "agreement": [asdict(one) for one in agreed],
                "error": [
                    asdict(one) | {"estimate": asdict(combined(one.strata))} for one in found
                ],
            }
        )  # fmt: skip
        return
    for one in agreed:
        chance = f", kappa {_interval(one.kappa)}" if one.kappa else ""
        typer.echo(f"{one.one} and {one.other} on {one.pairs:,} pairs: equal {_percent(one.equal)}{chance}.")
    if not agreed:
        typer.echo("No two reviewers have judged the same pair yet.")
    for decision in found:
        _print_error(decision)


def _print_error(found: Reviewed) -> None:
    title = {JOINED: "Joined, but two", APART: "Kept apart, but one"}[found.decision]
    estimate, total = combined(found.strata), sum(one.population for one in found.strata if one.reviewed)
    done = sum(one.reviewed for one in found.strata)
    common.console.print(Text(f"\n{title}", "bold"))
    print_table(
        common.console,
        ("how", "pairs", "reviewed", "wrong", "share"),
        [
            [
                one.name,
                f"{one.population:,}",
                *(
                    (f"{one.reviewed:,}", f"{one.wrong:,}", _percent(one.rate))
                    if one.reviewed
                    else ("0", "-", "not reviewed")
                ),
            ]
            for one in found.strata
        ],
        figures=["pairs", "reviewed", "wrong"],
    )
    left = f" {found.open:,} are not decided, {found.disputed:,} are disputed." if found.open or found.disputed else ""
    if done:
        some = f"about {estimate.value * total:,.0f} of {total:,} pairs"
        typer.echo(f"{done:,} reviewed: {_percent(estimate)} wrong, {some}.{left}")
    else:
        typer.echo(f"None reviewed yet.{left}")


def _percent(found: Estimate) -> str:
    return f"{found.value:.2%} (95%: {found.low:.2%} to {found.high:.2%})"


def _interval(found: Estimate) -> str:
    return f"{found.value:.2f} (95%: {found.low:.2f} to {found.high:.2f})"
