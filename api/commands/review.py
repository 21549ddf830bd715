"""`clew review`: deciding what the program cannot, two at a time, side by side."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from shlex import quote
from typing import Annotated, Any

import duckdb
import typer
from rich.text import Text

from api import common, judging, reviewing
from api.additions import added_items
from api.commands import review_samples
from api.commands.judgements import ReviewerOption, next_step
from api.commands.people import place
from api.differences import bracketed, texts
from api.tables import print_table
from core import journal
from core.database import session_scope
from core.errors import UserError
from core.settings import Settings
from resolution.judgement_table import judgements_in_force
from resolution.judgements import Pair, Verdict
from resolution.review_queue import KINDS

AT_ONCE = 20
"""Items read from the queue at a time."""
_KEYS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNSURE}
_CERTAIN = ("contradicted", "drifted", "vetoed")
"""Kinds that wait whatever their chance is."""
_ASK = "s same · d different · u unsure · k skip · q quit"


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(
        help="Decide what the program cannot: two at a time, side by side, what most leads hang on first.\n\n"
        "Example: `clew review --reveal 'identity check, case 12' -w ws`",
        invoke_without_command=True,
    )
    group.callback()(review)
    review_samples.attach(group)
    app.add_typer(group, name="review")


def review(
    context: typer.Context,
    workspace: common.WorkspaceOption = None,
    kind: Annotated[str, typer.Option("--kind", help=f"Only this kind: {', '.join(KINDS)}.")] = "",
    chosen: review_samples.SampleOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 1000,
    reviewer: ReviewerOption = "",
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Show what waits for a decision, and take it."""
    if context.invoked_subcommand is not None:
        return
    if kind and kind not in KINDS:
        raise UserError(f"There is no kind {kind}; known are {', '.join(KINDS)}.")
    rows = review_samples.sample_rows(chosen) if chosen else None

    def added() -> list[dict[str, Any]]:
        return [one for one in added_items(generation) if kind in ("", one["kind"])]

    with common.opened(workspace) as (settings, generation, con):
        open_ = common.revealed(settings, reveal, "review", str(chosen or kind or "all"))
        by = reviewer or journal.actor_name(settings.actor)
        with session_scope(settings.url) as db:
            if as_json:
                found = reviewing.queue(con, db, generation.workspace, kind, 0, limit)
                items = reviewing.shown(con, found, open_)
                common.say_json({"total": found.total, "kinds": found.kinds, "items": items, "added": added()})
                return
        arrived = [] if rows is not None else added()
        _tell_added(arrived)
        if rows is None:
            waiting = _of_queue(con, settings, generation.workspace, kind, limit, open_)
        else:
            waiting = _of_sample(con, settings, generation.workspace, rows, by, open_)
        decided, any_waits = 0, False
        with suppress(_Enough):
            for item in islice(waiting, limit):
                any_waits = True
                decided += _decided(con, settings, generation.workspace, item, by)
    told = f"{decided:,} judged." if any_waits else f"Nothing {'else ' if arrived else ''}waits for a decision."
    told += f" {next_step(settings)}" if decided and rows is None else ""
    if rows is not None:
        told += f" `clew review quality --sample {quote(str(chosen))} -w {quote(str(settings.workspace))}` estimates."
    typer.echo(told)


def _tell_added(items: list[dict[str, Any]]) -> None:
    """Say what files added since the last run leave to people; it joins the queue with the next run."""
    if items:
        typer.echo(f"{len(items):,} of files added since the last run, to be decided after the next:")
    for item in items[:AT_ONCE]:
        typer.echo(f"  {item['kind']}  {item['mentions'][0]}  {item['mentions'][1]}  ({item['file']})")


def _of_queue(
    con: duckdb.DuckDBPyConnection, settings: Settings, workspace: str, kind: str, limit: int, open_: bool
) -> Iterator[dict[str, Any]]:
    """Yield what waits, one after the other, each once; where several fit, one after the other of these too."""
    seen: set[Pair] = set()
    while len(seen) < limit:
        with session_scope(settings.url) as db:
            found = reviewing.queue(con, db, workspace, kind, 0, min(AT_ONCE, limit - len(seen)), leave=seen)
        if not found.items:
            return
        waiting = len(seen) + found.total
        for item in reviewing.shown(con, found, open_):
            seen.add((item["a"]["mention_id"], item["b"]["mention_id"]))
            yield item | reviewing.around(con, item, open_) | {"of": f"{len(seen):,} of {waiting:,}"}
            if item["others"]:
                break  # who is ruled out leaves the others, about whom the queue goes on at once
        else:
            seen |= {(item.a, item.b) for item in found.items}


