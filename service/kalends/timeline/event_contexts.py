"""What the template of the page of an event sees; see `contexts`."""

from __future__ import annotations

from dataclasses import dataclass

from kalends.model import Phrase, Source
from kalends.timeline.contexts import Entry, Frame, Subscription


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Where it happened.

    Attributes:
        countries: Their names, those left out that the place's own name has.
        degrees: "45.965° N, 63.305° E", "" where not known.
        geo: The `geo:` address (RFC 5870), "" where not known.
    """

    name: Phrase
    countries: str
    degrees: str
    geo: str


@dataclass(frozen=True, slots=True)
class AlternativeDate:
    """Another candidate date with who gives it."""

    date: str
    note: Phrase
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """An event of a chain: signed, ratified, in force.

    Attributes:
        current: It is the event of the page.
    """

    title: Phrase
    path: str
    date: str
    current: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        url: Of the picture.
        shown: It is the site's own. One of another host is a link: no page asks other hosts.
    """

    url: str
    alt: Phrase
    credit: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """What the event belongs to, with the path of its page."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """One correction.

    Attributes:
        at: The day it was published.
        day: The same for `datetime`.
        title: Of the event, as it is now.
        path: Of the event's page.
        what: "Date", "Status" or "Title".
        source: Where the facts were read; None where no source is given.
    """

    at: str
    day: str
    title: Phrase
    path: str
    what: str
    old: Phrase
    new: Phrase
    source: Source | None


@dataclass(frozen=True, slots=True)
class EventContext:
    """`pages/event.html`.

    Attributes:
        date: As precise as it is known, in both calendars where it is Old Style.
        day: The same for `datetime`, "" where HTML has no form for it.
        on_day: The page of the day of the year; None for a date without a day.
        chapter: The decade or century in the timeline; None for what belongs to no year.
        old_style: The date is given in the Julian calendar too.
        status: "planned", "" where it is confirmed.
        disputed: The status is that the facts are disputed.
        kind: The kind's name, for class names.
        kind_topic: The kind.
        tags: In the order of the list.
        place: None where none is given.
        picture: None where none is given.
        summary: An empty text where there is none.
        note: An empty text where there is none.
        coming: The next three anniversaries and the next great one; none for what is not
            repeated.
        chain: Everything that led to this event or followed from it, itself included, in
            order of time; none where it stands alone.
        corrections: What was published wrong and is right now, newest first.
        download: The path of the single .ics, "" where the event has no day.
        reminders: A feed of this event alone; None where nothing comes, and for a static site.
        remind: The path of the page with all ways to be reminded of it, "" where there is none.
        modified: When what readers see of it last changed, ISO 8601; "" where not known.
        linked: JSON-LD, safe inside of a `script` element.
        unreviewed: No native reader has seen the text in this language.
    """

    frame: Frame
    title: Phrase
    date: str
    day: str
    on_day: Topic | None
    chapter: Topic | None
    old_style: bool
    status: str
    disputed: bool
    kind: str
    kind_topic: Topic
    tags: tuple[Topic, ...]
    place: PlaceFacts | None
    picture: Picture | None
    summary: Phrase
    note: Phrase
    alternatives: tuple[AlternativeDate, ...]
    coming: tuple[Entry, ...]
    sources: tuple[Source, ...]
    chain: tuple[Stage, ...]
    corrections: tuple[CorrectionFacts, ...]
    download: str
    reminders: Subscription | None
    remind: str
    modified: str
    linked: str
    unreviewed: bool
