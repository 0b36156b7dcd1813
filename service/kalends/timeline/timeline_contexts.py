"""What the templates of timelines see.

Numbers of the strip are lengths in its own units: it is `width` units wide.
"""

from __future__ import annotations

from dataclasses import dataclass

from kalends.model import Phrase
from kalends.timeline.contexts import Frame, Subscription


@dataclass(frozen=True, slots=True)
class Row:
    """One event in the list.

    Attributes:
        id: Of the event; the row's own is `ev-` and this.
        path: Of the event's page.
        date: Without its year where the year's heading says it; for a custom, when it is kept.
        day: The same for `datetime`, "" where HTML has no form for it.
        kind: The kind's name, for class names.
        kind_title: The kind in words, "" where the page is about one kind.
        summary: An empty text where there is none, or no room for any.
        status: "planned", "" where it is confirmed.
        marks: Class names: weighty, span, soft (not known to the day, or not sure), off
            (cancelled).
        since: For a custom, since when; else "".
    """

    id: str
    title: Phrase
    path: str
    date: str
    day: str
    kind: str
    kind_title: str
    summary: Phrase
    status: str
    marks: str
    since: str


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """A year's events.

    Attributes:
        name: In words; "" for what belongs to a decade or century and to no year of it.
        id: For links within the page, "" without a name.
    """

    name: str
    id: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """Something that had begun before and goes on."""

    title: Phrase
    path: str
    date: str


@dataclass(frozen=True, slots=True)
class Section:
    """A decade or a century.

    Attributes:
        id: For links within the page.
        name: "1990s", "18th century".
        count: How many events begin in it, shown here or not.
        whole: The path of the page with all of them, "" where all are shown.
        running: What goes on from before.
    """

    id: str
    name: str
    count: int
    whole: str
    running: tuple[Running, ...]
    years: tuple[TimelineYear, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """What is drawn in one stroke.

    Attributes:
        kind: The kind's name, "" for no kind.
        d: SVG path data.
    """

    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word in the strip.

    Attributes:
        y: Of the base line.
        anchor: start or end: the side that x is the end of.
        path: Where it leads, "" for a place that is no event.
    """

    x: str
    y: str
    anchor: str
    title: Phrase
    path: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing over the list, in two forms: wide with words, and compact without.

    Attributes:
        width: Of both.
        height: Of the wide one.
        axis: The line of time, with a tick where the scale changes.
        breaks: Strokes where time is left out.
        grid: Faint lines at the ticks.
        stems: From the labels down to the axis.
        labels: Of weighty events.
        names: Of what lasted, beside its bar.
        diamonds: The labelled events, by kind.
        dots: All events, by kind.
        soft: Those of them that are not sure or not known to the day, to be hollowed out.
        bars: How many events, where dots would be too many; "" with dots.
        lanes: What lasted, by kind.
        today: The mark of the present day, "" where it is not within the strip.
        today_label: Its name; None without it.
        low: Of the compact one, the bars that say how many events.
        low_height: Of the compact one.
        low_keys: Weighty events, by kind.
        low_lanes: What lasted, by kind.
        low_today: The present day.
    """

    width: int
    height: int
    axis: str
    breaks: str
    grid: str
    stems: str
    labels: tuple[Label, ...]
    names: tuple[Label, ...]
    diamonds: tuple[Path, ...]
    dots: tuple[Path, ...]
    soft: str
    bars: str
    lanes: tuple[Path, ...]
    today: str
    today_label: Label | None
    low: str
    low_height: int
    low_keys: tuple[Path, ...]
    low_lanes: tuple[Path, ...]
    low_today: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A link under a part of the strip.

    Attributes:
        columns: How wide the part is, of 96.
        count: How many events begin in it.
        path: Where it leads.
    """

    name: str
    columns: int
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the selection as a link: it narrows the selection, or takes itself out of it.

    Attributes:
        kind: The kind's name, for class names; "" where it is no kind.
        count: Of the events it leads to; 0 where that is not told.
        current: It leads to this page.
    """

    title: str
    path: str
    kind: str = ""
    count: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The form that looks for words.

    Attributes:
        path: Where it leads.
        text: What was looked for.
        hidden: The rest of the selection, as fields and their values.
    """

    path: str
    text: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineContext:
    """`pages/timeline.html`.

    Attributes:
        title: Of the page.
        period: From the first year to the last, in words; "" without events.
        count: How many events are selected.
        kinds: By kind.
        topics: By tag.
        active: The parts of the selection; each leads to the page without it.
        strip: None where there is nothing to draw.
        cells: The links under it.
        sections: Decades and centuries in order.
        customs: What comes every year and belongs to none.
        undated: What nobody knows a year of.
        subscription: To what is shown.
        more: The path of the page with more ways to subscribe to it, "" where there is none.
        search: None where nothing answers a form.
        earlier: The page of the decade or century before.
        later: The page of the one after.
        whole: The path of the page with everything, "" where this is it.
        back: The path of the timeline, "" where this is it.
        indexed: Search engines may list the page.
    """

    frame: Frame
    title: str
    period: str
    count: int
    kinds: tuple[Chip, ...]
    topics: tuple[Chip, ...]
    active: tuple[Chip, ...]
    strip: Strip | None
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    customs: tuple[Row, ...]
    undated: tuple[Row, ...]
    subscription: Subscription
    more: str
    search: SearchForm | None
    earlier: Chip | None
    later: Chip | None
    whole: str
    back: str
    indexed: bool
