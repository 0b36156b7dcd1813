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

Job = Callable[[datetime], object]


class Heartbeat:
    """Calls jobs with the time at intervals, in threads of its own, none twice at once."""

    def __init__(self, now: Callable[[], datetime], *jobs: tuple[Job, timedelta]) -> None:
        """Prepare; nothing is called before the `with` block.

        Args:
            now: Returns this instant, aware.
            jobs: Each with its interval.
        """
        self._now = now
        self._scheduler = BackgroundScheduler(timezone="UTC", daemon=True)
        for job, every in jobs:
            self._scheduler.add_job(
                self._beat,
                "interval",
                args=(job,),
                seconds=every.total_seconds(),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )

    def _beat(self, job: Job) -> None:
        job(self._now())

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
