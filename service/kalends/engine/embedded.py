"""The heartbeat inside this process. Sole user of APScheduler.

It calls; what is due is for the job to find out. So it needs no job store, and a beat
that was missed is simply the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.background import BackgroundScheduler


class Heartbeat:
    """Calls a job with the time at an interval, in a thread of its own, never twice at once."""

    def __init__(
        self,
        job: Callable[[datetime], object],
        now: Callable[[], datetime],
        every: timedelta,
    ) -> None:
        """Prepare; nothing is called before the `with` block."""
        self._scheduler = BackgroundScheduler(timezone="UTC", daemon=True)
        self._scheduler.add_job(
            lambda: job(now()),
            "interval",
            seconds=every.total_seconds(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def __enter__(self) -> Self:
        """Start beating."""
        self._scheduler.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop after the job under way."""
        self._scheduler.shutdown(wait=True)
