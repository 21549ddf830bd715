"""A real Neo4j community server for tests: fetched once with Maven, started on loopback, stopped by its process id."""

import fcntl
import secrets
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import neo4j

from tests.loopback import free_port

HERE = Path(__file__).parent
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang")
_ENTRY = "org.neo4j.server.CommunityEntryPoint"


class Unavailable(Exception):
    """The server cannot be had here; the text says what to install."""


@dataclass(frozen=True)
class Server:
    """Where the server answers, and as whom."""

    uri: str
    user: str
    password: str


def version() -> str:
    """Return the version that the pom names."""
    pom = ElementTree.parse(HERE / "pom.xml")
    return str(pom.findtext("{*}properties/{*}neo4j.version"))


def fetch(cache: Path) -> Path:
    """Return the folder with the server's jars, downloaded with Maven when it is not there yet."""
    for program, package in (("java", "openjdk-17-jre-headless"), ("mvn", "maven")):
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is missing: install it (Debian package {package}) to test on a real Neo4j")
    folder = cache / f"neo4j-{version()}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes side by side share the cache
        if not (folder / "complete").exists():
            _download(folder)
    return folder / "lib"


def _download(folder: Path) -> None:
    done = subprocess.run(
        ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies", "-DincludeScope=runtime",
         f"-DoutputDirectory={folder / 'lib'}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Unavailable(f"Maven could not fetch Neo4j {version()}: {done.stdout[-400:]}")
    (folder / "complete").touch()


@contextmanager
def running(cache: Path, home: Path) -> Iterator[Server]:
    """Start a server whose data lives in `home`, yield where it answers, and stop it."""
    library = fetch(cache)
    bolt, http, password = free_port(), free_port(), secrets.token_hex(16)
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(
        f"""
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
""",
        "utf-8",
    )
    java = [
        "java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-BytecodeVerificationRemote",  # a fifth of its start
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENED),
    ]
    java += ["-Dio.netty.tryReflectionSetAccessible=true", "-cp", f"{library}/*"]
    places = [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "console.log").open("wb") as log:
        process = subprocess.Popen([*java, _ENTRY, *places], stdout=log, stderr=log)
    try:
        _wait(fresh := Server(f"bolt://127.0.0.1:{bolt}", "neo4j", "neo4j"), process, home / "console.log")
        yield _with_password(fresh, password)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 240
    while True:
        if process.poll() is not None or time.monotonic() > end:
            raise Unavailable(f"Neo4j did not start: {log.read_text('utf-8', 'replace')[-800:]}")
        try:
            with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
                driver.verify_connectivity()
                return
        except neo4j.exceptions.ServiceUnavailable:
            time.sleep(0.5)


def _with_password(fresh: Server, password: str) -> Server:
    """Give a new server, which answers nothing before it has another, a password of its own."""
    with neo4j.GraphDatabase.driver(fresh.uri, auth=(fresh.user, fresh.password)) as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        driver.execute_query(change, {"old": fresh.password, "new": password}, database_="system")
    return replace(fresh, password=password)
