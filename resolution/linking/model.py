"""The trained linking model: what each level of agreement is worth, and where that was learnt."""

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from core.errors import UserError
from core.ids import digest

FORMAT = 2


@dataclass(frozen=True)
class Weight:
    """How often a level is seen between mentions of one person (m) and between strangers (u)."""

    m: float
    u: float


@dataclass(frozen=True)
class Quality:
    """How many pairs of mentions of one person there were, which share of the joined was right, and of these joined."""

    pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


@dataclass(frozen=True)
class LinkingModel:
    """Numbers learnt from labelled mentions.

    levels: {comparison: {level: Weight}}; contexts: {"label/level": probability that a name unique in a context is the
    same person}; context_defaults: the same by level for labels never seen; found: the share of mentions without a
    number whose person is known from elsewhere; company_name: the probability that equal full company names are one
    company; threshold: the least probability of an edge that joins two mentions; quality: what
    `quality.measure` found when it was learnt, empty where nothing could be measured.
    """

    version: str
    learnt_from: str
    levels: dict[str, dict[str, Weight]]
    contexts: dict[str, float]
    context_defaults: dict[str, float]
    found: float
    company_name: float
    threshold: float
    quality: dict[str, Quality]

    @property
    def text(self) -> str:
        """The model as JSON with sorted keys."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def digest(self) -> str:
        """What tells this model from every other."""
        return digest(self.text)

    def save(self, path: Path) -> None:
        """Write the model as JSON."""
        path.write_text(self.text, "utf-8")


def read_model(path: Path) -> LinkingModel:
    """Read a model that was saved. Raises UserError if it is none, or of another format."""
    try:
        found = json.loads(path.read_text("utf-8"))
        if found.pop("format") != FORMAT:
            raise UserError(
                f"The linking model {path} has another format. Move it aside, run `clew run`, then train it again: "
                "clew linking train --seed 1."
            )
        found["levels"] = {
            comparison: {level: Weight(**weight) for level, weight in levels.items()}
            for comparison, levels in found["levels"].items()
        }
        found["quality"] = {name: Quality(**measured) for name, measured in found["quality"].items()}
        return LinkingModel(**found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path} cannot be read as a linking model ({error}). Train one: clew linking train --seed 1."
        ) from error


def shipped_model() -> LinkingModel:
    """Return the model that comes with the package."""
    return read_model(Path(str(files("resolution.linking").joinpath("model.json"))))
