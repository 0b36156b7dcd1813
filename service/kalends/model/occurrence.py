"""What is remembered on a day, and between which days one looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kalends.dates import Precision
from kalends.model.event import Event, Tier


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` (inclusive) to `end` (exclusive)."""

    start: date
    end: date

    @classmethod
    def years(cls, first: int, last: int) -> Window:
        """Return the window of whole years, both inclusive, cut to 0001–9998."""
        first, last = max(first, 1), min(last, date.max.year - 1)
        return cls(date(first, 1, 1), date(last + 1, 1, 1))

    def __contains__(self, day: date) -> bool:
        """Tell whether `day` is in the window."""
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event in one year.

    Attributes:
        year: The year of `first`; with the event and `part` the occurrence's identity.
        part: Tells a second occurrence of one year from the first, whose part is "".
        first: First day.
        last: Last day, inclusive.
        n: Years since the origin; 0 is the event itself, None unnumbered.
        tier: How great a milestone; COMING for n = 0, PLAIN for the unnumbered and for what was
            called off.
        unit: DAY, or SEASON, MONTH or YEAR where the event belongs to no day.
        base: The year that n counts from, None where unnumbered.
        ending: It is the end of a long interval that is remembered.
        computed: The day was calculated, not announced.
    """

    event: Event
    year: int
    part: str
    first: date
    last: date
    n: int | None
    tier: Tier
    unit: Precision = Precision.DAY
    base: int | None = None
    ending: bool = False
    computed: bool = False

    @property
    def undated(self) -> bool:
        """Tell whether it belongs to a month, season or year and to no day."""
        return self.unit is not Precision.DAY

    @property
    def end(self) -> date:
        """The day after the last one, iCalendar's exclusive DTEND."""
        return self.last + timedelta(days=1)

    @property
    def order(self) -> tuple[date, int, str, str]:
        """Sort key: day, then weight (greatest first), then id and part."""
        return (self.first, -self.event.weight, self.event.id, self.part)
