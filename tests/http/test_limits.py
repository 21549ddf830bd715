"""What many or large requests may take of the server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import anyio
import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter

from api import accounts
from core.settings import Settings
from tests.http.client import PASSWORD, Served, code, served


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workspace with nothing in it, served."""
    one = served(Settings(workspace=tmp_path_factory.mktemp("limits")))
    yield one
    one.service.engine.dispose()


def test_a_server_whose_threads_are_all_taken_still_says_that_it_lives(empty: Served) -> None:
    async def asked() -> int:
        threads = current_default_thread_limiter()
        threads.total_tokens = 1
        transport = httpx.ASGITransport(empty.app)
        async with threads, httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            with anyio.fail_after(5):
                return (await client.get("/healthz")).status_code

    assert anyio.run(asked) == 200


def test_of_many_passwords_two_are_compared_at_once_and_some_wait(
    empty: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, within, most = Event(), [], []

    def slow(password: str, kept: str) -> bool:
        within.append(password)
        most.append(len(within))
        go.wait(20)
        within.pop()
        return False

    def entry(name: int) -> tuple[int, str]:
        found = code(empty.nobody().post("/v1/session", json={"name": f"n{name}", "password": PASSWORD}))
        if found == (429, "busy"):
            go.set()
        return found

    monkeypatch.setattr(accounts, "fits", slow)
    with ThreadPoolExecutor(12) as many:
        told = list(many.map(entry, range(12)))
    assert max(most) == 2
    assert 8 <= told.count((401, "wrong_password")) < 12
    assert set(told) == {(401, "wrong_password"), (429, "busy")}
