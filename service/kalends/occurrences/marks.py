"""What of a date can be remembered: its days, or the unit it is known to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kalends.dates import (
    AllOf,
    Day,
    HistoricalDate,
    Interval,
    Leap,
    MonthDay,
    OneOf,
    Point,
    Precision,
    Yearless,
    days_between,
    days_in_month,
    season_bounds,
    zone,
)
from kalends.model import Event

LONGEST = 31
"""Days up to which an interval is one occurrence; of a longer one the ends are remembered."""

_UNITS = (Precision.MONTH, Precision.SEASON, Precision.YEAR)


class Mark(NamedTuple):
    """Days that come again every year, or a month, season or year without a day.

    Attributes:
        first: First day, of any year.
        last: Last day, inclusive.
        unit: DAY, or MONTH, SEASON or YEAR, of which the mark is the whole.
        ending: It is the end of a long interval.
    """

    first: Day
    last: Day
    unit: Precision = Precision.DAY
    ending: bool = False

    def again(self, year: int, leap: Leap) -> tuple[date, date] | None:
        """Return first and last day (inclusive) of the mark moved so that it begins in `year`.

        None where `leap` skips an end, and where a day is outside the years 1 to 9999.
        """
        last_year = year + self.last.year - self.first.year
        if year < 1 or last_year > date.max.year:
            return None
        if self.unit is not Precision.DAY:
            last_day = days_in_month(last_year, self.last.month)
            return date(year, self.first.month, 1), date(last_year, self.last.month, last_day)
        first = MonthDay(*self.first[1:]).in_year(year, leap)
        last = MonthDay(*self.last[1:]).in_year(last_year, leap)
        return (first, last) if first and last else None

    def itself(self) -> tuple[date, date] | None:
        """Return the mark's own days, None where one is outside the years 1 to 9999."""
        if self.first.year < 1 or self.last.year > date.max.year:
            return None
        return self.first.to_date(), self.last.to_date()


def own_days(event: Event) -> tuple[Day, Day] | None:
    """Return the first and last day (inclusive) that the event's own date covers.

    An instant covers its civil day in the event's zone, a month all its days; one of Old
    Style is the month of that name. None where an end is open or unknown, and for a day of
    no year.
    """
    first, last = extent(event.date, event.zone)
    return (first, last) if first and last else None


def extent(when: HistoricalDate, zone_name: str) -> tuple[Day | None, Day | None]:
    """Return the first and last day a date can mean, each None where it is not bounded."""
    match when:
        case Point():
            return _civil(when, zone_name)
        case Interval():
            first = extent(when.start, zone_name)[0] if isinstance(when.start, Point) else None
            last = extent(when.end, zone_name)[1] if isinstance(when.end, Point) else None
            return first, last
        case OneOf() | AllOf():
            firsts, lasts = zip(*(extent(each, zone_name) for each in when.members), strict=True)
            return (
                None if when.earlier or None in firsts else min(filter(None, firsts)),
                None if when.later or None in lasts else max(filter(None, lasts)),
            )
        case Yearless():
            return None, None


def marks(event: Event) -> tuple[Mark, ...]:
    """Return what is remembered of the event's own date, in the order of time.

    Empty where no year or no end is known well enough. The mark of a day of no year is
    that day in the year 0.
    """
    return tuple(sorted(_marks(event.date, event)))


def _marks(when: HistoricalDate, event: Event) -> Iterator[Mark]:
    match when:
        case Point():
            yield from _point(when, event.zone)
        case Interval():
            yield from _interval(when, event)
        case OneOf():
            yield from _one_of(when, event.zone)
        case AllOf():
            for member in when.members:
                yield from _marks(member, event)
        case Yearless(month_day=(month, day)):
            yield Mark(Day(0, month, day), Day(0, month, day))


def _point(point: Point, zone_name: str) -> Iterator[Mark]:
    first, last = _civil(point, zone_name)
    if point.precision >= Precision.DAY:
        yield Mark(first, last)
    elif point.precision is Precision.YEAR:  # of 1992-XX-25 too, which is no unit's extent
        yield Mark(Day(first.year, 1, 1), Day(first.year, 12, 31), Precision.YEAR)
    elif point.precision in _UNITS:
        yield Mark(first, last, point.precision)


def _interval(interval: Interval, event: Event) -> Iterator[Mark]:
    starts = list(_point(interval.start, event.zone)) if isinstance(interval.start, Point) else []
    ends = list(_point(interval.end, event.zone)) if isinstance(interval.end, Point) else []
    if starts and ends and _short(starts[0], ends[0]):
        yield Mark(starts[0].first, ends[0].last)
        return
    yield from starts
    if event.ends:
        yield from (end._replace(ending=True) for end in ends)


def _short(start: Mark, end: Mark) -> bool:
    days = start.unit is Precision.DAY and end.unit is Precision.DAY
    return days and days_between(start.first, end.last) < LONGEST


def _one_of(choice: OneOf, zone_name: str) -> Iterator[Mark]:
    """Yield the smallest unit that holds all candidates, if a year is enough."""
    first, last = extent(choice, zone_name)
    if first is None or last is None:
        return
    if first == last:
        yield Mark(first, last)
    elif first[:2] == last[:2]:
        end = days_in_month(last.year, last.month)
        yield Mark(first._replace(day=1), last._replace(day=end), Precision.MONTH)
    elif any(
        isinstance(member, Point)
        and member.precision is Precision.SEASON
        and extent(member, zone_name) == (first, last)
        for member in choice.members
    ):
        yield Mark(first, last, Precision.SEASON)
    elif first.year == last.year:
        yield Mark(Day(first.year, 1, 1), Day(first.year, 12, 31), Precision.YEAR)


def _civil(point: Point, zone_name: str) -> tuple[Day, Day]:
    if point.at is None:
        return _named(point)
    try:
        moment = point.at.astimezone(zone(zone_name or "UTC"))
    except OverflowError:  # the first or last hours that a datetime has
        return point.earliest, point.latest
    return Day.of(moment.date()), Day.of(moment.date())


def _named(point: Point) -> tuple[Day, Day]:
    """Return a date's days; a month, season or year of Old Style is the one of that name.

    December 1825 in the Old Style was mostly December in the new one, and everyone would
    look for it there.
    """
    year, unit = point.year, point.precision
    if year is not None and unit is Precision.MONTH and point.month:
        return Day(year, point.month, 1), Day(year, point.month, days_in_month(year, point.month))
    if year is not None and unit is Precision.SEASON and point.season:
        return season_bounds(year, point.season)
    if year is not None and unit is Precision.YEAR and point.earliest.year != point.latest.year:
        return Day(year, 1, 1), Day(year, 12, 31)
    return point.earliest, point.latest
