"""The form of an entry in a list: which fields there are and what each may hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kalends.dates import Leap
from kalends.loading.fields import (
    Boolean,
    Countries,
    Edtf,
    Languages,
    Latitude,
    Length,
    Line,
    Lines,
    Longitude,
    Moment,
    MonthAndDay,
    Numbers,
    OldStyle,
    Proses,
    Rrule,
    Shorts,
    Slug,
    Slugs,
    TierWord,
    Url,
    Weight,
    Year,
    Zone,
    one_of,
)
from kalends.model import Status


class Calendar(StrEnum):
    """The calendar a date is written in."""

    GREGORIAN = "gregorian"
    JULIAN = "julian"


class Repeats(StrEnum):
    """Whether an event has anniversaries."""

    YEARLY = "yearly"
    NEVER = "never"


class _Entry(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        defer_build=True,  # a model inside another is built once, with it
    )


class SourceEntry(_Entry):
    """Where the facts were read."""

    title: Line
    """The title of the page, in its own language."""
    url: Url
    publisher: Line | None = None


class PlaceEntry(_Entry):
    """Where it happened."""

    name: Lines
    country: Countries = []
    """ISO 3166-1 alpha-2, one or a list."""
    lat: Latitude | None = None
    lon: Longitude | None = None


class RuleEntry(_Entry):
    """One period of a custom: a rule or a day, and its years."""

    rule: Rrule | None = None
    """An iCalendar RRULE without DTSTART, yearly."""
    observed: MonthAndDay | None = None
    """The day kept, MM-DD."""
    since: Year | None = None
    """The first year, inclusive."""
    until: Year | None = None
    """The last year, inclusive."""
    counts_from: Year | None = None
    """The year the numbers count from."""
    days: Length = 1
    """How many days it lasts."""


class ListedEntry(_Entry):
    """One date of an explicit list."""

    date: Edtf
    computed: Boolean = False
    """Calculated, not announced."""


class AlternativeEntry(_Entry):
    """Another candidate date."""

    date: Edtf
    note: Proses = {}
    sources: list[SourceEntry] = []


class ImageEntry(_Entry):
    """A picture."""

    url: Url
    alt: Lines
    credit: Line


def _date_item(value: object) -> object:
    return value if isinstance(value, dict) and "date" in value else {"date": value}


class EventEntry(_Entry):
    """One event of a list."""

    id: Slug
    """A slug, never changed and never used again: calendars know the event by it."""
    date: Edtf
    """EDTF; Gregorian unless `calendar: julian`."""
    title: Lines
    """A noun phrase per language, without the date."""
    kind: Slug = "event"
    """One of the kinds of kalends.toml."""
    tags: Slugs = []
    """Tags of kalends.toml."""
    sources: Annotated[list[SourceEntry], Field(min_length=1)]
    calendar: Annotated[Calendar, one_of(Calendar)] = Calendar.GREGORIAN
    """`julian`: `date` is Old Style."""
    timezone: Zone | None = None
    """The zone that gives an instant its day."""
    short: Shorts = {}
    """A title of at most 40 characters."""
    summary: Proses = {}
    """One or two sentences: who, what, when, where."""
    note: Proses = {}
    """What is disputed or not sure."""
    place: PlaceEntry | None = None
    observed: MonthAndDay | None = None
    """The day kept, MM-DD, where it differs from the date's."""
    repeats: Annotated[Repeats, one_of(Repeats)] = Repeats.YEARLY
    rule: Rrule | None = None
    """An iCalendar RRULE without DTSTART, yearly."""
    rules: list[RuleEntry] = []
    """Several periods of a custom."""
    dates: list[Annotated[ListedEntry, BeforeValidator(_date_item)]] = []
    """The dates themselves, where no rule exists."""
    since: Year | None = None
    """The first year it is kept, inclusive."""
    until: Year | None = None
    """The last year it is kept, inclusive."""
    counts_from: Year | None = None
    """The year the numbers count from."""
    leap: Annotated[Leap, one_of(Leap)] = Leap.FEB28
    """Where 29 February is kept in a common year."""
    days: Length = 1
    """How many days it lasts."""
    ends: Boolean = False
    """The end of a long interval is remembered too."""
    milestones: dict[TierWord, Numbers] = {}
    """Numbers promoted to a tier."""
    weight: Weight = 1
    """0 (slight) to 5 (great)."""
    alternatives: list[AlternativeEntry] = []
    """Other candidate dates."""
    follows: Slugs = []
    """The events this one is the next stage of."""
    formerly: Slugs = []
    """Ids it had before, the oldest first."""
    status: Annotated[Status, one_of(Status)] = Status.CONFIRMED
    unreviewed: Languages = []
    """Languages whose text no native reader has seen."""
    image: ImageEntry | None = None
    publish_after: Moment | None = None
    """Nothing is public before; in the site's zone."""
    draft: Boolean = False
    """Kept in the list, never published."""

    @model_validator(mode="before")
    @classmethod
    def _in_its_calendar(cls, value: object) -> object:
        """Mark an Old Style date, which may be a day that the Gregorian calendar has not."""
        if isinstance(value, dict) and value.get("calendar") == Calendar.JULIAN:
            date = value.get("date")
            return {**value, "date": OldStyle(date)} if isinstance(date, str) else value
        return value
