"""What a caller is told when something is wrong, and what not."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends

from api import access
from api.access import Action
from api.asking import Asked, JournalledRoute, asks
from api.problems import SENTENCES
from core.errors import OlderWorkspace, OutOfReach
from core.settings import Settings
from graph.errors import QueryTimeout
from tests.http.client import Served, TestClient, code, served

SECRET = "522401198505275033"
ROOT = Path(access.__file__).parent


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An empty workspace, served with routes that nobody should write."""
    one = served(Settings(workspace=tmp_path_factory.mktemp("faulty")))
    router = APIRouter(prefix="/v1", route_class=JournalledRoute)

    @router.get("/silent")
    def silent(asked: Annotated[Asked, Depends(asks(Action.LOOK))]) -> dict[str, str]:
        return {"number": SECRET}

    @router.get("/free")
    def free() -> dict[str, str]:
        return {"number": SECRET}

    @router.get("/slow")
    def slow(asked: Annotated[Asked, Depends(asks(Action.ENTER))]) -> dict[str, str]:
        raise QueryTimeout("neo4j", "MATCH (n) RETURN n", {}, 60)

    @router.get("/older")
    def older(asked: Annotated[Asked, Depends(asks(Action.ENTER))]) -> dict[str, str]:
        raise OlderWorkspace

    @router.get("/secrets/{secret}")
    def secret(secret: str, asked: Annotated[Asked, Depends(asks(Action.ENTER))]) -> dict[str, str]:
        raise ValueError("broken")

    @router.get("/broken")
    def broken(asked: Annotated[Asked, Depends(asks(Action.LOOK))]) -> dict[str, str]:
        raise ValueError(f"no person has the number {SECRET}")

    one.app.include_router(router)
    yield one
    one.service.engine.dispose()


