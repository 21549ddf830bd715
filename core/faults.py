"""Reports of faults of the program: for whoever runs it alone, and without what cells hold."""

import os
import re
import tempfile
from pathlib import Path

_DIGITS = re.compile(r"\d{6,}")
_HAN = re.compile("[㐀-鿿]{2,}")


def scrubbed(text: str) -> str:
    """Return what a program says about a fault without long numbers and Chinese words: they come from cells."""
    return _HAN.sub(lambda run: run[0][0] + "*", _DIGITS.sub(lambda run: "*" * len(run[0]), text))


def write_report(text: str, path: Path | None = None) -> Path:
    """Write a scrubbed report that only its owner can read, to a new temporary file unless told where; say where."""
    if path is None:
        handle, name = tempfile.mkstemp(prefix="clew-fault-", suffix=".txt")
        path = Path(name)
    else:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(scrubbed(text))
    return path
