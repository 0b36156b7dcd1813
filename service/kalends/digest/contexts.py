"""What the templates of mails see, each context the fields of one pair of templates.

These are an interface: a site's own templates are written against them. A mail has two
templates, `.html` and `.txt`, with one context. Besides it a template has `words`, the
`kalends.wording.Words` of the mail's language. Texts are plain. A `Phrase` has its
`language`, which is the mail's or another one. Addresses are whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from kalends.model import Phrase, Source


@dataclass(frozen=True, slots=True)
class Places:
    """What differs between the readers of one mail; delivery puts it in.

    Attributes:
        unsubscribe: The address of the page with one button that ends it.
        preferences: The address of the page to change language, hour, cadence, selection.
        pause: The address of the page to pause.
        confirm: The address of the page to confirm a subscription.
    """

    unsubscribe: str
    preferences: str
    pause: str
    confirm: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of every mail.

    Attributes:
        language: Of the mail.
        site: The title of the site.
        home: The address of the site's first page.
        subject: Of the mail.
        preheader: What the list of an inbox shows after the subject.
        label: What sort of mail it is, beside the site's title: "Weekly digest".
    """

    language: str
    site: Phrase
    home: str
    subject: str
    preheader: str
    label: str
    places: Places


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence.

    Attributes:
        title: The event's, without a number.
        full: With the year and the number: "Victory Day (1945): 80th anniversary".
        url: Of the event's page.
        when: The days, month, season or year it is kept in: "9 May 2027".
        weekday: "Sunday, 9 May 2027"; the same as `when` where it is more than a day.
        dates: The days of the month alone: "9", "16–28"; "" where it has no day.
        several: It has several days.
        distance: "in 181 days", counted from the first day of the period; "" without a day
            and in a plan.
        milestone: "80th anniversary", "" without a number.
        number: 80, None without a number.
        tier: jubilee, round, five, first, plain or coming.
        status: "planned", "" where it is confirmed.
        origin: The event's own date, "" for a custom and for the event itself.
        kind: In words.
        computed: The day was calculated, not announced.
        summary: Of the event; an empty text where there is none.
    """

    title: Phrase
    full: Phrase
    url: str
    when: str
    weekday: str
    dates: str
    several: bool
    distance: str
    milestone: str
    number: int | None
    tier: str
    status: str
    origin: str
    kind: str
    computed: bool
    summary: Phrase


@dataclass(frozen=True, slots=True)
class Group:
    """The lines under one heading: a day of a digest, a month of a plan.

    Attributes:
        name: "Sunday, 9 May 2027", "May 2027".
    """

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction.

    Attributes:
        title: Of the event, as it is now.
        url: Of the event's page.
        what: "Date", "Status" or "Title".
        source: Where the facts were read; None where no source is given.
    """

    title: Phrase
    url: str
    what: str
    old: Phrase
    new: Phrase
    source: Source | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """How to subscribe to a feed.

    Attributes:
        url: To copy.
        google: Google Calendar.
        outlook: Outlook.com.
        office: Microsoft 365.
    """

    title: Phrase
    url: str
    google: str
    outlook: str
    office: str


@dataclass(frozen=True, slots=True)
class DigestContext:
    """`mail/digest.html` and `mail/digest.txt`: the daily, weekly or monthly digest.

    Attributes:
        heading: The period: "10–16 May 2027".
        leaf: The day of the month for a daily digest, 0 for any other.
        days: The occurrences of the period by day; summaries in a daily digest alone.
        ahead: What is announced, weightiest first.
        undated: What belongs to a month, season or year that begins now.
        corrections: What is right now.
        more: How many lines there was no room for.
    """

    frame: Frame
    heading: str
    leaf: int
    days: tuple[Group, ...]
    ahead: tuple[Line, ...]
    undated: tuple[Line, ...]
    corrections: tuple[CorrectionLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PlanContext:
    """`mail/plan.html` and `mail/plan.txt`: the plan of a year.

    Attributes:
        heading: "Plan for 2027".
        great: The anniversaries of every fifth year; they stand in their months too.
        undated: What belongs to the year as a whole.
        months: What begins in each month; what has no day stands last.
        more: How many lines there was no room for.
    """

    frame: Frame
    heading: str
    great: tuple[Line, ...]
    undated: tuple[Line, ...]
    months: tuple[Group, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ReminderContext:
    """`mail/reminder.html` and `mail/reminder.txt`: one event that a reader follows.

    Attributes:
        title: Of the event.
        url: Of the event's page.
        date: Of the event, as precise as it is known.
        lines: What is told of it, in order of time; none where it is a correction only.
        place: An empty text where none is given.
        summary: An empty text where there is none.
        note: An empty text where there is none.
        sources: Where the facts were read.
        download: The address of the single .ics, "" where nothing told has a day.
        corrections: What is right now.
    """

    frame: Frame
    title: Phrase
    url: str
    date: str
    lines: tuple[Line, ...]
    place: Phrase
    summary: Phrase
    note: Phrase
    sources: tuple[Source, ...]
    download: str
    corrections: tuple[CorrectionLine, ...]


@dataclass(frozen=True, slots=True)
class ConfirmContext:
    """`mail/confirm.html` and `mail/confirm.txt`: the one mail before a subscription.

    Attributes:
        often: "every week".
    """

    frame: Frame
    often: str


@dataclass(frozen=True, slots=True)
class WelcomeContext:
    """`mail/welcome.html` and `mail/welcome.txt`: the first mail of a subscription.

    Attributes:
        often: "every week".
        announced: The coming milestones whose first notice has gone by.
        calendars: Feeds of the same dates.
        more: How many lines there was no room for.
    """

    frame: Frame
    often: str
    announced: tuple[Line, ...]
    calendars: tuple[Calendar, ...]
    more: int


Context: TypeAlias = DigestContext | PlanContext | ReminderContext | ConfirmContext | WelcomeContext
