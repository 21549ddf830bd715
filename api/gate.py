"""What costs the machine much is done for a few at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.problems import Problem


class Gate:
    """Lets `at_once` through; so many more wait for a place, and whoever comes then is refused."""

    def __init__(self, at_once: int, waiting: int = 0) -> None:
        self._within = threading.Semaphore(at_once)
        self._known = threading.Semaphore(at_once + waiting)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place. Raises Problem where too many wait already."""
        if not self._known.acquire(blocking=False):
            raise Problem("busy", headers={"Retry-After": "1"})
        try:
            with self._within:
                yield
        finally:
            self._known.release()
