"""The plain text under an event: what, when exactly, how sure, by which sources."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kalends.model import Alternative, Event, Phrase, Site, Status, event_url, pick
from kalends.wording import Words

_MOST_SOURCES = 4


def describe(event: Event, words: Words, site: Site, *, computed: bool = False) -> Phrase:
    """Return DESCRIPTION's text, and the language of its prose.

    Args:
        computed: The occurrence's day was calculated, not announced.
    """
    summary = pick(event.summary, words.language, site.language)
    paragraphs = (
        _lines(_opening(event, words, site)),
        _lines(_facts(event, words, site, computed=computed)),
        _sources(event, words),
        words.text("More: {url}", url=event_url(event.id, words.language, site)),
    )
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return Phrase(text, summary.language if summary.text else words.spoken)


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(line for line in lines if line)


def _opening(event: Event, words: Words, site: Site) -> Iterator[str]:
    """Yield the full title where the calendar shows a short one, and the summary."""
    if event.short:
        yield pick(event.title, words.language, site.language).text
    yield pick(event.summary, words.language, site.language).text


def _facts(event: Event, words: Words, site: Site, *, computed: bool) -> Iterator[str]:
    yield words.text("Date: {date}", date=words.event_date(event))
    if computed:
        yield words.text("The day is calculated; the official one may differ.")
    if event.place:
        place = pick(event.place.name, words.language, site.language).text
        yield words.text("Place: {place}", place=place) if place else ""
    if event.status is not Status.CONFIRMED:
        yield words.text("Status: {status}", status=words.status(event.status))
    yield pick(event.note, words.language, site.language).text
    for alternative in event.alternatives:
        yield _alternative(alternative, words, site)


def _alternative(alternative: Alternative, words: Words, site: Site) -> str:
    date = words.date(alternative.date)
    note = pick(alternative.note, words.language, site.language).text
    if note:
        return words.text("Also dated: {date} ({note})", date=date, note=note)
    return words.text("Also dated: {date}", date=date)


def _sources(event: Event, words: Words) -> str:
    """Return who published the sources; their titles and addresses are on the event's page.

    With all of them a feed of some hundred events would be larger than Google takes.
    """
    names = [source.publisher or urlsplit(source.url).hostname or "" for source in event.sources]
    names = list(dict.fromkeys(names))[:_MOST_SOURCES]
    return words.text("Sources: {names}", names=", ".join(names)) if names else ""
