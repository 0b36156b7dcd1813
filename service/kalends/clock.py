"""The one door to the time."""

from __future__ import annotations

from datetime import UTC, datetime


def seconds() -> float:
    """Return the seconds since 1970."""
    return now().timestamp()


def now() -> datetime:
    """Return this instant in UTC."""
    return datetime.now(UTC)
