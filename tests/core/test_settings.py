"""Which source of a setting wins, and what mistakes say."""

from pathlib import Path

import pytest

from core.errors import UserError
from core.settings import load_settings


def test_defaults_hold_where_nothing_is_given(tmp_path: Path) -> None:
    assert load_settings(tmp_path).engine == "embedded"


def test_the_file_of_the_workspace_wins_over_defaults(tmp_path: Path) -> None:
    (tmp_path / "clew.toml").write_text('engine = "neo4j"')
    assert load_settings(tmp_path).engine == "neo4j"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clew.toml").write_text("rule_rows = 5")
    monkeypatch.setenv("CLEW_RULE_ROWS", "7")
    assert load_settings(tmp_path).rule_rows == 7


def test_a_flag_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEW_ENGINE", "neo4j")
    assert load_settings(tmp_path, engine="embedded").engine == "embedded"


def test_the_workspace_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEW_WORKSPACE", str(tmp_path))
    (tmp_path / "clew.toml").write_text("rule_rows = 5")
    assert load_settings().rule_rows == 5


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('engin = "neo4j"', r"engin in clew\.toml is not known \(did you mean engine\?\)"),
        ('memory_gb = "much"', r"memory_gb in clew\.toml must be a number\."),
        ("rule_rows = 1.5", r"rule_rows in clew\.toml must be a whole number\."),
        ("rule_rows = 0", r"rule_rows in clew\.toml must be greater than 0\."),
        ('engine = "other"', r"engine in clew\.toml must be 'embedded' or 'neo4j'\."),
        ('workspace = "elsewhere"', "cannot name one"),
    ],
)
def test_a_mistake_in_the_file_is_a_sentence(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "clew.toml").write_text(written)
    with pytest.raises(UserError, match=told):
        load_settings(tmp_path)


def test_a_variable_that_is_almost_a_setting_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLEW_TEST_NEO4J_URI", "CLEW_POSTGRES_PASSWORD", "CLEW_EXPORTS", "CLEW_REQUIRE_NEO4J"):
        monkeypatch.setenv(name, "something else")
    assert load_settings(tmp_path).memory_gb == 4.0
    monkeypatch.setenv("CLEW_MEMRY_GB", "8")
    with pytest.raises(UserError, match=r"no setting CLEW_MEMRY_GB\. Did you mean CLEW_MEMORY_GB\?"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"), [(b'engine "neo4j"', "line 1"), ("actor = '赵'".encode("gb18030"), "decode")]
)
def test_a_file_that_is_no_toml_is_named_with_the_place(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "clew.toml").write_bytes(content)
    with pytest.raises(UserError, match=rf"clew\.toml cannot be read .*{told}"):
        load_settings(tmp_path)


def test_a_password_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEW_NEO4J_PASSWORD", "secret-word")
    monkeypatch.setenv("CLEW_DATABASE_URL", "postgresql+psycopg://clew:secret-word@host/clew")
    settings = load_settings(tmp_path)
    assert "secret-word" not in repr(settings) + str(settings.model_dump())
    assert settings.url == "postgresql+psycopg://clew:secret-word@host/clew"
