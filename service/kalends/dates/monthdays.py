"""Read a day of the year: `04-12`, or ISO 8601's `--04-12`."""

from __future__ import annotations

import re

from kalends.dates.points import month_day
from kalends.dates.types import MonthDay
from kalends.errors import DateError

_SHAPE = re.compile(r"(?:--)?([0-9]{2})-([0-9]{2})").fullmatch
_LOOSE = re.compile(r"\s*(?:-{0,2}|[0-9]{4}-|XXXX-)([0-9]{1,2})-([0-9]{1,2})\s*").fullmatch
_DOTTED = re.compile(r"\s*(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.?\s*").fullmatch


def parse_month_day(text: str) -> MonthDay:
    """Parse a month and day; 29 February is one.

    Raises:
        DateError: Not of that shape, or a day that no year has.
    """
    shape = _SHAPE(text)
    if shape is not None:
        return month_day(text, *shape.groups())
    remedy = "write month and day like 04-12"
    if loose := _LOOSE(text):
        remedy = f"write {loose[1]:0>2}-{loose[2]:0>2}"
    elif dotted := _DOTTED(text):
        remedy = f"write {dotted['month']:0>2}-{dotted['day']:0>2}"
    raise DateError(text[:40], "not a month and day", remedy)
