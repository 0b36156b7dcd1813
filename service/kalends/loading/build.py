"""From a valid entry to an Event, and the faults that only several fields together show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from kalends.dates import (
    HistoricalDate,
    Interval,
    Point,
    Precision,
    from_old_style,
    zone,
)
from kalends.errors import DateError
from kalends.loading.nodes import Loc
from kalends.loading.recurrence import Fault, listed_faults, recurrence_faults
from kalends.loading.schema import (
    Calendar,
    EventEntry,
    ImageEntry,
    ListedEntry,
    PlaceEntry,
    Repeats,
    RuleEntry,
    SourceEntry,
)
from kalends.model import (
    Alternative,
    Event,
    Image,
    Listed,
    Origin,
    Period,
    Place,
    Site,
    Source,
    Text,
    Tier,
)


def faults(entry: EventEntry, site: Site) -> Iterator[Fault]:
    """Yield what is wrong between the fields of an entry."""
    yield from _date_faults(entry)
    yield from recurrence_faults(entry, observance=_is_observance(entry, site))
    yield from listed_faults(entry)
    if entry.place and (entry.place.lat is None) != (entry.place.lon is None):
        yield ("place",), "only one of lat and lon", "give both or neither"
    if entry.id in entry.formerly:
        yield ("formerly",), "the event's own id", "name only ids it no longer has"


def event(entry: EventEntry, site: Site, origin: Origin | None) -> Event:
    """Return the event of an entry without faults."""
    text = _texts(site.language)
    old_style = entry.calendar is Calendar.JULIAN
    return Event(
        id=entry.id,
        date=from_old_style(entry.date) if old_style else entry.date,
        written=entry.date,
        old_style=old_style,
        zone=entry.timezone or "",
        title=text(entry.title),
        short=text(entry.short),
        summary=text(entry.summary),
        note=text(entry.note),
        kind=entry.kind,
        tags=tuple(dict.fromkeys(entry.tags)),
        place=_place(entry.place, text),
        sources=_sources(entry.sources),
        periods=_periods(entry),
        listed=_listed(entry.dates),
        observance=_is_observance(entry, site),
        counts_from=entry.counts_from,
        leap=entry.leap,
        ends=entry.ends,
        milestones={
            Tier[word.upper()]: tuple(numbers) for word, numbers in entry.milestones.items()
        },
        weight=entry.weight,
        alternatives=tuple(
            Alternative(other.date, text(other.note), _sources(other.sources))
            for other in entry.alternatives
        ),
        follows=tuple(entry.follows),
        formerly=tuple(entry.formerly),
        status=entry.status,
        unreviewed=tuple(entry.unreviewed),
        image=_image(entry.image, text),
        publish_after=_instant(entry.publish_after, site),
        draft=entry.draft,
        origin=origin,
    )


def _texts(default: str) -> Callable[[Mapping[str, str]], Text]:
    def read(texts: Mapping[str, str]) -> Text:
        return {language or default: text for language, text in texts.items()}

    return read


def _sources(entries: list[SourceEntry]) -> tuple[Source, ...]:
    return tuple(Source(entry.title, entry.url, entry.publisher or "") for entry in entries)


def _image(entry: ImageEntry | None, text: Callable[[Mapping[str, str]], Text]) -> Image | None:
    return Image(entry.url, text(entry.alt), entry.credit) if entry else None


def _place(entry: PlaceEntry | None, text: Callable[[Mapping[str, str]], Text]) -> Place | None:
    if entry is None:
        return None
    return Place(text(entry.name), tuple(entry.country), entry.lat, entry.lon)


def _instant(moment: datetime | None, site: Site) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone(site.timezone)).astimezone(UTC)


def _is_observance(entry: EventEntry, site: Site) -> bool:
    custom = entry.rule or entry.rules or entry.dates or entry.since is not None
    return bool(custom) or site.kind(entry.kind).observance


def _periods(entry: EventEntry) -> tuple[Period, ...]:
    if entry.repeats is Repeats.NEVER or entry.dates:
        return ()
    if entry.rules:
        return tuple(_period(rule) for rule in entry.rules)
    return (Period(entry.rule or "", entry.observed, entry.since, entry.until, None, entry.days),)


def _period(entry: RuleEntry) -> Period:
    return Period(
        entry.rule or "",
        entry.observed,
        entry.since,
        entry.until,
        entry.counts_from,
        entry.days,
    )


def _listed(entries: list[ListedEntry]) -> tuple[Listed, ...]:
    found = [Listed(entry.date, entry.computed) for entry in entries]
    return tuple(sorted(found, key=lambda listed: (listed.date.earliest, listed.date.text)))


def _date_faults(entry: EventEntry) -> Iterator[Fault]:
    dates: list[tuple[Loc, HistoricalDate]] = [(("date",), entry.date)]
    dates += [
        (("alternatives", index, "date"), other.date)
        for index, other in enumerate(entry.alternatives)
    ]
    for loc, date in dates:
        instants = [point for point in _points(date) if point.precision is Precision.SECOND]
        if any(point.at is None for point in instants):
            yield loc, "a time without a zone", "end it with Z (UTC) or an offset such as +05:00"
        elif instants and not entry.timezone:
            remedy = "add `timezone:`, e.g. Asia/Almaty: the zone says which day it was"
            yield loc, "an instant without `timezone`", remedy
    if entry.calendar is Calendar.JULIAN:
        try:
            from_old_style(entry.date)
        except DateError as error:
            yield ("date",), error.message, error.remedy


def _points(date: HistoricalDate) -> Iterator[Point]:
    if isinstance(date, Point):
        yield date
    elif isinstance(date, Interval):
        yield from date.points
    elif hasattr(date, "members"):
        for member in date.members:
            yield from _points(member)