@pytest.mark.parametrize("path", ["silent", "free", "broken"])
def test_a_fault_is_answered_by_its_number_alone(
    path: str, faulty: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = faulty.system().get(f"/v1/{path}")
    assert code(answer) == (500, "fault")
    assert set(answer.json()) == {"type", "title", "status", "detail", "code"}
    number = re.findall(r"\b[0-9a-f]{4}-[0-9a-f]{4}\b", answer.json()["detail"])[0]
    (report,) = tmp_path.iterdir()
    told, said = report.read_text("utf-8"), capsys.readouterr().err
    assert f"fault {number}" in told
    assert number in said
    assert "Traceback" in told
    assert SECRET not in told + said + answer.text


def test_the_report_of_a_fault_names_the_route_and_not_what_its_path_held(
    faulty: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert faulty.nobody().get("/v1/secrets/r3dLnvqA-c").status_code == 500
    (report,) = tmp_path.iterdir()
    told = report.read_text("utf-8")
    assert "GET /v1/secrets/{secret}\n" in told
    assert "r3dLnvqA-c" not in told


def test_an_answer_of_any_kind_forbids_what_a_page_may_not_do(faulty: Served) -> None:
    client = faulty.system()
    for path in ("/", "/healthz", "/v1/broken", "/v1/nothing", "/v1/users"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert (headers.get("cache-control") == "no-store") == path.startswith("/v1")


def test_a_workspace_that_holds_nothing_is_not_ready(faulty: Served) -> None:
    client = faulty.system()
    assert code(client.get("/readyz")) == (503, "not_ready")
    for path in ("/v1/leads", "/v1/models"):
        answer = client.get(path)
        assert code(answer) == (503, "not_ready")
        assert str(faulty.settings.workspace) not in answer.text
    assert client.get("/v1/session").json()["generation"] is None


def test_a_graph_that_does_not_answer_in_time_is_told(faulty: Served) -> None:
    assert code(faulty.nobody().get("/v1/slow")) == (504, "out_of_time")


def test_a_workspace_of_an_older_version_is_told_to_be_one(faulty: Served) -> None:
    assert code(faulty.nobody().get("/v1/older")) == (503, "older_workspace")


def test_a_graph_that_is_away_is_not_ready(faulty: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        store = property(lambda self: self)

        def updating(self) -> bool:
            raise OutOfReach("The Neo4j server does not answer.")

    monkeypatch.setattr(faulty.service.holder, "current", lambda: nullcontext(Away()))
    assert code(faulty.nobody().get("/readyz")) == (503, "not_ready")


def test_a_database_that_is_away_is_told_without_its_place(faulty: Served, tmp_path: Path) -> None:
    client = faulty.system()
    file = faulty.settings.workspace / "clew.db"
    aside = file.rename(tmp_path / "clew.db")
    faulty.service.engine.dispose()
    file.mkdir()
    try:
        for method, path in (("GET", "/v1/leads"), ("GET", "/readyz"), ("POST", "/v1/cases/1/screen")):
            answer = client.request(method, path)
            assert code(answer) == (503, "not_ready"), path
            assert "clew.db" not in answer.text
        assert faulty.nobody().get("/healthz").status_code == 200
    finally:
        file.rmdir()
        aside.rename(file)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB,en;q=0.9,zh;q=0.1", "en"), ("fr", "en"), ("", "en"),
        ("en;q=0.5,zh;q=0.6", "zh"), ("zh;q=0,en", "en"), ("de,zh-Hans", "zh"), (";;q=x,,", "en"),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_the_callers_language(wanted: str, language: str, faulty: Served) -> None:
    answer = faulty.nobody().get("/v1/leads", headers={"Accept-Language": wanted})
    status, title_zh, title_en, detail_zh, detail_en = SENTENCES["not_signed_in"]
    assert answer.headers["content-language"] == language
    assert answer.headers["www-authenticate"] == "Bearer"
    title, detail = (title_zh, detail_zh) if language == "zh" else (title_en, detail_en)
    assert answer.json() == {
        "type": "urn:clew:problem:not_signed_in", "title": title, "status": status, "detail": detail,
        "code": "not_signed_in",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_every_problem_is_told_in_both_languages_with_the_same_values(name: str) -> None:
    status, title_zh, title_en, detail_zh, detail_en = SENTENCES[name]
    assert 400 <= status < 600
    assert re.search("[㐀-鿿]", title_zh)
    assert not re.search("[㐀-鿿]", title_en + detail_en)
    assert re.search("[㐀-鿿]", detail_zh) or detail_zh == detail_en == "{said}"
    # What is `said` is English: a library's or the program's own.
    zh, en = (set(re.findall(r"{(\w+)}", detail)) - {"said", "where"} for detail in (detail_zh, detail_en))
    assert zh == en
    assert "{said}" not in detail_zh or detail_zh == detail_en == "{said}"


def test_every_problem_has_somebody_who_tells_it() -> None:
    sources = "".join(
        file.read_text("utf-8") for file in sorted(ROOT.rglob("*.py")) if file.name not in {"problems.py", "openapi.py"}
    )
    assert [name for name in SENTENCES if f'"{name}"' not in sources and name != "request_invalid"] == []


def refused(client: TestClient, method: str, path: str, **given: Any) -> str:
    answer = client.request(method, path, **given)
    assert code(answer) == (422, "request_invalid")
    return str(answer.json()["detail"])


def test_a_request_that_is_wrong_is_told_where_but_not_what_it_held(faulty: Served) -> None:
    client = faulty.system()
    told = [
        refused(client, "GET", "/v1/leads", params={"limit": SECRET}),
        refused(client, "GET", "/v1/leads", params={"sort": SECRET}),
        refused(client, "GET", "/v1/entities/P-1/neighbours", params={"since": SECRET}),
        refused(client, "POST", "/v1/session", json={"name": [SECRET], "password": "p"}),
        refused(client, "POST", "/v1/session", json={"name": "n", "password": "p", SECRET: 1}),
        refused(client, "POST", "/v1/models/M19/run", json={"rule": "R1", "parameters": {SECRET: {SECRET: 1}}}),
        refused(client, "POST", "/v1/session", content=f"{{{SECRET}"),
    ]
    assert [one for one in told if SECRET in one] == []
    assert "query.limit" in told[0]
    assert "body.name" in told[3]


def test_what_is_not_there_is_a_problem_too(faulty: Served) -> None:
    client = faulty.nobody()
    assert code(client.get("/v1/nothing")) == (404, "not_found")
    assert code(client.put("/v1/leads")) == (405, "method_not_allowed")
    assert client.put("/v1/leads").headers["allow"]
    for path in ("/web/../app.py", "/web/%2e%2e/app.py", "/web/nothing.js", "/web/i18n"):
        assert code(client.get(path)) == (404, "not_found"), path