def _of_sample(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    workspace: str,
    rows: list[dict[str, Any]],
    by: str,
    open_: bool,
) -> Iterator[dict[str, Any]]:
    """Yield the pairs of a sample that this reviewer has not judged, without what the program made of them."""
    with session_scope(settings.url) as db:
        mine = {one.pair for one in judgements_in_force(db, workspace) if one.by == by}
    for row in rows:
        if (row["a"], row["b"]) in mine:
            continue
        (sides,) = reviewing.side_by_side(con, [(row["a"], row["b"])], open_)
        if sides is None:
            typer.echo(f"{row['number']}: one of the two is no longer there.")
        else:
            yield sides | {"of": f"{row['number']} of {len(rows):,}"}


def _decided(con: duckdb.DuckDBPyConnection, settings: Settings, workspace: str, item: dict[str, Any], by: str) -> bool:
    """Show an item and keep what the reviewer decides; False where it is skipped. Raises _Enough when he ends it."""
    _print(item)
    others = {str(i): one["mention_id"] for i, one in enumerate(item.get("others", ()), start=1)}
    ask = f"{_ASK} · {'/'.join(others)} it is that one" if others else _ASK
    key = _asked(ask).lower()
    while key not in (*_KEYS, *others, "k"):
        key = _asked(ask).lower()
    if key == "k":
        return False
    why = _asked("why")
    while not why:
        why = _asked("why, in a few words")
    a, b = item["a"]["mention_id"], item["b"]["mention_id"]
    said = [(a, b, _KEYS[key])] if key in _KEYS else [(item["about"], others[key], Verdict.SAME)]
    if key in others and item["splits"]:
        said.append((a, b, Verdict.DIFFERENT))
    with session_scope(settings.url) as db:
        for one, other, verdict in said:
            made = judging.decide(con, db, workspace, judging.two(con, one, other), verdict, by, why)
            journal.append(db, workspace, journal.actor_name(settings.actor), "judge", judging.journalled(made), why)
            common.console.print(f"{made.judgement_id}: {made.verdict}.")
    return True


class _Enough(Exception):
    """The reviewer ends the session."""


def _asked(text: str) -> str:
    """Return the line that is typed. Raises _Enough for `q`, and where nothing more comes."""
    try:
        said = str(typer.prompt(text, default="", show_default=False)).strip()
    except typer.Abort:
        raise _Enough from None
    if said.lower() in ("q", "quit"):
        raise _Enough
    return said


def _print(item: dict[str, Any]) -> None:
    """Print two mentions side by side: values, where they differ in brackets, sources, and why they are asked about."""
    out = common.console.print
    if "kind" in item:
        leads = f"  leads: {item['leads']:,}" if item["leads"] else ""
        out(Text(f"\n{item['of']}  {item['title']['zh']} {item['title']['en']}{leads}", "bold"))
    else:
        out(Text(f"\n{item['of']}", "bold"))
    rows = [["", *(one["id"] for one in item["entities"]), ""]] if "kind" in item else []
    for name in ("name", "birth_date", "number") if "kind" in item and not item["splits"] else ():
        values = [one.get(name, "") for one in item["facts"]]
        if any(values):
            rows.append([f"its {name.replace('_', ' ')}", *values, ""])
    rows.append(["agency", *((side["agency"] or "") for side in (item["a"], item["b"])), ""])
    rows.append(["row", place(item["a"]), place(item["b"]), ""])
    rows.append(["role", item["a"]["role"] or "", item["b"]["role"] or "", ""])
    for one in item["comparisons"]:
        sides = [
            "、".join(bracketed(text, marks) for text, marks in zip(texts(one[side]), found, strict=True))
            for side, found in zip("ab", one["marks"], strict=True)
        ]
        rows.append([f"{one['title']['zh']} {one['title']['en']}", *sides, one["level"]])
    print_table(common.console, ("", "A", "B", "are"), rows)
    if "kind" in item:
        out(_thinks(item))
        for one in item["judgements"]:
            out(f"{one['judgement_id']}: {one['verdict']}, by {one['by']}: {one['why']}  ({one['a']}  {one['b']})")


def _thinks(item: dict[str, Any]) -> str:
    """Return the sentences on what the program thinks of two.

    The chance is how likely a decision changes an entity; it stands for nothing in kinds that are not weighed.
    """
    now = "They are one entity now." if item["splits"] else "They are two entities now."
    against = f" Against it: {item['reason']['zh']} {item['reason']['en']}." if item["reason"] else ""
    chance = "" if item["kind"] in _CERTAIN else f" Chance that a decision changes an entity: {item['chance']:.0%}."
    weighed = "" if item["weighed"] is None else f" What is compared weighs {item['weighed']:+.2f} bits."
    side = next(side for side in "ab" if item[side]["mention_id"] == item["about"])
    others = "; ".join(
        f"{i} {one['entity']['id']} {one['entity']['title']}" for i, one in enumerate(item["others"], start=1)
    )
    return f"{now}{chance}{weighed}{against}" + (f" {side.upper()} may instead be: {others}." if others else "")
