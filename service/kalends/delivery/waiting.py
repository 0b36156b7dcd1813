"""Waiting for many sockets in one thread: conversations as generators, resumed in turn.

One thread because Python runs one at a time anyway: handing letters from thread to thread, and the
interpreter with them, cost more than all the rest of sending.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator
from contextlib import suppress
from math import inf
from selectors import EVENT_READ, DefaultSelector
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Want(NamedTuple):
    """What a conversation waits for.

    Attributes:
        sock: On which.
        events: `EVENT_READ` or `EVENT_WRITE`.
        patience: Seconds after which `TimeoutError` is raised where it waits.
    """

    sock: socket.socket
    events: int
    patience: float = inf


Steps = Generator[Want, None, T]
"""A conversation: yields what it waits for, and returns what came of it."""


class _Task:
    """A conversation under way, and whom its outcome is told."""

    __slots__ = ("deadline", "done", "steps", "want")

    def __init__(self, steps: Steps[Any], done: Callable[[Any], None]) -> None:
        self.steps = steps
        self.done = done
        self.want: Want | None = None
        self.deadline = inf


class Loop:
    """Runs conversations side by side in the thread that calls `turn`."""

    def __init__(self) -> None:
        self._selector = DefaultSelector()
        self._tasks: set[_Task] = set()

    def __bool__(self) -> bool:
        """Say whether any conversation is under way."""
        return bool(self._tasks)

    def start(self, steps: Steps[T], done: Callable[[T], None]) -> None:
        """Begin a conversation; `done` is called with what it returns."""
        task = _Task(steps, done)
        self._tasks.add(task)
        self._resume(task)

    def turn(self, timeout: float) -> None:
        """Resume what is ready; wait up to so many seconds for the first to be.

        Raises:
            Exception: Whatever a conversation raises; that one is over, the others go on.
        """
        first = min((task.deadline for task in self._tasks), default=inf)
        wait = min(timeout, first - monotonic())
        ready = self._selector.select(None if wait == inf else max(wait, 0))
        for key, _ in ready:
            if key.data in self._tasks:
                self._resume(key.data)
        if not ready and monotonic() >= first:
            self._give_up_waiting()

    def finish(self) -> None:
        """Go on until every conversation is over, whatever they raise."""
        while self._tasks:
            with suppress(Exception):
                self.turn(inf)

    def close(self) -> None:
        """Let go of what watches the sockets."""
        self._selector.close()

    def _give_up_waiting(self) -> None:
        now = monotonic()
        for task in [task for task in self._tasks if task.deadline <= now]:
            self._resume(task, TimeoutError("timed out"))

    def _resume(self, task: _Task, error: Exception | None = None) -> None:
        try:
            want = task.steps.throw(error) if error else next(task.steps)
        except StopIteration as stop:
            self._forget(task)
            task.done(stop.value)
        except BaseException:
            self._forget(task)
            raise
        else:
            self._watch(task, want)

    def _watch(self, task: _Task, want: Want) -> None:
        if want is not task.want:
            self._unwatch(task)
            self._selector.register(want.sock, want.events, task)
            task.want = want
        task.deadline = monotonic() + want.patience

    def _forget(self, task: _Task) -> None:
        self._tasks.discard(task)
        self._unwatch(task)

    def _unwatch(self, task: _Task) -> None:
        if task.want is not None:
            with suppress(KeyError, ValueError):  # closed meanwhile
                self._selector.unregister(task.want.sock)
            task.want = None


def aside(work: Callable[[], T]) -> Steps[T]:
    """Do what blocks in a thread of its own, for as long as it takes, and return its result.

    Raises:
        BaseException: What the work raised.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    here, there = socket.socketpair()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            errors.append(error)
        finally:
            there.close()

    thread = Thread(target=run, name="opening a connection", daemon=True)
    thread.start()
    with here:
        yield Want(here, EVENT_READ)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
