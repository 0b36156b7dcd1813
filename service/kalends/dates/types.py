"""The types of a historical date: one type for one meaning.

A `Point` is one EDTF date of any precision, an `Interval` runs between two, a
`OneOf` leaves the choice open, an `AllOf` names several, a `Yearless` is a month
and day of no year. All of them answer `earliest`, `latest` (both inclusive, `None`
where open or unknown), `precision`, `uncertain` and `approximate`, and keep the
`text` they were read from.

Years are astronomical, as in EDTF: 0 is 1 BC, -43 is 44 BC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple, TypeAlias


class Precision(IntEnum):
    """How exactly a date is known, from coarse to fine."""

    UNKNOWN = 0
    MILLENNIUM = 1
    CENTURY = 2
    DECADE = 3
    YEAR = 4
    SEASON = 5
    MONTH = 6
    DAY = 7
    SECOND = 8


class Leap(StrEnum):
    """The day on which 29 February is kept in a common year."""

    FEB28 = "feb28"
    MAR1 = "mar1"
    SKIP = "skip"


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar in any year; days sort by time."""

    year: int
    month: int
    day: int

    def to_date(self) -> date:
        """Return the `datetime.date`; raises ValueError outside the years 1 to 9999."""
        return date(self.year, self.month, self.day)

    @classmethod
    def of(cls, day: date) -> Day:
        """Return the day of a `datetime.date`."""
        return cls(day.year, day.month, day.day)


class MonthDay(NamedTuple):
    """A day of the year without a year: 29 February is one until it is resolved."""

    month: int
    day: int

    def in_year(self, year: int, leap: Leap = Leap.FEB28) -> date | None:
        """Return the day in `year`, or None where `leap` skips it.

        This is the one resolver of 29 February: always from the month and day
        themselves, never from the result for another year.
        """
        if self == (2, 29) and not is_leap(year):
            if leap is Leap.SKIP:
                return None
            return date(year, 2, 28) if leap is Leap.FEB28 else date(year, 3, 1)
        return date(year, self.month, self.day)


def is_leap(year: int) -> bool:
    """Tell whether a proleptic Gregorian year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True, slots=True)
class Point:
    """One EDTF date: a day, a month, a season, a year, a decade, an instant and so on.

    Attributes:
        text: As written.
        precision: Of the finest component that is known with all coarser ones.
        earliest: First day it can mean.
        latest: Last day it can mean (inclusive).
        year: The year as written (astronomical), None where masked.
        month: 1–12, or None; for a season see `season`.
        day: 1–31, or None.
        season: EDTF's 21 spring, 22 summer, 23 autumn, 24 winter, or None.
        uncertain: Some component carries `?` or `%`.
        approximate: Some component carries `~` or `%`.
        at: The instant in UTC where the date is one (`…T…Z` or with an offset).
    """

    text: str
    precision: Precision
    earliest: Day
    latest: Day
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    uncertain: bool = False
    approximate: bool = False
    at: datetime | None = None

    def __str__(self) -> str:
        """Return the EDTF text."""
        return self.text


class Edge(StrEnum):
    """An end of an interval that is not a date."""

    OPEN = ".."
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another, both included; either end may be open or unknown."""

    text: str
    start: Point | Edge
    end: Point | Edge

    def __str__(self) -> str:
        """Return the EDTF text."""
        return self.text

    @property
    def earliest(self) -> Day | None:
        """First day, None where the start is open or unknown."""
        return self.start.earliest if isinstance(self.start, Point) else None

    @property
    def latest(self) -> Day | None:
        """Last day (inclusive), None where the end is open or unknown."""
        return self.end.latest if isinstance(self.end, Point) else None

    @property
    def points(self) -> tuple[Point, ...]:
        """The ends that are dates."""
        return tuple(end for end in (self.start, self.end) if isinstance(end, Point))

    @property
    def precision(self) -> Precision:
        """The coarser of the two ends'."""
        return min((point.precision for point in self.points), default=Precision.UNKNOWN)

    @property
    def uncertain(self) -> bool:
        """Tell whether an end is uncertain."""
        return any(point.uncertain for point in self.points)

    @property
    def approximate(self) -> bool:
        """Tell whether an end is approximate."""
        return any(point.approximate for point in self.points)


@dataclass(frozen=True, slots=True)
class _Choice:
    text: str
    members: tuple[Point | Interval, ...]
    earlier: bool = False
    later: bool = False

    def __str__(self) -> str:
        """Return the EDTF text."""
        return self.text

    @property
    def earliest(self) -> Day | None:
        """First day of any member, None where the set is open (`[..1984]`)."""
        days = [member.earliest for member in self.members]
        if self.earlier or None in days:
            return None
        return min(day for day in days if day is not None)

    @property
    def latest(self) -> Day | None:
        """Last day of any member (inclusive), None where the set is open (`[1984..]`)."""
        days = [member.latest for member in self.members]
        if self.later or None in days:
            return None
        return max(day for day in days if day is not None)

    @property
    def precision(self) -> Precision:
        """The coarsest of the members'."""
        return min(member.precision for member in self.members)

    @property
    def uncertain(self) -> bool:
        """Tell whether a member is uncertain."""
        return any(member.uncertain for member in self.members)

    @property
    def approximate(self) -> bool:
        """Tell whether a member is approximate."""
        return any(member.approximate for member in self.members)


@dataclass(frozen=True, slots=True)
class OneOf(_Choice):
    """`[a,b]`: one of these, it is not known which; `earlier`/`later`: or before, or after."""


@dataclass(frozen=True, slots=True)
class AllOf(_Choice):
    """`{a,b}`: all of these."""


@dataclass(frozen=True, slots=True)
class Yearless:
    """`XXXX-12-11`: a month and day of no particular year."""

    text: str
    month_day: MonthDay
    uncertain: bool = False
    approximate: bool = False

    def __str__(self) -> str:
        """Return the EDTF text."""
        return self.text

    @property
    def earliest(self) -> None:
        """No first day: it belongs to every year."""
        return

    @property
    def latest(self) -> None:
        """No last day: it belongs to every year."""
        return

    @property
    def precision(self) -> Precision:
        """Always a day."""
        return Precision.DAY


HistoricalDate: TypeAlias = Point | Interval | OneOf | AllOf | Yearless


def utc(moment: datetime) -> datetime:
    """Return the same instant in UTC; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return moment.astimezone(UTC)
