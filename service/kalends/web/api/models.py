"""What the API answers with; OpenAPI is made from it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """An object of the API."""

    model_config = ConfigDict(extra="forbid")


class Source(Model):
    """Where the facts were read."""

    title: str
    url: str
    publisher: str


class Place(Model):
    """Where it happened."""

    name: str
    countries: list[str] = Field(description="ISO 3166-1 alpha-2.")
    lat: float | None = Field(description="Degrees north, WGS 84.")
    lon: float | None = Field(description="Degrees east.")


class Image(Model):
    """A picture."""

    url: str
    alt: str
    credit: str


class Alternative(Model):
    """Another candidate date."""

    date: str = Field(description="EDTF.")
    note: str
    sources: list[Source]


class Facts(Model):
    """What events and occurrences tell alike."""

    kind: str
    tags: list[str]
    weight: int = Field(description="0, slight, to 5, great.")
    status: Literal["confirmed", "planned", "disputed", "cancelled"]
    place: Place | None
    summary: str
    url: str = Field(description="Its page.")
    sources: list[Source]
    updated: str | None = Field(description="When it was last revised (RFC 3339).")


class _EventItself(Model):
    """What identifies an event."""

    id: str = Field(description="Never changes.")
    date: str = Field(description="EDTF, in the Gregorian calendar: a day, `1986-12`, `1465~`.")
    old_style: str | None = Field(description="The Julian date, where sources give that.")
    date_text: str = Field(description="The date in words.")
    title: str
    language: str = Field(description="That the title is really in.")


class Event(Facts, _EventItself):
    """An event as the list has it."""

    note: str
    alternatives: list[Alternative] = Field(description="Other dates that sources give.")
    follows: list[str] = Field(description="Ids of the events it is the next stage of.")
    formerly: list[str] = Field(description="Ids it had before, under which it is found too.")
    image: Image | None
    observance: bool = Field(description="A custom rather than one event.")
    unreviewed: bool = Field(description="No native reader has checked the texts yet.")
    created: str | None = Field(description="When it was first published (RFC 3339).")
    sequence: int = Field(description="How often it was revised since.")


class _Remembered(Model):
    """What is of a year alone."""

    id: str = Field(description="The UID that calendars know it by, in every language.")
    event: str = Field(description="The event's id.")
    date: str = Field(description="EDTF: `2027-05-09`, `2027-05`, or two days with a slash.")
    first: str = Field(description="First day; of a month or year, its first.")
    last: str = Field(description="Last day, inclusive.")
    precision: Literal["day", "month", "season", "year"] = Field(
        description="What is known of the date; only a `day` belongs to a day."
    )
    title: str
    language: str = Field(description="That the title is really in.")
    milestone: str = Field(description="`80th anniversary`; empty without a number.")
    number: int | None = Field(description="Years since; 0 is the event itself.")
    tier: Literal["coming", "plain", "first", "five", "round", "jubilee"]
    since: int | None = Field(description="The year that the number counts from.")
    ending: bool = Field(description="The end of a long interval is remembered.")
    computed: bool = Field(description="The day is calculated, not announced.")
    event_date: str = Field(description="The event's own date, EDTF.")


class Occurrence(Facts, _Remembered):
    """One event in one year."""


class EventDetail(Event):
    """An event with what comes of it."""

    followed_by: list[str] = Field(description="Ids of the next stages.")
    upcoming: list[Occurrence] = Field(description="The next three occurrences.")


class Addresses(Model):
    """The addresses of a feed by form."""

    ics: str
    atom: str
    json_: str = Field(alias="json")
    csv: str


class Feed(Model):
    """A feed with a name."""

    name: str
    title: str
    description: str
    selection: dict[str, list[str]] = Field(description="What it holds, as fields of a query.")
    urls: Addresses


class Page(Model):
    """A part of a long answer; the `Link` header leads to the others."""

    total: int = Field(description="How many items there are in all.")
    limit: int
    offset: int
    next: str | None = Field(description="The address of the next part, if there is one.")


class Events(Page):
    """Events in the order of their ids."""

    items: list[Event]


class Occurrences(Page):
    """Occurrences in the order of time."""

    items: list[Occurrence]


class Feeds(Page):
    """Feeds: the named, then those of tags and kinds."""

    items: list[Feed]


class Problem(Model):
    """What is wrong with a request (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    field: str = Field("", description="The field at fault.")
    remedy: str = Field("", description="What to do.")
