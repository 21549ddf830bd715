"""Settings: flags over environment (`CLEW_…`) over `WS/clew.toml` over defaults."""

import os
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from core.errors import UserError
from core.mistakes import in_words

PREFIX = "CLEW_"
ALMOST = 0.82
"""How like a setting a variable must be (0 to 1) to be taken for a slip; the variables of tests are less like."""


class Settings(BaseSettings):
    """Every setting of Clew; the settings page is made from these fields."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    workspace: Path = Field(Path("clew-workspace"), description="Where the workspace lives.")
    engine: Literal["embedded", "neo4j"] = Field(
        "embedded", description="Which graph engine a run builds; what was built is read in its own engine."
    )
    database_url: SecretStr = Field(
        SecretStr(""), description="SQLAlchemy URL of leads, judgements and journal; empty: WS/clew.db."
    )
    neo4j_uri: str = Field("bolt://127.0.0.1:7687", description="Address of the Neo4j server.")
    neo4j_user: str = Field("neo4j", description="User on the Neo4j server.")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password on the Neo4j server; never printed.")
    neo4j_database: str = Field("neo4j", description="Database on the Neo4j server; it holds one workspace.")
    actor: str = Field(
        "", max_length=200, description="Who is written into the journal; empty: the name of the system account."
    )
    memory_gb: float = Field(4.0, gt=0, description="Memory that DuckDB may use in one stage, in GB.")
    rule_timeout: float = Field(120.0, gt=0, description="Seconds that one rule of a model may run.")
    demo: bool = Field(
        False, description="The workspace holds made-up people; the first `clew serve` also invites an investigator."
    )
    rule_rows: int = Field(100_000, gt=0, description="Findings that one rule may return before it is stopped.")

    @property
    def url(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.workspace.resolve() / 'clew.db'}"


def load_settings(workspace: Path | None = None, **flags: Any) -> Settings:
    """Return the settings for a workspace; flags that are None are not given. Raises UserError with each mistake."""
    given = {name: value for name, value in flags.items() if value is not None}
    if workspace is not None:
        given["workspace"] = workspace
    _check_variables()
    written: dict[str, Any] = {}
    try:
        file = Path(given["workspace"] if "workspace" in given else Settings().workspace) / "clew.toml"
        written = _read(file)

        class ForWorkspace(Settings):
            @classmethod
            def settings_customise_sources(
                cls,
                settings_cls: type[BaseSettings],
                init_settings: PydanticBaseSettingsSource,
                env_settings: PydanticBaseSettingsSource,
                dotenv_settings: PydanticBaseSettingsSource,
                file_secret_settings: PydanticBaseSettingsSource,
            ) -> tuple[PydanticBaseSettingsSource, ...]:
                return init_settings, env_settings, InitSettingsSource(settings_cls, written)

        return ForWorkspace(**given)
    except ValidationError as error:
        mistakes = [_mistake(problem, given, written) for problem in error.errors()]
        known = ", ".join(Settings.model_fields)
        raise UserError(f"The settings are not valid: {'; '.join(mistakes)}. Known settings are {known}.") from None


def _read(file: Path) -> dict[str, Any]:
    """Return what a settings file says; nothing where there is none. Raises UserError when it cannot be read."""
    try:
        written = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UserError(f"The settings file {file} cannot be read ({error}). Mend it, or take it away.") from None
    if "workspace" in written:
        raise UserError(
            f"{file} lies in its workspace and cannot name one. Take `workspace` out; use -w or {PREFIX}WORKSPACE."
        )
    return written


def _check_variables() -> None:
    """Raise UserError for a variable that is almost a setting: what it says would be passed over."""
    known = [name.upper() for name in Settings.model_fields]
    for variable in sorted(os.environ):
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper().startswith(PREFIX) and name not in known:
            for close in get_close_matches(name, known, n=1, cutoff=ALMOST):
                raise UserError(f"There is no setting {variable}. Did you mean {PREFIX}{close}?")


def _mistake(problem: Any, given: dict[str, Any], written: dict[str, Any]) -> str:
    """Return one mistake with the place where it was made; what was given is not told, for it may be a secret."""
    name = str(problem["loc"][0]) if problem["loc"] else "settings"
    if name in given:
        where = "as an option"
    else:
        where = (
            "in clew.toml" if name in written and f"{PREFIX}{name.upper()}" not in os.environ else "in the environment"
        )
    close = get_close_matches(name, Settings.model_fields, n=1) if problem["type"] == "extra_forbidden" else []
    return f"{name} {where} {in_words(problem)}" + (f" (did you mean {close[0]}?)" if close else "")
