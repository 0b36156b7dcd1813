"""Old Style dates: the Julian calendar to the Gregorian and back, in any year."""

from __future__ import annotations

import re
from dataclasses import replace

from kalends.dates.days import exists, from_ordinal, ordinal
from kalends.dates.types import (
    AllOf,
    Day,
    HistoricalDate,
    Interval,
    OneOf,
    Point,
    Precision,
    Yearless,
)
from kalends.errors import DateError

_COMPONENT = re.compile(r"-?[0-9]{4}|[0-9]{2}")


def julian_to_gregorian(day: Day) -> Day:
    """Return the Gregorian name of a Julian day: 1731-10-10 is 1731-10-21.

    Raises:
        DateError: The Julian calendar has no such day.
    """
    return from_ordinal(ordinal(_checked(day, julian=True), julian=True))


def gregorian_to_julian(day: Day) -> Day:
    """Return the Julian name of a Gregorian day: 1900-03-13 is 1900-02-29.

    Raises:
        DateError: The Gregorian calendar has no such day.
    """
    return from_ordinal(ordinal(_checked(day, julian=False)), julian=True)


def from_old_style(date: HistoricalDate) -> HistoricalDate:
    """Return the Gregorian date of one parsed with `old_style=True`.

    A day gets the Gregorian text, year, month and day. Whatever is coarser keeps them,
    as October 1731 Old Style has no Gregorian name, and only its bounds are converted.

    Raises:
        DateError: A time of day, a day without a year, or a day whose Gregorian year has
            more than four digits.
    """
    match date:
        case Point():
            return _point(date)
        case Interval():
            return _interval(date, "/")
        case OneOf():
            return _choice(date, "[]")
        case AllOf():
            return _choice(date, "{}")
        case Yearless():
            raise DateError(date.text, "an Old Style day needs its year", "write the Gregorian day")


def _checked(day: Day, *, julian: bool) -> Day:
    if not exists(day, julian=julian):
        calendar = "Julian" if julian else "Gregorian"
        raise DateError(
            "-".join(_written(day)), f"the {calendar} calendar has no such day", "check the day"
        )
    return day


def _written(day: Day) -> tuple[str, str, str]:
    """Return year, month and day as EDTF writes them."""
    year = f"-{-day.year:04}" if day.year < 0 else f"{day.year:04}"
    return year, f"{day.month:02}", f"{day.day:02}"


def _point(date: Point) -> Point:
    if date.precision is Precision.SECOND:
        raise DateError(
            date.text, "a time of day cannot be Old Style", "write the day without a time"
        )
    if date.precision is not Precision.DAY:
        return replace(
            date,
            earliest=julian_to_gregorian(date.earliest),
            latest=julian_to_gregorian(date.latest),
        )
    day = julian_to_gregorian(date.earliest)
    if not -9999 <= day.year <= 9999:
        raise DateError(
            date.text,
            "the Gregorian year of this day has more than four digits",
            "write the year alone",
        )
    parts = iter(_written(day))
    text = _COMPONENT.sub(lambda _: next(parts), date.text)  # marks stay in their places
    return replace(
        date, text=text, earliest=day, latest=day, year=day.year, month=day.month, day=day.day
    )


def _interval(date: Interval, between: str) -> Interval:
    start = _point(date.start) if isinstance(date.start, Point) else date.start
    end = _point(date.end) if isinstance(date.end, Point) else date.end
    return Interval(f"{start}{between}{end}", start, end)


def _choice(date: OneOf | AllOf, brackets: str) -> OneOf | AllOf:
    members = tuple(
        _point(member) if isinstance(member, Point) else _interval(member, "..")
        for member in date.members
    )
    before, after = (".." if is_open else "" for is_open in (date.earlier, date.later))
    text = ",".join(map(str, members))
    return replace(date, text=f"{brackets[0]}{before}{text}{after}{brackets[1]}", members=members)
