"""What many or large requests may take of the server."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier, Event
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter

from api import accounts
from api.routers import models
from core.settings import Settings
from queries.model import read_models
from records import lookup
from tests.http.client import PASSWORD, Served, code, served

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workspace with nothing in it, served."""
    one = served(Settings(workspace=tmp_path_factory.mktemp("limits")))
    yield one
    one.service.engine.dispose()


def alone(asked: Callable[[], Awaitable[Any]]) -> Any:
    """Run in a thread of its own: where a browser is driven, this one has an event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, asked).result()


def test_a_server_whose_threads_are_all_taken_still_says_that_it_lives(empty: Served) -> None:
    async def asked() -> int:
        threads = current_default_thread_limiter()
        threads.total_tokens = 1
        transport = httpx.ASGITransport(empty.app)
        async with threads, httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            with anyio.fail_after(5):
                return (await client.get("/healthz")).status_code

    assert alone(asked) == 200


def test_of_many_passwords_two_are_compared_at_once_and_some_wait(
    empty: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, both, within, most = Event(), Event(), [], []

    def slow(password: str, kept: str) -> bool:
        within.append(password)
        most.append(len(within))
        if len(within) == 2:
            both.set()
        go.wait(20)
        within.pop()
        return False

    def entry(name: int) -> tuple[int, str]:
        found = code(empty.nobody().post("/v1/session", json={"name": f"n{name}", "password": PASSWORD}))
        if found == (429, "busy") and both.wait(20):
            go.set()
        return found

    monkeypatch.setattr(accounts, "fits", slow)
    with ThreadPoolExecutor(12) as many:
        told = list(many.map(entry, range(12)))
    assert max(most) == 2
    assert 8 <= told.count((401, "wrong_password")) < 12
    assert set(told) == {(401, "wrong_password"), (429, "busy")}


@pytest.mark.parametrize("told", [False, True], ids=["in pieces", "of a told size"])
@pytest.mark.parametrize("path", ["/v1/session", "/v1/models/M19/run"])
def test_a_large_body_is_refused_before_it_is_read(path: str, told: bool, empty: Served) -> None:
    sent = []

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            sent.append(1)
            yield b" " * 100_000

    async def asked() -> httpx.Response:
        headers = JSON | ({"Content-Length": "3000000"} if told else {})
        async with httpx.AsyncClient(transport=httpx.ASGITransport(empty.app), base_url="http://testserver") as client:
            return await client.post(path, content=pieces(), headers=headers)

    assert code(alone(asked)) == (413, "too_large")
    assert len(sent) <= (0 if told else 11)


def test_a_body_of_a_usual_size_is_read(empty: Served) -> None:
    body = b'{"name": "n", "password": "p"}' + b" " * 900_000
    assert code(empty.nobody().post("/v1/session", content=body, headers=JSON)) == (401, "wrong_password")


def test_two_trials_run_at_once_and_a_third_is_refused(empty: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    started, go = Barrier(3), Event()

    def slow(*_: object, **__: object) -> list[object]:
        started.wait(20)
        go.wait(20)
        return []

    class Held:
        generation = SimpleNamespace(manifest={"as_of": "2026-06-30"})
        models = {one.id: one for one in read_models([])}
        store = SimpleNamespace(updating=lambda: False)
        records = staticmethod(nullcontext)

    monkeypatch.setattr(models, "run_rule", slow)
    monkeypatch.setattr(lookup, "names_of", lambda con, ids: {})
    monkeypatch.setattr(empty.service.holder, "current", lambda: nullcontext(Held()))
    client = empty.system()

    def tried() -> Any:
        return client.post("/v1/models/M19/run", json={"rule": "R1"})

    with ThreadPoolExecutor(2) as two:
        running = [two.submit(tried) for _ in range(2)]
        started.wait(20)
        assert code(tried()) == (429, "busy")
        go.set()
        assert [one.result().status_code for one in running] == [200, 200]
