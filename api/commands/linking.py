"""`clew linking`: the trained model by which mentions are linked."""

from dataclasses import asdict
from math import log2
from typing import Annotated, Any

import typer

from api import common
from api.requests import linking_model_path
from api.tables import print_table
from core.progress import Lines
from core.workspace import Workspace
from records.store import require_loaded
from resolution.explain.drift import Drift, drift
from resolution.explain.weigh import bits, prior_bits
from resolution.latin import explain as latin
from resolution.linking.model import LinkingModel, read_model, shipped_model


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="The trained model by which mentions are linked.", no_args_is_help=True)
    group.command(
        "train",
        help="Train a linking model on the records of a workspace; later runs there use it.\n\n"
        "Example: `clew linking train --seed 1 -w ws`",
    )(train_model)
    group.command(
        "show",
        help="Show the weights in force, where they come from, and how far the data has moved from them.\n\n"
        "Example: `clew linking show -w ws`",
    )(show)
    app.add_typer(group, name="linking")


def train_model(
    seed: Annotated[int, typer.Option(help="The same seed and records give the same model.")] = 1,
    workspace: common.WorkspaceOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Train a linking model on the records of a workspace; later runs there use it."""
    from resolution.linking.train import train  # Splink is slow to import, and only this command needs it here

    with common.opened(workspace) as (settings, generation, con):
        require_loaded(con)
        learnt_from = f"generation {generation.number} of a workspace, seed {seed}"
        model = train(con, seed, Lines("linking: "), learnt_from)
        with Workspace(settings.workspace).locked():
            path = linking_model_path(settings.workspace)
            path.parent.mkdir(exist_ok=True)
            model.save(path.with_name(f"{model.version}.json"))
            aside = path.with_suffix(".new")
            model.save(aside)
            aside.replace(path)
    if as_json:
        common.say_json({"version": model.version, "path": str(path)})
    else:
        typer.echo(f"Trained {model.version}; the next run in {settings.workspace} uses it. It is kept in {path}.")


def show(workspace: common.WorkspaceOption = None, as_json: common.JsonOption = False) -> None:
    """Show the weights in force, where they come from, and how far the data has moved from them."""
    with common.opened(workspace) as (settings, _, con):
        found, of_latin = drift(con), latin.measured(con)
    own = linking_model_path(settings.workspace)
    model = read_model(own) if own.exists() else shipped_model()
    told = _told(found, model) | {"latin": _latin_told(of_latin)}
    if as_json:
        common.say_json(told)
        return
    say = common.console.print
    whose = "of this workspace" if own.exists() else "shipped"
    since = "kept from an earlier generation" if told["kept"] else "of this generation"
    say(f"Model {model.version} ({whose}), learnt from {model.learnt_from}.")
    say(f"Statistics {told['statistics']}: {told['persons_measured']:,} persons with a known number, {since}.")
    if of_latin.persons_now:
        say("They weigh Chinese mentions. What weighs those of profile latin stands below.")
    say(f"Prior {told['prior_bits']:+.2f} bits. A run joins from probability {model.threshold} on.")
    say(f"When it was learnt, {model.found:.1%} of those whose number was hidden were known from elsewhere.")
    _print_quality(model)
    say()
    _print_levels(told["levels"])
    say()
    say(_drift_in_words(found))
    print_table(
        common.console,
        ("comparison", "level", "u then", "u now", "bits"),
        [
            (row["comparison"], row["level"], f"{row['u_then']:.3g}", f"{row['u_now']:.3g}", f"{row['bits']:+.2f}")
            for row in told["moved"]
        ],
        figures=("u then", "u now", "bits"),
    )
    if of_latin.persons_now:
        say()
        whose = "kept from an earlier generation" if of_latin.kept else "of this generation"
        say(
            f"Profile latin, statistics {of_latin.version}: learnt without labels from {of_latin.persons:,} groups of "
            f"equal rows, {whose}; there are {of_latin.persons_now:,} now."
        )
        say(f"Prior {told['latin']['prior_bits']:+.2f} bits. A run joins from probability {of_latin.threshold} on.")
        _print_levels(told["latin"]["levels"])


def _print_quality(model: LinkingModel) -> None:
    if not model.quality:
        common.console.print("Its quality was not measured: too few with a known number had anything else to go by.")
        return
    common.console.print(
        "Its quality then, on the records that it was learnt from: pairs of mentions of known persons, half of whose "
        "numbers were hidden, and all of every tenth person's. Pairs that both show a number were not measured."
    )
    print_table(
        common.console,
        ("pairs", "true", "precision", "recall", "F1"),
        [
            (name.replace("_", " "), f"{one.pairs:,}", f"{one.precision:.5f}", f"{one.recall:.4f}", f"{one.f1:.4f}")
            for name, one in model.quality.items()
        ],
        figures=("true", "precision", "recall", "F1"),
    )


def _print_levels(levels: list[dict[str, Any]]) -> None:
    print_table(
        common.console,
        ("comparison", "level", "m", "u", "bits"),
        [
            (row["comparison"], row["level"], f"{row['m']:.6f}", f"{row['u']:.3g}", f"{row['bits']:+.2f}")
            for row in levels
        ],
        figures=("m", "u", "bits"),
    )


def _latin_told(of: latin.Measured) -> dict[str, Any]:
    return {
        "statistics": of.version,
        "persons_measured": of.persons,
        "persons_now": of.persons_now,
        "kept": of.kept,
        "threshold": of.threshold,
        "prior_bits": round(log2(of.prior / (1 - of.prior)), 6),
        "levels": [
            {"comparison": name, "level": level, "m": m, "u": u, "bits": round(log2(m / u), 6)}
            for name, level, m, u in of.levels
        ],
    }


def _told(found: Drift, model: LinkingModel) -> dict[str, Any]:
    return {
        "version": model.version,
        "learnt_from": model.learnt_from,
        "threshold": model.threshold,
        "found": model.found,
        "quality": {name: asdict(one) | {"f1": round(one.f1, 6)} for name, one in model.quality.items()},
        "statistics": found.in_force.version,
        "model_in_force": found.in_force.model_version == model.digest,
        "persons_measured": found.in_force.persons,
        "persons_now": found.persons,
        "kept": found.in_force.kept,
        "prior_bits": round(prior_bits(found.in_force), 6),
        "levels": [
            {"comparison": name, "level": level, "m": weight.m, "u": weight.u, "bits": round(bits(weight), 6)}
            for name, levels in found.in_force.levels.items()
            for level, weight in levels.items()
        ],
        "moved": [
            {"comparison": one.comparison, "level": one.level, "u_then": one.then, "u_now": one.now,
             "bits": round(one.bits, 6)}
            for one in found.levels
        ],
        "surname_stability_index": round(found.surnames, 6),
        "unseen_names": round(found.unseen, 6),
        "train_again": found.outdated,
    }  # fmt: skip


def _drift_in_words(found: Drift) -> str:
    then = found.in_force.persons
    told = (
        f"{found.persons:,} persons now, {then:,} then; surnames have a stability index of {found.surnames:.3f} (up to "
        f"0.1 is noise, from 0.25 on another population); of names in the rows {found.unseen:.1%} were unknown then."
    )
    if found.renews:
        return f"{told} So many more or fewer persons: the next run measures the statistics anew by itself."
    if found.outdated:
        return f"{told} This is another population: train on it with `clew linking train --seed 1`, then `clew run`."
    return f"{told} The statistics still fit."
