"""Stop and Ctrl-C: asks the server to cancel, and lets the conversation with it come to its end.

An exception thrown into the middle of a conversation leaves it in the middle: a command half sent, an answer not read, a
transaction open. So while the workbench works, SIGINT raises nothing. It makes a thread ask the server to cancel whatever
statement runs, until one was; the statement then fails by itself, everything is rolled back in order, and `Cancelled` is
raised where the work began. Whoever presses a third time gets a KeyboardInterrupt at once, at the price of the connection.

A cancel that arrives late must not hit the ROLLBACK: `statement()` says when there is something to cancel, and its end waits
for a cancel that is on its way. https://www.postgresql.org/docs/current/libpq-cancel.html
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from workbench.errors import Cancelled, WorkbenchError

# How often the thread looks for something to cancel, and how long one cancel may take.
_PAUSE_S, _CANCEL_S = 0.02, 5.0
# Once is asking, twice is impatience, three times is a server that doesn't answer.
_PATIENCE = 3


class Stop:
    """Watches for SIGINT on behalf of one connection."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw
        self._presses = 0
        self._reason: WorkbenchError | None = None
        self._watching = False
        self._over = threading.Event()
        self._cancellable = False
        self._sending = threading.Lock()

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Within it a SIGINT becomes `Cancelled` at its end. Nested ones belong to the outermost.

        Raises:
            Cancelled: SIGINT came. The connection is usable, or closed if the server didn't answer; the message says which.
            WorkbenchError: what `end()` was given.
        """
        if self._watching:
            yield
            return
        main = threading.current_thread() is threading.main_thread()
        before = signal.signal(signal.SIGINT, self._on_sigint) if main else None
        began, idle = time.monotonic(), self._status() is TransactionStatus.IDLE
        self._presses, self._reason, self._watching, self._over = 0, None, True, threading.Event()
        try:
            yield
        except BaseException:
            self._tidy(idle)
            if self._presses:
                raise self._reason or self._cancelled(began) from None
            raise
        else:
            if self._presses:
                raise self._reason or self._cancelled(began)
        finally:
            self._watching = False
            self._over.set()
            if main:
                signal.signal(signal.SIGINT, before)

    def end(self, reason: WorkbenchError) -> None:
        """Like a SIGINT, but from a thread that watches over the work, and with a reason that is raised at its end."""
        if self._watching and not self._presses:
            self._reason = reason
            self._on_sigint(0, None)

    def check(self) -> None:
        """Between two pieces of work: goes no further if SIGINT came."""
        if self._presses:
            raise Cancelled("Stopped.")

    @contextmanager
    def statement(self) -> Iterator[None]:
        """Around each statement that may take long: the part that can be cancelled."""
        self.check()
        self._cancellable = True
        try:
            yield
        finally:
            with self._sending:
                self._cancellable = False

    def _on_sigint(self, _number: int, _frame: FrameType | None) -> None:
        self._presses += 1
        if self._presses == 1:
            threading.Thread(target=self._cancel, args=[self._over], name="workbench cancels", daemon=True).start()
        if self._presses >= _PATIENCE:
            raise KeyboardInterrupt

    def _cancel(self, over: threading.Event) -> None:
        """Until the work is over: the statement may not have been sent yet when SIGINT came."""
        while not over.is_set():
            with self._sending:
                if self._cancellable and not over.is_set() and self._status() is TransactionStatus.ACTIVE:
                    with suppress(psycopg.Error):
                        self._raw.cancel_safe(timeout=_CANCEL_S)
            over.wait(_PAUSE_S)

    def _status(self) -> TransactionStatus:
        return TransactionStatus(self._raw.pgconn.transaction_status)

    def _tidy(self, was_idle: bool) -> None:
        """After a failure: no answer unread, no transaction of ours open; else the session is ended, which undoes it, too."""
        if self._status() is TransactionStatus.ACTIVE:
            self._raw.close()
        elif was_idle and self._status() in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            try:
                self._raw.rollback()
            except psycopg.Error:
                self._raw.close()

    def _cancelled(self, began: float) -> Cancelled:
        seconds = time.monotonic() - began
        if self._raw.closed:
            return Cancelled(
                f"Stopped after {seconds:.1f} s. The connection had to be closed; the server undoes what was open.",
                hint="connect again: workbench.connect() or %connect.",
            )
        return Cancelled(f"Stopped after {seconds:.1f} s. The server has cancelled the statement; the connection is usable.")


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Within it SIGINT is only noted, and gives whether it came: for work that has a best so far, and looks now and then.

    A question to the server that is on its way is cancelled as ever, and raises `Cancelled`.
    """
    came: list[int] = []
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number)) if main else None
    try:
        yield lambda: bool(came)
    finally:
        if main:
            signal.signal(signal.SIGINT, before)
