"""Read an EDTF date with a time of day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from kalends.dates.points import Malformed, read_point
from kalends.dates.types import Day, Point, Precision
from kalends.errors import DateError

_SHAPE = re.compile(
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r"(Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
).fullmatch


def read_moment(text: str, *, old_style: bool = False) -> Point:
    """Read `1961-04-12T06:07:00Z`, or with an offset, or in local time.

    The bounds are the day as written; `at` is the instant, None for local time.

    Raises:
        DateError: No moment, an impossible one, or one that cannot be placed: an instant
            outside the years 1 to 9999, or a time of day with an Old Style date.
    """
    shape = _SHAPE(text)
    if shape is None:
        raise Malformed(text, "not a date and time in EDTF")
    date, hour, minute, second, shift = shape.groups()
    day = read_point(date).earliest
    _check_clock(text, hour, minute, second)
    if old_style:
        raise DateError(
            text, "a time of day cannot be Old Style", "write the day alone, or the Gregorian date"
        )
    clock = (int(hour), int(minute), int(second))
    at = _instant(text, day, clock, shift) if shift else None
    return Point(text, Precision.SECOND, day, day, *day, at=at)


def _check_clock(text: str, hour: str, minute: str, second: str | None) -> None:
    if int(hour) > 23:
        raise DateError(text, f"there is no hour {hour}", "hours run from 00 to 23")
    if int(minute) > 59:
        raise DateError(text, f"there is no minute {minute}", "minutes run from 00 to 59")
    if second is None:
        raise Malformed(text, "a time of day needs its seconds")
    if second == "60":
        raise DateError(text, "leap seconds are not supported")
    if int(second) > 59:
        raise DateError(text, f"there is no second {second}", "seconds run from 00 to 59")


def _instant(text: str, day: Day, clock: tuple[int, int, int], shift: str) -> datetime:
    """Return the instant in UTC."""
    zone = UTC if shift == "Z" else timezone(_offset(text, shift))
    try:
        return datetime(*day, *clock, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise DateError(
            text, "an instant has a year from 1 to 9999", "write the day without a time"
        ) from None


def _offset(text: str, shift: str) -> timedelta:
    hours, minutes = int(shift[1:3]), int(shift[4:] or 0)
    if hours > 23 or minutes > 59:
        raise DateError(text, f"there is no offset {shift}", "offsets run to 23:59")
    east = timedelta(hours=hours, minutes=minutes)
    return -east if shift[0] == "-" else east
