"""`clew why`: why two mentions are one or two, and how an entity came together."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from api import common, judging
from api.explained import history_data, threshold, why_data
from api.exports import writing
from api.lookups import one_entity
from api.tables import print_table
from api.waterfall_chart import svg, text_bars
from core.errors import UserError


def attach(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        help="Show why two mentions (or entities) are one or two, with what each comparison weighs; of one entity, how "
        "it came together.\n\n"
        "Example: `clew why P-0123456789abcdef P-fedcba9876543210 -w ws`",
    )(why)


def why(
    a: Annotated[str, typer.Argument(metavar="A", help="A mention's id; or an entity: its id or its beginning.")],
    b: Annotated[
        str | None, typer.Argument(metavar="[B]", help="The other; without it, how the entity A came together.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE.svg", help="Also draw the weights into this file.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Groups, joins and changes of an entity to list.")] = 20,
    workspace: common.WorkspaceOption = None,
    reveal: common.RevealOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Show why two mentions are one or two; of one entity, how it came together."""
    if b is None and chart is not None:
        raise UserError("A chart shows the weights of two. Give two mentions or entities, or leave --chart out.")
    with common.opened(workspace) as (settings, _, con):
        if b is None:
            entity = one_entity(con, a)
            told = history_data(con, entity, common.revealed(settings, reveal, "why", entity))
        else:
            pair = [one.mention_id for one in judging.two(con, a, b)]
            open_ = common.revealed(settings, reveal, "why", " ".join(pair))
            found = why_data(con, pair[0], pair[1], open_, threshold(settings))
            assert found is not None
            told = found
    if chart is not None:
        if told["waterfall"] is None:
            raise UserError("Nothing was weighed between these two: there is no chart of them.")
        with writing(chart):
            chart.write_text(svg(told["waterfall"], " – ".join(pair), _joined_by(told)), "utf-8")
    if as_json:
        common.say_json(told)
    elif b is None:
        _say_history(told, limit)
    else:
        _say_why(told)
        if chart is not None:
            typer.echo(f"The weights are drawn in {chart}.")


def _joined_by(told: dict[str, Any]) -> str:
    """Return what made two one, or kept them two, where that was not their weight alone."""
    others = [link["title"]["en"] for link in told["way"] if link["basis"] != "scored"]
    by = f" Joined by: {', '.join(dict.fromkeys(others))}." if others else ""
    return f"{'One' if told['same'] else 'Two'}: {told['says']['en']}.{by}"


def _say_why(told: dict[str, Any]) -> None:
    say = common.console.print
    one, other = told["entities"]
    whole = f"One, {one}" if told["same"] else f"Two, {one} and {other}"
    say(Text.assemble((f"{whole}: ", "bold"), f"{told['says']['en']}."))
    for side, number in zip(("a", "b"), told["numbers"], strict=True):
        mention = told[side]
        bearer = f", {number['bearer']}" if number["bearer"] else ""
        say(f"{side}  {mention['mention_id']}  {mention['name'] or ''}  {number['title']['en']}{bearer}")
    fall = told["waterfall"]
    if fall is not None:
        say()
        compared = [one for one in fall["parts"] if one["level"] != "nothing"]
        print_table(
            common.console,
            ("compared", "level", "bits", "a", "b"),
            [
                (
                    part["title"]["en"], part["level_title"]["en"], f"{part['weight'] + part['rarity']:+.2f}",
                    _plain(part["a"]), _plain(part["b"]),
                )
                for part in compared
            ],
            whole=("compared",),
            figures=("bits",),
        )  # fmt: skip
        say()
        for line in text_bars(fall):
            say(line)
        say(f"Probability {fall['probability']:.6f} by what is compared; a run wants at least {fall['threshold']}.")
    _say_links("What joins them, link by link", told["way"], read=True)
    _say_links("Between them", told["between"], read=True)
    _say_judgements(told["judgements"])


