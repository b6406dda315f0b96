"""Work done ahead of who needs it: the next chunks are made in threads while the last one is on its way to the server."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

# One core is the server's: its COPY fills one. Threads, since numpy, arrow and pgpq let go of the interpreter's lock.
_WORKERS = max(1, min(4, (os.cpu_count() or 2) - 1))
_AHEAD = _WORKERS + 1  # what is ready or being made; more only takes memory


_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


def ahead(make: Callable[[_Item], _Made], items: Iterable[_Item]) -> Generator[_Made, None, None]:
    """make(item) of each item, in order; a few are made before they are asked for. Close it, or exhaust it."""
    rest = iter(items)
    with ThreadPoolExecutor(_WORKERS, "workbench") as threads:
        waiting: deque[Future[_Made]] = deque(threads.submit(make, item) for item in islice(rest, _AHEAD))
        try:
            while waiting:
                made = waiting.popleft().result()
                waiting.extend(threads.submit(make, item) for item in islice(rest, 1))
                yield made
        finally:
            for future in waiting:
                future.cancel()
