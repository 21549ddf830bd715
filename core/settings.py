"""Settings: flags over environment (`CLEW_…`) over `WS/clew.toml` over defaults."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from core.errors import UserError


class Settings(BaseSettings):
    """Every setting of Clew; the settings page is made from these fields."""

    model_config = SettingsConfigDict(env_prefix="CLEW_", extra="forbid")

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
    rule_rows: int = Field(100_000, gt=0, description="Findings that one rule may return before it is stopped.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources; `toml_file` is set per workspace by `load_settings`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def url(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.workspace.resolve() / 'clew.db'}"


def load_settings(workspace: Path | None = None, **flags: Any) -> Settings:
    """Return the settings for a workspace; flags that are None are not given. Raises UserError with each mistake."""
    given = {name: value for name, value in flags.items() if value is not None}
    if workspace is not None:
        given["workspace"] = workspace
    try:
        folder = Path(given["workspace"]) if "workspace" in given else Settings().workspace
        file = folder / "clew.toml"

        class ForWorkspace(Settings):
            model_config = SettingsConfigDict(env_prefix="CLEW_", extra="forbid", toml_file=file)

        return ForWorkspace(**given)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UserError(f"The settings file {file} cannot be read ({error}). Mend it, or take it away.") from None
    except ValidationError as error:
        mistakes = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        raise UserError(
            f"The settings are not valid ({mistakes}). Look at the flags, the CLEW_ variables and clew.toml; "
            f"known settings are {', '.join(Settings.model_fields)}."
        ) from None
