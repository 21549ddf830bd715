"""Reading model folders: every mistake of a file is told at once, with its line and the nearest known name."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from core import marked_yaml
from core.errors import UserError
from core.mistakes import in_words
from queries.model_types import (
    COLUMNS,
    SAYABLE,
    SUPPLIED,
    Citation,
    Model,
    Parameter,
    Rule,
    parameter_value,
    versions_meet,
)

BUILT_IN = Path(__file__).parent / "models"


def read_models(folders: Sequence[Path] = ()) -> tuple[Model, ...]:
    """Read the built-in models and those in `folders`, sorted by id; a folder holds one folder per model, or is one.

    Raises UserError naming every mistake of the first file that has any, or a model id that is given twice.
    """
    models: dict[str, Model] = {}
    for folder in (BUILT_IN, *folders):
        if not folder.is_dir():
            raise UserError(f"{folder} is not a folder. Give a folder that holds one folder per model.")
        found = sorted(folder.glob("*/model.yaml")) or sorted(folder.glob("model.yaml"))
        if not found and folder is not BUILT_IN:
            raise UserError(f"{folder} holds no model. A model is a folder with model.yaml and one .cypher per rule.")
        for file in found:
            model = read_model(file.parent)
            if model.id in models:
                other = models[model.id].folder
                raise UserError(f"{file}: model {model.id} is already given by {other}. Choose another id.")
            models[model.id] = model
    return tuple(models[key] for key in sorted(models))


def read_model(folder: Path) -> Model:
    """Read one model folder. Raises UserError that lists every mistake in its model.yaml and queries."""
    document = marked_yaml.read(folder / "model.yaml")
    mistakes = [(line, f"{_spell(place)} is given twice; keep one") for place, line in document.doubled]
    try:
        model = Model.model_validate(_with_texts(document.data, folder), strict=False)
    except ValidationError as error:
        mistakes += [_mistake(document, problem) for problem in error.errors()]
    else:
        model = model.model_copy(update={"folder": folder})
        mistakes += [(document.line(place), text) for place, text in _unbound(model)]
    if mistakes:
        lines = "\n".join(f"  line {line}: {text}" for line, text in sorted(set(mistakes)))
        raise UserError(f"{document.path} has {len(set(mistakes))} mistake(s):\n{lines}")
    return model


def _with_texts(data: Any, folder: Path) -> Any:
    """Put each rule's query beside its description."""
    if not isinstance(data, dict) or not isinstance(data.get("rules"), dict):
        return data
    rules = {}
    for name, rule in data["rules"].items():
        file = folder / f"{name}.cypher"
        text = file.read_text("utf-8") if file.is_file() else ""
        rules[name] = {**rule, "cypher": text} if isinstance(rule, dict) and "cypher" not in rule else rule
    return {**data, "rules": rules}


def _spell(place: Iterable[str | int]) -> str:
    return ".".join(map(str, place)) or "the file"


def _mistake(document: marked_yaml.Document, problem: Any) -> tuple[int, str]:
    place = tuple(part for part in problem["loc"] if not str(part).startswith(("function-", "tuple[", "list[")))
    where = _spell(place)
    if problem["type"] == "extra_forbidden":
        known = _keys_at(place[:-1])
        return document.line(place), f"{where} is not known{marked_yaml.nearest(str(place[-1]), known)}"
    at = place[:-1] if problem["type"] == "missing" else place
    return document.line(at), f"{where} {in_words(problem)}"


def _keys_at(place: Sequence[str | int]) -> list[str]:
    """Return the keys that the part of a model at `place` may have."""
    part: type[BaseModel] = Model
    inside: dict[tuple[type[BaseModel], str], type[BaseModel]] = {
        (Model, "rules"): Rule, (Model, "legal_basis"): Citation, (Rule, "parameters"): Parameter,
    }  # fmt: skip
    steps = [str(step) for step in place]
    for step in steps:
        nested = inside.get((part, step)) or _field_model(part, step)
        part = nested or part
    return [field.alias or name for name, field in part.model_fields.items() if not field.exclude]


def _field_model(part: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = part.model_fields.get(name)
    if field is None:
        return None
    pending = [field.annotation]
    while pending:
        kind: Any = pending.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        pending += list(getattr(kind, "__args__", ()))
    return None


def _unbound(model: Model) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Yield every name in a model that is bound to nothing, with its place."""
    near = marked_yaml.nearest
    for name, versions in model.legal_basis.items():
        if not versions_meet(versions):
            yield (
                ("legal_basis", name),
                f"the versions of {name} leave a gap or overlap; each ends the day before the next",
            )
    for i, group in enumerate(model.group_severity):
        for key in sorted(set(group.of) - set(model.rules)):
            yield ("group_severity", i), f"group_severity names rule {key}{near(key, list(model.rules))}"
    for name, rule in model.rules.items():
        at = ("rules", name)
        if not rule.cypher.strip():
            yield at, f"the query of rule {name} is missing or empty; write it to {name}.cypher"
        for key in sorted(set(rule.legal_basis) - set(model.legal_basis)):
            yield (*at, "legal_basis"), f"rule {name} rests on {key}{near(key, list(model.legal_basis))}"
        for key in sorted(set(rule.exclusions) - set(model.exclusions)):
            yield (*at, "exclusions"), f"rule {name} has the exclusion {key}{near(key, list(model.exclusions))}"
        for key in sorted(rule.uses - set(rule.parameters) - set(SUPPLIED)):
            yield at, f"the query of rule {name} uses ${key}{near(key, [*rule.parameters, *SUPPLIED])}"
        for key in sorted(set(rule.parameters) - rule.uses):
            yield (*at, "parameters", key), f"the query of rule {name} does not use ${key}; use it or take it out"
        for key in sorted(set(rule.shows) & set(COLUMNS)):
            yield (*at, "shows", key), f"{key} is a column of every rule and is not named in shows"
        known = [*rule.shows, *rule.parameters, *SAYABLE]
        for key in sorted(rule.says.fields - set(known)):
            yield (*at, "says"), f"the sentence of rule {name} uses {{{key}}}{near(key, known)}"
        for key, parameter in rule.parameters.items():
            try:
                parameter_value(key, parameter, parameter.default)
            except UserError as error:
                yield (*at, "parameters", key), str(error)
