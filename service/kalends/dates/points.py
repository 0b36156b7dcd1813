"""Read one EDTF date: a year, a month, a season or a day, with marks and masked digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product

from kalends.dates.days import days_in_month, exists, season_bounds
from kalends.dates.types import Day, MonthDay, Point, Precision, Yearless
from kalends.errors import DateError

MONTHS = (
    "",
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

_PLAIN_DAY = re.compile(r"((?!-0000)-?[0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])").fullmatch
_SHAPE = re.compile(
    r"([?~%]?)(-?[0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
).fullmatch
_LONG_YEAR = re.compile(r"Y(-?[0-9]+)([?~%]?)").fullmatch
_EXPONENT = re.compile(r"Y-?[0-9]+E[0-9]+(?:S[0-9]+)?").fullmatch
_SIGNIFICANT = re.compile(r"Y?-?[0-9]+S[0-9]+").fullmatch
_ALL_MONTHS = range(1, 13)
_ALL_DAYS = range(1, 32)
_MASKED_YEAR = {1: Precision.MILLENNIUM, 2: Precision.CENTURY, 3: Precision.DECADE}


class Malformed(DateError):
    """A text without the shape of a date, as against a date that does not exist."""


def read_day(text: str, *, old_style: bool = False) -> Point | None:
    """Read `1992-05-25` and nothing else, fast; None for any other text.

    It is `read_point` for the commonest of dates, with the same result.
    """
    plain = _PLAIN_DAY(text)
    if plain is None:
        return None
    year, month, day = map(int, plain.groups())
    if day > 28 and day > days_in_month(year, month, julian=old_style):
        return None
    only = Day(year, month, day)
    return Point(text, Precision.DAY, only, only, year, month, day)


def read_point(text: str, *, old_style: bool = False) -> Point:
    """Read one date without a time of day, other than a month and day of no year.

    Args:
        text: `1992-05-25`, `2003-04~`, `199X`, `2026-23`, `Y170000002` …
        old_style: Judge 29 February by the Julian calendar.

    Raises:
        DateError: `text` is no date, or the calendar has no such day.
    """
    shape = _split(text)
    if shape is None:
        return _read_long_year(text)
    parts, marks = shape
    year, month, day = parts
    if year == "-0000":
        raise DateError(text, "there is no year -0000: 1 BC is 0000, 2 BC is -0001")
    if year.lstrip("-").startswith("X"):
        raise DateError(
            text,
            "a date without its millennium is supported only as a month and day on its own",
            "write it like XXXX-12-11, or the year as far as it is known, like 19XX-12",
        )
    if month.isdigit() and 20 < int(month) < 42:
        return _read_season(text, parts, marks, old_style=old_style)
    return Point(
        text,
        _precision(year, month, day),
        *_bounds(text, parts, old_style=old_style),
        _number(year),
        _number(month),
        _number(day),
        None,
        *_qualified(marks),
    )


def read_yearless(text: str) -> Yearless | None:
    """Read `XXXX-12-11`; None for a text of any other shape.

    Raises:
        DateError: No year has that day.
    """
    shape = _split(text)
    if shape is None:
        return None
    (year, month, day), marks = shape
    if year != "XXXX" or _number(month) is None or _number(day) is None:
        return None
    return Yearless(text, month_day(text, month, day), *_qualified(marks))


def month_day(text: str, month: str, day: str) -> MonthDay:
    """Return the day of the year of two numbers; 29 February is one.

    Raises:
        DateError: No year has that day.
    """
    found = MonthDay(int(month), int(day))
    if not 1 <= found.month <= 12:
        raise _no_such_month(text, month)
    if not exists(Day(2000, *found)):
        raise _no_such_day(text, ("XXXX", month, day), old_style=False)
    return found


def _split(text: str) -> tuple[tuple[str, str, str], str] | None:
    """Return year, month and day as written ("" where missing) and all marks."""
    shape = _SHAPE(text)
    if shape is None:
        return None
    parts = shape.groups("")
    marks = (parts[0], parts[2]), (parts[3], parts[5]), (parts[6], parts[8])
    if any(left and right for left, right in marks):
        raise DateError(text, "one component is marked twice", "keep one mark; % is both ? and ~")
    return (parts[1], parts[4], parts[7]), "".join(map("".join, marks))


def _qualified(marks: str) -> tuple[bool, bool]:
    """Return whether the marks say uncertain, and approximate."""
    return "?" in marks or "%" in marks, "~" in marks or "%" in marks


def _number(digits: str) -> int | None:
    return int(digits) if digits and "X" not in digits else None


def _precision(year: str, month: str, day: str) -> Precision:
    if "X" in year:
        return _MASKED_YEAR[year.lstrip("-").index("X")]
    if not month or "X" in month:
        return Precision.YEAR
    if int(month) > 12:
        return Precision.SEASON
    return Precision.MONTH if not day or "X" in day else Precision.DAY


def _bounds(text: str, parts: tuple[str, str, str], *, old_style: bool) -> tuple[Day, Day]:
    """Return the first and the last existing day that fits the written and masked digits."""
    year, month, day = parts
    years = _candidates(year)
    months = _within(month, _ALL_MONTHS)
    days = _within(day, _ALL_DAYS)
    if not months:
        raise _no_such_month(text, month)
    earliest = _first(years, months, days, old_style=old_style)
    latest = _first(years[::-1], months[::-1], days[::-1], old_style=old_style)
    if earliest is None or latest is None:
        raise _no_such_day(text, parts, old_style=old_style)
    return earliest, latest


def _within(mask: str, everything: range) -> Sequence[int]:
    """Return the months or days a component can stand for; all of them where it is missing."""
    if not mask or mask == "XX":
        return everything
    return [number for number in _candidates(mask) if number in everything]


def _candidates(mask: str) -> Sequence[int]:
    """Return the numbers a component can stand for, in the order of time."""
    digits = mask.lstrip("-")
    if "X" not in digits:
        return (int(mask),)
    choices = ("0123456789" if digit == "X" else digit for digit in digits)
    numbers = [int("".join(choice)) for choice in product(*choices)]
    if digits == mask:
        return numbers
    return [-number for number in reversed(numbers) if number]  # there is no -0000


def _first(
    years: Iterable[int], months: Iterable[int], days: Iterable[int], *, old_style: bool
) -> Day | None:
    for year in years:
        for month in months:
            length = days_in_month(year, month, julian=old_style)
            for day in days:
                if day <= length:
                    return Day(year, month, day)
    return None


def _no_such_month(text: str, month: str) -> DateError:
    return DateError(text, f"there is no month {month}", "months run from 01 to 12")


def _no_such_day(text: str, parts: tuple[str, str, str], *, old_style: bool) -> DateError:
    year, month, day = parts
    if day == "00":
        return DateError(text, "there is no day 00", "leave out what is not known")
    number = _number(month)
    if number is None or "X" in year:
        of_year = "" if year == "XXXX" else f" of {year}"
        name = MONTHS[number] if number else "month"
        return DateError(text, f"no {name}{of_year} has a day {day}", "check the day")
    length = days_in_month(int(year), number, julian=old_style)
    remedy = "check the day"
    if (month, day) == ("02", "29") and int(year) % 4 == 0:
        remedy = "for an Old Style date add calendar: julian"
    return DateError(text, f"{MONTHS[number]} {year} has {length} days", remedy)


def _read_season(text: str, parts: tuple[str, str, str], marks: str, *, old_style: bool) -> Point:
    """Read `2026-23`: winter, 24, is December to February of the year it ends in."""
    season = int(parts[1])
    if season > 24:
        raise DateError(
            text,
            f"sub-year groupings (25 to 41, here {season}) are not supported",
            "write the months as an interval, or a season 21 to 24",
        )
    if parts[2]:
        raise DateError(text, "a season has no days", "write the month (01 to 12), or no day")
    years = _candidates(parts[0])
    return Point(
        text,
        _precision(*parts),
        season_bounds(years[0], season, julian=old_style)[0],
        season_bounds(years[-1], season, julian=old_style)[1],
        _number(parts[0]),
        None,
        None,
        season,
        *_qualified(marks),
    )


def _read_long_year(text: str) -> Point:
    """Read `Y170000002` or `Y-170000002`: a year beyond four digits."""
    if _EXPONENT(text):
        raise DateError(text, "years with an exponent (E) are not supported")
    if _SIGNIFICANT(text):
        raise DateError(text, "significant digits (S) are not supported")
    shape = _LONG_YEAR(text)
    if shape is None:
        raise Malformed(text, "not a date in EDTF")
    digits, mark = shape.groups()
    if len(digits.lstrip("-")) < 5 or digits.lstrip("-").startswith("0"):
        raise DateError(text, "Y is for years of more than four digits, without leading zeros")
    year = int(digits)
    return Point(
        text,
        Precision.YEAR,
        Day(year, 1, 1),
        Day(year, 12, 31),
        year,
        None,
        None,
        None,
        *_qualified(mark),
    )
