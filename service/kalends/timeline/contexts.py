"""What the templates of pages see, each context the fields of one template.

These are an interface: a site's own templates are written against them. Besides its
context a template has `words`, the `kalends.wording.Words` of the page's language.
Texts are plain. A `Phrase` has its `language`, which is the page's or another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kalends.model import Phrase


@dataclass(frozen=True, slots=True)
class Look:
    """What all pages of a site share.

    Attributes:
        assets: The paths, below the site's address, of stylesheets, scripts and pictures, by
            the names of their files.
        languages: The names of the site's languages, each in itself, by tag.
        mail: The site sends digests by mail.
        static: The pages are files: nothing answers a query or a form.
        sizes: Width and height, in pixels, of the pictures among the assets where known.
    """

    assets: Mapping[str, str]
    languages: Mapping[str, str]
    mail: bool = False
    static: bool = False
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)


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
        foot: The pages about the site, as links; of a served one, to its API too.
        alternates: The page's dates in other forms, the calendar first.
        assets: The paths of stylesheets, scripts and pictures, by the names of their files.
        static: The pages are files: nothing answers a query or a form.
        picture: The whole address of what shows the site where a link to it is shared, "" for
            none; an asset called `picture.en.png`, or `picture.png` for every language.
        picture_size: Its width and height in pixels; None where unknown.
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
    foot: tuple[NavLink, ...]
    alternates: tuple[Alternate, ...]
    assets: Mapping[str, str]
    static: bool
    picture: str
    picture_size: tuple[int, int] | None


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
    """The great milestones of a year.

    Attributes:
        more: How many others its plan has.
    """

    name: str
    entries: tuple[Entry, ...]
    more: int = 0


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
        more_today: How much else is; the page of the day has it.
        soon: What begins in the next 30 days, by day; today is not among it.
        more_soon: How much else does; the page of the month has it.
        undated: What belongs to the month, season or year that it is, and to no day.
        years: The great milestones of this year and the next.
        calendar: How to subscribe to everything.
        subscribe: The path of the page with all ways to subscribe.
        by_mail: The site sends digests by mail.
    """

    frame: Frame
    day: str
    day_number: int
    weekday_day: str
    today: tuple[Entry, ...]
    more_today: int
    soon: tuple[Entry, ...]
    more_soon: int
    undated: tuple[Entry, ...]
    years: tuple[Year, ...]
    calendar: Subscription
    subscribe: str
    by_mail: bool


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
