"""When a delivery that failed for now is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
_SPREAD = 0.25


def retry_at(attempts: int, now: datetime, jitter: float) -> datetime:
    """Return when to try again: after 1, 5, 15 and then every 60 minutes, and a little more.

    Args:
        attempts: Tries so far, the one that just failed included: 1 or more.
        now: The failure.
        jitter: From 0 to 1, drawn by the caller: adds up to a quarter, so that those that
            failed together do not come back together.
    """
    wait = _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]
    return now + wait * (1 + _SPREAD * jitter)
