"""What is kept of one event in each year, before milestones and windows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kalends.dates import Day, Precision, Yearless, from_ordinal, ordinal
from kalends.dates.rules import YearlyRule
from kalends.model import Event, Period, Status
from kalends.occurrences.marks import Mark, extent, marks

_LAST_YEAR = date.max.year
_NOT_TAKEN_PLACE = (Status.PLANNED, Status.CANCELLED)


class Kept(NamedTuple):
    """Days of one year on which an event is remembered: an occurrence without its tier."""

    first: date
    last: date
    unit: Precision
    n: int | None
    base: int | None
    ending: bool = False
    computed: bool = False


class Reckoning:
    """The recurrence of one event, worked out once for any number of years.

    Attributes:
        years: No year outside this range has anything of the event.
        reach: Days that the longest occurrence goes on after its first.
    """

    def __init__(self, event: Event) -> None:
        self.event = event
        found = marks(event)
        self._starts = [mark for mark in found if not mark.ending]
        self._ends = [mark for mark in found if mark.ending]
        self._custom = event.observance or isinstance(event.date, Yearless)
        self._extent = extent(event.date, event.zone)
        self._own = {(mark.first, mark.unit) for mark in found}
        self._periods = () if self._has_no_anniversaries() else event.periods
        self._rules = [YearlyRule(period.rule) if period.rule else None for period in self._periods]
        self._floors = [self._floor(period) for period in self._periods]
        self._itself = self._own_days()
        self._listed = list(self._explicit())
        spans = list(self._spans())
        first = min((span[0] for span in spans), default=1)
        last = max((span[-1] for span in spans), default=0)
        self.years = range(max(first, 1), min(last, _LAST_YEAR) + 1)
        self.reach = self._reach()

    def in_year(self, year: int) -> list[Kept]:
        """Return what begins in `year`, by day."""
        if year not in self.years:
            return []
        itself = [kept for kept in self._itself if kept.first.year == year]
        repeated: list[Kept] = []
        for index in range(len(self._periods)):
            repeated += _apart(self._in_period(index, year), repeated)
        listed = [kept for kept in self._listed if kept.first.year == year]
        ends = list(self._endings(year))
        listed = _apart(listed, itself + repeated)
        return sorted(dict.fromkeys([*itself, *repeated, *listed, *ends]), key=_order)

    def _has_no_anniversaries(self) -> bool:
        """Tell whether one event was called off, or has not been said to have taken place.

        The days of a custom are no anniversaries: it is planned or called off as a whole.
        """
        return self.event.status in _NOT_TAKEN_PLACE and not self._custom

    def _own_days(self) -> list[Kept]:
        """The event itself; the day of a decree is no occurrence of what it decreed."""
        if self._custom and (self.event.periods or self.event.listed):
            return []
        found = []
        for mark in (*self._starts, *self._ends):
            if days := mark.itself():
                first, last = days
                if not mark.ending:
                    last = self._lasting(first, last, mark.unit)
                found.append(Kept(first, last, mark.unit, 0, mark.first.year, mark.ending))
        return found

    def _lasting(self, first: date, last: date, unit: Precision) -> date:
        """Return the last day of the event itself, which is as long as it is kept that day."""
        if unit is not Precision.DAY:
            return last
        lengths = [
            period.days
            for period in self.event.periods
            if not period.rule and period.observed in (None, (first.month, first.day))
        ]
        return max(last, _days_later(first, max(lengths, default=1) - 1))

    def _in_period(self, index: int, year: int) -> list[Kept]:
        period = self._periods[index]
        if not _covers(period, year):
            return []
        if period.rule or period.observed:
            return list(self._on_kept_day(index, year))
        return list(self._anniversaries(period, year))

    def _anniversaries(self, period: Period, year: int) -> Iterator[Kept]:
        for mark in self._starts:
            days = mark.again(year, self.event.leap)
            if days is None or year < mark.first.year + (not self._custom):
                continue
            first, last = days
            if period.days > 1 and mark.unit is Precision.DAY:
                last = max(last, _days_later(first, period.days - 1))
            base = self._base(period, mark)
            yield Kept(first, last, mark.unit, *self._number(first, base, mark.unit))

    def _on_kept_day(self, index: int, year: int) -> Iterator[Kept]:
        period, floor = self._periods[index], self._floors[index]
        base = self._base(period, self._starts[0] if self._starts else None)
        for first in self._days(index, year):
            if floor is None or Day.of(first) >= floor:
                last = _days_later(first, period.days - 1)
                yield Kept(first, last, Precision.DAY, *self._number(first, base))

    def _days(self, index: int, year: int) -> list[date]:
        period, rule = self._periods[index], self._rules[index]
        if rule is None:
            day = period.observed.in_year(year, self.event.leap) if period.observed else None
            return [day] if day else []
        return rule.days(year) if (year - self._phase(period)) % rule.interval == 0 else []

    def _phase(self, period: Period) -> int:
        """The year that a rule's INTERVAL counts from."""
        if period.since is not None:
            return period.since
        first = self._extent[0]
        return first.year if first else self._base(period, None) or 0

    def _endings(self, year: int) -> Iterator[Kept]:
        if not any(_covers(period, year) for period in self._periods):
            return
        for mark in self._ends:
            days = mark.again(year, self.event.leap)
            if days and year >= mark.first.year + (not self._custom):
                base = None if self._custom else mark.first.year
                yield Kept(*days, mark.unit, *self._number(days[0], base, mark.unit), ending=True)

    def _explicit(self) -> Iterator[Kept]:
        floor = self._extent[0]
        base = self.event.counts_from
        for listed in self.event.listed:
            first, last = extent(listed.date, self.event.zone)
            if first is None or last is None or first.year < 1 or last.year > _LAST_YEAR:
                continue
            if floor is None or first >= floor:
                day = first.to_date()
                unit = min(listed.date.precision, Precision.DAY)
                numbered = self._number(day, base)
                yield Kept(day, last.to_date(), unit, *numbered, computed=listed.computed)

    def _base(self, period: Period, mark: Mark | None) -> int | None:
        for base in (period.counts_from, self.event.counts_from):
            if base is not None:
                return base
        return None if self._custom or mark is None else mark.first.year

    def _number(
        self, first: date, base: int | None, unit: Precision = Precision.DAY
    ) -> tuple[int | None, int | None]:
        """Return n and its base; none before the base, and 0 for the event itself alone."""
        if base is None or first.year < base:
            return None, None
        if first.year == base and (Day.of(first), unit) not in self._own:
            return None, None
        return first.year - base, base

    def _floor(self, period: Period) -> Day | None:
        """The first day that `period` may keep where its day is not the event's own.

        A custom begins with its date. One event is remembered from the year after it on,
        once it is over; if its year is open, after the last day that it can have been or,
        where a year is counted from, in the year after that.
        """
        first, last = self._extent
        if self._custom:
            return first or (last if period.since is None else None)
        if self._starts:
            own = self._starts[0]
            return max(_next(own.last), Day(own.first.year + 1, 1, 1))
        base = self._base(period, None)
        if base is not None:
            return max(filter(None, (Day(base + 1, 1, 1), first)))
        known = last or first
        return _next(known) if known else None

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield first and last year of each thing that may be kept."""
        for kept in (*self._itself, *self._listed):
            yield kept.first.year, kept.first.year
        for period, floor in zip(self._periods, self._floors, strict=True):
            first = 1 if period.since is None else period.since
            begins = [mark.first.year for mark in self._ends]
            if period.rule or period.observed:
                begins.append(floor.year if floor else 1)
            else:
                begins += [mark.first.year for mark in self._starts]
            last = _LAST_YEAR if period.until is None else period.until
            if begins and max(first, min(begins)) <= last:
                yield max(first, min(begins)), last

    def _reach(self) -> int:
        days = [period.days - 1 for period in self.event.periods]
        days += [ordinal(mark.last) - ordinal(mark.first) for mark in self._starts]
        days += [(kept.last - kept.first).days for kept in self._listed]
        return max(days, default=0)


def _next(day: Day) -> Day:
    return from_ordinal(ordinal(day) + 1)


def _covers(period: Period, year: int) -> bool:
    return (period.since is None or period.since <= year) and (
        period.until is None or year <= period.until
    )


def _apart(found: Iterable[Kept], taken: list[Kept]) -> list[Kept]:
    """Return what shares no day with anything taken before it."""
    return [
        kept
        for kept in found
        if not any(kept.first <= other.last and other.first <= kept.last for other in taken)
    ]


def _days_later(day: date, days: int) -> date:
    """Return the day so many days on, the calendar's last one at most."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _order(kept: Kept) -> tuple[date, date, int]:
    return kept.first, kept.last, kept.base or 0
