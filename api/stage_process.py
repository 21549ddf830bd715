"""One stage in a process of its own: what it prints is its result, what it says on stderr is passed on."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from api.requests import Request
from core.errors import InternalError, Interrupted, UserError
from core.faults import scrubbed, write_report

KEPT_LINES = 200


class StageFailed(UserError):
    """A stage ended with a sentence; `exit_code` is the stage's own."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(sentence)


def run_stage(stage: str, request: Request, lock: int) -> dict[str, Any]:
    """Run one stage and return what it printed. Raises StageFailed, InternalError and Interrupted.

    The child inherits the lock, so that the workspace stays held while anything still writes in it.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "api.child", stage],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        pass_fds=(lock,),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    said: deque[str] = deque(maxlen=KEPT_LINES)
    listener = threading.Thread(target=_pass_on, args=(process.stderr, said))
    listener.start()
    try:
        with suppress(BrokenPipeError):  # a child that is gone already is told of below
            os.write(process.stdin.fileno(), request.model_dump_json().encode() + b"\n")
        printed = process.stdout.read()
        code = process.wait()
    except Interrupted:
        process.stdin.close()
        process.wait()
        raise
    finally:
        listener.join()
    if code == 130:
        raise Interrupted
    try:
        told = json.loads(printed)
    except ValueError:
        raise InternalError(_last_words(stage, code, list(said), request.workspace / "last-fault.txt")) from None
    if "error" in told:
        raise StageFailed(told["error"], told["exit_code"])
    return dict(told)


def _pass_on(stderr: IO[str], said: deque[str]) -> None:
    """Pass on what a stage says as it says it, and keep the end of it; of a traceback nothing is passed on."""
    shown = True
    for line in stderr:
        said.append(line)
        shown = shown and not line.startswith("Traceback ")
        if shown:
            sys.stderr.write(line)
            sys.stderr.flush()


def _last_words(stage: str, code: int, said: list[str], report: Path) -> str:
    """Return how a process ended that brought no result; all that it said is kept in the report."""
    write_report("".join(said), report)
    how = f"was ended by the signal {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    last = next((line.strip() for line in reversed(said) if line.strip()), "nothing")
    memory = " Often the machine ran out of memory." if code == -signal.SIGKILL else ""
    return (
        f"The process of the stage {stage} {how} before it could report.{memory} The last it said: {scrubbed(last)} "
        f"(more in {report}). Run the same command again: it goes on after the last finished stage."
    )
