"""Days of any year: lengths of months, and days as numbers that can be subtracted."""

from __future__ import annotations

from kalends.dates.types import Day, is_leap

_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH = 306  # makes 0001-01-01 day 1, as in datetime.date.toordinal()
_JULIAN_LAG = 2  # the Julian 0000-03-01 is the Gregorian 0000-02-28


def days_in_month(year: int, month: int, *, julian: bool = False) -> int:
    """Return the length of a month; in the Julian calendar every fourth year is leap."""
    if month == 2 and (year % 4 == 0 if julian else is_leap(year)):
        return 29
    return _LENGTHS[month]


def ordinal(day: Day, *, julian: bool = False) -> int:
    """Return the number of a day: 1 is the Gregorian 0001-01-01, earlier ones are below.

    Args:
        day: Must exist in its calendar.
        julian: `day` is of the Julian calendar; the number counts the same days.
    """
    year = day.year - (day.month < 3)
    days_before_month = (153 * ((day.month - 3) % 12) + 2) // 5
    return _march_first(year, julian=julian) + days_before_month + day.day - _EPOCH


def from_ordinal(number: int, *, julian: bool = False) -> Day:
    """Return the day with that number, the inverse of `ordinal`."""
    days = number + _EPOCH - 1
    year = days * 400 // 146_097
    while _march_first(year, julian=julian) > days:
        year -= 1
    while _march_first(year + 1, julian=julian) <= days:
        year += 1
    rest = days - _march_first(year, julian=julian)
    months = (5 * rest + 2) // 153
    month = (months + 2) % 12 + 1
    return Day(year + (month < 3), month, rest - (153 * months + 2) // 5 + 1)


def season_bounds(year: int, season: int, *, julian: bool = False) -> tuple[Day, Day]:
    """Return first and last day of EDTF's season 21 to 24; winter, 24, ends in `year`."""
    first_month = (season - 21) * 3 + 3
    last_month = (first_month + 1) % 12 + 1
    last_day = days_in_month(year, last_month, julian=julian)
    return Day(year - (season == 24), first_month, 1), Day(year, last_month, last_day)


def days_between(start: Day, end: Day) -> int:
    """Return how many days `end` is after `start`; below zero where it is before."""
    return ordinal(end) - ordinal(start)


def exists(day: Day, *, julian: bool = False) -> bool:
    """Tell whether the calendar has that day."""
    return 1 <= day.month <= 12 and 1 <= day.day <= days_in_month(
        day.year, day.month, julian=julian
    )


def _march_first(year: int, *, julian: bool) -> int:
    """Number of 1 March counted from the Gregorian 0000-03-01: leap days end such years."""
    days = 365 * year + year // 4
    return days - _JULIAN_LAG if julian else days - year // 100 + year // 400
