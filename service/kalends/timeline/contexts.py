"""What the templates of pages see, each context the fields of one template.

These are an interface: a site's own templates are written against them. Besides its
context a template has `words`, the `kalends.wording.Words` of the page's language.
Texts are plain. A `Phrase` has its `language`, which is the page's or another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kalends.model import Phrase, Source


@dataclass(frozen=True, slots=True)
class Look:
    """What all pages of a site share.

    Attributes:
        assets: The paths, below the site's address, of stylesheets, scripts and pictures, by
            the names of their files.
        languages: The names of the site's languages, each in itself, by tag.
        mail: The site sends digests by mail.
        static: The pages are files: nothing answers a query or a form.
    """

    assets: Mapping[str, str]
    languages: Mapping[str, str]
    mail: bool = False
    static: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one of the site's languages.

    Attributes:
        language: Its tag, for `hreflang`.
        name: In the language itself.
        path: For `href`.
        url: The whole address, for `<link rel="alternate">`.
        current: It is this page.
    """

    language: str
    name: str
    path: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the navigation that stands on every page.

    Attributes:
        current: It leads to this page.
    """

    title: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Alternate:
    """What the page shows, in another form.

    Attributes:
        name: Of the form: "iCalendar", "Atom".
        media: Its media type.
        url: The whole address.
    """

    name: str
    media: str
    url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of every page.

    Attributes:
        language: Of the page.
        site: The title of the site.
        about: What the site says of itself; an empty text where it says nothing.
        title: Of this page, "" for the first page.
        description: For search engines, "" for none.
        home: The path of the first page.
        canonical: The page's whole address, "" for one without or not to be told (an error,
            one person's own page).
        languages: The same page in all languages of the site.
        pages: The chief pages, as links.
        alternates: The page's dates in other forms, the calendar first.
        assets: The paths of stylesheets, scripts and pictures, by the names of their files.
        static: The pages are files: nothing answers a query or a form.
    """

    language: str
    site: Phrase
    about: Phrase
    title: str
    description: str
    home: str
    canonical: str
    languages: tuple[LanguageLink, ...]
    pages: tuple[NavLink, ...]
    alternates: tuple[Alternate, ...]
    assets: Mapping[str, str]
    static: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One occurrence in a list.

    Attributes:
        title: The event's, without a number.
        path: Of the event's page.
        when: The days, month, season or year it is kept in: "9 May 2027".
        day: The same for `datetime`, "" where HTML has no form for it.
        distance: "in 3 days"; "" where it has no day.
        milestone: "80th anniversary", "" without a number.
        number: 80, None without a number.
        tier: jubilee, round, five, first, plain or coming.
        status: "planned", "" where it is confirmed.
        origin: The event's own date, "" for a custom and for the event itself.
        kind: The kind's name, for class names.
        kind_title: The kind in words.
        computed: The day was calculated, not announced.
        past: Its last day is over.
    """

    title: Phrase
    path: str
    when: str
    day: str
    distance: str
    milestone: str
    number: int | None
    tier: str
    status: str
    origin: str
    kind: str
    kind_title: str
    computed: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The great milestones of a year."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Subscription:
    """How to subscribe to a feed.

    Attributes:
        url: To copy.
        apple: Apple Calendar.
        google: Google Calendar.
        outlook: Outlook.com.
        office: Microsoft 365.
        android: ICSx⁵.
    """

    title: Phrase
    url: str
    apple: str
    google: str
    outlook: str
    office: str
    android: str


@dataclass(frozen=True, slots=True)
class HomeContext:
    """`pages/home.html`.

    Attributes:
        day: Today for `datetime`.
        day_number: Of the month.
        today: What is remembered today.
        soon: What begins in the next 30 days, by day; today is not among it.
        undated: What belongs to the month, season or year that it is, and to no day.
        years: The great milestones of this year and the next.
        subscriptions: The named feeds; the first holds everything.
        by_mail: The path of the form for digests by mail, "" where the site sends none.
    """

    frame: Frame
    day: str
    day_number: int
    weekday_day: str
    today: tuple[Entry, ...]
    soon: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    years: tuple[Year, ...]
    subscriptions: tuple[Subscription, ...]
    by_mail: str


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Where it happened.

    Attributes:
        degrees: "45.965° N, 63.305° E", "" where not known.
        geo: The `geo:` address (RFC 5870), "" where not known.
    """

    name: Phrase
    degrees: str
    geo: str


@dataclass(frozen=True, slots=True)
class AlternativeDate:
    """Another candidate date with who gives it."""

    date: str
    note: Phrase
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """An event this one follows, or that follows it."""

    title: Phrase
    path: str
    date: str


@dataclass(frozen=True, slots=True)
class EventContext:
    """`pages/event.html`.

    Attributes:
        date: As precise as it is known, in both calendars where it is Old Style.
        day: The same for `datetime`, "" where HTML has no form for it.
        old_style: The date is given in the Julian calendar too.
        status: "planned", "" where it is confirmed.
        disputed: The status is that the facts are disputed.
        kind: The kind's name, for class names.
        kind_title: The kind in words.
        tags: In words.
        place: None where none is given.
        summary: An empty text where there is none.
        note: An empty text where there is none.
        coming: The next three anniversaries and the next great one; none for what is not
            repeated.
        follows: Events this one is the next stage of.
        followed_by: Events that are the next stage of this one.
        download: The path of the single .ics, "" where the event has no day.
        unreviewed: No native reader has seen the text in this language.
    """

    frame: Frame
    title: Phrase
    date: str
    day: str
    old_style: bool
    status: str
    disputed: bool
    kind: str
    kind_title: str
    tags: tuple[str, ...]
    place: PlaceFacts | None
    summary: Phrase
    note: Phrase
    alternatives: tuple[AlternativeDate, ...]
    coming: tuple[Entry, ...]
    sources: tuple[Source, ...]
    follows: tuple[Related, ...]
    followed_by: tuple[Related, ...]
    download: str
    unreviewed: bool


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """`pages/error.html`.

    Attributes:
        status: 404, 500.
        title: What went wrong in a few words.
        advice: What the reader can do.
    """

    frame: Frame
    status: int
    title: str
    advice: str


Context: TypeAlias = HomeContext | EventContext | ErrorContext
