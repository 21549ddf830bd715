"""`clew linking`: the trained model by which mentions are linked."""

from typing import Annotated

import typer

from api import common
from api.requests import linking_model_path
from core.progress import Lines
from core.settings import load_settings
from core.workspace import Workspace
from resolution.linking.model import read_model, shipped_model


def attach(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="The trained model by which mentions are linked.", no_args_is_help=True)
    group.command(
        "train",
        help="Train a linking model on the records of a workspace; later runs there use it.\n\n"
        "Example: `clew linking train --seed 1 -w ws`",
    )(train_model)
    group.command(
        "show", help="Show the linking model in force: m, u and where learnt.\n\nExample: `clew linking show -w ws`"
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
    """Show the linking model in force: m, u and where learnt."""
    settings = load_settings(workspace)
    own = linking_model_path(settings.workspace)
    model = read_model(own) if own.exists() else shipped_model()
    if as_json:
        levels = {name: {level: [w.m, w.u] for level, w in found.items()} for name, found in model.levels.items()}
        common.say_json({"version": model.version, "learnt_from": model.learnt_from, "levels_m_u": levels})
        return
    typer.echo(f"{model.version}, learnt from {model.learnt_from}, threshold {model.threshold}")
    for name, found in model.levels.items():
        for level, weight in found.items():
            typer.echo(f"  {name:12} {level:36} m {weight.m:.6f}  u {weight.u:.8f}")
