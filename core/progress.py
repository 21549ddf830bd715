"""Progress of long work, told on stderr."""

import sys
import time
from typing import Protocol


class Progress(Protocol):
    """Whatever can be told how far a long piece of work is."""

    def __call__(self, text: str) -> None:
        """Tell one sentence about what is being done."""


class Lines:
    """Progress as lines on stderr with the seconds since the start."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix, self.start = prefix, time.monotonic()

    def __call__(self, text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - self.start:7.1f} s  {self.prefix}{text}\n")
        sys.stderr.flush()


def silent(text: str) -> None:
    """Tell nothing."""
