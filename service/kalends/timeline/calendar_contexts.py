"""What the templates of the pages of days, months and years see; see `contexts`."""

from __future__ import annotations

from dataclasses import dataclass

from kalends.model import Phrase
from kalends.timeline.contexts import Alternate, Entry, Frame


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the same family, or of the next larger or smaller one."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that happened on the day.

    Attributes:
        year: "1992", "44 BC".
        path: Of the event's page.
        summary: An empty text where there is none.
        status: "disputed", "" where it is confirmed.
        kind: The kind's name, for class names.
        kind_title: The kind in words.
        next: Its next anniversary, None where there comes none.
        elsewhere: The next anniversary is kept on another day of the year.
    """

    year: str
    title: Phrase
    path: str
    summary: Phrase
    status: str
    kind: str
    kind_title: str
    next: Entry | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest day that has something.

    Attributes:
        title: Of its first event.
    """

    name: str
    path: str
    title: Phrase


@dataclass(frozen=True, slots=True)
class DayContext:
    """`pages/day.html`: a day of every year.

    Attributes:
        name: "25 May".
        number: Of the day in its month.
        day: For `datetime`, without a year.
        next: The next such day, today where it is today: "Tuesday, 25 May 2027".
        next_day: The same for `datetime`.
        distance: "in 183 days".
        before: Yesterday of the page.
        after: Tomorrow of the page.
        today: None on today's own page.
        month: None for a month without a page.
        happened: By year.
        remembered: Kept on this day every year, without having happened on it.
        moving: Falls on this day in the year that it names, or is still to come.
        neighbours: Where the day has nothing: the nearest days before and after that have.
    """

    frame: Frame
    name: str
    number: int
    day: str
    next: str
    next_day: str
    distance: str
    before: Link
    after: Link
    today: Link | None
    month: Link | None
    happened: tuple[Happened, ...]
    remembered: tuple[Entry, ...]
    moving: tuple[Entry, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month.

    Attributes:
        day: For `datetime`.
        path: Of the page of this day of every year.
        today: It is today.
        entries: With short titles; what has several days is in the cell of the first, and of each
            Monday.
        more: How many others there are; the day's page has them.
        running: What goes on from the day before.
    """

    day: str
    number: int
    weekday: str
    path: str
    today: bool
    entries: tuple[Entry, ...]
    more: int = 0
    running: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthContext:
    """`pages/month.html`.

    Attributes:
        name: "May 2027".
        weekdays: The heads of the columns, Monday first.
        weeks: Seven places each, None where the day is of another month.
        undated: What belongs to the month or its season, and to no day.
        before: None where the month before has no page.
        after: None where the month after has no page.
        year: The plan of the year.
        empty: The month has nothing at all.
    """

    frame: Frame
    name: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]
    undated: tuple[Entry, ...]
    before: Link | None
    after: Link | None
    year: Link
    empty: bool


@dataclass(frozen=True, slots=True)
class Great:
    """The anniversaries of one tier.

    Attributes:
        tier: jubilee, round or five.
        title: In words.
        more: Those of less weight, where there are too many to see them all at once.
    """

    tier: str
    title: str
    entries: tuple[Entry, ...]
    more: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """What begins in a month.

    Attributes:
        month: The number of the month, for ids.
        name: "May".
        path: Of the month's page, "" where it has none.
        entries: In the order of time.
        more: Those of less weight, where there are too many to see them all at once.
    """

    month: int
    name: str
    path: str
    entries: tuple[Entry, ...]
    more: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class YearContext:
    """`pages/year.html`: the plan of a year.

    Attributes:
        name: "2027".
        great: The great anniversaries, the greatest first; they stand in their months too.
        undated: What belongs to the year as a whole.
        months: Those that have something; what has no day stands last.
        count: How many entries there are in all.
        before: None where the year before has no page.
        after: None where the year after has no page.
        downloads: The plan as a calendar and a table; none where there is no such feed.
    """

    frame: Frame
    name: str
    great: tuple[Great, ...]
    undated: tuple[Entry, ...]
    months: tuple[MonthPlan, ...]
    count: int
    before: Link | None
    after: Link | None
    downloads: tuple[Alternate, ...]
