"""A process that has Clew's imports behind it and forks for every command and stage: most take longer to import."""

import gc
import marshal
import os
import runpy
import select
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
_MOST = 1 << 18  # bytes of a request: arguments and environment
_processes: list[subprocess.Popen[str]] = []


@cache
def warm_python() -> str:
    """Return a program that runs `-m MODULE ARGUMENTS` as the interpreter does, but warm; so it does their stages.

    The process behind it ends with this one.
    """
    folder = Path(tempfile.mkdtemp(prefix="clew-warm-"))
    program, client = folder / "python", Path(__file__).with_name("warm_client.py")
    words = shlex.join([sys.executable, "-I", "-S", str(client), str(folder / "socket")])
    program.write_text(f'#!/bin/sh\nexec {words} "$@"\n', "utf-8")
    program.chmod(0o755)
    command = [sys.executable, "-m", "tests.api.warm_process", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    _processes.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return str(program)


def serve(folder: Path) -> None:
    """Import what commands and stages import, then fork for each request until whoever started this is gone."""
    import_module("tests.api.warm_start")
    gc.freeze()  # what a fork's collector does not visit is not copied
    sys.executable = str(folder / "python")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(folder / "socket"))
        listener.listen()
        print("ready", flush=True)  # noqa: T201
        while 0 not in select.select([listener, 0], [], [])[0]:
            client = listener.accept()[0]
            if os.fork() == 0:
                listener.close()
                _answer(client)
            client.close()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
    shutil.rmtree(folder)


def _answer(client: socket.socket) -> NoReturn:
    """Do what a client asks in one more fork, whose end is told to the client even when a signal ended it."""
    request, files, _, _ = socket.recv_fds(client, _MOST, 64)
    child = os.fork()
    if child == 0:
        client.close()
        _run(files, *marshal.loads(request))
    for file in files:
        os.close(file)
    status = os.waitpid(child, 0)[1]
    client.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _run(files: list[int], arguments: list[str], folder: str, environment: dict[str, str]) -> NoReturn:
    """Run a module as the interpreter does, on the client's streams; its other files are held open."""
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - these three last as long as the process
    sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    module, *sys.argv[1:] = arguments
    code: object = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
