"""Where events stand in time: what a timeline is made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kalends.dates import (
    Day,
    Edge,
    HistoricalDate,
    Interval,
    OneOf,
    Point,
    Precision,
    Yearless,
    days_between,
)
from kalends.model import Event, Status
from kalends.occurrences import own_days

LONG = 31
"""Days from which on an interval is something that lasted."""
WEIGHTY = 3


class Placed(NamedTuple):
    """An event at its place.

    Attributes:
        first: The first day it can mean.
        last: The last one (inclusive), today for what still goes on.
        unit: How exactly its beginning is known.
        span: It lasted.
        soft: Its place is not known to the day, or not sure.
    """

    event: Event
    first: Day
    last: Day
    unit: Precision
    span: bool
    soft: bool

    @property
    def order(self) -> tuple[Day, Precision, int, str]:
        """Sort key: by day; of one day what is known least exactly first."""
        return self.first, self.unit, -self.event.weight, self.event.id

    @property
    def weighty(self) -> bool:
        """Tell whether it is among the key events."""
        return self.event.weight >= WEIGHTY and self.event.status is not Status.CANCELLED

    @property
    def at(self) -> float:
        """The point of time it stands at, in years."""
        if isinstance(self.event.date, Point):
            return (in_years(self.first) + in_years(self.last, after=True)) / 2
        return in_years(self.first)


class Chronicle(NamedTuple):
    """A selection of events as a timeline has them.

    Attributes:
        placed: In the order of time.
        customs: What is kept every year and belongs to no year.
        undated: What nobody knows a year of.
    """

    placed: tuple[Placed, ...]
    customs: tuple[Event, ...]
    undated: tuple[Event, ...]

    def __len__(self) -> int:
        """Return how many events it has."""
        return sum(map(len, self[:]))


def chronicle(events: Iterable[Event], today: date) -> Chronicle:
    """Put events at their places."""
    placed: list[Placed] = []
    customs: list[Event] = []
    undated: list[Event] = []
    for event in events:
        if is_custom(event):
            customs.append(event)
        elif (found := place(event, today)) is not None:
            placed.append(found)
        else:
            undated.append(event)
    placed.sort(key=lambda each: each.order)
    return Chronicle(tuple(placed), tuple(customs), tuple(undated))


def is_custom(event: Event) -> bool:
    """Tell whether it is a custom that counts from no year, and so stands in none."""
    if isinstance(event.date, Yearless):
        return True
    counted = event.counts_from or any(each.counts_from for each in event.periods)
    return event.observance and not counted


def place(event: Event, today: date) -> Placed | None:
    """Return an event at its place, None where no year is known."""
    when = event.date
    days = own_days(event)
    first = days[0] if days else when.earliest or when.latest
    if first is None:
        return None
    last = days[1] if days else when.latest or first
    going_on = isinstance(when, Interval) and when.end is Edge.OPEN
    if going_on:
        last = max(first, Day.of(today))
    lasted = isinstance(when, Interval) and days_between(first, last) >= LONG
    unit = _unit(when)
    soft = unit < Precision.DAY or isinstance(when, OneOf) or when.approximate or when.uncertain
    unsure = event.status in (Status.PLANNED, Status.DISPUTED)
    return Placed(event, first, last, unit, lasted or going_on, (soft and not lasted) or unsure)


def in_years(day: Day, *, after: bool = False) -> float:
    """Return a day as a number of years: 1990.5 is in the middle of 1990.

    Args:
        after: Its end instead of its beginning.
    """
    return day.year + ((day.month - 1) * 31 + day.day - 1 + after) / 372


def _unit(when: HistoricalDate) -> Precision:
    """Return how exactly the beginning is known."""
    if isinstance(when, Interval) and isinstance(when.start, Point):
        return min(when.start.precision, Precision.DAY)
    return min(when.precision, Precision.DAY)
