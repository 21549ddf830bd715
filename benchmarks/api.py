"""Requests per second and latency of `clew serve` on loopback: `python benchmarks/api.py -w WS`.

What is asked for is taken from the workspace itself, with a seed. A warm-up comes first. The key that is made for it is
revoked at the end; its look-ups stay in the journal.
"""

import argparse
import json
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import httpx

from core.workspace import Workspace
from records.store import open_records

Ask = tuple[str, str, dict[str, Any]]
"""Method, path and parameters of a request."""
QUESTIONS = {
    "name": "SELECT name FROM open_entity WHERE entity_type = 'person' AND length(name) > 1",
    "number": "SELECT number FROM open_entity WHERE entity_type = 'person' AND number IS NOT NULL",
    "phone": "SELECT unnest(phones) FROM open_mention",
    "plate": "SELECT name FROM search_item WHERE label IN ('Plate', 'Vehicle')",
    "case number": "SELECT name FROM search_item WHERE label = 'Case'",
    "company code": "SELECT number FROM open_entity WHERE entity_type = 'organization' AND number IS NOT NULL",
}
PEOPLE = "SELECT entity_id FROM open_entity WHERE entity_type = 'person' AND number IS NOT NULL"
"""Somebody of whom there is a name alone need not be in the graph."""
NEAR = 120
"""Of how many people the neighbours are asked for the other end of a path."""


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """Serve a workspace in a process of its own on a free port; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "-w", str(workspace), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            while server.poll() is None:
                try:
                    if httpx.get(f"{address}/readyz", timeout=60).status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()


@contextmanager
def key(workspace: Path) -> Iterator[str]:
    """Make a key for the time of a benchmark; yields its secret."""

    def clew(*arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "api.cli", "keys", *arguments, "-w", str(workspace), "--json"]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
        return dict(json.loads(told))

    made = clew("create", "benchmark", "--purpose", "benchmark of the API", "--days", "1", "--renews")
    try:
        yield str(made["key"])
    finally:
        clew("revoke", str(made["key_id"]), "--reason", "the benchmark is over")


def asked_for(workspace: Path, random_: random.Random, n: int) -> dict[str, list[str]]:
    """Return texts to search for and ids to look at that the workspace holds, by kind."""
    with Workspace(workspace).reading() as generation, open_records(generation.records, 2.0, read_only=True) as con:
        found = {name: sample(con, query, random_, n) for name, query in (QUESTIONS | {"person": PEOPLE}).items()}
    found["pinyin"] = [pinyin(name) for name in found["name"]]
    found["typing error"] = [mistyped(text, random_) for text in found["number"] + found["name"] if len(text) > 2][:n]
    return {name: texts for name, texts in found.items() if texts}


def sample(con: duckdb.DuckDBPyConnection, query: str, random_: random.Random, n: int) -> list[str]:
    """Return some values of a query, the same at every call with the same seed."""
    values = [row[0] for row in con.execute(f"SELECT DISTINCT * FROM ({query}) found(one) ORDER BY 1").fetchall()]
    return random_.sample(values, min(n, len(values)))


def pinyin(name: str) -> str:
    """Return a name as it is typed on a keyboard without characters."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name))


def mistyped(text: str, random_: random.Random) -> str:
    """Return a text with one character left out."""
    at = random_.randrange(1, len(text))
    return text[:at] + text[at + 1 :]


def requests(client: httpx.Client, found: dict[str, list[str]], random_: random.Random) -> dict[str, list[Ask]]:
    """Return the requests of every line of the table."""
    texts = [text for name, texts in found.items() if name != "person" for text in texts]
    random_.shuffle(texts)
    people, cases = found["person"], found["case number"]
    ends = []
    for one in people[:NEAR]:
        near = client.get(f"/v1/entities/{one}/neighbours", params={"type": "TIED_TO,SPOUSE,PARENT_OF"}).json()
        ends += [(one, node["id"]) for node in near["nodes"][:1]]
    ends += list(zip(people[::2], people[1::2], strict=False))[: len(ends)]
    leads = [one["lead_id"] for one in client.get("/v1/leads", params={"limit": 200}).json()["leads"]]
    models = [one["id"] for one in client.get("/v1/models").json()["models"]]
    return {
        "search": [("GET", "/v1/search", {"q": text}) for text in texts],
        "dossier": [("GET", f"/v1/entities/{one}", {}) for one in people],
        "neighbourhood": [("GET", f"/v1/entities/{one}/neighbours", {}) for one in people],
        "path": [("GET", "/v1/paths", {"from": a, "to": b}) for a, b in ends],
        "screening": [("POST", f"/v1/cases/{case}/screen", {}) for case in cases],
        "leads": [("GET", "/v1/leads", {"model": one}) for one in ["", *models]],
        "lead": [("GET", f"/v1/leads/{one}", {}) for one in leads],
    }


def load(address: str, secret: str, asks: list[Ask], clients: int, seconds: float) -> tuple[list[float], float]:
    """Ask for some seconds with several clients; returns seconds of every request, sorted, and all seconds."""
    took: list[list[float]] = [[] for _ in range(clients)]
    failed: list[str] = []
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as client:
            place = number * len(asks) // clients
            while time.perf_counter() < end and not failed:
                method, path, parameters = asks[place % len(asks)]
                begun = time.perf_counter()
                answer = client.request(method, path, params=parameters)
                took[number].append(time.perf_counter() - begun)
                if answer.status_code != 200:
                    failed.append(f"{method} {path} {parameters}: {answer.status_code} {answer.text[:300]}")
                place += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        sys.exit(f"A request was not answered: {failed[0]}")
    return sorted(one for mine in took for one in mine), time.perf_counter() - begun


def measured(address: str, secret: str, asks: list[Ask], clients: int, seconds: float) -> str:
    """Return requests per second and p50, p95, p99 in milliseconds as cells of the table."""
    took, whole = load(address, secret, asks, clients, seconds)
    quantiles = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
    return f"{len(took) / whole:,.0f} | " + " | ".join(f"{quantiles[at - 1] * 1000:,.0f}" for at in (50, 95, 99))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-w", "--workspace", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=10.0, help="of every measurement")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--samples", type=int, default=200, help="of every kind of what is asked for")
    parser.add_argument("--only", nargs="+", default=[], help="lines of the table, e.g. search dossier")
    given = parser.parse_args()
    random_ = random.Random(given.seed)
    found = asked_for(given.workspace, random_, given.samples)
    with key(given.workspace) as secret, served(given.workspace) as address:
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as client:
            lines = requests(client, found, random_)
        chosen: Callable[[str], bool] = lambda name: not given.only or name in given.only  # noqa: E731
        print("| asked for | clients | requests/s | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|---:|---:|")
        for name, asks in lines.items():
            if chosen(name):
                load(address, secret, asks, 1, min(given.seconds, 3.0))
                for clients in given.clients:
                    print(
                        f"| {name} | {clients} | {measured(address, secret, asks, clients, given.seconds)} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
