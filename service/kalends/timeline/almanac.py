"""Which days of the year have something, worked out once for all their pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from kalends.dates import Day, Leap, MonthDay, Precision, Yearless, from_ordinal, ordinal
from kalends.model import Event, Occurrence, Status, Window
from kalends.occurrences import Mark, in_year, marks, on, starting
from kalends.timeline.view import View

LEAP_DAY = MonthDay(2, 29)
DAYS = tuple(
    MonthDay(day.month, day.day)
    for day in (date(2000, 1, 1) + timedelta(days=number) for number in range(366))
)
"""Every day of the year, in order."""
_LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Almanac:
    """What the days of the year have.

    Attributes:
        happened: Events with the day they happened on, by year.
        remembered: The next occurrences of what is kept on this day every year, without
            having happened on it.
        moving: Occurrences that fall on this day in their own year.
        days: Those that have something, in order.
    """

    happened: dict[MonthDay, list[tuple[Day, Event]]] = field(default_factory=dict)
    remembered: dict[MonthDay, list[Occurrence]] = field(default_factory=dict)
    moving: dict[MonthDay, list[Occurrence]] = field(default_factory=dict)

    def __contains__(self, day: MonthDay) -> bool:
        """Tell whether a day has something."""
        return day in self.happened or day in self.remembered or day in self.moving


def almanac(view: View) -> Almanac:
    """Return the days of the year as they are on the view's day."""
    return view.once("almanac", lambda: _almanac(view))


def next_day(day: MonthDay, today: date) -> date:
    """Return the next such day, today included; 29 February is one of a leap year."""
    found = (day.in_year(year, Leap.SKIP) for year in count(min(today.year, date.max.year - 8)))
    return next(each for each in found if each is not None and each >= today)


def _almanac(view: View) -> Almanac:
    made = Almanac()
    own = {event.id: _own(event) for event in view.events}
    for event in view.events:
        for day, mark in own[event.id].items():
            _add_own(made, event, day, mark, view)
    for day, occurrence in _coming(view):
        event = occurrence.event
        if any(each == occurrence for each in made.moving.get(day, ())):
            continue
        if day in own[event.id] and occurrence.n != 0:
            continue
        kept = made.remembered if _every_year(occurrence) else made.moving
        kept.setdefault(day, []).append(occurrence)
    for happened in made.happened.values():
        happened.sort(key=lambda pair: (pair[0], pair[1].id))
    return made


def _own(event: Event) -> dict[MonthDay, Mark]:
    """Return the days of the year that one event, no custom, happened on."""
    if event.observance or isinstance(event.date, Yearless):
        return {}
    if event.status is Status.CANCELLED:
        return {}
    known = [mark for mark in marks(event) if mark.unit is Precision.DAY]
    return {day: mark for mark in known for day in _covered(mark)}


def _covered(mark: Mark) -> Iterator[MonthDay]:
    for number in range(ordinal(mark.first), ordinal(mark.last) + 1):
        yield MonthDay(*from_ordinal(number)[1:])


def _add_own(made: Almanac, event: Event, day: MonthDay, mark: Mark, view: View) -> None:
    if mark.first <= Day.of(view.today):
        made.happened.setdefault(day, []).append((mark.first, event))
        return
    itself = in_year(event, mark.first.year, view.site.milestones)
    made.moving.setdefault(day, []).extend(each for each in itself if each.n == 0)


def _coming(view: View) -> Iterator[tuple[MonthDay, Occurrence]]:
    """Yield each day of the coming year with what has it among its days, and 29 February."""
    milestones, today = view.site.milestones, view.today
    end = MonthDay(today.month, today.day).in_year(min(today.year + 1, date.max.year), Leap.MAR1)
    window = Window(max(today - _LONGEST, date.min), end or today)
    for occurrence in starting(view.events, window, milestones):
        last = min(occurrence.last, window.end - timedelta(days=1), occurrence.first + _LONGEST)
        day = max(occurrence.first, today)
        while not occurrence.undated and day <= last:
            yield MonthDay(day.month, day.day), occurrence
            day += timedelta(days=1)
    leap_day = next_day(LEAP_DAY, today)
    if leap_day not in window:
        for occurrence in on(view.events, leap_day, milestones):
            yield LEAP_DAY, occurrence


def _every_year(occurrence: Occurrence) -> bool:
    """Tell whether the days are the same in every year, whatever its calendar."""
    event, first = occurrence.event, occurrence.first
    own = [MonthDay(*mark.first[1:]) for mark in marks(event) if mark.unit is Precision.DAY]
    fixed = [
        day
        for period in event.periods
        if not period.rule
        for day in ([period.observed] if period.observed else own)
    ]
    return occurrence.n != 0 and MonthDay(first.month, first.day) in fixed