def _say_history(told: dict[str, Any], limit: int) -> None:
    say = common.console.print
    mentions = sum(group["mentions"] for group in told["groups"])
    say(Text(f"{told['id']}: {mentions:,} mentions in {len(told['groups']):,} groups", "bold"))
    print_table(
        common.console,
        ("group", "mentions", "name", "number", "a mention of it"),
        [
            (
                group["title"]["en"], f"{group['mentions']:,}", group["name"] or "", group["number"] or "",
                group["mention_id"] or "in sealed records",
            )
            for group in told["groups"][:limit]
        ],
        whole=("a mention of it", "number"),
        figures=("mentions",),
    )  # fmt: skip
    _say_more(len(told["groups"]), limit, "groups")
    _say_links("How they came together, in this order", told["joins"][:limit])
    _say_more(len(told["joins"]), limit, "joins")
    if told["weakest"] is not None:
        _say_links("Its weakest link", [told["weakest"]], read=True)
    _say_links("What was not joined to it, and why", told["vetoes"])
    _say_judgements(told["judgements"])
    if told["supersedes"]:
        say(f"It has taken over from {', '.join(told['supersedes'])}.")
    _say_changes(told["changes"][:limit])
    _say_more(len(told["changes"]), limit, "changes")


def _say_changes(changes: list[dict[str, Any]]) -> None:
    if not changes:
        return
    common.console.print()
    common.console.print(Text("How many mentions it had, and those it has taken over from", "bold"))
    print_table(
        common.console,
        ("generation", "entity", "before", "gained", "lost", "then"),
        [
            (
                str(one["generation"]), one["entity_id"], f"{one['mentions']:,}", f"{one['gained']:,}",
                f"{one['lost']:,}", f"{one['mentions'] + one['gained'] - one['lost']:,}",
            )
            for one in changes
        ],
        whole=("entity",),
        figures=("generation", "before", "gained", "lost", "then"),
    )  # fmt: skip


def _say_more(total: int, limit: int, what: str) -> None:
    if total > limit:
        common.console.print(f"{total - limit:,} more {what}; --limit {total} lists them.")


def _say_links(title: str, links: list[dict[str, Any]], read: bool = False) -> None:
    """Print links; `read`: what both ends are named in was looked up."""
    if not links:
        return
    common.console.print()
    common.console.print(Text(title, "bold"))
    print_table(
        common.console,
        ("basis", "outcome", "bits", "probability", "mentions"),
        [
            (
                link["title"]["en"], _outcome(link),
                "" if link["weight"] is None else f"{link['weight']:+.2f}",
                "" if link["weight"] is None else f"{link['probability']:.6f}",
                f"{link['mentions_a']:,} + {link['mentions_b']:,}" if "mentions_a" in link else "",
            )
            for link in links
        ],
        figures=("bits", "probability"),
        notes=[_ends(link, read) for link in links],
    )  # fmt: skip


def _outcome(link: dict[str, Any]) -> str:
    """What became of a link; a judgement is obeyed whatever stands against it."""
    told, reason = link["outcome_title"]["en"], link["reason"]
    if reason is None:
        return str(told)
    return f"{told}, though {reason['en']}" if link["outcome"] == "joined" else str(reason["en"])


def _ends(link: dict[str, Any], read: bool) -> list[str]:
    ends = [f"{link['a'] or 'in sealed records'}  {link['b'] or 'in sealed records'}"]
    if read and link["basis"] == "context" and not link["contexts"]:
        return [*ends, "named in nothing together; one stands on a row beside somebody in whose company the other is"]
    return ends + [f"both in {one['label']['en']} {one['id']}" for one in link["contexts"]]


def _say_judgements(judgements: list[dict[str, Any]]) -> None:
    if not judgements:
        return
    common.console.print()
    columns = ("judgement_id", "verdict", "by", "at", "state", "why")
    told = [one | {"at": f"{one['at'][:19].replace('T', ' ')} UTC"} for one in judgements]
    print_table(
        common.console,
        columns,
        [[str(one[name]) for name in columns] for one in told],
        whole=("judgement_id", "at"),
        notes=[[f"{one['a']}  {one['b']}"] for one in judgements],
    )


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
