"""An event of the list and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import Path

from kalends.dates import HistoricalDate, Interval, Leap, MonthDay, Point
from kalends.model.text import Text


class Status(StrEnum):
    """How sure it is that the event takes or took place as stated."""

    CONFIRMED = "confirmed"
    PLANNED = "planned"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


class Tier(IntEnum):
    """How great a milestone is; greater is more. COMING is the event itself (n = 0)."""

    COMING = 0
    PLAIN = 1
    FIRST = 2
    FIVE = 3
    ROUND = 4
    JUBILEE = 5

    @property
    def word(self) -> str:
        """The name in queries and settings: `jubilee`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts were read."""

    title: str
    url: str
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: countries are ISO 3166-1 alpha-2, degrees are WGS 84."""

    name: Text
    countries: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its alternative text and credit."""

    url: str
    alt: Text
    credit: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another candidate date, with who gives it."""

    date: HistoricalDate
    note: Text = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """One period in which an event is kept every year.

    Attributes:
        rule: RRULE value without DTSTART (RFC 5545 section 3.3.10), or "" for a fixed day.
        observed: The day kept, or None for the day of the event's own date.
        since: First year, inclusive; None: from the event's own date on.
        until: Last year, inclusive; None: without end.
        counts_from: The year its numbers count from; None: see `Event.observance`.
        days: Length of an occurrence of a rule or an observed day, at least 1.
    """

    rule: str = ""
    observed: MonthDay | None = None
    since: int | None = None
    until: int | None = None
    counts_from: int | None = None
    days: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One date of an explicit list; `computed`: calculated, not announced."""

    date: Point | Interval
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the lists an event stands."""

    path: Path
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One dated event.

    Attributes:
        id: Slug, never reused, never changed.
        date: In the Gregorian calendar.
        written: As in the list: the Old Style date where `old_style`.
        zone: IANA name of the zone that gives an instant its day, or "".
        periods: When it is kept; empty for an event that is never repeated or has `listed`.
        listed: The explicit dates of a movable feast or a series, oldest first.
        observance: A custom rather than one event: unnumbered unless a year is counted from.
        counts_from: The year numbers count from, for all periods that name none.
        ends: The end of a long interval is remembered too.
        milestones: Numbers promoted to a tier.
        weight: 0 (slight) to 5 (great).
        follows: Ids of the events this one is the next stage of.
        formerly: Ids it had before.
        unreviewed: Languages whose text no native reader has seen.
        publish_after: Instant in UTC before which nothing of it is public.
        draft: Kept in the list, never published.
    """

    id: str
    date: HistoricalDate
    written: HistoricalDate
    title: Text
    kind: str
    sources: tuple[Source, ...]
    old_style: bool = False
    zone: str = ""
    short: Text = field(default_factory=dict)
    summary: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    place: Place | None = None
    periods: tuple[Period, ...] = (Period(),)
    listed: tuple[Listed, ...] = ()
    observance: bool = False
    counts_from: int | None = None
    leap: Leap = Leap.FEB28
    ends: bool = False
    milestones: Mapping[Tier, tuple[int, ...]] = field(default_factory=dict)
    weight: int = 1
    alternatives: tuple[Alternative, ...] = ()
    follows: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    status: Status = Status.CONFIRMED
    unreviewed: tuple[str, ...] = ()
    image: Image | None = None
    publish_after: datetime | None = None
    draft: bool = False
    origin: Origin | None = field(default=None, compare=False)

    def public_at(self, now: datetime) -> bool:
        """Tell whether subscribers may see the event at `now` (aware)."""
        return not self.draft and (self.publish_after is None or self.publish_after <= now)
