"""Occurrences and corrections as the lines of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from kalends.dates import from_old_style, parse
from kalends.digest import patterns
from kalends.digest.contexts import CorrectionLine, Group, Line
from kalends.digest.corrections import Correction
from kalends.digest.studio import Studio
from kalends.model import Event, Occurrence, Phrase, Status, pick
from kalends.revisions import old_style

_NONE = Phrase("", "")


def line(
    occurrence: Occurrence, studio: Studio, first: date | None = None, *, summary: bool = False
) -> Line:
    """Return one occurrence as a line.

    Args:
        first: The day that its distance is counted from; None for a line without one.
        summary: The event's summary belongs to it.
    """
    event, words = occurrence.event, studio.words
    when = words.unit(occurrence)
    several = not occurrence.undated and occurrence.last != occurrence.first
    one_day = not occurrence.undated and not several
    days = None if first is None or occurrence.undated else (occurrence.first - first).days
    return Line(
        title=own_title(event, studio),
        full=words.title(occurrence),
        url=event_url(event, studio),
        when=when,
        weekday=capital(words.weekday_day(occurrence.first)) if one_day else when,
        dates="" if occurrence.undated else _dates(occurrence),
        several=several,
        distance="" if days is None else words.distance(days),
        milestone=words.milestone(occurrence),
        number=occurrence.n or None,
        tier=occurrence.tier.word,
        status="" if event.status is Status.CONFIRMED else words.status(event.status),
        origin=words.event_date(event) if occurrence.n else "",
        kind=words.kind(event.kind),
        computed=occurrence.computed,
        summary=pick(event.summary, words.language, studio.site.language) if summary else _NONE,
    )


def by_day(
    occurrences: Iterable[Occurrence], studio: Studio, first: date, *, summary: bool
) -> Iterator[Group]:
    """Yield the lines of each day that something begins on."""
    for day, found in groupby(occurrences, key=lambda each: each.first):
        lines = tuple(line(each, studio, first, summary=summary) for each in found)
        yield Group(capital(studio.words.weekday_day(day)), lines)


def by_month(occurrences: Iterable[Occurrence], studio: Studio) -> Iterator[Group]:
    """Yield the lines of each month, in the order given."""
    for (year, month), found in groupby(occurrences, key=lambda each: each.first.timetuple()[:2]):
        lines = tuple(line(each, studio) for each in found)
        yield Group(capital(studio.words.month(year, month)), lines)


def correction_line(correction: Correction, studio: Studio) -> CorrectionLine:
    """Return one correction in words."""
    event = correction.event
    field = correction.field.partition(".")[0]
    return CorrectionLine(
        title=own_title(event, studio),
        url=event_url(event, studio),
        what=patterns.say(studio.words, patterns.FIELDS[field]),
        old=_value(correction, correction.old, studio),
        new=_value(correction, correction.new, studio),
        source=event.sources[0] if event.sources else None,
    )


def own_title(event: Event, studio: Studio) -> Phrase:
    """Return an event's title without a number."""
    return pick(event.title, studio.words.language, studio.site.language)


def event_url(event: Event, studio: Studio) -> str:
    """Return the address of an event's page."""
    return f"{studio.site.base_url}/{studio.words.language}/events/{event.id}/"


def download_url(event: Event, studio: Studio) -> str:
    """Return the address of an event's single calendar file."""
    return f"{studio.site.base_url}/{studio.words.language}/events/{event.id}.ics"


def capital(text: str) -> str:
    """Return a text as a heading begins: "Май 2027 г."."""
    return text[:1].upper() + text[1:]


def _dates(occurrence: Occurrence) -> str:
    first, last = occurrence.first, occurrence.last
    one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{last.day}" if first != last and one_month else str(first.day)


def _value(correction: Correction, value: str, studio: Studio) -> Phrase:
    words = studio.words
    field, _, language = correction.field.partition(".")
    if field == "title":
        return Phrase(value, language)
    if field == "status":
        return Phrase(words.status(Status(value)), words.language)
    return Phrase(words.event_date(_dated(correction.event, value)), words.language)


def _dated(event: Event, value: str) -> Event:
    """Return the event as it was with another date."""
    text, julian = old_style(value)
    written = parse(text, old_style=julian)
    when = from_old_style(written) if julian else written
    return replace(event, date=when, written=written, old_style=julian)
