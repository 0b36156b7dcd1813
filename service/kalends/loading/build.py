"""From a valid entry to an Event, and the faults that only several fields together show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from kalends.dates import (
    HistoricalDate,
    Interval,
    OneOf,
    Point,
    Precision,
    from_old_style,
    zone,
)
from kalends.errors import DateError
from kalends.loading.nodes import Loc
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

Fault = tuple[Loc, str, str]
"""Place in the entry, what is wrong, what to do."""

_MAX_LISTED_DAYS = 31


def faults(entry: EventEntry) -> Iterator[Fault]:
    """Yield what is wrong between the fields of an entry."""
    yield from _date_faults(entry)
    yield from _recurrence_faults(entry)
    yield from _listed_faults(entry)
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


def _recurrence_faults(entry: EventEntry) -> Iterator[Fault]:
    given = [name for name in ("rule", "rules", "dates", "observed") if getattr(entry, name)]
    if len(given) > 1:
        message = f"`{given[1]}` beside `{given[0]}`"
        yield (given[1],), message, "keep the one that says when the event is kept"
    if entry.repeats is Repeats.NEVER and given:
        yield ("repeats",), f"`never` beside `{given[0]}`", "delete one of them"
    for name in ("since", "until", "days"):
        if entry.rules and name in entry.model_fields_set:
            yield (name,), f"`{name}` beside `rules`", "give each rule its own"
    yield from _year_faults((), entry.since, entry.until)
    for index, rule in enumerate(entry.rules):
        yield from _year_faults(("rules", index), rule.since, rule.until)
        if rule.rule and rule.observed:
            yield ("rules", index), "both a rule and an observed day", "keep one"
    whole = isinstance(entry.date, Interval)
    if entry.ends and not whole:
        yield ("ends",), "the date is no interval", "write the date as start/end"
    if entry.days > 1 and whole and not (entry.rule or entry.observed):
        yield ("days",), "the date is an interval and has its own length", "delete `days`"
    if entry.rule is None and _needs_day(entry):
        message = "several candidate days and a `since`, but no day that is kept"
        yield ("date",), message, "add `observed: MM-DD`"


def _needs_day(entry: EventEntry) -> bool:
    alone = not (entry.observed or entry.rules or entry.dates)
    return alone and entry.since is not None and isinstance(entry.date, OneOf)


def _year_faults(loc: Loc, since: int | None, until: int | None) -> Iterator[Fault]:
    if since is not None and until is not None and until < since:
        yield (*loc, "until"), f"before `since: {since}`", "exchange the years"


def _listed_faults(entry: EventEntry) -> Iterator[Fault]:
    seen: set[object] = set()
    for index, listed in enumerate(entry.dates):
        loc = ("dates", index)
        if not _is_days(listed.date):
            remedy = "write 2027-05-16, or 2027-05-16/2027-05-18"
            yield loc, "not a day, nor an interval of at most 31 days", remedy
        elif listed.date.earliest in seen:
            yield loc, "a day given twice", "delete one"
        seen.add(listed.date.earliest)


def _is_days(date: HistoricalDate) -> bool:
    if isinstance(date, Point):
        return date.precision is Precision.DAY and date.earliest.year > 0
    if not isinstance(date, Interval) or not all(_is_days(point) for point in date.points):
        return False
    if not (isinstance(date.start, Point) and isinstance(date.end, Point)):
        return False
    length = date.end.latest.to_date() - date.start.earliest.to_date()
    return length.days < _MAX_LISTED_DAYS
