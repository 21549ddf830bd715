"""The child process of one stage: `python -m api.child STAGE`, its request on the first line of stdin."""

import json
import os
import resource
import sys
import threading
import time
import traceback

from api.requests import Request
from api.stages import STAGES
from core.errors import ClewError
from core.faults import write_report
from core.progress import Lines
from core.settings import load_settings


def _end_with_parent() -> None:
    """Stop when the parent is gone: its end of stdin closes, and nobody would publish what is still being written."""
    sys.stdin.read()
    os._exit(130)


def _peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> int:
    """Run one stage and print its result as JSON; returns the exit code."""
    name, request = sys.argv[1], Request.model_validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start = time.monotonic()
    try:
        settings = load_settings(request.workspace, engine=request.engine)
        result = STAGES[name](request, settings, Lines(f"{name}: "))
    except KeyboardInterrupt:
        return 130
    except ClewError as error:
        json.dump({"error": str(error), "exit_code": error.exit_code}, sys.stdout)
        return error.exit_code
    except Exception:  # the last line before the user: whatever is no ClewError is a fault, and no traceback shows
        report = write_report(traceback.format_exc(), request.workspace / "last-fault.txt")
        sentence = f"The stage {name} met a fault of the program. Its report is in {report}; please pass it on."
        json.dump({"error": sentence, "exit_code": 3}, sys.stdout)
        return 3
    json.dump(
        {"seconds": round(time.monotonic() - start, 2), "peak_mb": _peak_mb(), "result": result},
        sys.stdout,
        ensure_ascii=False,
        default=str,
    )
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
